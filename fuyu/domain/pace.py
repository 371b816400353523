"""Whether a person's pace is enough for their book: the touches a day that its cadences ask for, and those it gets."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row

LOOKED_BACK = 10
"""Working days that a pace is measured over: two weeks, in which good and bad days even out."""
_WORKED = 5
"""Days with touches below which a pace is not known yet; what a day is filled up to stands for it."""
_MARGIN = 1.5
"""A book needs this much more than it gets before that is said: less than this a good week makes up for."""
_WEEK = 7


class Pace(Struct, frozen=True):
    """Touches a working day."""

    needs: int
    """What the cadences of all who are followed up ask for."""
    gets: int
    """What was done lately."""

    @property
    def words(self) -> str:
        """What is said of it."""
        return f"at your pace this book needs {self.needs} a day; it gets {self.gets}"

    @property
    def falls_short(self) -> bool:
        """Whether the book needs clearly more than it gets."""
        return self.needs > 0 and self.needs >= self.gets * _MARGIN


def needs(rows: Iterable[Row], today: date, cadence: Cadence, calendar: Calendar) -> int:
    """Return how many touches a working day those who are followed up need: each one as often as their cadence says.

    Args:
        rows: the leads.
        today: the day it is; who sleeps longer than their cadence is needed no sooner.
        cadence: how touches are spaced.
        calendar: how many days of a week are worked.
    """
    a_day = sum(1 / _days_between(row, today, cadence) for row in rows if row.is_followed)
    return round(a_day * _WEEK / len(calendar.workdays))


def _days_between(row: Row, today: date, cadence: Cadence) -> int:
    """Return the days from one touch of a lead to the next."""
    usual = cadence.tried_again(row, row.unanswered) if row.unanswered else cadence.due_within(row)
    ahead = (row.next_step.day - today).days if row.next_step else 0
    return max(usual, ahead, 1)


def first_day(today: date, calendar: Calendar) -> date:
    """Return the first of the working days before today that a pace is measured over."""
    day = today
    for _ in range(LOOKED_BACK):
        day = calendar.working_by(day - timedelta(days=1))
    return day


def gets(touched: Iterable[date], today: date, per_day: int, one_in: int = 1) -> int:
    """Return how many touches a day were made on the days with any; where those are too few, the limit of a day.

    Args:
        touched: the day of each touch since the first day that is looked at.
        today: the day it is, which is not over and does not count.
        per_day: how many follow-ups a day is filled up to.
        one_in: how many touches each of these stands for.
    """
    days = [day for day in touched if day < today]
    worked = len(set(days))
    return per_day if worked < _WORKED else round(len(days) * one_in / worked)
