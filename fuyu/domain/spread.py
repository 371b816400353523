"""Spreading leads over the coming working days, so that no day floods."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from heapq import heapify, heappush, heapreplace
from itertools import islice

from fuyu.domain.agenda import Load
from fuyu.domain.cadence import PER_DAY
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row

__all__ = ["PER_DAY", "spread"]

_AT_FIRST = 5
"""A working week: fewer leads than it holds are spread over it, more stretch it."""


def spread(
    rows: Sequence[Row], today: date, calendar: Calendar, load: Callable[[date], Load], per_day: int = PER_DAY
) -> dict[int, date]:
    """Return a day for each lead: the lightest of the coming working days, the soonest of those for the warmest.

    Args:
        rows: the leads to spread.
        today: the day before the first that is filled.
        calendar: working days and days off.
        load: what is due on a day already.
        per_day: how many follow-ups one day takes, at least 1; where every day is full, a later one is taken.
    """
    coming = _working_days(today, calendar)
    rooms = [(load(day).count - per_day, day) for day in islice(coming, _AT_FIRST)]  # the lightest day is the smallest
    heapify(rooms)
    days: list[date] = []
    for _ in rows:
        while rooms[0][0] >= 0:
            day = next(coming)
            heappush(rooms, (load(day).count - per_day, day))
        booked, lightest = rooms[0]
        heapreplace(rooms, (booked + 1, lightest))
        days.append(lightest)
    warmest_first = sorted(rows, key=lambda row: (row.temperature.rank, row.id))
    return {row.id: day for row, day in zip(warmest_first, sorted(days), strict=True)}


def _working_days(after: date, calendar: Calendar) -> Iterator[date]:
    day = after
    while True:
        day = calendar.next_working(day + timedelta(days=1))
        yield day
