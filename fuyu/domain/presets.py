"""The six days that one key gives: all worked, all to come, all different."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.arithmetic import added, edges, nearest

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_MONDAY = 0


class Preset(Struct, frozen=True):
    """A day, and the word for it."""

    words: str
    day: date


def presets(today: date, calendar: Calendar) -> tuple[Preset, ...]:
    """Return the days that the keys 1 to 6 give; each key means the same every day, as far as it can.

    A day off gives the next working day, the end of a month its last one. Who is already there goes before: on a
    Friday tomorrow is Monday, so that the second key gives Tuesday.
    """
    monday = nearest(_MONDAY, today)
    wished: dict[str, Iterator[date]] = {
        "tomorrow": calendar.working_from(today + _DAY),
        "1w": calendar.working_from(today + _WEEK),
        "2w": calendar.working_from(today + 2 * _WEEK),
        "eom": _ends(today, calendar),
        "3mo": calendar.working_from(added(today, months=3)),
    }
    taken = {today}
    days: dict[str, date] = {}
    for words, coming in wished.items():
        days[words] = next(day for day in coming if day not in taken)
        taken.add(days[words])
    mondays = calendar.working_from(monday if calendar.next_working(monday) not in taken else today + _DAY)
    days["mon"] = next(day for day in mondays if day not in taken)
    meant = {"tomorrow": today + _DAY, "mon": monday}
    return tuple(
        Preset(f"{days[words]:%a}".lower() if words in meant and days[words] != meant[words] else words, days[words])
        for words in ("tomorrow", "mon", "1w", "2w", "eom", "3mo")
    )


def _ends(today: date, calendar: Calendar) -> Iterator[date]:
    """Yield the last working days of this month and of those after it, as far as they are to come."""
    months = 0
    while True:
        _, last = edges(added(today, months=months), "month")
        day = calendar.working_by(last)
        if day > today:
            yield day
        months += 1
