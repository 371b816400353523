"""Snoozing a lead: what is due sleeps until another day, and a promise that is moved so is put off."""

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.domain.lead import Lead, Row
from fuyu.domain.promise import Promise
from fuyu.domain.settling import agreed_anew, put_off, replaced_by
from fuyu.domain.step import Plan, Step
from fuyu.domain.when import When


class Snoozed(NamedTuple):
    """What a lead has once they were snoozed."""

    plan: Plan | None
    """None where all that sleeps is tasks: they stand on that day by themselves."""
    promises: tuple[Promise, ...]


def snooze(lead: Lead, when: When, now: datetime, here: str, only: str | None = None) -> Snoozed:
    """Return what a lead has once they sleep until a day.

    What is due sleeps: the plan moves, each promise is put off, and a task stands on the new day by itself. Where
    nothing is due, it is what comes next. The new day is the plan then, but an earlier plan that was not due stays
    instead. A day before that of a promise puts nothing off: it stands beside it.

    Args:
        lead: who is snoozed.
        when: the day they sleep until.
        now: the time.
        here: the name of the zone one is in, whose days count.
        only: what alone is moved, as `moved_name` calls it; None is all that is due.
    """
    moved = due_to_move(lead, now.date(), here, only)
    late = [one for one in moved if isinstance(one, Promise) and _is_put_off_by(one, when)]
    promises = tuple(put_off(one, now, when.day) if one in late else one for one in lead.promises)
    contacts, plan = [one for one in late if not one.is_task], lead.plan
    is_only_tasks = bool(late) and not contacts
    if plan is not None and (plan in moved or (plan.day > when.day and not late)):
        plan = plan.snoozed_to(when.day, when.time, when.zone)
    elif (plan is None or plan.day > when.day) and not is_only_tasks:
        plan = _in_place_of(contacts, when)
    return Snoozed(replace(plan, was_promised=contacts[0].day) if plan and contacts else plan, promises)


def agree(lead: Lead, new: Promise, now: datetime, here: str, only: str | None = None) -> Snoozed:
    """Return what a lead has once they agreed to another day: what a snooze would move is that promise.

    It takes the place of the only promise to contact them, and stands beside several. The way and the reason are those
    of what it stands for.

    Args:
        lead: who agreed.
        new: the promise of the day they agreed to.
        now: the time.
        here: the name of the zone one is in, whose days count.
        only: what alone gives way, as `moved_name` calls it; None is as above.
    """
    moved = due_to_move(lead, now.date(), here, only)
    old = replaced_by(new, lead.promises, now, "" if only == PLAN else only)
    before = old or next((one for one in moved if one.calls), lead.plan)
    if before is not None:
        kind = old.kind if old else new.kind
        new = replace(new, kind=kind, channel=before.channel, why=new.why or before.why)
    promises = (*agreed_anew(lead.promises, old.uid if old else "", now), new)
    return Snoozed(None if lead.plan in moved else lead.plan, promises)


def _in_place_of(contacts: Sequence[Promise], when: When) -> Plan:
    """Return a plan for a day, for what was promised before where anything was."""
    plan = Plan(day=when.day, time=when.time, zone=when.zone)
    if not contacts:
        return plan
    first = contacts[0]
    return replace(plan, channel=first.channel, why=first.why, quote=first.quote, said=first.said, snoozed=1)


def put_off_by(row: Row, when: When | None, today: date, here: str, only: str | None = None) -> list[Promise]:
    """Return the promises that a snooze to a day puts off, the nearest first; None is any later day."""
    moved = (one for one in due_to_move(row, today, here, only) if isinstance(one, Promise) and one.is_open)
    return [one for one in moved if when is None or _is_put_off_by(one, when)]


def _is_put_off_by(promise: Promise, when: When) -> bool:
    """Return whether a day, or a time of it, comes after that of a promise, so that it would not be kept."""
    if when.day != promise.day or when.time is None or promise.time is None:
        return when.day > promise.day
    return when.time > promise.time


PLAN = "plan"
"""What the plan is called among all that can be moved on its own."""


def moved_name(step: Step) -> str:
    """Return what names one thing that is owed to a lead: the uid of a promise, or that it is the plan."""
    return step.uid if isinstance(step, Promise) else PLAN


def movable(row: Row, here: str) -> list[Step]:
    """Return all that can be moved on its own, the nearest first: promises, tasks that were put off, and the plan."""
    return [step for _, step in _dated(row, here)]


def due_to_move(row: Row, today: date, here: str, only: str | None = None) -> list[Step]:
    """Return what a snooze moves: all that is due, else what comes next; the nearest first; or one thing alone."""
    dated = _dated(row, here)
    if only is not None:
        return [one for _, one in dated if moved_name(one) == only]
    return [one for day, one in dated if day <= today] or [one for _, one in dated[:1]]


def _dated(row: Row, here: str) -> list[tuple[date, Step]]:
    """Return all that is owed to a lead with the day it stands on, the nearest first."""
    dated = [(one.seen_from(here).nearness, one) for one in (*row.open_promises, *((row.plan,) if row.plan else ()))]
    dated += [((day, time.max, True), one) for one in row.promises if (day := one.waits_until) is not None]
    dated.sort(key=lambda each: each[0])
    return [(day, one) for (day, *_), one in dated]
