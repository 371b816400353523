"""A message that is written now and sent on a day, as a book keeps it, and as a day shows one that is not sent."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

from fuyu.domain.cleaning import Key, Line, Text
from fuyu.domain.history import Touch
from fuyu.domain.lead import Status
from fuyu.domain.outcome import Outcome
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import shortened

_OPENING = 40
"""Characters of a message that stand for it."""


class State(StrEnum):
    """How far a message is."""

    NEEDS_REVIEW = "needs_review"
    """Nobody had the whole of it before their eyes: it is never sent like this."""
    QUEUED = "queued"
    """It goes once its day has come."""
    SENDING = "sending"
    """Handed to the mail server, which has not said yet that it took it."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """The server fell silent after the text was out: it may have taken it. Nothing sends it again by itself."""

    @property
    def words(self) -> str:
        """The state as it is read: `needs review`."""
        return self.value.replace("_", " ")

    @property
    def waits(self) -> bool:
        """Whether nothing was sent yet."""
        return self in {State.NEEDS_REVIEW, State.QUEUED}

    @property
    def rank(self) -> int:
        """How far it is: the higher of two copies tells."""
        return (State.NEEDS_REVIEW, State.QUEUED, State.SENDING, State.UNKNOWN, State.SENT).index(self)


class Message(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message to a lead: an e-mail that fuyu sends, or what a person sends or says on its day."""

    id: int
    lead: int
    at: dt.datetime
    """When it was written last."""
    day: dt.date
    """The day it is to go."""
    time: dt.time | None = None
    """Wall time in `zone` before which it does not go; None is the morning of its day."""
    zone: Line = ""
    """The zone its time was said in, by its IANA name or its rule; empty without a time."""
    channel: Channel = Channel.EMAIL
    """How it reaches them."""
    to: Line
    subject: Line
    text: Text
    state: State
    refused: Line = ""
    """Why the mail server did not take it the last time; empty where it was not asked, or took it."""
    status: Status = Status.OPEN
    """How the lead stood when it was written."""
    confirmed: dt.datetime | None = None
    """When a person last said that it goes all the same, whatever took place since it was written."""
    before: Plan | None = None
    """The plan whose place the message took; once it is sent or dropped, the next step is for that again."""
    why: Line = ""
    """What the next step was for before it, where no plan is kept: earlier versions kept no more than that."""
    tries: int = 0
    """How often its text was handed to the mail server."""
    tried: dt.datetime | None = None
    """When that was the last time."""
    message_id: Key = ""
    """Its Message-ID (RFC 5322, 3.6.4), from the first try on: every later try has the same."""

    @property
    def is_yours(self) -> bool:
        """Whether a person sends or says it: fuyu sends e-mail alone."""
        return self.channel is not Channel.EMAIL

    @property
    def outcome(self) -> Outcome:
        """What comes of it once it was sent, or said."""
        return Outcome.LEFT_MESSAGE if self.channel is Channel.VOICEMAIL else Outcome.SENT

    def is_logged_by(self, touch: Touch) -> bool:
        """Return whether a touch is this message, which a person was to send: a voicemail is left in a call.

        One that took place before it was written, as an import may bring, is another.
        """
        ways = {Channel.CALL, Channel.VOICEMAIL} if self.channel is Channel.VOICEMAIL else {self.channel}
        is_such = touch.outcome is self.outcome and touch.channel in ways
        return self.is_yours and touch.lead == self.lead and is_such and touch.at >= self.at

    @property
    def reason(self) -> str:
        """What a next step is for while it waits for its day."""
        opening = self.opening if self.is_yours else self.subject
        return f"{self.does}: {opening}" if opening else f"{self.does} what is written"

    @property
    def does(self) -> str:
        """What is done with it, in a word."""
        return "say" if self.channel is Channel.VOICEMAIL else "send"

    @property
    def opening(self) -> str:
        """How its text begins."""
        return shortened(self.text.partition("\n")[0], _OPENING)

    @property
    def known(self) -> dt.datetime:
        """The time up to which whoever wrote or confirmed it knew what had taken place."""
        return max(self.at, self.confirmed or self.at)


class MessageLine(Struct, frozen=True, kw_only=True):
    """A message that is not sent, as it stands now: a line of the day or of a card."""

    id: int
    lead: int
    name: str
    """Of the lead it is to."""
    state: State
    """As it is read."""
    words: str
    """How it stands and what is to be done, as a person reads it."""
    headline: str
    """The same among messages to others."""
    reason: str
    """Why it goes no further; the words where nothing is in its way."""
    needs_you: bool
    """Whether it goes no further until a person does something."""
    is_doubtful: bool
    """Whether nobody knows whether it went."""
    channel: Channel = Channel.EMAIL
    """How it reaches them."""
    script: str = ""
    """What is to be said, where it is left on a voicemail; empty otherwise."""
