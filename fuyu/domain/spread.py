"""Spreading leads over the coming working days, so that no day floods."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from fuyu.domain.agenda import Load
from fuyu.domain.cadence import PER_DAY
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row

__all__ = ["PER_DAY", "spread"]


def spread(
    rows: Sequence[Row], today: date, calendar: Calendar, load: Callable[[date], Load], per_day: int = PER_DAY
) -> dict[int, date]:
    """Return a day for each lead: the warmest soonest, each day filled up to `per_day` with what is due there already.

    Args:
        rows: the leads to spread.
        today: the day before the first that is filled.
        calendar: working days and days off.
        load: what is due on a day already.
        per_day: how many follow-ups one day takes, at least 1.
    """
    days: dict[int, date] = {}
    day, room = today, 0
    for row in sorted(rows, key=lambda row: (row.temperature.rank, row.id)):
        while room <= 0:
            day = calendar.next_working(day + timedelta(days=1))
            room = per_day - load(day).count
        days[row.id] = day
        room -= 1
    return days
