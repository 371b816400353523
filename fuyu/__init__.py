"""fuyu: a keyboard-driven terminal dashboard for daily follow-up."""

__version__ = "0.1.0"
