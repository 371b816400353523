"""The next step that is proposed after a touch: its day by the cadence, its channel by what was tried before."""

from collections.abc import Sequence

from msgspec.structs import replace

from fuyu.domain.cadence import Diary, propose
from fuyu.domain.customer import ALL_WELL, stays_undated
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, NextStep, Outcome
from fuyu.domain.manners import REBOOK, Manners, other_channel


def proposal(lead: Lead, history: Sequence[Entry], touch: Touch, diary: Diary, manners: Manners) -> NextStep | None:
    """Return the next step after a touch; None where its outcome is an end.

    After calls in vain, or appointments missed again, it is on another channel. A missed appointment is
    rebooked the same day, in neutral words. What they said about the date stands until they have answered. A kind word
    leaves the step as it was.

    Args:
        lead: as it was before the touch.
        history: what took place before it, newest first.
        touch: what has taken place, today.
        diary: cadence, working days, and how full the days are.
        manners: say how many calls in vain are enough.
    """
    was = lead.next_step
    if touch.kind:
        return was
    day = None if stays_undated(lead, touch.outcome) else propose(lead, touch.outcome, touch.at.date(), diary)
    if day is None:
        return None
    other = other_channel(lead, [touch, *history], manners.calls_in_vain)
    step = NextStep(day=day, channel=other or touch.channel)
    if asks := _ASKS.get(touch.outcome):
        return replace(step, why=asks)
    if was is None:
        return step
    if touch.outcome.unanswered:
        return replace(step, why=was.why, words=was.words, said=was.said)
    return replace(step, why="" if was.why in _ASKS.values() else was.why)


_ASKS = {Outcome.WON: ALL_WELL, Outcome.MISSED_APPOINTMENT: REBOOK}
"""Outcomes after which the next step has a reason of its own, until it was done."""
