"""A dated step with a lead, by one of the ways to reach them: what plans and promises have in common, and the plan."""

import datetime as dt
from enum import StrEnum
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.cleaning import Line
from fuyu.domain.zones import place_of, zone_called


class Channel(StrEnum):
    """How a lead is reached."""

    CALL = "call"
    VOICEMAIL = "voicemail"
    TEXT = "text"
    EMAIL = "email"
    MEETING = "meeting"
    SOCIAL = "social"
    LETTER = "letter"


class Step(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Something to do with a lead on a day."""

    day: dt.date
    time: dt.time | None = None
    """Wall time in `zone`; None is any time of the day."""
    zone: Line = ""
    """The zone it was agreed in, by its IANA name or its rule; a plan without a time has none."""
    channel: Channel = Channel.CALL
    why: Line = ""
    quote: Line = ""
    """What the lead said about the date: `after the budget`."""
    said: dt.date | None = None
    """The day they said it."""

    @property
    def promised(self) -> bool:
        """Whether it was agreed with them."""
        return False

    @property
    def calls(self) -> bool:
        """Whether somebody is to be reached, at an hour that suits them."""
        return True

    @property
    def how(self) -> str:
        """How it is done, in a word: by a call, an email, or as a task."""
        return self.channel.value

    @property
    def nearness(self) -> tuple[dt.date, dt.time, bool]:
        """What steps of one lead are sorted by: the day, the time, and a promise first."""
        return self.day, self.time or dt.time.max, not self.promised

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

    def seen_from(self, here: str) -> Self:
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


class Plan(Step, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Your own date for the next try, or the app's; a lead has at most one, also beside promises."""

    first_day: dt.date | None = None
    """The day first planned, once it was moved away from it."""
    snoozed: int = 0
    """How often it was put later; what brings it forward is no snooze."""
    snoozed_until: dt.date | None = None
    """The day it was snoozed to, once it was re-planned away from that."""
    put_off: bool = False
    """Whether the decision that one more snooze asked for was put off; it can be once."""
    was_promised: dt.date | None = None
    """The day of the promise that was put off to it."""

    @property
    def planned(self) -> dt.date:
        """The day first planned."""
        return self.first_day or self.day

    @property
    def waits_from(self) -> dt.date:
        """The day they are waiting from: re-planning together with others makes nobody wait less, a snooze is meant."""
        return (self.snoozed_until or self.day) if self.snoozed else min(self.day, self.planned)

    def snoozed_to(self, day: dt.date, at: dt.time | None = None, zone: str = "") -> "Plan":
        """Return the plan moved to another day or time; the day first planned is kept, and how often it was put off."""
        later = (day, at or dt.time.min) > (self.day, self.time or dt.time.min)
        snoozed = self.snoozed + later
        return replace(self, day=day, time=at, zone=zone, first_day=self.planned, snoozed=snoozed, snoozed_until=None)

    def moved_to(self, day: dt.date) -> "Plan":
        """Return the plan moved together with others: no snooze, for nobody looked at it alone."""
        if day == self.day:
            return self
        until = self.waits_from if self.snoozed else None
        return replace(self, day=day, time=None, zone="", first_day=self.planned, snoozed_until=until)
