"""From the text a person typed to the tokens the grammar matches: "31st of jan 2pm" -> [31st, jan, 2, pm]."""

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from fuyu.domain.when import words
from fuyu.domain.when.stamps import without_week_dates
from fuyu.domain.when.values import RefusedError


class NumberToken(Struct, frozen=True):
    """A number, in digits or words."""

    value: int


class Year(NumberToken, frozen=True):
    """Four digits that may be a year: 1900 and later."""


class Military(NumberToken, frozen=True):
    """Four digits too early for a year: 0930, 1430."""

    padded: bool
    """Whether they begin with a nought, as only a time does."""


class Ordinal(Struct, frozen=True):
    """First, 2nd."""

    value: int


class Weekday(Struct, frozen=True):
    """Monday is 0."""

    number: int


class Month(Struct, frozen=True):
    """January is 1."""

    number: int


class Unit(Struct, frozen=True):
    """A unit of time, by a name of `words.UNITS`."""

    name: str


class DayPart(Struct, frozen=True):
    """A part of the day, by the name of its time in the Calendar."""

    name: str


class Face(Struct, frozen=True):
    """A clock time with a colon; a leading zero tells it is meant in 24 hours."""

    hour: int
    minute: int
    padded: bool


class Figures(Struct, frozen=True):
    """Two or three numbers with one mark between them: a date in figures, or 2.30 o'clock, or 1.5 hours."""

    parts: tuple[str, ...]
    mark: str


Token = str | NumberToken | Ordinal | Weekday | Month | Unit | DayPart | Face | Figures

_TOKENS: dict[str, Token] = {
    **{word: word for word in (*words.PLAIN, *words.CLOCKS, *words.HOLIDAYS, *words.EASTER)},
    **{word: Weekday(number) for word, number in words.WEEKDAY_WORDS.items()},
    **{word: Month(number) for word, number in words.MONTH_WORDS.items()},
    **{word: NumberToken(number) for word, number in words.NUMBERS.items()},
    **{word: Ordinal(number) for word, number in words.ORDINALS.items()},
    **{word: Unit(name) for name, forms in words.UNITS.items() for word in forms},
    **{word: DayPart(name) for word, name in words.PARTS.items()},
}

VOCABULARY = frozenset(_TOKENS).union(["the"], *(phrase.split() for phrase in words.PHRASES))

_TIDY = (
    (r"[\u2018\u2019]", "'"),
    (r"^[,\s]+|[,\s.!?]+$", ""),
    (r"[,\s]+", " "),
    (r"'([0-9]{2})\b", r" 20\1"),  # june '27
    (r"'|(?<=[a-z])\.", ""),  # o'clock, a.m., sept.
    (r"\b([0-9]{1,2})[-/]([a-z]+)[-/]([0-9]{2})\b", r"\1 \2 20\3"),  # 9-jan-27
    (r"(?<=[a-z0-9])[-/](?=[a-z])|(?<=[a-z])[-/](?=[0-9]{4}\b)", " "),  # mid-april, 9/jan/2027, 2026-w14
    (r"(?<=[0-9])t(?=[0-9])", " "),  # 2026-11-02T14:30
    (r"(?<=[0-9])([ap])(?![a-z])", r" \1m"),  # 5p
)
_PIECE = r"[0-9]+(?:[-/.:][0-9]+)*(?:(?:st|nd|rd|th)(?!u))?|[^\W\d_]+|[-+@]"
_ORDINAL = r"([0-9]{1,2})(?:st|nd|rd|th)"
_FACE = r"([0-9]{1,2}):([0-9]{2})(?::[0-5][0-9](?:\.[0-9]+)?)?"
_FIGURES = r"[0-9]{1,4}([-/.])[0-9]{1,4}(?:\1[0-9]{1,4})?"
_FIRST_YEAR = 1900


def pieces(text: str) -> list[str]:
    """Return the words, numbers and signs of the text, folded and unglued ("nextmonday" -> next, monday).

    Raises:
        RefusedError: there is something else in it. Whether the words are known is for `tokens` to say.
    """
    text = without_week_dates(unicodedata.normalize("NFKC", text).casefold())
    for pattern, replacement in _TIDY:
        text = re.sub(pattern, replacement, text)
    found = re.findall(_PIECE, text)
    if not found or "".join(found) != text.replace(" ", ""):
        raise RefusedError("unknown", "A day is words and numbers only: tomorrow, fri 2pm, 3w, 27 mar.")
    return [word for piece in found for word in ((piece.isalpha() and _unglue(piece)) or [piece])]


@lru_cache(maxsize=256)
def _unglue(run: str) -> list[str]:
    """Return the known words that the run of letters is made of, longest first; none when it is not."""
    if run in VOCABULARY or run in words.REFUSED:
        return [run]
    for size in range(len(run) - 2, 1, -1):
        if run[:size] in VOCABULARY and (rest := _unglue(run[size:])):
            return [run[:size], *rest]
    return []


def tokens(found: list[str]) -> list[Token]:
    """Return the tokens that the pieces stand for, every way to say a thing made one.

    Raises:
        RefusedError: a piece is no word of the grammar, or one that names no day.
    """
    text = f" {' '.join(found)}".replace(" the ", " ") + " "
    for phrase, plain in words.PHRASES.items():
        if phrase in text:
            text = text.replace(f" {phrase} ", f" {plain} ")
    return [_token(piece) for piece in text.split()]


def _token(piece: str) -> Token:
    if known := _TOKENS.get(piece):
        return known
    if piece.isdecimal():
        return _number(piece)
    if ordinal := re.fullmatch(_ORDINAL, piece):
        return Ordinal(int(ordinal[1]))
    if face := re.fullmatch(_FACE, piece):
        return Face(int(face[1]), int(face[2]), padded=piece.startswith("0"))
    if figures := re.fullmatch(_FIGURES, piece):
        return Figures(tuple(piece.split(figures[1])), figures[1])
    sentence = words.REFUSED.get(piece, "“{word}” is no word for a day that fuyu knows.")
    raise RefusedError("unknown", sentence.format(word=piece))


def _number(digits: str) -> NumberToken | Figures:
    value = int(digits)
    match len(digits):
        case 8:
            return Figures((digits[:4], digits[4:6], digits[6:]), "-")
        case 4:
            return Year(value) if value >= _FIRST_YEAR else Military(value, padded=digits.startswith("0"))
        case _:
            return NumberToken(value)
