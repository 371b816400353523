"""The next step that is proposed after a touch: its day by the cadence, its channel by what was tried before."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from msgspec.structs import replace

from fuyu.domain.cadence import Diary, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Entry, Touch, ends_tries
from fuyu.domain.lead import Lead, NextStep, Outcome
from fuyu.domain.manners import REBOOK, Manners, other_channel, their_time


def proposal(lead: Lead, history: Sequence[Entry], touch: Touch, diary: Diary, manners: Manners) -> NextStep | None:
    """Return the next step after a touch; None where its outcome is an end.

    After calls in vain, or appointments missed again, it is on another channel. A missed appointment is
    rebooked the same day, for the reason it had, or in neutral words. A reply is answered today. What they said about
    the date stands until they have answered. A kind word leaves the step as it was, unless it was answered after
    tries in vain.

    Args:
        lead: as it was before the touch.
        history: what took place before it, newest first.
        touch: what has taken place, today.
        diary: cadence, working days, and how full the days are.
        manners: say how many calls in vain are enough.
    """
    was = lead.next_step
    if touch.kind and not ends_tries(lead, touch.outcome, touch.at.date()):
        return was
    day = propose(lead, touch.outcome, touch.at.date(), diary)
    if day is None:
        return None
    if touch.outcome is Outcome.REPLIED:
        day = answering_day(lead, touch.at, diary.calendar, manners)
    other = other_channel(lead, [touch, *history], manners.calls_in_vain)
    step = NextStep(day=day, channel=other or touch.channel)
    if touch.outcome is Outcome.MISSED_APPOINTMENT:
        return replace(step, why=(was and was.why) or REBOOK)
    if was is None:
        return step
    if touch.outcome.unanswered:
        return replace(step, why=was.why, words=was.words, said=was.said)
    return replace(step, why="" if was.why == REBOOK else was.why)


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
