"""What stands out in a note: amounts, days, numbers to call, and what is still to be done."""

import re
from collections.abc import Iterator
from functools import lru_cache

from fuyu.tui.widgets.lines import Span

_MONTH = "(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}"
_FOUND = re.compile(
    r"(?P<todo>^\s*[-*] \[ \])|(?P<done>^\s*[-*] \[[xX]\])"
    r"|(?P<money>[$€£¥] ?\d[\d.,]*\d?k?|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d\d)?(?: ?[€£$])?"
    r"|\d+(?:[.,]\d\d)? ?(?:[€£$]|EUR|USD|GBP))"
    r"|(?P<phone>\+\d[\d ()/-]{6,}\d|\b0\d[\d /-]{6,}\d)"
    rf"|(?P<day>\b\d{{1,2}}\.? {_MONTH}\b|\b{_MONTH} \d{{1,2}}\b|\b\d{{4}}-\d\d-\d\d\b|\b\d{{1,2}}:\d\d\b)",
    re.IGNORECASE,
)
ROLES = {"todo": "lit", "done": "good", "money": "money", "phone": "tag", "day": "today"}
"""How each is painted."""


@lru_cache(maxsize=256)
def found(line: str) -> tuple[tuple[int, int, str], ...]:
    """Return what stands out in a line: where each begins and ends, and how it is painted.

    A line that is broken over eleven is asked for eleven times a key.
    """
    return tuple((*match.span(), ROLES[match.lastgroup or ""]) for match in _FOUND.finditer(line))


def tinted(line: str, role: str = "") -> Iterator[Span]:
    """Yield a line as spans."""
    at = 0
    for start, end, tint in found(line):
        if start > at:
            yield Span(line[at:start], role)
        yield Span(line[start:end], tint)
        at = end
    if at < len(line):
        yield Span(line[at:], role)
