"""A promise: a date you agreed with a lead, from the day it is made until it is settled."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.cleaning import Key
from fuyu.domain.step import Plan, Step


class PromiseKind(StrEnum):
    """What was promised."""

    CONTACT = "contact"
    """To call, write or meet them on a day."""
    TASK = "task"
    """To do something by a day; only saying that it is done keeps it."""


class PromiseState(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    PUT_OFF = "put_off"
    """You moved it, and nobody agreed to that: contacted on its day after all, it is kept."""
    KEPT = "kept"
    LATE = "late"
    BROKEN = "broken"
    EXCUSED = "excused"
    """They did not come, or there was nobody to be reached."""
    AGREED_ANEW = "agreed_anew"
    """Another promise took its place, and they agreed to that."""
    WITHDRAWN = "withdrawn"

    @property
    def words(self) -> str:
        """The state as it is read: `put off`."""
        return self.value.replace("_", " ")

    @property
    def is_settled(self) -> bool:
        """Whether nothing changes it any more, but for an undo, or a touch that is logged late."""
        return self not in {PromiseState.OPEN, PromiseState.PUT_OFF}


class StateChange(Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """One change of a promise's state."""

    at: dt.datetime
    state: PromiseState
    touch: Key = ""
    """The uid of the touch that made it."""
    to: dt.date | None = None
    """The day it was put off to."""


class Promise(Step, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A date you agreed with them. Its day and time never change: another date is another promise."""

    uid: Key
    kind: PromiseKind = PromiseKind.CONTACT
    made: dt.datetime | None = None
    """When it was made; None where that is not known."""
    history: tuple[StateChange, ...] = ()
    """What became of it, oldest first; nothing yet where it is open."""

    @property
    def promised(self) -> bool:
        """That it was agreed with them."""
        return True

    @property
    def state(self) -> PromiseState:
        """How it stands by what was done."""
        return self.history[-1].state if self.history else PromiseState.OPEN

    @property
    def is_open(self) -> bool:
        """Whether it is still to be kept, and was not put off."""
        return not self.history

    @property
    def is_task(self) -> bool:
        """Whether something is to be done by its day, rather than somebody contacted on it."""
        return self.kind is PromiseKind.TASK

    @property
    def calls(self) -> bool:
        """Whether somebody is to be reached; a task is done at any hour."""
        return not self.is_task

    @property
    def how(self) -> str:
        """How it is done, in a word."""
        return "task" if self.is_task else self.channel.value

    @property
    def waits_until(self) -> dt.date | None:
        """The day that a task which was put off stands on until it is done, broken or not; None of anything else."""
        return self.history[-1].to if self.is_task and self.history else None

    def state_on(self, today: dt.date) -> PromiseState:
        """Return how it stands on a day: one that was put off is broken once its own day has passed untouched."""
        if self.state is PromiseState.PUT_OFF and self.day < today:
            return PromiseState.BROKEN
        return self.state

    def as_of(self, at: dt.datetime) -> "Promise":
        """Return the promise as it stood at that time."""
        earlier = tuple(change for change in self.history if change.at <= at)
        return self if len(earlier) == len(self.history) else replace(self, history=earlier)

    def turned(self, state: PromiseState, at: dt.datetime, *, touch: str = "", to: dt.date | None = None) -> "Promise":
        """Return the promise in another state, from that time on."""
        return replace(self, history=(*self.history, StateChange(at=at, state=state, touch=touch, to=to)))


class PutOffTask(Plan, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """A task that was put off, on the day it was put off to: it waits for being done, broken or not."""

    @property
    def calls(self) -> bool:
        """Whether somebody is to be reached: nobody."""
        return False

    @property
    def how(self) -> str:
        """How it is done, in a word."""
        return "task"


def promise_of(step: Step, uid: str, made: dt.datetime, here: str, kind: PromiseKind = PromiseKind.CONTACT) -> Promise:
    """Return the promise of a step that was agreed with them.

    Args:
        step: what was agreed.
        uid: tells it apart in any copy of the book.
        made: when.
        here: the name of the zone one is in, whose days count where the step names no zone.
        kind: what was promised.
    """
    fields = {name: getattr(step, name) for name in Step.__struct_fields__}
    return Promise(uid=uid, kind=kind, made=made, **fields | {"zone": step.zone or here})
