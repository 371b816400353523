"""Contacts in, from the files people really have."""
