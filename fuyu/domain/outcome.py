"""What can come of a touch, in one table: what each outcome says of the person, and what follows from it.

Promises, the next date, messages, check-ins and ends go by this table. An outcome needs a line here, and a key in
`tui/keys` that is named after it. Where nothing else is said, it is a talk that the person was heard in: the next touch
is one rhythm away.
"""

from enum import Enum, StrEnum, auto
from typing import Self

from msgspec import Struct

from fuyu.domain.status import Status
from fuyu.domain.step import Channel


class Settles(Enum):
    """What a touch is to a promise to contact somebody."""

    TALK = auto()
    """It is what was promised, by whichever way."""
    ATTEMPT = auto()
    """It is what was promised, by the way that was agreed."""
    EXCUSE = auto()
    """They were not there: it counts neither for nor against."""
    NOTHING = auto()


class Wait(Enum):
    """How long it is until the next touch is proposed; `cadence` says how many days that are."""

    RHYTHM = auto()
    """As long as between two talks."""
    NONE = auto()
    """It is today's."""
    TRY = auto()
    """As after a try in vain."""
    READING = auto()
    """As after a try in vain, and at least as long as it takes to read what was sent."""
    NOT_NOW = auto()
    WON = auto()
    RIGHT_CONTACT = auto()


class Meaning(Struct, frozen=True, kw_only=True):
    """What follows from an outcome."""

    unanswered: bool = False
    """The lead has not been heard in this touch."""
    ends: Status | None = None
    """The status it ends the follow-up with; None where it goes on."""
    settles: Settles = Settles.TALK
    """What it is to a promise to contact them."""
    wait: Wait = Wait.RHYTHM
    """How long it is until the next touch is proposed."""
    told: str = ""
    """What they did, after their name, where a message was written before it; empty says how it was logged."""
    ways: tuple[Channel, ...] = ()
    """How alone such a touch is made, the usual way first; empty where it is made by any."""
    shows_how: bool = False
    """It shows by which way, and at which hour, they answer."""
    sells: bool = False
    """It can only come of a touch of the follow-up, and of no check-in; an end other than do-not-contact always is."""
    is_next: bool = False
    """One gets in touch before any promise: a letter is answered, an appointment made anew."""
    dates_customers: bool = False
    """A customer without a date has one again: a new order, a request to come back, an appointment to rebook."""


_TALK = Meaning()


class Outcome(StrEnum):
    """What came of a touch."""

    meaning: Meaning

    def __new__(cls, name: str, meaning: Meaning = _TALK) -> Self:
        """Make an outcome of its name in files, and what follows from it."""
        made = str.__new__(cls, name)
        made._value_ = name
        made.meaning = meaning
        return made

    TALKED = "talked", Meaning(shows_how=True, told="talked with you")
    NO_ANSWER = "no_answer", Meaning(unanswered=True, settles=Settles.ATTEMPT, wait=Wait.TRY)
    LEFT_MESSAGE = (
        "left_message",
        Meaning(unanswered=True, settles=Settles.ATTEMPT, wait=Wait.TRY, ways=(Channel.CALL, Channel.VOICEMAIL)),
    )
    SENT = (
        "sent",
        Meaning(
            unanswered=True,
            settles=Settles.ATTEMPT,
            wait=Wait.READING,
            ways=(Channel.EMAIL, Channel.TEXT, Channel.SOCIAL, Channel.LETTER),
        ),
    )
    REPLIED = (
        "replied",
        Meaning(settles=Settles.NOTHING, wait=Wait.NONE, is_next=True, shows_how=True, told="replied"),
    )
    NO_SHOW = (
        "no_show",
        Meaning(unanswered=True, settles=Settles.EXCUSE, wait=Wait.NONE, is_next=True, dates_customers=True),
    )
    NOT_NOW = "not_now", Meaning(wait=Wait.NOT_NOW, sells=True, dates_customers=True, told="said not now")
    WON = "won", Meaning(ends=Status.WON, wait=Wait.WON, dates_customers=True, told="said yes")
    WRONG_CONTACT = (
        "wrong_contact",
        Meaning(
            unanswered=True, settles=Settles.EXCUSE, wait=Wait.RIGHT_CONTACT, sells=True, told="was the wrong contact"
        ),
    )
    DO_NOT_CONTACT = (
        "do_not_contact",
        Meaning(ends=Status.DO_NOT_CONTACT, settles=Settles.NOTHING, told="asked not to be contacted"),
    )

    @property
    def words(self) -> str:
        """The outcome as it is read: `no answer`, `no-show`."""
        return self.value.replace("_", "-" if self is Outcome.NO_SHOW else " ")

    @property
    def unanswered(self) -> bool:
        """Whether the lead has not been heard in this touch."""
        return self.meaning.unanswered

    @property
    def ends(self) -> Status | None:
        """The status this outcome ends the follow-up with, None where it goes on."""
        return self.meaning.ends

    @property
    def is_the_end(self) -> bool:
        """Whether nothing comes after it: no next step may stand with the status it ends with."""
        return self.ends is not None and not self.ends.may_have_a_date

    @property
    def sells(self) -> bool:
        """Whether it can come of no check-in, which sells and ends nothing; they may always ask to be left alone."""
        return self.meaning.sells or self.ends not in {None, Status.DO_NOT_CONTACT}

    @property
    def told(self) -> str:
        """What they did by it, after their name: `replied`."""
        return self.meaning.told or f"had “{self.words}” logged"
