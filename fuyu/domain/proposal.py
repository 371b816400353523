"""The next step that is proposed after a touch: its day by the cadence, its channel by what was tried before."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from fuyu.domain.cadence import Diary, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.customer import ALL_WELL, stays_undated
from fuyu.domain.history import Entry, Touch, moves_plan
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.manners import REBOOK, Manners, other_channel, their_time, wanted_way
from fuyu.domain.promise import Promise
from fuyu.domain.step import Plan


def proposal(
    lead: Lead,
    history: Sequence[Entry],
    touch: Touch,
    diary: Diary,
    manners: Manners,
    *,
    promises: Sequence[Promise] | None = None,
) -> Plan | None:
    """Return the plan after a touch; None where its outcome is an end, or where a promise is what comes next.

    A promise for today or later stays, and needs no plan beside it; only an answer of theirs is answered before it.

    After calls in vain, or appointments missed again, it is on another channel. A missed appointment is
    rebooked the same day, for the reason it had, or in neutral words. A reply is answered today. What they said about
    the date stands until they have answered. A check-in leaves the step as it was, unless it was answered and the
    plan was due.

    Args:
        lead: as it was before the touch.
        history: what took place before it, newest first.
        touch: what has taken place, today.
        diary: cadence, working days, and how full the days are.
        manners: say how many calls in vain are enough.
        promises: what became of their promises by it; None is nothing.
    """
    promises = lead.promises if promises is None else promises
    if touch.check_in and not moves_plan(lead, touch.outcome, touch.at.date()):
        return lead.plan
    day = None if stays_undated(lead, touch.outcome) else propose(lead, touch.outcome, touch.at.date(), diary)
    if day is None or (not touch.outcome.meaning.is_next and promised_on(promises, touch.at.date())):
        return None
    if touch.outcome is Outcome.REPLIED:
        day = answering_day(lead, touch.at, diary.calendar, manners)
    other = other_channel(lead, [touch, *history], manners.calls_in_vain)
    step = Plan(day=day, channel=wanted_way(lead, other or touch.channel))
    was = _was_for(lead.promises, promises) or lead.plan
    step = replace(step, why=_why_after(touch.outcome, was.why if was else ""))
    if was is None or not touch.outcome.unanswered or touch.outcome is Outcome.NO_SHOW:
        return step
    return replace(step, quote=was.quote, said=was.said)


def promised_on(promises: Iterable[Promise], day: date) -> Promise | None:
    """Return the nearest promise to contact them on that day or later; None where there is none."""
    coming = [one for one in promises if one.is_open and not one.is_task and one.day >= day]
    return min(coming, key=lambda one: one.nearness, default=None)


def _was_for(before: Sequence[Promise], after: Sequence[Promise]) -> Promise | None:
    """Return the promise that a touch was for: the one that it settled."""
    return next((was for was, now in zip(before, after, strict=False) if was != now), None)


_ASKED_ONCE = (ALL_WELL, REBOOK)
"""Reasons of a next step that hold until they have answered."""


def _why_after(outcome: Outcome, why: str) -> str:
    """Return the reason of the step after an outcome, where the one before it had this reason."""
    if outcome is Outcome.WON:
        return ALL_WELL
    if outcome is Outcome.NO_SHOW:
        return why or REBOOK
    return "" if why in _ASKED_ONCE and not outcome.unanswered else why


def answering_day(lead: Lead, replied: datetime, calendar: Calendar, manners: Manners) -> date:
    """Return the day a reply is answered: at once, or on the next working day once call hours are over where they are.

    Args:
        lead: whose clocks count where their zone is known.
        replied: when the reply came, by the clocks here.
        calendar: working days and days off.
        manners: say when a call is welcome.
    """
    today = replied.date()
    there = their_time(lead, replied) or replied
    is_over = there.date() > today or there.time() >= manners.call_hours.last
    return calendar.next_working(today + timedelta(days=is_over))
