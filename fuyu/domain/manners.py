"""Never a pest: when enough was tried, how this person is best reached, and where they are in their day."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Annotated, Protocol

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Outcome, Row
from fuyu.domain.settings import Days, Minutes, PerDay, Times, written
from fuyu.domain.step import Channel
from fuyu.domain.unwanted import Choosy, wants
from fuyu.domain.zones import zone_called

REBOOK = "we missed each other: when suits you?"
"""After a missed appointment: neutral words, for it is no reproach."""
PERMISSION = "ask: may I stay in touch?"
"""The honest question after one snooze too many."""
_MISSED = 2
"""Appointments: the first one missed is rebooked as it was, for anyone may be held up."""
_SPOKEN = (Channel.CALL, Channel.VOICEMAIL)
_NEAR = 1
"""Hours between two calls that are at about the same time of the day."""


class Hours(Struct, frozen=True):
    """A part of each day, as wall times."""

    first: time
    last: time
    """No longer in it."""

    def __contains__(self, at: time) -> bool:
        return self.first <= at < self.last


class Manners(Struct, frozen=True, kw_only=True):
    """What a person counts as enough, as early and as late."""

    yes_takes: Times = 7
    """Touches a yes takes: the lists show how far each lead is, `2/7`; most follow-ups die after two, most yeses take
    three to seven."""
    early_end: Times = 3
    """Touches before which *lost* is said to be early."""
    calls_in_vain: Times = 3
    """After how many calls in a row without an answer another channel is proposed. For no-shows it is one fewer."""
    lately: Days = 14
    """Days that count as lately: how often somebody was tried lately stands above every date you choose."""
    snoozes: Times = 2
    """How often a lead can be snoozed in a row before fuyu asks you to decide."""
    reschedule_above: PerDay = 12
    """Overdue plans above which new days are offered; fewer are not yet a day's work."""
    notice: Days = 14
    """Days ahead from which a card tells of a birthday, an exam: time to think of something."""
    known_by: Times = 3
    """Touches from which a card that has no word of what matters to them asks for one."""
    on_time: Minutes = 60
    """Minutes before and after its time within which a call keeps a promise; later that day it is late."""
    call_hours: Annotated[Hours, written("hours")] = Hours(time(8), time(19))
    """When a call is welcome, on their clocks; outside, and at weekends, their time is a warning."""

    @property
    def around(self) -> timedelta:
        """How long before and after its time a call keeps a promise."""
        return timedelta(minutes=self.on_time)

    def asks_decision(self, row: Row) -> bool:
        """Return whether one more snooze is one too many: by then it is no date that is missing, but a decision."""
        return row.plan is not None and row.plan.snoozed >= self.snoozes


class Answers(Struct, frozen=True):
    """How a person has answered."""

    channel: Channel
    """The one they answered most often on."""
    hour: int | None
    """The hour, here, at which they took most calls; None where they never took one."""
    times: int
    """How often they answered on that channel."""


def tried(history: Iterable[Entry]) -> Iterator[Touch]:
    """Yield the latest touches that went unanswered, newest first, up to the last answer.

    A check-in is no try, but an answer to it is one.
    """
    for entry in history:
        if isinstance(entry, Touch):
            if not entry.outcome.unanswered:
                return
            if not entry.check_in:
                yield entry


def tried_lately(history: Iterable[Entry], today: date, days: int) -> int:
    """Return how many touches of so many days until today have no answer."""
    return sum((today - touch.at.date()).days <= days for touch in tried(history))


def answers(history: Iterable[Entry]) -> Answers | None:
    """Return how a person has answered so far; None where they never did.

    Args:
        history: their touches and notes; hours are as they were recorded, in the zone of whoever called.
    """
    answered = [e for e in history if isinstance(e, Touch) and e.outcome.meaning.shows_how]
    if not answered:
        return None
    channel, times = Counter(touch.channel for touch in answered).most_common(1)[0]
    hours = Counter(touch.at.hour for touch in answered if touch.channel is Channel.CALL)
    return Answers(channel, hours.most_common(1)[0][0] if hours else None, times)


class Advice(Struct, frozen=True):
    """What to try instead, after so much was in vain."""

    channel: Channel
    hour: int | None = None
    """The hour, here, at which they answered calls before; None where it is the channel that is another."""


def advice(lead: Lead, history: Sequence[Entry], calls_in_vain: int) -> Advice | None:
    """Return the one thing to try with someone who was called in vain so often; None before that, or without any.

    It is the hour at which they answered calls, if no call in vain was made near it; else the way they answered before;
    else the nearest way that is known and was not tried in vain meanwhile. Of missed appointments one fewer is
    enough, but never a single one.
    """
    vain = list(tried(history))
    spoken = [touch for touch in vain if touch.channel in _SPOKEN]
    calls = sum(touch.outcome is not Outcome.NO_SHOW for touch in spoken)
    missed = sum(touch.outcome is Outcome.NO_SHOW for touch in vain)
    if calls < calls_in_vain and missed < max(calls_in_vain - 1, _MISSED):
        return None
    before = usual_answers(history)
    is_called = before is not None and before.channel is Channel.CALL and wants(lead, Channel.CALL)
    hour = before.hour if before and is_called else None
    if hour is not None and not any(abs(touch.at.hour - hour) <= _NEAR for touch in spoken):
        return Advice(Channel.CALL, hour)
    used = {touch.channel for touch in vain} | {*_SPOKEN}
    return next((Advice(channel) for channel in _known(lead, history) if channel not in used), None)


def usual_answers(history: Sequence[Entry]) -> Answers | None:
    """Return how a person has answered, once that is more than chance."""
    before = answers(history)
    return before if before is not None and before.times > 1 else None


def other_channel(lead: Lead, history: Sequence[Entry], calls_in_vain: int) -> Channel | None:
    """Return another way to reach someone who was called in vain so often; None where the calls go on."""
    found = advice(lead, history, calls_in_vain)
    return found.channel if found and found.hour is None else None


def another_channel(lead: Lead, history: Sequence[Entry]) -> Channel:
    """Return a way to reach someone that is not the one the next step names, if possible one not tried in vain.

    Where no other is known it is that one.
    """
    step = lead.next_step.channel if lead.next_step else Channel.CALL
    ways = [way for way in (*_known(lead, history), *_wanted(lead, Channel.CALL)) if way is not step]
    vain = {touch.channel for touch in tried(history)}
    return next((way for way in ways if way not in vain), next(iter(ways), step))


def _known(lead: Lead, history: Sequence[Entry]) -> tuple[Channel, ...]:
    """Return the ways to reach someone beside calls: the one they answered on, and those that are known and wanted."""
    before = answers(history)
    known = (
        *((before.channel,) if before else ()),
        *((Channel.EMAIL,) if lead.emails else ()),
        *((Channel.TEXT,) if lead.phones else ()),
        *((Channel.SOCIAL,) if lead.links else ()),
    )
    return _wanted(lead, *known)


def _wanted(lead: Choosy, *channels: Channel) -> tuple[Channel, ...]:
    return tuple(channel for channel in channels if wants(lead, channel))


_WRITTEN = (Channel.EMAIL, Channel.TEXT, Channel.SOCIAL, Channel.LETTER)


class Reachable(Choosy, Protocol):
    """Somebody whose numbers and addresses are known, or not."""

    @property
    def phones(self) -> Sequence[str]:
        """Their numbers."""

    @property
    def emails(self) -> Sequence[str]:
        """Their addresses."""

    @property
    def links(self) -> Sequence[str]:
        """Pages about them."""


def first_way(lead: Reachable) -> Channel:
    """Return how somebody is reached where nobody says it: by a way they have and want, a call before any other."""
    known = {
        Channel.CALL: lead.phones,
        Channel.EMAIL: lead.emails,
        Channel.TEXT: lead.phones,
        Channel.SOCIAL: lead.links,
    }
    ways = (*(channel for channel, reach in known.items() if reach), *Channel)
    return next(iter(_wanted(lead, *ways)), Channel.CALL)


def wanted_way(lead: Reachable, channel: Channel) -> Channel:
    """Return a channel, or another one where they do not want to be reached by it."""
    return channel if wants(lead, channel) else first_way(lead)


def as_wanted(lead: Lead) -> Lead:
    """Return a lead whose plan is by a way they want; what was promised stays as it was agreed with them."""
    if lead.plan is None or wants(lead, lead.plan.channel):
        return lead
    return replace(lead, plan=replace(lead.plan, channel=first_way(lead)))


def channel_of(outcome: Outcome, usual: Channel, lead: Lead) -> Channel:
    """Return how a touch was made, where nobody says it: what was sent was written, and a message left in a call.

    Args:
        outcome: what came of it.
        usual: how they are reached otherwise.
        lead: whose addresses are known, or not.
    """
    ways = outcome.meaning.ways
    if not ways or usual in ways:
        return usual
    return next((way for way in _known(lead, ()) if way in ways), ways[0])


def number_words(row: Row, yes_takes: int) -> str:
    """Return which touch the next one is: `3 of 7`, or `9, past 7`."""
    number = row.touches + 1
    return f"{number} of {yes_takes}" if number <= yes_takes else f"{number}, past {yes_takes}"


def is_past(row: Row, yes_takes: int) -> bool:
    """Return whether somebody who does not answer had more touches than a yes takes: then they are lost, or parked."""
    return row.touches >= yes_takes and row.unanswered > 0


def their_time(row: Row, now: datetime) -> datetime | None:
    """Return the time on their clocks; None where their zone is unknown, or their clocks show what ours show."""
    zone = zone_called(row.zone)
    if zone is None:
        return None
    there = now.astimezone(zone)
    return None if there.utcoffset() == now.utcoffset() else there


def at_home(there: datetime, call_hours: Hours) -> bool:
    """Return whether it is outside the hours in which a call is welcome where they are, weekends included."""
    weekend = there.weekday() > 4  # noqa: PLR2004 - Saturday and Sunday
    return weekend or there.time() not in call_hours


def welcome_for(row: Row, now: datetime, call_hours: Hours) -> timedelta | None:
    """Return how long a call is still welcome today where they are; None outside their call hours."""
    there = their_time(row, now) or now
    if at_home(there, call_hours):
        return None
    last = call_hours.last
    return timedelta(hours=last.hour - there.hour, minutes=last.minute - there.minute)
