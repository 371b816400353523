"""The pile: after days away, every overdue plan gets a day again; promises are only shown."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.agenda import relative_lateness
from fuyu.domain.cadence import Diary
from fuyu.domain.history import Away
from fuyu.domain.lead import Row

_DAY = timedelta(days=1)


class Replan(Struct, frozen=True):
    """New days for plans, and the promises that stay where they are."""

    days: dict[int, date]
    """By lead id, the most relatively late first."""
    promises: tuple[Row, ...] = ()
    """Those who were promised a day: only a talk with them moves it."""


def replan(overdue: Sequence[Row], today: date, diary: Diary) -> Replan:
    """Return a day for each overdue plan: today and the working days after it, filled to the limit of a day each.

    The first of them takes a day's worth of the latest whatever it holds already, for its list begins with them: in the
    free room of full weeks, whoever waited longest would come after all whose day is only now.

    Args:
        overdue: the overdue leads; they are not among those that the diary has booked for a coming day.
        today: the first day that may be filled.
        diary: rhythms, working days, and how full the days are.
    """
    plans, promises = _parted(overdue)
    latest_first = sorted(
        plans, key=lambda row: (-relative_lateness(row, today, diary.cadence), row.temperature.rank, row.id)
    )
    return Replan(_filled(latest_first, today, diary, at_once=diary.cadence.per_day - len(promises)), promises)


def clear(rows: Iterable[Row], away: Away, today: date, diary: Diary) -> Replan:
    """Return days after the return for the plans that fall on days away; the promises of those days are to be told.

    Args:
        rows: the leads.
        away: those days.
        today: the day it is.
        diary: working days, those away not among them, and how full the days are.
    """
    plans, promises = _parted(row for row in rows if row.is_followed and row.next_step and row.next_step.day in away)
    by_day = sorted(plans, key=lambda row: (row.next_step and row.next_step.day, row.temperature.rank, row.id))
    return Replan(_filled(by_day, max(away.last + _DAY, today), diary), promises)


def _parted(rows: Iterable[Row]) -> tuple[list[Row], tuple[Row, ...]]:
    """Return those with a plan, and those with a promise."""
    dated = [(row, row.next_step) for row in rows if row.next_step]
    plans = [row for row, step in dated if not step.promised]
    return plans, tuple(row for row, step in dated if step.promised)


def _filled(rows: Iterable[Row], first: date, diary: Diary, at_once: int | None = None) -> dict[int, date]:
    """Return the rows' days in their order, each working day filled up; `at_once` is the room of the first."""
    days: dict[int, date] = {}
    coming = diary.working_days(first - _DAY)
    day = next(coming)
    room = diary.cadence.per_day - diary.booked(day) if at_once is None else at_once
    for row in rows:
        while room <= 0:
            day = next(coming)
            room = diary.cadence.per_day - diary.booked(day)
        days[row.id] = day
        room -= 1
    return days
