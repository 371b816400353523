"""Calendar arithmetic, which pendulum does; it is imported (40 ms) when a day is first reckoned with.

Two things it does not do: a week that begins where the person's does, for its own is one for the whole process
(`Calendar.week_of`), and zones without an IANA name, which it refuses (`phrase`).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pendulum import Date


def added(day: date, *, years: int = 0, months: int = 0, weeks: int = 0, days: int = 0) -> date:
    """Return the day so far after another, or before it by less than 0; a 31st ends on the last day of a month."""
    return _plain(_reckoned(day).add(years=years, months=months, weeks=weeks, days=days))


def edges(day: date, unit: str) -> tuple[date, date]:
    """Return the first and the last day of the `month`, the `quarter` or the `year` a day is in."""
    within = _reckoned(day)
    return _plain(within.first_of(unit)), _plain(within.last_of(unit))


def nearest(weekday: int, day: date, sign: int = 1) -> date:
    """Return the nearest such weekday (0 is Monday) after a day, or before it with sign -1."""
    from pendulum import WeekDay  # noqa: PLC0415 - see above

    start = _reckoned(day)
    return _plain(start.next(WeekDay(weekday)) if sign > 0 else start.previous(WeekDay(weekday)))


def _reckoned(day: date) -> Date:
    from pendulum import Date  # noqa: PLC0415 - see above

    return Date(day.year, day.month, day.day)


def _plain(day: date) -> date:
    """Return a day as the rest of the program has it: pendulum's own prints itself otherwise."""
    return date(day.year, day.month, day.day)
