"""Measures the program on a real terminal: `python -m bench`."""
