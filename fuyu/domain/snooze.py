"""Snoozing a lead: what is due sleeps until another day, and a promise that is moved so is put off."""

from datetime import date, datetime
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.domain.lead import Lead, Row
from fuyu.domain.promise import Promise
from fuyu.domain.settling import put_off
from fuyu.domain.step import Plan, Step
from fuyu.domain.when import When


class Snoozed(NamedTuple):
    """What a lead has once they were snoozed."""

    plan: Plan
    promises: tuple[Promise, ...]


def snooze(lead: Lead, when: When, now: datetime, here: str) -> Snoozed:
    """Return what a lead has once they sleep until a day.

    What is due sleeps: the plan moves, and each promise is put off. Where nothing is due, it is what comes next. The
    new day is the plan then, but an earlier plan that was not due stays instead. A day before that of a promise puts
    nothing off: it stands beside it.

    Args:
        lead: who is snoozed.
        when: the day they sleep until.
        now: the time.
        here: the name of the zone one is in, whose days count.
    """
    moved = _moved(lead, now.date(), here)
    late = put_off_by(lead, when, now.date(), here)
    promises = tuple(put_off(one, now, when.day) if one in late else one for one in lead.promises)
    plan = lead.plan
    if plan is not None and (plan in moved or plan.day > when.day):
        plan = plan.snoozed_to(when.day, when.time, when.zone)
    elif plan is None:
        plan = Plan(day=when.day, time=when.time, zone=when.zone)
        if late:
            first = late[0]
            plan = replace(plan, channel=first.channel, why=first.why, quote=first.quote, said=first.said, snoozed=1)
    return Snoozed(replace(plan, was_promised=late[0].day) if late else plan, promises)


def put_off_by(row: Row, when: When | None, today: date, here: str) -> list[Promise]:
    """Return the promises that a snooze to a day puts off, the nearest first; None is any later day."""
    moved = [one for one in _moved(row, today, here) if isinstance(one, Promise)]
    if when is None:
        return moved
    return [one for one in moved if _is_after(when, one)]


def _is_after(when: When, promise: Promise) -> bool:
    """Return whether a day, or a time of it, comes after that of a promise, so that it would not be kept."""
    if when.day != promise.day or when.time is None or promise.time is None:
        return when.day > promise.day
    return when.time > promise.time


def _moved(row: Row, today: date, here: str) -> list[Step]:
    """Return what a snooze moves: all that is due, else what comes next; the nearest first."""
    steps = sorted(row.steps, key=lambda step: step.nearness)
    return [step for step in steps if step.seen_from(here).day <= today] or steps[:1]
