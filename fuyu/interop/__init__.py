"""Talking with the programs of others."""
