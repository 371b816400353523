"""Text from people: cleaned at the edges, by the types of `cleaning`; folded for comparing."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache

# C0 without tab and newline, DEL and C1; bidi marks, embeddings, overrides and isolates (UAX #9);
# line and paragraph separators; invisible operators and the byte order mark; lone surrogates.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]"
_NEWLINES = "\r\n?|\x0b|\x0c|\x85|\u2028|\u2029"
_ESCAPE, _DELETE, _C1, _ARABIC, _GENERAL, _FORMS = b"\\\x7f\xc2\xd8\xe2\xef"
_UNSAFE_IN_JSON = {
    _ESCAPE: rb"\\(?:[bfnrt]|u(?i:00[01789]|061c|20[026]|f[ef]f))",
    _DELETE: rb"\x7f",
    _C1: rb"\xc2[\x80-\x9f]",
    _ARABIC: rb"\xd8\x9c",
    _GENERAL: rb"\xe2(?:\x80[\x8e\x8f\xa8-\xae]|\x81[\xa0-\xa9])",
    _FORMS: rb"\xef(?:\xbb\xbf|\xbf[\xb9-\xbb])",
}
"""The same as it stands in JSON, in UTF-8 or escaped, by its first byte; of escapes some more, and all newlines."""

_EASTERN = "[\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]"
_PLAIN = str.maketrans(
    {
        "\u0131": "i",
        "đ": "d",
        "ð": "d",
        "ħ": "h",
        "ł": "l",
        "ŋ": "n",
        "ø": "o",
        "œ": "oe",
        "ŧ": "t",
        "þ": "th",
        "æ": "ae",
    }
)


def clean(text: str) -> str:
    """Return the text without a byte that could steer a terminal or turn the direction; newline and tab stay."""
    if text.isascii() and text.isprintable():
        return text
    return _pattern(_UNSAFE).sub("", _pattern(_NEWLINES).sub("\n", text))


def clean_line(text: str) -> str:
    """Return the text cleaned, on one line, with single blanks and none at the ends."""
    line = " ".join(clean(text).split())
    return text if line == text else line  # most are clean, and the same text need not be held twice


def clean_inline(text: str) -> str:
    """Return the text cleaned, on one line; its blanks stay as they are."""
    if text.isascii() and text.isprintable():
        return text
    return clean(text).replace("\n", " ").replace("\t", " ")


def may_be_unclean(json: bytes) -> bool:
    """Return whether a text in JSON may hold what is cleaned away: a look at the bytes, which most documents pass."""
    if json.isascii():
        if _ESCAPE not in json and _DELETE not in json:
            return False
    elif not (
        _GENERAL in json or _C1 in json or _FORMS in json or _ARABIC in json or _ESCAPE in json or _DELETE in json
    ):
        return False
    return _holds_unsafe(json)


def _holds_unsafe(json: bytes) -> bool:
    return any(first in json and _bytes_pattern(unsafe).search(json) for first, unsafe in _UNSAFE_IN_JSON.items())


def shortened(text: str, most: int = 60) -> str:
    """Return the text on one clean line of so many characters at most: how a sentence quotes what may be long."""
    line = clean_line(text[: most * 4])
    return line if len(line) <= most and len(text) <= most * 4 else f"{line[: most - 1]}…"


def nearest(said: str, known: Iterable[str]) -> str:
    """Return what was most likely meant, as the end of a sentence; empty where nothing is near."""
    import difflib  # noqa: PLC0415 - only a mistake needs it

    near = difflib.get_close_matches(fold(shortened(said)), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """Return the text as it is compared: no case, no accents, compatibility forms unified (NFKD), single blanks."""
    return " ".join(bare(text).split())


def bare(text: str) -> str:
    """Return the text without case and accents, compatibility forms unified (NFKD); blanks stay as they are.

    Letters that are no letter and a mark, like ø and đ, are as those write them who have none: o and d.
    """
    if text.isascii():
        return text.casefold()
    text = unicodedata.normalize("NFKD", text)
    for mark in {char for char in _pattern("[^\0-\x7f]").findall(text) if unicodedata.combining(char)}:
        text = text.replace(mark, "")
    text = text.casefold()
    return text if text.isascii() else text.translate(_PLAIN)


def is_eastern(text: str) -> bool:
    """Return whether a text has letters of China, Japan or Korea, whose names begin with the family's."""
    return not text.isascii() and bool(_pattern(_EASTERN).search(text))


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    """Return the pattern, made when the first text needs it: four milliseconds that few short commands need."""
    return re.compile(pattern)


@cache
def _bytes_pattern(pattern: bytes) -> re.Pattern[bytes]:
    return re.compile(pattern)
