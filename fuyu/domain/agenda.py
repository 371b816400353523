"""What a day looks like: who is overdue, whose day it is, who was touched, and who fell into the cracks."""

from collections.abc import Iterable
from datetime import date
from datetime import time as clock_time
from enum import StrEnum

from msgspec import Struct

from fuyu.domain import kindness
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row, Status


class Bucket(StrEnum):
    """The one place a lead has on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    DONE = "done"
    KIND = "kind"
    """Not due, but a kind word is."""
    LATER = "later"
    CRACKS = "cracks"
    ENDED = "ended"


class Load(Struct, frozen=True, gc=False):
    """How much is due on a day."""

    day: date
    count: int = 0
    promised: int = 0


class Agenda(Struct, frozen=True):
    """A day: each list in the order in which it is best worked through."""

    day: date
    overdue: tuple[Row, ...] = ()
    today: tuple[Row, ...] = ()
    kind: tuple[Row, ...] = ()
    done: tuple[Row, ...] = ()
    cracks: tuple[Row, ...] = ()


def bucket(row: Row, today: date, calendar: Calendar) -> Bucket:
    """Return the one place a lead has on that day; the calendar says when a day off is prepared for."""
    if row.status is Status.DO_NOT_CONTACT:
        return Bucket.ENDED
    if row.in_the_cracks:  # also where a kind word is due, or was said today: they still have no date
        return Bucket.CRACKS
    step = row.next_step
    if row.is_open and step is not None and step.day <= today:
        return Bucket.TODAY if step.day == today else Bucket.OVERDUE
    if row.last_touch is not None and row.last_touch.at.date() == today:
        return Bucket.DONE
    if kindness.due(row, today, calendar):
        return Bucket.KIND
    return Bucket.LATER if row.is_open else Bucket.ENDED


def agenda(
    rows: Iterable[Row],
    today: date,
    cadence: Cadence | None = None,
    here: str = "",
    calendar: Calendar | None = None,
) -> Agenda:
    """Return what that day looks like.

    Args:
        rows: the leads; those who are ended or due later may be left out.
        today: the day.
        cadence: gives the rhythm of those who have none of their own.
        here: IANA name of the zone whose clocks count; times agreed elsewhere are shown in it.
        calendar: working days and days off.
    """
    cadence, calendar = cadence or Cadence(), calendar or Calendar()
    lists: dict[Bucket, list[Row]] = {place: [] for place in Bucket}
    for row in rows:
        local = row.seen_from(here)
        lists[bucket(local, today, calendar)].append(local)

    def urgency(row: Row) -> tuple[int, clock_time, float, int, str, int]:
        return _urgency(row, today, cadence)

    return Agenda(
        day=today,
        overdue=tuple(sorted(lists[Bucket.OVERDUE], key=urgency)),
        today=tuple(sorted(lists[Bucket.TODAY], key=urgency)),
        kind=tuple(sorted(lists[Bucket.KIND], key=lambda row: _occasion(row, today, calendar))),
        done=tuple(sorted(lists[Bucket.DONE], key=_last_touched, reverse=True)),
        cracks=tuple(sorted(lists[Bucket.CRACKS], key=lambda row: (row.temperature.rank, row.id))),
    )


def days_late(row: Row, today: date) -> int:
    """Return how many days ago the next step was due; 0 where it is not overdue."""
    return max((today - row.next_step.day).days, 0) if row.next_step else 0


def relative_lateness(row: Row, today: date, cadence: Cadence) -> float:
    """Return the days waited as a share of those it may take: three weigh more for a weekly lead than a yearly one.

    They are counted from the day before any re-planning: else those who were moved once would come last each time.
    """
    waited = (today - row.next_step.waits_from).days if row.next_step else 0
    return max(waited, 0) / cadence.due_within(row)


def _urgency(row: Row, today: date, cadence: Cadence) -> tuple[int, clock_time, float, int, str, int]:
    """Promises with a time, promises, then by relative lateness; temperature only breaks ties."""
    step = row.next_step
    at = step.time if step and step.time else clock_time.max
    promised = step is not None and step.promised
    timed = promised and at != clock_time.max
    rank = 0 if timed else 1 if promised else 2
    first_time = at if timed else clock_time.min
    late = -relative_lateness(row, today, cadence)
    return (rank, first_time, late, row.temperature.rank, f"{at}{row.name}", row.id)


def _occasion(row: Row, today: date, calendar: Calendar) -> tuple[date, str, int]:
    near = kindness.due(row, today, calendar)
    return (near.day if near else today, row.name, row.id)


def _last_touched(row: Row) -> tuple[float, int]:
    return (row.last_touch.at.timestamp() if row.last_touch else 0.0, row.id)
