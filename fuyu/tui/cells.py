"""Which texts every terminal draws with a cell for each character."""

import re

in_single_cells = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u02af\u0370-\u0377\u037a-\u037f\u0384-\u03ff\u0400-\u0482\u048a-\u052f"
    "\u2010-\u2027\u2030-\u205e\u20ac\u2190-\u2193\u2500-\u259f"
    "\u25b8\u25c6\u25cf\u2610\u2611\u2665\u2713]*"
).fullmatch
"""Matches Latin, Greek and Cyrillic letters, common punctuation, arrows, lines, blocks and our marks: what neither
combines nor is wide."""
