"""What changes by a record: the lead it makes, what a known one gains, and what is noted of the rest."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import reduce
from operator import attrgetter
from typing import Any

from msgspec.structs import replace

from fuyu.domain.cleaning import cleaned
from fuyu.domain.fields import LINES, ONE
from fuyu.domain.lead import About, Lead, Status, Temperature
from fuyu.domain.manners import as_wanted
from fuyu.domain.settling import withdrawn
from fuyu.domain.step import Step
from fuyu.domain.text import clean, fold
from fuyu.domain.zones import zone_of
from fuyu.features.contacts.understood import Arrival

_NOTED = tuple(field for field in ONE if field.option and field.name != "zone")
"""The fields that are filled where they are blank, and of which what contradicts is noted."""
_LINES_NAMES = tuple(field.name for field in LINES)
_lines_values = attrgetter(*_LINES_NAMES)


def refuses(lead: Lead | None) -> bool:
    """Return whether somebody is do-not-contact; whoever is not in the book is not."""
    return lead is not None and lead.status is Status.DO_NOT_CONTACT


def new_lead(lead_id: int, arrival: Arrival, now: datetime) -> Lead:
    """Return the lead whom a record of somebody new makes."""
    contact = arrival.contact
    status = Status.DO_NOT_CONTACT if contact.do_not_contact else Status(contact.status or Status.OPEN)
    new = Lead(
        id=lead_id,
        **arrival.told,
        **dict(zip(_LINES_NAMES, _lines_values(contact), strict=True)),
        about=contact.about,
        temperature=Temperature(contact.temperature) if contact.temperature else Temperature.WARM,
        status=status,
        created=now,
    )
    new = replace(new, zone=new.zone or zone_of(new.phones))
    return cleaned(as_wanted(reduce(Lead.with_step, arrival.steps, new)) if status.may_have_a_date else new)


def merged(lead: Lead, arrival: Arrival, now: datetime) -> Lead:
    """Return the lead with what was not known: blank fields filled, numbers and tags added, nothing overwritten.

    A name that is only an e-mail address or a number counts as blank. A wish to be left alone is the exception: it wins
    over any status and any next step.
    """
    contact = arrival.contact
    reach = (*lead.emails, *lead.phones)
    fields: dict[str, Any] = {field.name: field.of(lead) or arrival.told[field.name] for field in _NOTED}
    fields |= {field.name: _joined(field.of(lead), field.of(contact)) for field in LINES}
    phones = fields["phones"]
    is_named = _repeats(contact.name, (*reach, *contact.emails, *contact.phones)) or not _repeats(lead.name, reach)
    learnt = replace(
        lead,
        **fields,
        name=lead.name if is_named else contact.name,
        zone=lead.zone or contact.zone or (zone_of(phones) if phones != lead.phones else ""),
        about=(*lead.about, *(about for about in contact.about if not _is_told(lead, about))),
        status=Status.DO_NOT_CONTACT if contact.do_not_contact else lead.status,
    ).silenced_since(lead)
    if contact.do_not_contact:
        learnt = replace(learnt, plan=None, promises=withdrawn(lead.promises, {p.uid for p in lead.promises}, now))
    return cleaned(as_wanted(reduce(Lead.with_step, arrival.steps, learnt) if lead.is_unscheduled else learnt))


def news(lead: Lead, arrival: Arrival, past: Iterable[str]) -> str:
    """Return what is to be noted: what the lead has no other place for, as far as no note of the past says so."""
    parts = map(clean, (arrival.contact.note, *_untold(lead, arrival)))
    said = [f"\n{text}\n" for text in past]
    return "\n".join(part for part in parts if part and not any(f"\n{part}\n" in text for text in said))


def _untold(lead: Lead, arrival: Arrival) -> Iterator[str]:
    """Yield, to be noted, what a contact says that its lead does not, being known otherwise.

    A date for someone who had asked to be left alone means nothing any more.
    """
    contact = arrival.contact
    if contact.name != lead.name and not _repeats(contact.name, (lead.name, lead.company, *lead.emails, *lead.phones)):
        yield f"name: {contact.name}"
    for field in _NOTED:
        said = arrival.told[field.name]
        if said and said != field.of(lead) and not field.same(words := field.words(said), field.words_of(lead)):
            yield f"{field.name}: {words}"
    if (contact.step or contact.next or contact.promises) and (contact.do_not_contact or not refuses(lead)):
        yield from _untold_steps(lead, arrival)


def _untold_steps(lead: Lead, arrival: Arrival) -> Iterator[str]:
    contact = arrival.contact
    known = {(each.day, each.time) for each in (*lead.promises, *lead.steps)}
    step = arrival.steps[0] if arrival.steps else None
    said = _step_words(contact.step) if contact.step else contact.next
    if said and (step is None or (step.day, step.time) not in known):
        yield f"next: {said}"
    for agreed in contact.promises:
        if (agreed.step.day, agreed.step.time) not in known:
            yield f"{'task' if agreed.is_task else 'promised'}: {_step_words(agreed.step)}"


def _step_words(step: Step) -> str:
    at = f" {step.time:%H:%M}" if step.time else ""
    return f"{step.day}{at} {step.channel} {step.why}".rstrip()


def _repeats(name: str, known: Iterable[str]) -> bool:
    return _bare(name) in map(_bare, known)


def _joined(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of both; nothing a file says is lost, so the same number written otherwise is another."""
    if theirs == ours:
        return ours
    known = {_bare(text) for text in ours}
    return (*ours, *(text for text in theirs if _bare(text) not in known))


def _bare(text: str) -> str:
    return "".join(fold(text).split()).rstrip("/")


def _is_told(lead: Lead, about: About) -> bool:
    """Return whether a lead has a fact; of one that returns each year, the year is nothing new."""
    same = [known.day for known in lead.about if fold(known.fact) == fold(about.fact)]
    if about.day is None or about.day in same:
        return bool(same)
    return about.yearly and any(day and (day.month, day.day) == (about.day.month, about.day.day) for day in same)
