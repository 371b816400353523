"""Rescheduling: after days away, every overdue plan gets a new day; promises are only shown."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta

from msgspec import Struct, field
from msgspec.structs import replace

from fuyu.domain.agenda import Promised, due_promises, relative_lateness
from fuyu.domain.cadence import Diary
from fuyu.domain.history import Away
from fuyu.domain.lead import Row
from fuyu.domain.spread import WEEK, even_days

_DAY = timedelta(days=1)


class Replan(Struct, frozen=True):
    """New days for plans, and the promises that stay where they are."""

    days: dict[int, date]
    """By lead id, the most relatively late first."""
    promises: tuple[Promised, ...] = ()
    """Those who were promised a day: only a talk with them moves it."""
    leaving: Counter[date] = field(default_factory=Counter)
    """How many plans leave a day that had not passed yet, for they change places with those who wait longer."""

    def loads(self, booked: Callable[[date], int]) -> dict[date, tuple[int, int]]:
        """Return what each day that is filled holds and would hold.

        Args:
            booked: how many follow-ups a day holds.
        """
        new = Counter(self.days.values())
        return {day: (booked(day), booked(day) + new[day] - self.leaving[day]) for day in sorted(new)}


def replan(overdue: Sequence[Row], today: date, diary: Diary, coming: Sequence[Row] = ()) -> Replan:
    """Return a day for each overdue plan, the latest soonest: even over a working week, or more where that is full.

    No day gets more than its limit, today included. Where the week has no room for all of them, those whose day is in
    it, and who wait less, change places with them: else whoever waited longest would come last of all.

    Args:
        overdue: the overdue leads; they are not among those that the diary has booked for a coming day.
        today: the first day that may be filled.
        diary: rhythms, working days, and how full the days are.
        coming: leads whose day is today or later; plans of the working week without a time may change places.
    """
    plans = [row for row in overdue if row.plan and row.plan.day < today]
    promises = tuple(promised for row in overdue for promised in due_promises(row, today))
    late = len({row.id for row, promise in promises if promise.day < today})
    first = diary.calendar.next_working(today)
    booked = diary.booked
    days = even_days(
        len(plans),
        diary.working_days(today - _DAY),
        replace(diary, booked=lambda day: booked(day) + late * (day == first)),
    )
    after = diary.calendar.add_working(first, WEEK)
    if days and days[-1] >= after:
        this_week = [
            (row, day) for row, day in _movable(coming) if first <= day < after and diary.calendar.is_working(day)
        ]
        plans = [*plans, *(row for row, _ in this_week)]
        days = sorted([*days, *(day for _, day in this_week)])

    def longest_first(row: Row) -> tuple[float, date, int, int]:
        day = row.plan.day if row.plan else today
        return (-relative_lateness(row, today, diary.cadence), max(day, today), row.temperature.rank, row.id)

    found = zip(sorted(plans, key=longest_first), days, strict=True)
    moved = [(row, row.plan.day, day) for row, day in found if row.plan and row.plan.day != day]
    leaving = Counter(was for _, was, _ in moved if was >= today)
    return Replan({row.id: day for row, _, day in moved}, promises, leaving)


def _movable(rows: Iterable[Row]) -> Iterator[tuple[Row, date]]:
    """Yield the plans without a time, and their days."""
    for row in rows:
        if row.is_followed and row.plan is not None and row.plan.time is None:
            yield row, row.plan.day


def clear(rows: Iterable[Row], away: Away, today: date, diary: Diary) -> Replan:
    """Return days after the return for the plans that fall on days away; the promises of those days are to be told.

    Args:
        rows: the leads.
        away: those days.
        today: the day it is.
        diary: working days, those away not among them, and how full the days are.
    """
    among = [row for row in rows if row.is_followed]
    plans = [row for row in among if row.plan and row.plan.day in away]
    promises = tuple(Promised(row, one) for row in among for one in row.open_promises if one.day in away)
    by_day = sorted(plans, key=lambda row: (row.plan and row.plan.day, row.temperature.rank, row.id))
    return Replan(_evened(by_day, max(away.last + _DAY, today), diary), promises)


def _evened(rows: Sequence[Row], first: date, diary: Diary) -> dict[int, date]:
    """Return the rows' days in their order, from the first day on."""
    days = even_days(len(rows), diary.working_days(first - _DAY), diary)
    return {row.id: day for row, day in zip(rows, days, strict=True)}
