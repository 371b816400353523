"""Phone numbers as people write them: which digits are dialled, the extension, and several numbers in one text."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from fuyu.domain.patterns import Pattern
from fuyu.domain.text import fold

FEWEST_DIGITS = 6
"""What has fewer is an extension, or a part of a number, and nobody's own."""
_FULL_DIGITS = 9
"""A number with so many has its area with it."""
_LONGEST_ENDING = 4
"""Digits behind a slash by which a second number differs from the first."""
_TAIL = 9
"""Digits at the end that are the same however the country and the area are written before them."""
_EXTENSION = Pattern(
    r"\s*(?:;\s*ext\s*=|(?:ext(?:ension|n)?|x|durchwahl|dw|nebenstelle|poste|ramal|anexo|interno|toestel"
    r"|\u0434\u043e\u0431|内線|分机|내선)[.:]*)\s*(?P<called>\d{1,7})#?\s*$"
    r"|\s*[,;#]+\s*(?P<pressed>\d{1,5})#?\s*$",
    re.IGNORECASE,
)
_OF_TEL = Pattern(r";\s*(?:phone-context|isub)=[^;]*", re.IGNORECASE)
_TRUNK = Pattern(r"\(\s*0\s*\)")
_VANITY = Pattern(r"\+?\s*1?[\s.(-]*(?:8\d\d|900)[\s.)-]*(?=[\dA-Z.-]*[A-Z]{2})[\dA-Z][\dA-Z\s.-]*", re.IGNORECASE)
"""A number of North America that is free of charge, written as a word: 1-800-FLOWERS."""
_KEYS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_SEPARATOR = Pattern(
    r"(\s+(?:and\s?/\s?or|und\s?/\s?oder|et\s?/\s?ou|or|and|oder|und|ou|et|y|e|o|of|en|eller|och|lub|\u0438\u043b\u0438|\u0438)\s+|\s*[&|\n]\s*|\s*/\s*|\s*[,;]\s*"
    r"|\s*(?:または|或者|或)\s*|\s+(?=\+)|\s+(?=[^\W\d]{1,10}[.:]+\s*[+(]?\d)|\s+(?=(?:tele)?fax\s*[+(]?\d))",
    re.IGNORECASE,
)

_SPACED_SLASH = Pattern(r"\s+/\s+")
_SPACED_DASH = Pattern(r"\s+[-\u2013\u2014]\s+(?=[+(0])")
_COUNTED = Pattern(r"(?:^|\s+)\d\)\s*(?=[+(\d])")
"""What stands before each number of a list: `1) 0161 496 0000 2) 0161 496 0001`."""
_ABROAD = Pattern(r"[^\d+]*\+")
"""A plus before the first digit, whatever stands before it."""
_LABEL = Pattern(r"\s*(?:[^\W\d_]{1,15}[.:]*\s*){1,3}(?=[+(\d])")
"""Words before a number, whatever they say: `Tel.`, `Joan`."""
KINDS = (
    *("phone", "telephone", "tel", "ph", "mobile", "mob", "cell", "office", "work", "home", "whatsapp"),
    *("telefon", "fon", "mobil", "handy", "buro", "tlf", "mobiel", "portable", "telefono", "telefone", "movil"),
    *("celular", "cellulare", "тел", "телефон", "моб", "電話", "电话", "携帯", "전화"),
)
"""What a number is called, folded; it is copied with the number, and does not say whose it is."""
_KIND = Pattern(
    rf"\s*(?:(?:(?:missed )?call )?from|ring|call|caller|mobi|{'|'.join(sorted(KINDS, key=len, reverse=True))}"
    r"|[tmp](?=[.:]))[.:\uff1a]*\s*(?=[+(\d])"
)
"""What a number is, as it is copied with it."""


class Number(NamedTuple):
    """What is dialled."""

    digits: str
    is_worldwide: bool = False
    """Whether they begin with the country."""
    extension: str = ""


@lru_cache(maxsize=16_384)
def number_of(text: str) -> Number:
    """Return what a text dials; no digits where it dials nothing.

    `0049 (0)30 123456 ext. 12` is +49 30 123456 and the extension 12. Letters count where a number is written as a
    word, and `650 555 0112/0113` is the first of two.
    """
    number, extension = _apart(text)
    if _VANITY.fullmatch(number):
        number = number.upper().translate(_KEYS)
    first, _, ending = number.rpartition("/")
    if len(digits_of(first)) >= _FULL_DIGITS and len(ending) <= _LONGEST_ENDING:
        number = first
    digits = digits_of(number)
    is_worldwide = bool(_ABROAD.match(number)) or digits.startswith("00")
    if is_worldwide:
        digits = digits_of(_TRUNK.sub("", number)).removeprefix("00")
    return Number(digits, is_worldwide, extension)


def is_only_a_number(text: str) -> bool:
    """Return whether a text is a number, and no words beside it but those for an extension."""
    number, _ = _apart(text)
    return bool(digits_of(number)) and (not any(map(str.isalpha, number)) or bool(_VANITY.fullmatch(number)))


def _apart(text: str) -> tuple[str, str]:
    """Return a number and its extension."""
    plain = _OF_TEL.sub("", _in_ascii(text)).strip().removeprefix("tel:")
    found = _EXTENSION.search(plain)
    if found and digits_of(plain[: found.start()]):
        return plain[: found.start()], found["called"] or found["pressed"]
    return plain, ""


def several(text: str) -> list[str]:
    """Return the numbers in a text that may hold several: `0170 1234567 oder 030 123456`.

    It is cut only where each part is a whole number: `+1 650 555 0100; ext. 5` and `030/123456` are one.
    """
    if text.lstrip().startswith("1)"):
        text = _COUNTED.sub("\n", text)
    dashed = _SPACED_DASH.split(text) if "- " in text or not text.isascii() else []
    if len(dashed) > 1 and all(len(digits_of(part)) >= _FULL_DIGITS for part in dashed):
        return [number for part in dashed for number in several(part)]
    apart = _SPACED_SLASH.split(text) if "/" in text else []
    if len(apart) > 1 and all(_has_area(part) and len(digits_of(part)) >= FEWEST_DIGITS for part in apart):
        return [number for part in apart for number in several(part)]
    first, *rest = _SEPARATOR.split(text.strip(" ,;|\n"))
    found = [first]
    for separator, part in zip(rest[::2], rest[1::2], strict=True):
        if len(digits_of(found[-1])) >= FEWEST_DIGITS and _is_whole(part, separator, found[-1]):
            found.append(part)
        else:
            found[-1] += separator + part
    return [part.strip() for part in found]


def tail_of(words: str) -> str:
    """Return the digits by which words that are a phone number are found; empty where they are none.

    What it is may stand before it: `Tel. 0161 496 0000`.
    """
    folded = fold(words)
    said = _KIND.match(folded)
    words = folded[said.end() :] if said else words
    if not is_only_a_number(words):
        return ""
    number = number_of(words)
    digits = number.digits if number.is_worldwide else number.digits.removeprefix("0")
    return digits[-_TAIL:] if len(digits) >= FEWEST_DIGITS else ""


def _is_whole(part: str, separator: str, before: str) -> bool:
    """Return whether what stands behind a separator is a whole number; behind a slash it may be the rest of one."""
    count = len(digits_of(part))
    if "/" not in separator:
        return count >= FEWEST_DIGITS
    has_area = _has_area(part) or count >= max(_FULL_DIGITS, len(digits_of(before)) - 1)
    return has_area and count >= FEWEST_DIGITS


def _has_area(part: str) -> bool:
    return _LABEL.sub("", part, count=1).lstrip().startswith(("+", "0", "("))


def digits_of(text: str) -> str:
    """Return the digits of a text, of any script, as those of ours."""
    return re.sub(r"\D", "", _in_ascii(text))


def _in_ascii(text: str) -> str:
    """Return a text with the digits of any script as those of ours, and a plus that is as wide as an ideograph, too."""
    if text.isascii():
        return text
    return "".join(
        str(unicodedata.decimal(char)) if char.isdecimal() else "+" if char == "\uff0b" else char for char in text
    )
