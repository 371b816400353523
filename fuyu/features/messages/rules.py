"""When a message goes, and whether it still may: at its time, not long after it, and only while it is true."""

import datetime as dt
from collections.abc import Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import Message, MessageLine, State
from fuyu.domain.step import Channel, Plan
from fuyu.domain.unwanted import refusal, wants
from fuyu.domain.when import When
from fuyu.domain.zones import name_of
from fuyu.features.messages.channels import TITLES, trouble_with
from fuyu.features.messages.filling import missing

LATEST = dt.timedelta(days=1)
"""How long after its time a message still goes by itself."""


class Unsent(Struct, frozen=True):
    """A message that is not sent, as it stands now."""

    message: Message
    name: str
    """Of the lead it is to."""
    state: State
    """As it is read: one that is held needs review; one whose sending was cut short is unknown."""
    held: str
    """Why it waits for a person although it was reviewed, as a sentence; empty where it does not."""
    reason: str
    """Why it would not go if its time had come, as a sentence; empty where it would."""
    goes: str
    """When it goes: `now`, `Fri 20 Mar 09:00`, `Fri 20 Mar from 08:00`."""
    is_silent: bool = False
    """Whether the lead is do-not-contact."""
    doubt: str = ""
    """What happened to one of which nobody knows whether it went, as a sentence; empty where that is known."""

    @property
    def needs_you(self) -> bool:
        """Whether it goes no further until a person does something."""
        return bool(self.reason or self.refusal or self.doubt)

    @property
    def refusal(self) -> str:
        """What the server said to it the last time, and what is to be done; empty where it said nothing."""
        return f"{self.server_words}; fuyu send tries again, or change it" if self.server_words else ""

    @property
    def server_words(self) -> str:
        """What the server said to it the last time: `not taken: 550 no such user`; empty where it said nothing."""
        is_refused = self.message.refused and self.message.state.waits
        return f"not taken: {self.message.refused}" if is_refused else ""

    @property
    def settling(self) -> str:
        """Which command is for which case, where nobody knows whether it went."""
        number = self.message.id
        return f"fuyu send --mark-sent {number} if it is in your sent mail, --resend {number} if it is not"

    @property
    def headline(self) -> str:
        """The same among messages to others."""
        return self.reason if self.held else f"{self.name}: {self.words}"

    @property
    def words(self) -> str:
        """How it stands and what is to be done, as a person reads it."""
        subject = f": {self.message.subject}" if self.message.subject else ""
        if self.doubt:
            return f"{self.state.words}: {self.doubt}; m in the dashboard, or {self.settling}"
        if told := self.reason or self.refusal:
            return f"{self.state.words}: {told}"
        if self.state is not State.QUEUED:
            return f"{self.state.words}{subject}"
        opening = f": {self.message.opening}" if self.message.is_yours else subject
        return f"queued, {self.who_sends}{opening}"

    @property
    def who_sends(self) -> str:
        """Who sends it when: `fuyu send sends it Fri 20 Mar 09:00`, `a text, yours to send now`."""
        if not self.message.is_yours:
            return f"fuyu send sends it {self.goes}"
        return f"a {TITLES[self.message.channel].lower()}, yours to {self.message.does} {self.goes}"

    @property
    def line(self) -> MessageLine:
        """The message as the day shows it."""
        return MessageLine(
            id=self.message.id,
            lead=self.message.lead,
            name=self.name,
            state=self.state,
            words=self.words,
            headline=self.headline,
            reason=self.reason or self.refusal or self.words,
            needs_you=self.needs_you,
            is_doubtful=bool(self.doubt),
            channel=self.message.channel,
            script=self.message.text if self.message.channel is Channel.VOICEMAIL and not self.reason else "",
        )


def unsent(
    message: Message,
    lead: Lead,
    history: Sequence[Entry],
    now: dt.datetime,
    morning: dt.time,
    *,
    is_sending: bool = False,
) -> Unsent:
    """Return how a message stands now.

    Args:
        message: as it is kept.
        lead: whom it is to.
        history: what took place with them, newest first.
        now: the time, in the zone one is in.
        morning: when a message without a time goes.
        is_sending: whether somebody is handing messages in at this moment.
    """
    state = seen_state(message, is_sending=is_sending)
    held = _held(message, lead, history, now, morning) if message.state is State.QUEUED else ""
    return Unsent(
        message=message,
        name=lead.name,
        state=State.NEEDS_REVIEW if held else state,
        held=held,
        reason=_reason(message, lead, held) if message.state.waits else "",
        goes="now" if is_due(message, now, morning) else _time_words(message, now, morning),
        is_silent=lead.status is Status.DO_NOT_CONTACT,
        doubt=_doubt(message, now) if state is State.UNKNOWN else "",
    )


def seen_state(message: Message, *, is_sending: bool) -> State:
    """Return the state of a message as it is read: one that nobody is handing in any more is unknown.

    Args:
        message: as it is kept.
        is_sending: whether somebody is handing messages in at this moment.
    """
    is_cut_short = message.state is State.SENDING and not is_sending
    return State.UNKNOWN if is_cut_short else message.state


def _doubt(message: Message, now: dt.datetime) -> str:
    """Return when a message may have been sent, and why nobody knows."""
    at = message.tried.astimezone(now.tzinfo) if message.tried else None
    day = f" {When(at.date(), at.time()).words(now.date())}" if at else ""
    return f"it may have been sent{day}: the server did not answer"


def goes_at(message: Message, now: dt.datetime, morning: dt.time) -> dt.datetime | None:
    """Return from when on a message goes, in UTC; None on the first or the last day of all."""
    return Plan(day=message.day, time=message.time or morning, zone=message.zone).moment(now.tzinfo)


def is_due(message: Message, now: dt.datetime, morning: dt.time) -> bool:
    """Return whether the time of a message has come, in the zone it was said in."""
    at = goes_at(message, now, morning)
    return message.day <= now.date() if at is None else at <= now


def _time_words(message: Message, now: dt.datetime, morning: dt.time) -> str:
    """Return when a message goes, as people write it: by the clocks here, and by those it was said by."""
    step = Plan(day=message.day, time=message.time, zone=message.zone)
    if step.time is None:
        return f"{When(step.day).words(now.date())} from {morning:%H:%M}"
    here = name_of(now)
    seen, clock = step.seen_from(here), step.clock_there(here)
    return When(seen.day, seen.time).words(now.date()) + (f" ({clock})" if clock else "")


def _reason(message: Message, lead: Lead, held: str) -> str:
    if lead.status is Status.DO_NOT_CONTACT:
        return f"{lead.name} is do not contact"
    if not wants(lead, message.channel):
        return refusal(lead.name, message.channel)
    if message.state is State.NEEDS_REVIEW:
        return f"draft, not reviewed yet: m in the dashboard, or fuyu message {lead.id} --show"
    if held:
        return f"{held}: send, change or drop"
    if left := missing(message.subject, message.text):
        return f"these are not filled in: {', '.join(f'{{{field}}}' for field in left)}"
    return (
        trouble_with(message.channel, message.to, by_fuyu=False) if message.text.strip() else "there is nothing in it"
    )


def _held(message: Message, lead: Lead, history: Sequence[Entry], now: dt.datetime, morning: dt.time) -> str:
    """Return why a reviewed message waits for a person: what it says may be true no more, or its time is long past."""
    if news := " and ".join(_news(message, lead, history, now)):
        return f"{lead.name} {news} since you wrote this"
    at = goes_at(message, now, morning)
    if at is not None and now - max(at, message.known) > LATEST:
        return f"it was for {_time_words(message, now, morning)}, more than a day ago"
    return ""


def _news(message: Message, lead: Lead, history: Sequence[Entry], now: dt.datetime) -> Iterator[str]:
    """Yield what took place since a message was written, or confirmed, that it may not know of."""
    touches = (entry for entry in history if isinstance(entry, Touch) and entry.known_at > message.known)
    answer = next((touch for touch in touches if _speaks_against(touch)), None)
    if answer is not None:
        yield answer.outcome.told
    made = (one for one in lead.promises if not one.is_task)  # a task is yours: they agreed to nothing
    agreed = [one for one in made if one.made is not None and one.made > message.known]
    if agreed:
        seen = agreed[-1].seen_from(name_of(now))
        yield f"agreed {When(seen.day, seen.time).words(now.date())}"
    is_said = answer is not None and answer.outcome.ends is lead.status
    if lead.status in {Status.WON, Status.LOST} and lead.status is not message.status and not is_said:
        yield f"was marked {lead.status.words}"


def _speaks_against(touch: Touch) -> bool:
    """Return whether a message that was written before a touch may be wrong since: an answer, or a wrong address."""
    is_wrong_address = touch.outcome is Outcome.WRONG_CONTACT and touch.channel is Channel.EMAIL
    return is_wrong_address or not touch.outcome.unanswered


def confirmed(message: Message, lead: Lead, now: dt.datetime) -> Message:
    """Return a message that goes all the same: the person knows what took place until now."""
    return replace(message, confirmed=now, status=lead.status)
