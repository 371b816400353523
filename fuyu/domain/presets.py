"""The six days that one key gives: all worked, all to come, all different."""

from collections.abc import Iterator
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)


class Preset(Struct, frozen=True):
    """A day, and the word for it."""

    words: str
    day: date


def presets(today: date, calendar: Calendar) -> tuple[Preset, ...]:
    """Return the days that the keys 1 to 6 give; each key means the same every day, as far as it can.

    A day off gives the next working day, the end of a month its last one. Who is already there goes before: on a
    Friday tomorrow is Monday, so that the second key gives Tuesday.
    """
    monday = today + _DAY * (7 - today.weekday())
    wished: dict[str, Iterator[date]] = {
        "tomorrow": calendar.working_from(today + _DAY),
        "1w": calendar.working_from(today + _WEEK),
        "2w": calendar.working_from(today + 2 * _WEEK),
        "eom": _ends(today, calendar),
        "3mo": calendar.working_from(_in_months(today, 3)),
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
    months = 1
    while True:
        day = calendar.working_by(_in_months(today.replace(day=1), months) - _DAY)
        if day > today:
            yield day
        months += 1


def _in_months(day: date, months: int) -> date:
    """Return the same day so many months on, or the last one of a month that is shorter."""
    years, month = divmod(day.month - 1 + months, 12)
    first = day.replace(year=day.year + years, month=month + 1, day=1)
    last = (first + timedelta(days=31)).replace(day=1) - _DAY
    return first.replace(day=min(day.day, last.day))
