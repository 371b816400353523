"""Panes: one part of the day each; they do not know each other."""
