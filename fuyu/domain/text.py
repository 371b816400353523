"""Text from people: cleaned at the edges, folded for comparing."""

import re
import unicodedata
from functools import lru_cache

# C0 without tab and newline, DEL and C1; bidi marks, embeddings, overrides and isolates (UAX #9);
# line and paragraph separators; invisible operators and the byte order mark; lone surrogates.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_NEWLINES = re.compile("\r\n?|\x0b|\x0c|\x85|\u2028|\u2029")
_BLANKS = re.compile(r"\s+")


def clean(text: str) -> str:
    """Return the text without a byte that could steer a terminal or turn the direction; newline and tab stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub("", _NEWLINES.sub("\n", text))


def clean_line(text: str) -> str:
    """Return the text cleaned, on one line, with single blanks and none at the ends."""
    return _BLANKS.sub(" ", clean(text)).strip()


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text as it is compared: no case, no accents, compatibility forms unified (NFKD), single blanks."""
    if not text.isascii():
        marked = unicodedata.normalize("NFKD", text)
        text = "".join(char for char in marked if not unicodedata.combining(char))
    return _BLANKS.sub(" ", text.casefold()).strip()
