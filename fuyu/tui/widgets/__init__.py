"""Widgets that know nothing of leads."""
