"""Two leads that are one person: field by field what the joined lead has, and what gave way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any, NamedTuple

from msgspec.structs import replace

from fuyu.domain.fields import FIELDS, LINES, Joins, same_text
from fuyu.domain.history import Entry, Touch
from fuyu.domain.identity import is_named
from fuyu.domain.kindness import joined as joined_facts
from fuyu.domain.lead import Lead, Status
from fuyu.domain.manners import as_wanted
from fuyu.domain.settling import united, withdrawn
from fuyu.domain.step import Step
from fuyu.domain.when import When
from fuyu.domain.zones import name_of

_ONE = tuple(field for field in FIELDS if field.joins is Joins.ONE and field.name != "name")
"""Fields of which the lead that stays keeps its own, where it has any; what gives way is noted."""
TAKEABLE = frozenset({"name", *(field.name for field in _ONE), "plan", "rhythm"})
"""Fields of which a person may say that the other lead's stays."""
_STRONGEST = (Status.DO_NOT_CONTACT, Status.WON, Status.OPEN, Status.LOST)


class Joined(NamedTuple):
    """A lead that two became."""

    lead: Lead
    gave_way: tuple[str, ...]
    """What the other said otherwise: `company “Globex”`."""
    gave_way_here: tuple[str, ...] = ()
    """What the one that is kept said otherwise."""


def joined(
    kept: Lead, other: Lead, history: Sequence[Entry], at: datetime, taken: Collection[str] = frozenset()
) -> Joined:
    """Return the lead that two become, under the id of the one that is kept.

    Its fields stay, empty ones come from the other, and sets are joined. Do-not-contact is absolute, a customer stays
    one, and a lost lead is followed up again where the other is.

    Args:
        kept: the lead that stays.
        other: the lead that is gone afterwards.
        history: what took place with both, newest first.
        at: the time, at which promises are withdrawn where none may stand.
        taken: fields, of `TAKEABLE`, in which the other's value stays, where it has one.
    """

    def first(field: str) -> tuple[Lead, Lead]:
        return (other, kept) if field in taken else (kept, other)

    touches = [entry for entry in history if isinstance(entry, Touch) and not entry.check_in]
    latest = [lead.last_touch for lead in (kept, other) if lead.last_touch]
    fields: dict[str, Any] = {field.name: _first(field.name, *first(field.name)) for field in _ONE}
    fields |= {field.name: field.united(field.of(kept), field.of(other)) for field in LINES}
    named, paced = first("name"), first("rhythm")
    name = next((one.name for one in named if is_named(one)), named[1].name)
    pace = next((one for one in paced if one.rhythm or one.cadence), paced[0])
    lead = replace(
        kept,
        **fields,
        name=name,
        plan=_first("plan", *first("plan")),
        about=joined_facts(kept.about, other.about),
        promises=united(kept.promises, other.promises),
        rhythm=pace.rhythm,
        cadence=pace.cadence,
        referred_by=next(
            (by for by in (kept.referred_by, other.referred_by) if by not in {None, kept.id, other.id}), None
        ),
        referred=tuple(
            dict.fromkeys(one for one in (*kept.referred, *other.referred) if one not in {kept.id, other.id})
        ),
        touches=kept.touches + other.touches,
        unanswered=len(list(takewhile(lambda touch: touch.outcome.unanswered, touches))),
        last_touch=max(latest, key=lambda touch: touch.at, default=None),
        created=min(filter(None, (kept.created, other.created)), default=None),
        status=_status(kept.status, other.status),
    )
    if not lead.status.may_have_a_date:
        gone = withdrawn(lead.promises, {promise.uid for promise in lead.promises}, at)
        lead = replace(lead, plan=None, promises=gone)
    lead = as_wanted(lead)
    return Joined(lead, tuple(_gave_way(lead, other, at)), tuple(_gave_way(lead, kept, at)))


def _first(field: str, one: Lead, other: Lead) -> Any:
    """Return what the one says in a field, or else the other."""
    return getattr(one, field) or getattr(other, field)


def in_full(step: Step, today: date) -> str:
    """Return all that is said of a step: `Mon 1 Jun 11:00, call: prices “after the fair”`."""
    why = f": {step.why}" if step.why else ""
    quote = f" “{step.quote}”" if step.quote else ""
    return f"{When(step.day, step.time).words(today)}, {step.how}{why}{quote}"


def _gave_way(lead: Lead, one: Lead, at: datetime) -> Iterable[str]:
    """Yield what one of the two said and the joined lead does not, with times as the clocks here show them."""
    if is_named(one) and not same_text(one.name, lead.name):
        yield f"name “{one.name}”"
    for field in _ONE:
        if (words := field.words_of(one)) and not field.same(words, field.words_of(lead)):
            yield f"{field.name} “{words}”"
    if one.plan is not None and lead.plan != one.plan:
        there = one.plan.clock_there(name_of(at))
        yield f"next {in_full(one.plan.seen_from(name_of(at)), at.date())}{f' ({there})' if there else ''}"
    if (one.rhythm, one.cadence) not in {(None, ""), (lead.rhythm, lead.cadence)}:
        yield f"rhythm {one.cadence or f'every {one.rhythm} days'}"
    if one.status is not lead.status:
        yield f"status {one.status.words}"


def _status(kept: Status, other: Status) -> Status:
    """Return what the joined lead is: do-not-contact is absolute, a yes stays a yes, and open beats lost."""
    return next(status for status in _STRONGEST if status in {kept, other})
