"""What a day looks like: who is overdue, whose day it is, who was touched, and who is unscheduled."""

from collections.abc import Callable, Container, Iterable
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain import kindness
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row, Status
from fuyu.domain.order import Owed, Place, overdue_place, today_place
from fuyu.domain.promise import Promise
from fuyu.domain.step import Step
from fuyu.domain.zones import zone_called


class Bucket(StrEnum):
    """The one place a lead has on a day."""

    OVERDUE = "overdue"
    TODAY = "today"
    DONE = "done"
    CHECK_IN = "check_in"
    """Not due, but a check-in is."""
    LATER = "later"
    UNSCHEDULED = "unscheduled"
    ENDED = "ended"


class Load(Struct, frozen=True, gc=False):
    """How much is due on a day."""

    day: date
    count: int = 0
    promised: int = 0
    busy: int = 0
    """Minutes that calendars say are taken."""


class Promised(NamedTuple):
    """A promise, and the lead it was made to."""

    row: Row
    promise: Promise


class Agenda(Struct, frozen=True):
    """A day: each list in the order in which it is best worked through."""

    day: date
    at: datetime | None = None
    """The time it is seen at; None is its beginning."""
    overdue: tuple[Row, ...] = ()
    today: tuple[Row, ...] = ()
    check_in: tuple[Row, ...] = ()
    done: tuple[Row, ...] = ()
    unscheduled: tuple[Row, ...] = ()


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
    if row.is_unscheduled:  # also where a check-in is due, or was said today: they still have no date
        return Bucket.UNSCHEDULED
    if _is_due(row, today) and row.is_followed:
        return Bucket.OVERDUE if _is_late(row, today, now) else Bucket.TODAY
    if row.last_touch is not None and row.last_touch.at.date() == today:
        return Bucket.DONE
    if kindness.due(row, today, calendar):
        return Bucket.CHECK_IN
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

    def ordered(bucket: Bucket, counts: Callable[[Owed], bool], key: Callable[[Owed], Place]) -> tuple[Row, ...]:
        def place(row: Row) -> Place:
            found = owed(row, today, cadence, zone)
            return key(found[0]) if len(found) == 1 else min(key(each) for each in found if counts(each))

        return tuple(sorted(lists[bucket], key=place))

    return Agenda(
        day=today,
        at=now,
        overdue=ordered(Bucket.OVERDUE, lambda each: each.is_late(today, now), overdue_place),
        today=ordered(Bucket.TODAY, lambda each: each.day <= today, today_place),
        check_in=tuple(sorted(lists[Bucket.CHECK_IN], key=lambda row: _occasion(row, today, calendar))),
        done=tuple(sorted(lists[Bucket.DONE], key=_last_touched, reverse=True)),
        unscheduled=tuple(sorted(lists[Bucket.UNSCHEDULED], key=lambda row: (row.temperature.rank, row.id))),
    )


def narrowed(agenda: Agenda, leads: Container[int]) -> Agenda:
    """Return a day as far as it is about some leads, by their ids."""

    def among(rows: tuple[Row, ...]) -> tuple[Row, ...]:
        return tuple([row for row in rows if row.id in leads])

    return replace(
        agenda,
        overdue=among(agenda.overdue),
        today=among(agenda.today),
        check_in=among(agenda.check_in),
        done=among(agenda.done),
        unscheduled=among(agenda.unscheduled),
    )


def is_as_seen(agenda: Agenda, now: datetime) -> bool:
    """Return whether nobody of a day became late, nor is any longer, since it was looked at: its lists stand."""
    return not (
        any(_is_late(row, agenda.day, now) for row in agenda.today)
        or any(not _is_late(row, agenda.day, now) for row in agenda.overdue)
    )


def owed(row: Row, today: date, cadence: Cadence, zone: tzinfo | None = None) -> tuple[Owed, ...]:
    """Return all that is owed to a lead: the open promises and the plan; nothing without any.

    Args:
        row: the lead, with all that is to be done as the clocks here show it.
        today: the day from which lateness is counted.
        cadence: gives the rhythm of those who have none of their own.
        zone: the zone of times that were agreed in none.
    """
    waited = relative_lateness(row, today, cadence)
    return tuple(
        [
            Owed(
                day=step.day,
                at=step.moment(zone),
                promised=step.promised,
                calls=step.calls,
                waited=waited,
                rank=row.temperature.rank,
                name=row.name,
                lead=row.id,
            )
            for step in row.steps
        ]
    )


def foremost(row: Row, today: date, now: datetime | None = None) -> Step | None:
    """Return what stands first of all that is to be done with a lead; None where nothing is.

    It is the late promise, the late plan, what is for today, by the rules of the lists; else what comes next.

    Args:
        row: the lead, with all that is to be done as the clocks here show it.
        today: the day.
        now: the time, from which a promise of today is late; None is the beginning of the day.
    """
    if not row.promises:
        return row.plan
    zone = now.tzinfo if now else None

    def place(step: Step) -> tuple[int, int, Place]:
        owed = Owed(day=step.day, at=step.moment(zone), promised=step.promised)
        if owed.is_late(today, now):
            return 0, 0, overdue_place(owed)
        return int(step.day > today) + 1, step.day.toordinal(), today_place(owed)

    return min(row.steps, key=place, default=None)


def due_promises(row: Row, today: date) -> tuple[Promised, ...]:
    """Return the open promises to a lead whose day has come, the nearest first."""
    due = (promise for promise in row.open_promises if promise.day <= today)
    return tuple(Promised(row, promise) for promise in sorted(due, key=lambda promise: promise.nearness))


def late_words(row: Row, today: date, now: datetime | None = None) -> str:
    """Return how late what stands first is: `9 days late`, on its day `4 h late`; empty where it is not late."""
    step = foremost(row, today, now)
    return step_late_words(step, today, now) if step else ""


def step_late_words(step: Step, today: date, now: datetime | None = None) -> str:
    """Return how late a step is: `9 days late`, on its day `4 h late`; empty where it is not late."""
    late = lateness(step, today, now)
    return f"{late} late" if late else ""


def lateness(step: Step, today: date, now: datetime | None = None) -> str:
    """Return how late a step is, as a column has it: `9 days`, `1 day`, `4 h`, `20 min`; empty where it is not late."""
    if step.day < today:
        days = (today - step.day).days
        return f"{days} day{'' if days == 1 else 's'}"
    at = step.moment(now.tzinfo) if now else None
    if now is None or at is None or not _step_is_late(step, today, now):
        return ""
    hours, minutes = divmod((now - at) // timedelta(minutes=1), 60)
    return f"{hours} h" if hours else f"{minutes} min"


def days_late(row: Row, today: date, now: datetime | None = None) -> int:
    """Return how many days ago what stands first was due; 0 where it is not overdue."""
    step = foremost(row, today, now)
    return max((today - step.day).days, 0) if step else 0


def relative_lateness(row: Row, today: date, cadence: Cadence) -> float:
    """Return the days a plan waits as a share of those it may: three weigh more for a weekly lead than a yearly one.

    They are counted from the day before any re-planning: else those who were moved once would come last each time.
    """
    waited = (today - row.plan.waits_from).days if row.plan else 0
    return max(waited, 0) / cadence.due_within(row)


def _is_due(row: Row, today: date) -> bool:
    """Return whether the day of anything that is to be done has come."""
    if row.plan is not None and row.plan.day <= today:
        return True
    return bool(row.promises) and any(step.day <= today for step in row.steps)


def _is_late(row: Row, today: date, now: datetime | None) -> bool:
    """Return whether anything that is to be done is late."""
    if not row.promises:  # most leads: a look at one day
        return row.plan is not None and row.plan.day < today
    return any(_step_is_late(step, today, now) for step in row.steps)


def _step_is_late(step: Step, today: date, now: datetime | None) -> bool:
    """Return whether a step is late: the rule of what is owed, without its lateness."""
    at = step.moment(now.tzinfo) if now and step.promised and step.day == today else None
    return Owed(day=step.day, at=at, promised=step.promised).is_late(today, now)


def _occasion(row: Row, today: date, calendar: Calendar) -> tuple[date, str, int]:
    near = kindness.due(row, today, calendar)
    return (near.day if near else today, row.name, row.id)


def _last_touched(row: Row) -> tuple[float, int]:
    return (row.last_touch.at.timestamp() if row.last_touch else 0.0, row.id)
