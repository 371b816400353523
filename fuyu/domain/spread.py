"""Spreading leads over the coming working days, so that no day floods."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from heapq import heapify, heappush, heapreplace
from itertools import islice

from fuyu.domain.agenda import Load
from fuyu.domain.cadence import FIRST_TOUCH, PER_DAY, Cadence, Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row
from fuyu.domain.step import Plan

__all__ = ["PER_DAY", "WEEK", "even_days", "planned", "spread"]

WEEK = 5
"""Working days over which leads are spread; more leads than those hold stretch them."""


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
    diary = Diary(Cadence(per_day=per_day), calendar, lambda day: load(day).count)
    warmest_first = sorted(rows, key=lambda row: (row.temperature.rank, row.id))
    days = even_days(len(rows), diary.working_days(today), diary)
    return {row.id: day for row, day in zip(warmest_first, days, strict=True)}


def planned(row: Row, day: date, today: date) -> Plan:
    """Return the step of a lead who is given a day; a first touch waits from a week on, however full the days are."""
    due = today + timedelta(days=FIRST_TOUCH)
    is_late = not row.touches and day > due
    return Plan(day=day, first_day=due if is_late else None)


def even_days(count: int, coming: Iterator[date], diary: Diary) -> list[date]:
    """Return so many days, the soonest first: always the lightest of a working week, and of more once that is full.

    Args:
        count: how many days.
        coming: the working days, without end.
        diary: how full they are, and how full they may be; no day is filled beyond that.
    """
    limit = diary.cadence.per_day
    rooms = [(diary.booked(day) - limit, day) for day in islice(coming, WEEK)]  # the lightest day is the smallest
    heapify(rooms)
    days: list[date] = []
    for _ in range(count):
        while rooms[0][0] >= 0:
            day = next(coming)
            heappush(rooms, (diary.booked(day) - limit, day))
        booked, lightest = rooms[0]
        heapreplace(rooms, (booked + 1, lightest))
        days.append(lightest)
    return sorted(days)
