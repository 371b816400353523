"""A lead, the next step with them, and what matters to them."""

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.cleaning import Line
from fuyu.domain.zones import place_of, zone_called


class Status(StrEnum):
    """Whether a lead still needs a next date; each status but open was said by somebody, and stays."""

    OPEN = "open"
    WON = "won"
    CLOSED = "closed"
    DO_NOT_CONTACT = "do_not_contact"

    @property
    def words(self) -> str:
        """The status as it is read: `do not contact`."""
        return self.value.replace("_", " ")

    @property
    def may_have_a_date(self) -> bool:
        """Whether a next step may stand: an open lead needs one, a customer may have one, nobody else has any."""
        return self in {Status.OPEN, Status.WON}


class Temperature(StrEnum):
    """How near a yes seems; it sets the rhythm and breaks ties, and never hides anyone."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"

    @property
    def rank(self) -> int:
        """0 for the warmest: where nothing else decides, the warmest comes first."""
        return (Temperature.HOT, Temperature.WARM, Temperature.COLD).index(self)


class Channel(StrEnum):
    """How a lead is reached."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "email"
    MEETING = "meeting"
    SOCIAL = "social"
    LETTER = "letter"


class Outcome(StrEnum):
    """What came of a touch."""

    TALKED = "talked"
    NO_ANSWER = "no_answer"
    LEFT_MESSAGE = "left_message"
    SENT = "sent"
    REPLIED = "replied"
    MISSED_APPOINTMENT = "missed_appointment"
    NOT_NOW = "not_now"
    WON = "won"
    WRONG_CONTACT = "wrong_contact"
    DO_NOT_CONTACT = "do_not_contact"

    @property
    def words(self) -> str:
        """The outcome as it is read: `no answer`."""
        return self.value.replace("_", " ")

    @property
    def unanswered(self) -> bool:
        """Whether the lead has not been heard in this touch."""
        return self in _UNANSWERED

    @property
    def ends(self) -> Status | None:
        """The status this outcome ends the follow-up with, None where it goes on."""
        return _ENDS.get(self)


_UNANSWERED = frozenset(
    {Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.MISSED_APPOINTMENT, Outcome.WRONG_CONTACT}
)
_ENDS: Mapping[Outcome, Status] = {Outcome.WON: Status.WON, Outcome.DO_NOT_CONTACT: Status.DO_NOT_CONTACT}


class NextStep(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The one dated thing to do next with a lead: a plan, or a promise when it was agreed with them."""

    day: dt.date
    time: dt.time | None = None
    """Wall time in `zone`; None is any time of the day."""
    zone: Line = ""
    """The zone `time` was agreed in, by its IANA name or its rule; empty where there is no time."""
    channel: Channel = Channel.CALL
    why: Line = ""
    words: Line = ""
    """What the lead said about the date: `after the budget`."""
    said: dt.date | None = None
    """The day they said it."""
    promised: bool = False
    first_day: dt.date | None = None
    """The day first agreed, once it was moved away from it."""
    snoozed: int = 0
    """How often it was put later; what brings it forward is no snooze."""
    snoozed_until: dt.date | None = None
    """The day it was snoozed to, once it was re-planned away from that."""
    put_off: bool = False
    """Whether the decision that one more snooze asked for was put off; it can be once."""

    @property
    def agreed(self) -> dt.date:
        """The day first agreed: a promise is kept by that day or not at all."""
        return self.first_day or self.day

    @property
    def waits_from(self) -> dt.date:
        """The day they are waiting from: re-planning together with others makes nobody wait less, a snooze is meant."""
        return (self.snoozed_until or self.day) if self.snoozed else min(self.day, self.agreed)

    def moment(self, here: dt.tzinfo | None) -> dt.datetime | None:
        """Return when its time is, in UTC; None where it has no time.

        An hour that the clocks leave out is the one after it, and one they repeat is the first of the two.

        Args:
            here: the zone of a time that was agreed in no zone, or in one that this machine does not know.
        """
        if self.time is None:
            return None
        try:
            return dt.datetime.combine(self.day, self.time, zone_called(self.zone) or here).astimezone(dt.UTC)
        except OverflowError:  # on the first or the last day of all
            return None

    def seen_from(self, here: str) -> "NextStep":
        """Return the step with its day and time as the clocks of the zone `here` show them.

        It stays as it is where this machine does not know one of the zones.
        """
        if self.time is None or not self.zone or not here or self.zone == here:
            return self
        there, ours = zone_called(self.zone), zone_called(here)
        if there is None or ours is None:
            return self
        try:
            local = dt.datetime.combine(self.day, self.time, tzinfo=there).astimezone(ours)
        except OverflowError:  # on the first or the last day of all
            return self
        return replace(self, day=local.date(), time=local.time(), zone=here)

    def clock_there(self, here: str) -> str:
        """Return the time on the clocks it was agreed by, `10:00 in Tokyo`; empty where ours show the same."""
        if self.time is None or self.seen_from(here) is self:
            return ""
        return f"{self.time:%H:%M} in {place_of(self.zone)}"

    def snoozed_to(self, day: dt.date, at: dt.time | None = None, zone: str = "") -> "NextStep":
        """Return the step moved to another day or time; the day first agreed is kept, and how often it was put off."""
        later = (day, at or dt.time.min) >= (self.day, self.time or dt.time.min)
        snoozed = self.snoozed + later
        return replace(self, day=day, time=at, zone=zone, first_day=self.agreed, snoozed=snoozed, snoozed_until=None)

    def moved_to(self, day: dt.date) -> "NextStep":
        """Return the step re-planned together with others: no snooze, for nobody looked at it alone."""
        if day == self.day:
            return self
        until = self.waits_from if self.snoozed else None
        return replace(self, day=day, time=None, zone="", first_day=self.agreed, snoozed_until=until)


class LastTouch(Struct, frozen=True, omit_defaults=True, gc=False):
    """The last touch, as far as a list needs to know it."""

    at: dt.datetime
    channel: Channel
    outcome: Outcome


class About(Struct, frozen=True, omit_defaults=True, gc=False):
    """Something that matters to the person: a daughter's exam, a birthday, a worry."""

    fact: Line
    day: dt.date | None = None
    yearly: bool = False
    """Whether the day returns each year, as a birthday does."""
    wished: dt.date | None = None
    """The last of its days for which a kind word was said, or let pass."""


class Row(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What lists and the agenda need to know of a lead; it decodes from a lead's document, skipping the rest."""

    id: int
    name: Line
    company: Line = ""
    temperature: Temperature = Temperature.WARM
    status: Status = Status.OPEN
    next_step: NextStep | None = None
    touches: int = 0
    """How many touches there were."""
    unanswered: int = 0
    """How many of the latest touches in a row went unanswered."""
    last_touch: LastTouch | None = None
    rhythm: int | None = None
    """Days between touches that suit this person; None leaves it to the cadence."""
    cadence: Line = ""
    """The name of their cadence in config.toml; empty is the usual one."""
    about: tuple[About, ...] = ()
    """What matters to them; what has a day gives a kind touch."""
    zone: Line = ""
    """IANA name of the zone they live in; empty where it is unknown."""

    @property
    def is_open(self) -> bool:
        """Whether this person has said neither yes nor no: without a date they would be forgotten."""
        return self.status is Status.OPEN

    @property
    def is_followed(self) -> bool:
        """Whether this person is followed up: an open lead, or a customer with a next step."""
        return self.is_open or (self.status.may_have_a_date and self.next_step is not None)

    @property
    def in_the_cracks(self) -> bool:
        """Whether this person is followed up but has no date: the one thing that must not be."""
        return self.is_open and self.next_step is None

    def seen_from(self, here: str) -> "Row":
        """Return the row with its next step as the clocks of the zone `here` show it."""
        step = self.next_step and self.next_step.seen_from(here)
        return self if step is self.next_step else replace(self, next_step=step)


class Lead(Row, frozen=True, kw_only=True, omit_defaults=True):
    """A person you follow up with."""

    role: Line = ""
    phones: tuple[Line, ...] = ()
    emails: tuple[Line, ...] = ()
    links: tuple[Line, ...] = ()
    place: Line = ""
    tags: tuple[Line, ...] = ()
    source: Line = ""
    """Where the lead came from: `google`, `linkedin`; empty when typed in."""
    referred_by: int | None = None
    """The id of the lead who named this one."""
    referred: tuple[int, ...] = ()
    """The ids of those this one named."""
    created: dt.datetime | None = None

    def row(self) -> Row:
        """Return the part of the lead that lists need."""
        return Row(**{name: getattr(self, name) for name in Row.__struct_fields__})
