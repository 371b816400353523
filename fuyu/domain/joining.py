"""Two leads that are one person: field by field what the joined lead has, and what gave way."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import takewhile
from typing import Any, NamedTuple

from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.agreement import Fields, read, settle, written
from fuyu.domain.fields import BY_NAME, FIELDS, Joins, same_text
from fuyu.domain.history import Entry, Touch
from fuyu.domain.identity import is_named
from fuyu.domain.lead import Lead, Status
from fuyu.domain.step import Plan, Step
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
    touches = [entry for entry in history if isinstance(entry, Touch) and not entry.check_in]
    status = _status(kept.status, other.status)
    stays = replace(kept, **_taken(other, taken) | {"name": _name(kept, other, taken), "status": status})
    goes = replace(other, id=kept.id, status=status)
    done = settle(Table.LEADS, None, written(stays), written(goes), at=at)
    lead = replace(
        read(done.fields or {}, Lead),
        referred_by=next(
            (by for by in (kept.referred_by, other.referred_by) if by not in {None, kept.id, other.id}), None
        ),
        referred=tuple(
            dict.fromkeys(one for one in (*kept.referred, *other.referred) if one not in {kept.id, other.id})
        ),
        touches=kept.touches + other.touches,
        unanswered=len(list(takewhile(lambda touch: touch.outcome.unanswered, touches))),
    )
    return Joined(lead, tuple(_gave_way(lead, other, at)), tuple(_gave_way(lead, kept, at)))


def _taken(other: Lead, taken: Collection[str]) -> dict[str, Any]:
    """Return what the other lead says in the fields in which its value stays."""
    has_a_pace = "rhythm" in taken and (other.rhythm or other.cadence)
    pace = {"rhythm": other.rhythm, "cadence": other.cadence} if has_a_pace else {}
    return {field: value for field in taken if (value := getattr(other, field))} | pace


def _name(kept: Lead, other: Lead, taken: Collection[str]) -> str:
    """Return the name of the two that is one, the first of them where both are."""
    first, second = (other, kept) if "name" in taken else (kept, other)
    return first.name if is_named(first) else second.name


def in_full(step: Step, today: date) -> str:
    """Return all that is said of a step: `Mon 1 Jun 11:00, call: prices “after the fair”`."""
    why = f": {step.why}" if step.why else ""
    quote = f" “{step.quote}”" if step.quote else ""
    return f"{When(step.day, step.time).words(today)}, {step.how}{why}{quote}"


def said_otherwise(gave_way: Fields) -> str:
    """Return what one of two copies of a lead said otherwise: `company was “Initech”; role was “CEO”`."""
    said = read({**written(Lead(id=0, name="")), **gave_way}, Lead)
    return "; ".join(f"{name.replace('_', ' ')} was {_in_words(said, name)}" for name in gave_way)


def _in_words(lead: Lead, name: str) -> str:
    value = getattr(lead, name)
    if isinstance(value, Plan):
        return in_full(value, date.min)  # with its year: in another one the same copy says the same
    return f"“{BY_NAME[name].words(value) if name in BY_NAME else value}”"


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
