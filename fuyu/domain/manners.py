"""Never a pest: what was tried without an answer, how this person is best reached, and where they are in their day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Channel, Lead, Outcome, Row

TRIED = 3
"""Calls in a row without an answer after which another channel is suggested."""
LATELY = 14
"""Days that count as lately."""
REBOOK = "we missed each other: when suits you?"
"""After a missed appointment: neutral words, for it is no reproach."""
PERMISSION = "ask: may I stay in touch?"
"""The honest question after three snoozes."""
_SPOKEN = (Channel.CALL, Channel.VOICEMAIL)


class Answers(Struct, frozen=True):
    """How a person has answered."""

    channel: Channel
    """The one they answered most often on."""
    hour: int | None
    """The hour, here, at which they took most calls; None where they never took one."""
    times: int
    """How often they answered on that channel."""


def tried(history: Iterable[Entry]) -> Iterator[Touch]:
    """Yield the latest touches that went unanswered, newest first, up to the last answer; kind words are none."""
    for entry in history:
        if isinstance(entry, Touch) and not entry.kind:
            if not entry.outcome.unanswered:
                return
            yield entry


def tried_lately(history: Iterable[Entry], today: date) -> int:
    """Return how many touches of the last two weeks have no answer."""
    return sum((today - touch.at.date()).days <= LATELY for touch in tried(history))


def answers(history: Iterable[Entry]) -> Answers | None:
    """Return how a person has answered so far; None where they never did.

    Args:
        history: their touches and notes; hours are as they were recorded, in the zone of whoever called.
    """
    answered = [e for e in history if isinstance(e, Touch) and e.outcome in {Outcome.TALKED, Outcome.REPLIED}]
    if not answered:
        return None
    channel, times = Counter(touch.channel for touch in answered).most_common(1)[0]
    hours = Counter(touch.at.hour for touch in answered if touch.channel is Channel.CALL)
    return Answers(channel, hours.most_common(1)[0][0] if hours else None, times)


def other_channel(lead: Lead, history: Sequence[Entry]) -> Channel | None:
    """Return another way to reach someone who did not answer three calls, or missed two appointments; None otherwise.

    It is the way they answered before, else the nearest that is known and was not tried in vain meanwhile.
    """
    vain = list(tried(history))
    calls = sum(touch.channel in _SPOKEN and touch.outcome is not Outcome.MISSED_APPOINTMENT for touch in vain)
    missed = sum(touch.outcome is Outcome.MISSED_APPOINTMENT for touch in vain)
    if calls < TRIED and missed < TRIED - 1:
        return None
    used = {touch.channel for touch in vain} | {*_SPOKEN}
    return next((channel for channel in _known(lead, history) if channel not in used), None)


def another_channel(lead: Lead, history: Sequence[Entry]) -> Channel:
    """Return a way to reach someone that is not the one the next step names, if possible one not tried in vain."""
    step = lead.next_step.channel if lead.next_step else Channel.CALL
    ways = [way for way in (*_known(lead, history), Channel.CALL) if way is not step]
    vain = {touch.channel for touch in tried(history)}
    return next((way for way in ways if way not in vain), ways[0])


def _known(lead: Lead, history: Sequence[Entry]) -> tuple[Channel, ...]:
    """Return the ways to reach someone beside calls: the one they answered on, those that are known, any."""
    before = answers(history)
    return (
        *((before.channel,) if before else ()),
        *((Channel.EMAIL,) if lead.emails else ()),
        *((Channel.TEXT,) if lead.phones else ()),
        *((Channel.SOCIAL,) if lead.links else ()),
        Channel.EMAIL,
        Channel.TEXT,
        Channel.LETTER,
    )


def their_time(row: Row, now: datetime) -> datetime | None:
    """Return the time on their clocks; None where their zone is unknown, or their clocks show what ours show."""
    if not row.zone:
        return None
    try:
        there = now.astimezone(ZoneInfo(row.zone))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None
    return None if there.utcoffset() == now.utcoffset() else there


def at_home(there: datetime, opens: time, closes: time) -> bool:
    """Return whether it is outside the hours in which a call is welcome where they are, weekends included."""
    weekend = there.weekday() > 4  # noqa: PLR2004 - Saturday and Sunday
    return weekend or not opens <= there.time() < closes
