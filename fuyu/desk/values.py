"""What goes into the desk and comes out of it."""

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct

from fuyu.domain.action import Action, Change, Table
from fuyu.domain.agenda import Agenda
from fuyu.domain.ending import Saying
from fuyu.domain.history import Entry
from fuyu.domain.lead import About, Details, Lead, Outcome, Row, Status, Temperature
from fuyu.domain.message import Message, MessageLine
from fuyu.domain.money import Money
from fuyu.domain.promise import Promise, PromiseState
from fuyu.domain.score import Promises
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.when import When


class Card(Struct, frozen=True):
    """One lead, wholly: who they are, what took place (newest first) and what is being typed."""

    lead: Lead
    history: Sequence[Entry]
    draft: str
    referred_by: Row | None = None
    """Who named them."""
    referred: tuple[Row, ...] = ()
    """Whom they named."""
    mail: tuple[MessageLine, ...] = ()
    """The messages to them that are not sent."""
    me: str = ""
    """What the team calls the person of this book; empty without a team."""


class Company(Struct, frozen=True, kw_only=True):
    """Everyone who works at a company."""

    name: str
    leads: tuple[Row, ...]
    """Those who may be contacted: whoever is followed first, by what is to be done next."""
    do_not_contact: int = 0
    """How many others want to hear nothing."""
    last: Row | None = None
    """With whom the last touch was, also of those; None where there was none."""
    open_value: Mapping[str, Decimal] = {}
    """What their open deals come to in each currency."""


class Standing(Struct, frozen=True):
    """How a day stands."""

    agenda: Agenda
    promises: Promises = Promises()
    """What became of those first agreed for it."""


class NewLead(Details, frozen=True, kw_only=True):
    """What is known of a lead when it is added; only a name is needed."""

    name: str
    company: str = ""
    zone: str = ""
    value: Money | None = None
    expected: dt.date | None = None
    """The day by which a yes is expected."""
    about: tuple[About, ...] = ()
    temperature: Temperature = Temperature.WARM
    rhythm: int | None = None
    """Days between touches; None leaves it to the cadence."""
    cadence: str = ""
    """The name of one of config.toml; empty is the usual one."""
    next_step: Plan | None = None
    """None is today: an open lead always has a next step."""
    agreed: bool = False
    """Whether its day was agreed with them: then it is a promise."""


class TouchMade(Struct, frozen=True, kw_only=True):
    """What a person says of a touch when logging it."""

    outcome: Outcome
    channel: Channel | None = None
    """None is the channel the next step named."""
    note: str = ""
    """Stands below what was typed as a draft, if anything was."""
    next_step: Plan | None = None
    """None is the step that is proposed."""
    agreed: bool = False
    """Whether its day was agreed with them: then it is a promise."""
    replaces: str | None = None
    """The uid of the promise whose place one takes; empty is none, and None the only one there is to contact them."""
    kept: tuple[str, ...] = ()
    """The uids of promises that were kept before their day: that was it."""
    withdrawn: tuple[str, ...] = ()
    """The uids of promises that need not be kept any more."""
    lost: bool = False
    """End the follow-up without a yes."""
    undated: bool = False
    """Leave a customer without a next step."""
    at: dt.datetime | None = None
    """When it took place; None is now."""
    check_in: bool = False
    """A check-in: nothing was sold, and the follow-up stays as it is."""

    @property
    def saying(self) -> Saying:
        """What it says, as far as parts of it can contradict each other."""
        return Saying(
            outcome=self.outcome,
            lost=self.lost,
            check_in=self.check_in,
            dated=self.next_step is not None,
            undated=self.undated,
        )


def who_is_told(action: Action, lead_id: int) -> str:
    """Return who else got a check-in by a touch with a lead, whom they had referred; empty where nobody."""
    told = [change.after.name for change in action.changes if isinstance(change.after, Lead) and change.id != lead_id]
    return told[0] if told else ""


class PromiseTurn(NamedTuple):
    """A promise, and the state that an action gave it."""

    promise: Promise
    state: PromiseState


def turns_of(action: Action, lead_id: int, here: str) -> list[PromiseTurn]:
    """Return the promises of a lead whose state an action changed, as the clocks of the zone `here` show them."""
    return turns_in(action.changes, lead_id, here)


def turns_in(changes: Sequence[Change], lead_id: int, here: str) -> list[PromiseTurn]:
    """Return the promises of a lead whose state changes turn, as the clocks of the zone `here` show them."""
    change = next((one for one in changes if one.table is Table.LEADS and one.id == lead_id), None)
    if change is None or not isinstance(change.before, Lead) or not isinstance(change.after, Lead):
        return []
    leads = (one.before for one in changes if isinstance(one.before, Lead))  # by a join, those of two
    before = {one.uid: one.state for lead in leads for one in lead.promises}
    turned = (one for one in change.after.promises if before.get(one.uid, one.state) != one.state)
    return [PromiseTurn(one.seen_from(here), one.state) for one in turned]


def silences(change: Change) -> bool:
    """Return whether a change makes a lead do-not-contact."""
    is_silent = isinstance(change.after, Lead) and change.after.status is Status.DO_NOT_CONTACT
    return is_silent and change.before != change.after


class Silenced(NamedTuple):
    """A lead whom changes make do-not-contact, what was promised them and waited for them."""

    lead: Lead
    turned: Sequence[PromiseTurn]
    messages: Sequence[Message]
    """Those that are dropped."""

    def words(self, why: str, today: dt.date) -> str:
        """Return what becomes of them: `Ann Lee (1) is do not contact now: …; promise of Fri 20 Mar withdrawn`."""
        parts = [f"{self.lead.name} ({self.lead.id}) is do not contact now: {why}"]
        parts += [turn_words(turn, today) for turn in self.turned]
        return "; ".join([*parts, *filter(None, (dropped_words(self.messages),))])


def dropped_words(messages: Sequence[Message]) -> str:
    """Return which messages are dropped, by where they would have gone; empty where none is."""
    return f"dropped the message to {', '.join(one.to for one in messages)}" if messages else ""


def set_by(action: Action, lead_id: int, here: str) -> list[Step]:
    """Return the promises and the plan that an action gave a lead, as the clocks of the zone `here` show them."""
    change = next((one for one in action.changes if one.table is Table.LEADS and one.id == lead_id), None)
    after = change.after if change else None
    if not isinstance(after, Lead):
        return []
    before = change.before if change and isinstance(change.before, Lead) else None
    known = {one.uid for one in before.promises} if before else set()
    promises = [one.seen_from(here) for one in after.promises if one.uid not in known]
    plan = after.plan if after.plan != (before.plan if before else None) else None
    return [*promises, *((plan.seen_from(here),) if plan else ())]


def step_words(step: Step, today: dt.date) -> str:
    """Return what is to be done in few words: `promised Fri 20 Mar 10:00`, `task by Thu 19 Mar`, `next Mon 23 Mar`."""
    kind = ("promised" if step.calls else "task by") if step.promised else "next"
    return f"{kind} {When(step.day, step.time).words(today)}"


def turn_words(turn: PromiseTurn, today: dt.date) -> str:
    """Return what became of a promise: `was Fri 20 Mar 10:00`, `promise kept`."""
    day = When(turn.promise.day, turn.promise.time).words(today)
    match turn.state:
        case PromiseState.AGREED_ANEW:
            return f"was {day}"
        case PromiseState.PUT_OFF:
            return f"was promised {day}"
        case PromiseState.KEPT:
            return "promise kept"
        case _:
            return f"promise of {day} {turn.state.words}"
