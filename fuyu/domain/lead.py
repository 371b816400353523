"""A lead, the next step with them, and what matters to them."""

import datetime as dt
from enum import StrEnum
from operator import is_
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.cleaning import Line
from fuyu.domain.money import Money
from fuyu.domain.outcome import Outcome
from fuyu.domain.promise import Promise, PutOffTask
from fuyu.domain.status import Status
from fuyu.domain.step import Channel, Plan, Step

__all__ = ["About", "Details", "LastTouch", "Lead", "Outcome", "Row", "Status", "Temperature"]


class Temperature(StrEnum):
    """How near a yes seems; it sets the rhythm and breaks ties, and never hides anyone."""

    HOT = "hot"
    WARM = "warm"
    COLD = "cold"

    @property
    def rank(self) -> int:
        """0 for the warmest: where nothing else decides, the warmest comes first."""
        return _RANKED.index(self)


_RANKED = (Temperature.HOT, Temperature.WARM, Temperature.COLD)


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
    """The last of its days for which a check-in was said, or let pass."""


class Row(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What lists and the agenda need to know of a lead; it decodes from a lead's document, skipping the rest."""

    id: int
    name: Line
    company: Line = ""
    temperature: Temperature = Temperature.WARM
    status: Status = Status.OPEN
    plan: Plan | None = None
    """Your own date for the next try."""
    promises: tuple[Promise, ...] = ()
    """All that was promised, settled or not, in the order in which it was."""
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
    value: Money | None = None
    """What a yes of theirs is worth."""
    expected: dt.date | None = None
    """The day by which the yes is expected; no promise, and nobody is due by it."""
    owner: Line = ""
    """What the team calls whoever looks after them; empty is everyone."""

    @property
    def open_promises(self) -> tuple[Promise, ...]:
        """The promises that are still to be kept; those put off are not among them, for their plan stands instead."""
        return tuple(promise for promise in self.promises if promise.is_open) if self.promises else ()

    @property
    def steps(self) -> tuple[Step, ...]:
        """All that is still to be done with them: the open promises, the tasks that were put off, and the plan."""
        plan = (self.plan,) if self.plan is not None else ()
        return (*self.open_promises, *self._tasks_put_off, *plan) if self.promises else plan

    @property
    def _tasks_put_off(self) -> tuple[PutOffTask, ...]:
        """The tasks that were put off, on the day they were put off to: they wait for being done, broken or not."""
        put_off = ((task, task.waits_until) for task in self.promises)
        return tuple(
            PutOffTask(day=day, why=task.why, was_promised=task.day) for task, day in put_off if day is not None
        )

    @property
    def next_step(self) -> Step | None:
        """The nearest of all that is still to be done with them, whatever day it is."""
        if not self.promises:
            return self.plan
        return min(self.steps, key=lambda step: step.nearness, default=None)

    @property
    def is_open(self) -> bool:
        """Whether this person has said neither yes nor no: without a date they would be forgotten."""
        return self.status is Status.OPEN

    @property
    def is_followed(self) -> bool:
        """Whether this person is followed up: an open lead, or a customer with a next step."""
        return self.is_open or (self.status.may_have_a_date and self.next_step is not None)

    @property
    def is_unscheduled(self) -> bool:
        """Whether this person is followed up but has no date: the one thing that must not be."""
        return self.is_open and self.next_step is None

    def seen_from(self, here: str) -> Self:
        """Return the row with all that is to be done as the clocks of the zone `here` show it."""
        plan = self.plan.seen_from(here) if self.plan is not None else None
        if plan is self.plan and not self.promises:
            return self
        promises = tuple([promise.seen_from(here) for promise in self.promises]) if self.promises else ()
        if plan is self.plan and all(map(is_, promises, self.promises)):
            return self
        return replace(self, plan=plan, promises=promises)


class Details(Struct, frozen=True, kw_only=True):
    """What may be known of a person beside their name and company: typed in, or read from a file.

    A lead has the same fields; it is no `Details`, for it is a `Row` first.
    """

    role: Line = ""
    phones: tuple[Line, ...] = ()
    emails: tuple[Line, ...] = ()
    links: tuple[Line, ...] = ()
    place: Line = ""
    tags: tuple[Line, ...] = ()
    unwanted: tuple[Line, ...] = ()
    """The channels they do not want to be reached by."""
    owner: Line = ""
    """What the team calls whoever looks after them; empty is everyone."""


class Lead(Row, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A person you follow up with; `fields` says what each of their fields is called, and where it stands."""

    role: Line = ""
    phones: tuple[Line, ...] = ()
    emails: tuple[Line, ...] = ()
    links: tuple[Line, ...] = ()
    place: Line = ""
    tags: tuple[Line, ...] = ()
    unwanted: tuple[Line, ...] = ()
    """The channels they do not want to be reached by; `unwanted.wants` reads it."""
    source: Line = ""
    """Where the lead came from: `google`, `linkedin`; empty when typed in."""
    referred_by: int | None = None
    """The id of the lead who named this one."""
    referred: tuple[int, ...] = ()
    """The ids of those this one named."""
    created: dt.datetime | None = None
    silenced: int = 0
    """How often somebody noted that they asked not to be contacted, where no touch says so: an undo takes back one."""

    def silenced_since(self, before: "Lead") -> "Lead":
        """Return the lead with how often silence was asked for, where their status may be another than before."""
        is_silent, was_silent = (one.status is Status.DO_NOT_CONTACT for one in (self, before))
        return replace(self, silenced=before.silenced + (not was_silent) if is_silent else 0)

    def with_step(self, step: Step | None) -> "Lead":
        """Return the lead with one more promise, or another plan; None changes nothing."""
        if isinstance(step, Promise):
            return replace(self, promises=(*self.promises, step))
        return replace(self, plan=step) if isinstance(step, Plan) else self

    def row(self) -> Row:
        """Return the part of the lead that lists need."""
        return Row(**{name: getattr(self, name) for name in Row.__struct_fields__})
