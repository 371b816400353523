"""What a yes is worth, as it stands in a line: an amount that names its currency, €5k or EUR 5,000."""

import re
from unicodedata import category

from msgspec import Struct

from fuyu.domain.currencies import CODES, WORDS_TOO
from fuyu.domain.money import EURO, Money
from fuyu.domain.money_text import parse_money
from fuyu.domain.quick_add.line import LineWords

_LONGEST = 3
"""Words: EUR 1.5 million."""
_LETTERS = re.compile(r"[^\W\d_]+")
_MARKS = ".:!?()"


class Amount(Struct, frozen=True):
    """An amount, and the words that name it."""

    first: int
    last: int
    """The index after the last word."""
    value: Money
    text: str
    """Without marks around it."""


def amount_at(line: LineWords, first: int, usual: str = EURO) -> Amount | None:
    """Return the longest amount that begins at a free word, and names its currency; None where there is none.

    Args:
        line: the line.
        first: the index of the word.
        usual: the code of the currency that `$` means, where it is a dollar.
    """
    for last in range(min(first + _LONGEST, len(line)), first, -1):
        text = line.slice(first, last).strip(_MARKS)
        run = line.words[first:last]
        is_one = sum(any(map(str.isdecimal, word.text)) for word in run) == 1 and _names_currency(text)
        if is_one and line.is_free(first) and all(line.is_beside(first, index) for index in range(first, last)):
            value = parse_money(text, usual)
            if isinstance(value, Money):
                return Amount(first, last, value, text)
    return None


def _names_currency(text: str) -> bool:
    """Return whether a text has the sign of a currency in it, or a code in capitals that is no word besides."""
    return any(category(char) == "Sc" for char in text) or not (CODES - WORDS_TOO).isdisjoint(_LETTERS.findall(text))
