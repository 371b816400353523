"""People out: for other programs, and for paper."""
