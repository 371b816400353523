"""What stands behind an operator: a text, one of a few words, a number, days, an amount."""

import datetime as dt
import re
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import NamedTuple

from fuyu.domain.colleagues import ME
from fuyu.domain.order import Owed
from fuyu.domain.query.values import Surroundings, Takes
from fuyu.domain.step import Plan, Step
from fuyu.domain.text import fold, nearest, shortened
from fuyu.domain.when import Problem, Range, When, parse_past, parse_range, parse_when

_SIGN = re.compile(r"\s*(<=|>=|<|>|=)?\s*(.*)", re.DOTALL)
_AMOUNT_OF_TIME = re.compile(r"\d+\s*[a-z]+", re.IGNORECASE)
_FIRST, _LAST = "0001-01-01", "9999-12-31"
_SPANS = ("week", "month", "quarter", "year")
"""Spans of days by their names: the one that it is now."""
AHEAD = ("today", "tomorrow", *_SPANS)
BEHIND = ("today", "yesterday", *_SPANS)
LATE = "late"
_LATE = (LATE, "overdue")


class AskedDays(NamedTuple):
    """Days from the first to the last as ISO texts, which sort as days do."""

    first: str = _FIRST
    last: str = _LAST

    def __contains__(self, day: object) -> bool:
        return isinstance(day, str) and self.first <= day <= self.last


def containing(text: str, _around: Surroundings) -> Takes:
    """Take values with the text in them, whatever their case and accents."""
    wanted = fold(text)
    return lambda value: wanted in value


def same(text: str, _around: Surroundings) -> Takes:
    """Take the value that is the text, whatever its case and accents."""
    return fold(text).__eq__


def person(text: str, around: Surroundings) -> Takes | Problem:
    """Take names with the text in them; `me` is the person of the book."""
    if fold(text) != ME:
        return containing(text, around)
    if not around.me:
        return Problem("unknown", "“me” means nobody: this book belongs to no team")
    return fold(around.me).__eq__


def number(text: str, around: Surroundings) -> Takes | Problem:
    """Take numbers with these digits in them, as they are dialled from anywhere."""
    wanted = "".join(filter(str.isdecimal, text)).lstrip("0")
    return (lambda value: wanted in value) if wanted else containing(text, around)


def one_of(choices: Collection[str]) -> Callable[[str, Surroundings], Takes | Problem]:
    """Return what takes one of a few words, and refuses others."""

    def read(text: str, _around: Surroundings) -> Takes | Problem:
        wanted = fold(text).replace(" ", "_").replace("-", "_")
        if wanted in choices:
            return wanted.__eq__
        near = nearest(wanted, choices) or f"; choose {', '.join(choices)}"
        return Problem("unknown", f"unknown value “{shortened(text)}”{near}")

    return read


def day_ahead(text: str, around: Surroundings) -> Takes | Problem:
    """Take days by words for days to come: `week`, `late`, `<fri`, `<=7d`; timed ones as the clocks here show them."""
    if fold(text) in _LATE:
        return lambda value: bool(value) and _is_late(value, around)
    span = _compared(text, around, _ahead)
    if isinstance(span, Problem):
        return span if span.suggestion or span.code != "unknown" else _unknown_days(text)
    found, here = span, around.here
    return lambda value: bool(value) and _seen(value, here) in found


def _unknown_days(text: str) -> Problem:
    known = (LATE, *AHEAD)
    near = nearest(text, known) or f"; choose {', '.join(known)}, or a day like fri, <7d"
    return Problem("unknown", f"unknown value “{shortened(text)}”{near}")


def day_behind(text: str, around: Surroundings) -> Takes | Problem:
    """Take days by words for days that were: `week`, `<2026-03-01`; `>30d` is longer ago than that.

    Who has no such day at all was last there longest ago.
    """
    sign, words = _signed(text)
    if _AMOUNT_OF_TIME.fullmatch(words):
        ago = parse_past(f"{words} ago", around.now, around.calendar)
        if isinstance(ago, Problem):
            return ago
        if not sign or sign == "=":
            longer, shorter = f">{words}", f"<{words}"
            return Problem("ambiguous", f"longer or shorter ago? Write {longer} or {shorter}", longer)
        turned = sign.translate(str.maketrans("<>", "><"))
        span: AskedDays | Problem = _from(turned, AskedDays(_iso(ago.date()), _iso(ago.date())))
    else:
        span = _compared(text, around, _behind)
    if isinstance(span, Problem):
        return span
    found = span
    return lambda value: (value or _FIRST) in found


def amount(text: str, around: Surroundings) -> Takes | Problem:
    """Take amounts: `>5000`, `<=USD 2k`; without a currency those of any."""
    from fuyu.domain.money_text import parse_money  # noqa: PLC0415 - only who asks for an amount needs it

    sign, words = _signed(text)
    found, other = (parse_money(words, usual) for usual in (around.currency, _NO_CURRENCY))
    if isinstance(found, Problem):
        return found
    any_currency = not isinstance(other, Problem) and other.currency == _NO_CURRENCY
    wanted, compares = found, _COMPARES[sign or "="]

    def takes(value: str) -> bool:
        currency, _, said = value.rpartition(" ")
        return bool(said) and (any_currency or currency == wanted.currency) and compares(Decimal(said), wanted.amount)

    return takes


_NO_CURRENCY = "XXX"
"""The code of ISO 4217 for no currency."""
_COMPARES: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "<": Decimal.__lt__,
    "<=": Decimal.__le__,
    ">": Decimal.__gt__,
    ">=": Decimal.__ge__,
    "=": Decimal.__eq__,
}


def step_day(step: Step) -> str:
    """Return the day of a step as a column keeps it: with its time and zone where it has them, and what it is."""
    if not step.time or not step.zone:
        return step.day.isoformat()
    return f"{step.day.isoformat()} {step.time:%H:%M} {'promised' if step.promised else 'planned'} {step.zone}"


class _Kept(NamedTuple):
    """A step with a time as a column keeps it."""

    plan: Plan
    promised: bool


def _kept(value: str) -> _Kept:
    day, at, kind, zone = value.split(" ", 3)
    plan = Plan(day=dt.date.fromisoformat(day), time=dt.time.fromisoformat(at), zone=zone)
    return _Kept(plan, kind == "promised")


def _seen(value: str, here: str) -> str:
    """Return the day that a column has as the clocks here show it."""
    day, _, timed = value.partition(" ")
    if not timed or not here or value.endswith(f" {here}"):
        return day
    return _iso(_kept(value).plan.seen_from(here).day)


def _is_late(value: str, around: Surroundings) -> bool:
    """Return whether what a column has is late, by the rule of the lists."""
    day, now = dt.date.fromisoformat(_seen(value, around.here)), around.now
    if day != around.today or " " not in value:
        return day < around.today
    step, promised = _kept(value)
    return Owed(day=day, at=step.moment(now.tzinfo), promised=promised).is_late(around.today, now)


def _compared(
    text: str, around: Surroundings, read: Callable[[str, Surroundings], AskedDays | Problem]
) -> AskedDays | Problem:
    sign, words = _signed(text)
    found = read(words, around)
    return found if isinstance(found, Problem) else _from(sign, found)


def _from(sign: str, found: AskedDays) -> AskedDays:
    """Return the days that a sign before a span means."""
    match sign:
        case "<":
            return AskedDays(last=_next(found.first, -1))
        case "<=":
            return AskedDays(last=found.last)
        case ">":
            return AskedDays(first=_next(found.last, 1))
        case ">=":
            return AskedDays(first=found.first)
    return found


def _signed(text: str) -> tuple[str, str]:
    found = _SIGN.fullmatch(text)
    return (found[1] or "", found[2].strip()) if found else ("", text)


def _ahead(words: str, around: Surroundings) -> AskedDays | Problem:
    """Return the days that words mean, rather to come than behind."""
    if span := _named(words, around):
        return span
    found: Range | When | Problem = parse_range(words, around.now, around.calendar)
    if isinstance(found, Problem) and found.code in {"ambiguous", "unknown"}:
        single = parse_when(words, around.now, around.calendar)
        found = single if isinstance(single, When) else found
    if isinstance(found, Problem):
        before = parse_past(words, around.now, around.calendar)
        return AskedDays(_iso(before.date()), _iso(before.date())) if isinstance(before, dt.datetime) else found
    return (
        AskedDays(_iso(found.day), _iso(found.day))
        if isinstance(found, When)
        else AskedDays(_iso(found.first), _iso(found.last))
    )


def _behind(words: str, around: Surroundings) -> AskedDays | Problem:
    """Return the days that words mean, rather behind than to come."""
    if span := _named(words, around):
        return span
    found = parse_past(words, around.now, around.calendar)
    return found if isinstance(found, Problem) else AskedDays(_iso(found.date()), _iso(found.date()))


def _named(words: str, around: Surroundings) -> AskedDays | None:
    """Return the week, month, quarter or year that it is now, or a day in figures; None where words mean none."""
    today, day = around.today, dt.timedelta(days=1)
    match fold(words):
        case "week":
            first = around.calendar.week_of(today)
            return AskedDays(_iso(first), _iso(first + 6 * day))
        case "month":
            return _months(today.year, today.month, 1)
        case "quarter":
            return _months(today.year, (today.month - 1) // 3 * 3 + 1, 3)
        case "year":
            return _months(today.year, 1, 12)
    try:
        exact = _iso(dt.date.fromisoformat(words))
    except ValueError:
        return None
    return AskedDays(exact, exact)


def _months(year: int, first: int, count: int) -> AskedDays:
    """Return so many months, which end within the year."""
    return AskedDays(_iso(dt.date(year, first, 1)), f"{year:04}-{first + count - 1:02}-31")


def _next(day: str, by: int) -> str:
    """Return the day after or before a day that is given in figures; one that no calendar has is a last one of all."""
    try:
        return _iso(dt.date.fromisoformat(day) + dt.timedelta(days=by))
    except (OverflowError, ValueError):
        return f"{day[:8]}32" if by > 0 else "0000"


def _iso(day: dt.date) -> str:
    return day.isoformat()
