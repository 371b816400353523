"""Amounts as people type them, read whole or refused: "5000", "5k", "€ 5.000", "USD 12,500.50", "1.5m".

Nothing is guessed: what can be read as two amounts is asked back, and what is none is refused with the nearest one.
A point or a comma means what it can only mean there: before three figures it parts thousands, before one or two cents.
"""

import re
from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal, InvalidOperation
from functools import cache
from typing import NamedTuple

from fuyu.domain.currencies import CODES, MEANT, UNDECIDED, decimals
from fuyu.domain.money import Money, money
from fuyu.domain.text import clean_line, fold, shortened
from fuyu.domain.when import Problem

_LONGEST = 64
_MOST_FIGURES = 15
_THOUSANDS = 3
_TIMES = {
    **dict.fromkeys(("k", "tsd", "thousand"), 3),
    **dict.fromkeys(("m", "mn", "mio", "million", "millions"), 6),
    **dict.fromkeys(("bn", "mrd", "billion", "billions"), 9),
}
"""Words that make an amount larger, by the noughts they stand for."""
_HINT = "Write it like 5000, 5k or USD 12,500.50"


class _RefusedError(Exception):
    """What was typed is no amount."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.sentence)
        self.problem = problem


def parse_money(text: str, usual: str) -> Money | Problem:
    """Return the amount that the whole text names, or why it names none; never raises.

    Args:
        text: what a person typed, or what a file says.
        usual: the code of the currency that is meant where none is named.
    """
    said = clean_line(text)
    if not said:
        return Problem("empty", f"There is no amount. {_HINT}.")
    if len(said) > _LONGEST:
        return Problem("unknown", f"That is too long for an amount. {_HINT}.")
    try:
        return _read(said, usual)
    except _RefusedError as refused:
        return refused.problem


def is_nothing(text: str) -> bool:
    """Return whether a text is an amount of nothing, as other programs write where nobody typed one: `0`, `0.00`."""
    figures = [char for char in text if char.isdecimal()]
    return bool(figures) and set(figures) == {"0"} and not re.search(r"[^\W\d_]{4,}", text)


class _Said(NamedTuple):
    """What was typed, taken apart."""

    text: str
    number: str
    """Figures, points, commas, apostrophes and blanks."""
    noughts: int
    marks: tuple[str, ...]
    """Words and signs that are to name the currency."""
    is_whole: bool
    """Whether nothing is left over, such as another number."""


def _read(text: str, usual: str) -> Money:
    said = _taken_apart(text)
    currency = _currency(said, usual)
    if not said.is_whole:
        raise _RefusedError(_unreadable(said, currency))
    return _one_of(said, currency)


def _taken_apart(text: str) -> _Said:
    found = _pattern(
        r"(\D*?)([.,]?\d(?:[\d.,'\u2019 ]*\d)?)(?:[.,]?[-\u2013\u2014]+(?=\D*$))?(.*)"  # 5'000.- has no cents
    ).fullmatch(fold(text))
    if found is None:
        raise _RefusedError(Problem("unknown", f"Unknown amount “{shortened(text)}”. {_HINT}."))
    before, number, after = found.groups()
    if before.rstrip().endswith(("-", "\u2212")):
        raise _RefusedError(Problem("invalid", f"A value is more than 0: “{shortened(text)}” is less."))
    behind = list(_words_in(after))
    times = [word for word in behind if word in _TIMES]
    marks = (*_words_in(before), *(word for word in behind if word not in _TIMES))
    is_whole = len(times) <= 1 and not any(map(str.isdecimal, after))
    return _Said(text, number, _TIMES[times[0]] if times else 0, marks, is_whole)


def _words_in(text: str) -> Iterator[str]:
    """Yield the words and signs of a text, without points: `us$`, `eur`, `k`; `keur` is two."""
    for word in _pattern(r"[^\W\d_]*\$|[^\W\d_]+|[^\w\s.]").findall(text):
        if word[:1] in {"k", "m"} and _meant_by(word[1:]):
            yield from (word[:1], word[1:])
        else:
            yield word


def _meant_by(mark: str) -> tuple[str, ...]:
    """Return the currencies that a code, a sign or a word can mean."""
    return (mark.upper(),) if mark.upper() in CODES else MEANT.get(mark) or UNDECIDED.get(mark) or ()


def _currency(said: _Said, usual: str) -> str:
    """Return the one currency that all marks can mean; without a mark, or where several are left, the usual one."""
    possible: tuple[str, ...] = ()
    for mark in said.marks:
        meant = _meant_by(mark)
        if not meant:
            raise _RefusedError(_no_currency(said, mark, possible[0] if possible else usual))
        possible = tuple(code for code in meant if not possible or code in possible)
        if not possible:
            raise _RefusedError(Problem("ambiguous", f"“{shortened(said.text)}” names two currencies: one is enough."))
    if not possible or usual in possible:
        return usual
    if possible in UNDECIDED.values():
        sentence = f"“{said.marks[0]}” is one of {', '.join(possible)}: write which."
        raise _RefusedError(Problem("ambiguous", sentence, _nearest(said, possible[0])))
    return possible[0]


def _no_currency(said: _Said, mark: str, currency: str) -> Problem:
    """Return what to say of a word that is neither a currency nor a number."""
    if len(said.marks) > 1 or len(mark) != len("EUR") or not mark.isalpha():
        return _unreadable(said, next((meant[0] for meant in map(_meant_by, said.marks) if meant), currency))
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    near = get_close_matches(mark.upper(), sorted(CODES), n=1, cutoff=0.6)
    sentence = f"Unknown currency “{mark.upper()}”. {_HINT}."
    return Problem("unknown", sentence, _nearest(said, near[0]) if near else "")


def _one_of(said: _Said, currency: str) -> Money:
    """Return the only amount that a number can be; raise where there are two, or none."""
    if sum(map(str.isdecimal, said.number)) + said.noughts > _MOST_FIGURES:
        raise _RefusedError(Problem("invalid", f"“{shortened(said.text)}” is more than fuyu keeps."))
    found = sorted({reading.scaleb(said.noughts) for reading in _readings(said, currency)})
    if not found:
        raise _RefusedError(_unreadable(said, currency))
    if not found[-1]:
        raise _RefusedError(Problem("invalid", "A value is more than 0; leave it empty for none."))
    small, *more = (money(currency, amount) for amount in found)
    if more:
        sentence = f"“{shortened(said.text)}” is {small.words} or {more[0].words}: write one of them."
        raise _RefusedError(Problem("ambiguous", sentence, small.plain))
    return small


def _readings(said: _Said, currency: str) -> Iterator[Decimal]:
    """Yield what a number can be: with marks between its thousands, with decimals, or with both.

    Of a currency with three decimals a point, and never a comma, parts three figures from the rest.
    """
    whole, mark, part = _parts(said.number)
    is_part = mark and len(part) == _THOUSANDS == decimals(currency) and mark not in whole
    if _is_whole(said.number) and not (is_part and mark == "."):
        yield Decimal(_figures(said.number))
    if not mark or not 0 < len(part) <= decimals(currency) + said.noughts or (is_part and mark == ","):
        return
    if not whole or (_is_whole(whole) and mark not in whole):
        yield Decimal(f"{_figures(whole) or 0}.{part}")


def _is_whole(number: str) -> bool:
    """Return whether a number has no decimals: plain figures, or thousands told apart by one mark, or as in India."""
    thousands = r"[1-9]\d{0,2}([.,'\u2019 ])\d{3}(?:\1\d{3})*"
    return bool(_pattern(rf"\d+|{thousands}|[1-9]\d?(?:,\d\d)+,\d{{3}}").fullmatch(number))


def _parts(number: str) -> tuple[str, str, str]:
    """Return what stands before the last point or comma, the mark itself, and what stands behind it."""
    at = max(number.rfind("."), number.rfind(","))
    return (number[:at], number[at], number[at + 1 :]) if at >= 0 else (number, "", "")


def _figures(number: str) -> str:
    return "".join(filter(str.isdecimal, number))


def _unreadable(said: _Said, currency: str) -> Problem:
    return Problem("unknown", f"Unknown amount “{shortened(said.text)}”. {_HINT}.", _nearest(said, currency))


def _nearest(said: _Said, currency: str) -> str:
    """Return the nearest amount to what cannot be read as it stands; empty where none is near."""
    whole, mark, part = _parts(said.number)
    if not said.is_whole or not (mark or _is_whole(said.number)):
        return ""
    is_large = len(part) == _THOUSANDS and whole not in {"", "0"} and not set(whole) & set(".,'\u2019 ") - {mark}
    likely = Decimal(_figures(said.number) if is_large or not mark else f"{_figures(whole) or 0}.{_figures(part) or 0}")
    found = next(_readings(said, currency), likely).scaleb(said.noughts)
    with suppress(ValueError, InvalidOperation):
        return money(currency, round(found, decimals(currency))).plain
    return ""


@cache
def _pattern(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
