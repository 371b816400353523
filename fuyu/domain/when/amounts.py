"""Amounts of time: "10 days", "1w2d", "in an hour", and the day that lies so far away."""

from datetime import date

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.arithmetic import added
from fuyu.domain.when.tokens import Figures, Military, NumberToken, Token, Unit, Year
from fuyu.domain.when.values import RefusedError

Amounts = dict[str, int]
"""How many of which unit, by the names of `words.UNITS`; the units are all different."""

_MONTHS_AT_MOST = 12
_WORKDAYS_AT_MOST = 2600


def read_amounts(said: list[Token]) -> Amounts | None:
    """Return the amounts the tokens name, None when they name none.

    Raises:
        RefusedError: they come to nothing, or `m` may be months as well as minutes.
    """
    match said:
        case [*amounts, "from", "now" | "today"] | [*amounts, "hence" | "time"]:
            return read_amounts(amounts)
        case ["+", NumberToken() as days]:
            said = [days, Unit("days")]
        case ["in" | "+", *amounts] | ["now", "+", *amounts]:
            said = amounts
    named = _summed(said)
    if named and not any(named.values()):
        raise RefusedError("past", "That is no time at all: a next step lies ahead.")
    return named


def _summed(said: list[Token]) -> Amounts | None:
    """Return the amounts that stand beside each other."""
    named: Amounts = {}
    while said:
        match said:
            case [Unit("fortnights" as unit)] if not named:
                count, said = 1, []
            case [Figures((whole, "5"), "."), Unit("hours"), *said]:
                count, unit = int(whole) * 60 + 30, "minutes"
            case [Year(), Unit(), *_] | [Military(), Unit("hours"), *_]:
                return None  # a date is half written, and 1430 hours is a time
            case [NumberToken(count), Unit("m"), *said]:
                unit = _m(count, named)
            case [NumberToken(count), Unit(unit), *said]:
                pass
            case ["a" | "an", Unit() as one, *rest]:
                said = [NumberToken(1), one, *rest]
                continue
            case ["and", NumberToken() as number, *rest] if named:
                said = [number, *rest]
                continue
            case _:
                return None
        if unit in named:
            return None
        named[unit] = count
    return named or None


def _m(count: int, before: Amounts) -> str:
    """Return the unit `m` stands for after the amounts before it."""
    if "hours" in before:
        return "minutes"
    if "years" in before or (not before and count <= _MONTHS_AT_MOST):
        return "months"
    raise RefusedError("ambiguous", f"Minutes or months? Write {count}min or {count}mo.", f"{count}min")


def shift(day: date, amounts: Amounts, calendar: Calendar, sign: int = 1) -> date:
    """Return the day that lies the amounts (of days and longer) after the day, or before it with sign -1.

    Months and years keep the day of the month where they can, else they end on the last one. Workdays are counted
    after all the rest, and only forward.
    """
    moved = added(
        day,
        years=sign * amounts.get("years", 0),
        months=sign * (amounts.get("months", 0) + 3 * amounts.get("quarters", 0)),
        weeks=sign * (amounts.get("weeks", 0) + 2 * amounts.get("fortnights", 0)),
        days=sign * amounts.get("days", 0),
    )
    workdays = amounts.get("workdays", 0)
    if workdays > _WORKDAYS_AT_MOST:
        raise OverflowError
    return calendar.add_working(moved, workdays)
