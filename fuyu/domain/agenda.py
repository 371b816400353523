"""What a day looks like: who is overdue, whose day it is, who was touched, and who fell into the cracks."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from msgspec import Struct

from fuyu.domain import kindness
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row, Status
from fuyu.domain.order import Owed, Place, overdue_place, today_place
from fuyu.domain.zones import zone_called


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
    at: datetime | None = None
    """The time it is seen at; None is its beginning."""
    overdue: tuple[Row, ...] = ()
    today: tuple[Row, ...] = ()
    kind: tuple[Row, ...] = ()
    done: tuple[Row, ...] = ()
    cracks: tuple[Row, ...] = ()


def bucket(row: Row, today: date, calendar: Calendar, now: datetime | None = None) -> Bucket:
    """Return the one place a lead has on that day.

    Args:
        row: the lead, with the next step as the clocks here show it.
        today: the day.
        calendar: says when a day off is prepared for.
        now: the time, from which a promise of today is late; None is the beginning of the day.
    """
    if row.status is Status.DO_NOT_CONTACT:
        return Bucket.ENDED
    if row.in_the_cracks:  # also where a kind word is due, or was said today: they still have no date
        return Bucket.CRACKS
    step = row.next_step
    if row.is_followed and step is not None and step.day <= today:
        return Bucket.OVERDUE if _is_late(row, today, now) else Bucket.TODAY
    if row.last_touch is not None and row.last_touch.at.date() == today:
        return Bucket.DONE
    if kindness.due(row, today, calendar):
        return Bucket.KIND
    return Bucket.LATER if row.is_followed else Bucket.ENDED


def agenda(
    rows: Iterable[Row],
    today: date,
    cadence: Cadence | None = None,
    here: str = "",
    calendar: Calendar | None = None,
    *,
    now: datetime | None = None,
) -> Agenda:
    """Return what that day looks like.

    Args:
        rows: the leads; those who are ended or due later may be left out.
        today: the day.
        cadence: gives the rhythm of those who have none of their own.
        here: IANA name of the zone whose clocks count; times agreed elsewhere are shown in it.
        calendar: working days and days off.
        now: the time, from which promises of that day are late; None is its beginning.
    """
    cadence, calendar = cadence or Cadence(), calendar or Calendar()
    lists: dict[Bucket, list[Row]] = {place: [] for place in Bucket}
    for row in rows:
        local = row.seen_from(here)
        lists[bucket(local, today, calendar, now)].append(local)
    zone = now.tzinfo if now else zone_called(here)

    def ordered(place: Bucket, key: Callable[[Owed], Place]) -> tuple[Row, ...]:
        return tuple(sorted(lists[place], key=lambda row: min(key(each) for each in owed(row, today, cadence, zone))))

    return Agenda(
        day=today,
        at=now,
        overdue=ordered(Bucket.OVERDUE, overdue_place),
        today=ordered(Bucket.TODAY, today_place),
        kind=tuple(sorted(lists[Bucket.KIND], key=lambda row: _occasion(row, today, calendar))),
        done=tuple(sorted(lists[Bucket.DONE], key=_last_touched, reverse=True)),
        cracks=tuple(sorted(lists[Bucket.CRACKS], key=lambda row: (row.temperature.rank, row.id))),
    )


def is_as_seen(agenda: Agenda, now: datetime) -> bool:
    """Return whether nobody of a day became late, nor is any longer, since it was looked at: its lists stand."""
    return not (
        any(_is_late(row, agenda.day, now) for row in agenda.today)
        or any(not _is_late(row, agenda.day, now) for row in agenda.overdue)
    )


def owed(row: Row, today: date, cadence: Cadence, zone: tzinfo | None = None) -> tuple[Owed, ...]:
    """Return all that is owed to a lead, which is their next step; none without one.

    Args:
        row: the lead, with the next step as the clocks here show it.
        today: the day from which lateness is counted.
        cadence: gives the rhythm of those who have none of their own.
        zone: the zone of times that were agreed in none.
    """
    step = row.next_step
    if step is None:
        return ()
    return (
        Owed(
            day=step.day,
            at=step.moment(zone),
            promised=step.promised,
            waited=relative_lateness(row, today, cadence),
            rank=row.temperature.rank,
            name=row.name,
            lead=row.id,
        ),
    )


def late_words(row: Row, today: date, now: datetime | None = None) -> str:
    """Return how late the next step is: `9d late`, on its day `4h late`; empty where it is not late."""
    if late := days_late(row, today):
        return f"{late}d late"
    at = row.next_step.moment(now.tzinfo) if row.next_step and now else None
    if now is None or at is None or not _is_late(row, today, now):
        return ""
    hours, minutes = divmod((now - at) // timedelta(minutes=1), 60)
    return f"{hours}h late" if hours else f"{minutes}m late"


def days_late(row: Row, today: date) -> int:
    """Return how many days ago the next step was due; 0 where it is not overdue."""
    return max((today - row.next_step.day).days, 0) if row.next_step else 0


def relative_lateness(row: Row, today: date, cadence: Cadence) -> float:
    """Return the days waited as a share of those it may take: three weigh more for a weekly lead than a yearly one.

    They are counted from the day before any re-planning: else those who were moved once would come last each time.
    """
    waited = (today - row.next_step.waits_from).days if row.next_step else 0
    return max(waited, 0) / cadence.due_within(row)


def _is_late(row: Row, today: date, now: datetime | None) -> bool:
    """Return whether the next step is late: the rule of what is owed, without its lateness."""
    step = row.next_step
    if step is None:
        return False
    at = step.moment(now.tzinfo) if now and step.promised and step.day == today else None
    return Owed(day=step.day, at=at, promised=step.promised).is_late(today, now)


def _occasion(row: Row, today: date, calendar: Calendar) -> tuple[date, str, int]:
    near = kindness.due(row, today, calendar)
    return (near.day if near else today, row.name, row.id)


def _last_touched(row: Row) -> tuple[float, int]:
    return (row.last_touch.at.timestamp() if row.last_touch else 0.0, row.id)
