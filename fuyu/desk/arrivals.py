"""Bringing contacts in: who is new, who is known already, and what is learnt of those who are."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.action import Change, Table
from fuyu.domain.history import Note
from fuyu.domain.kindness import joined
from fuyu.domain.lead import About, Lead, NextStep, Status, Temperature
from fuyu.domain.text import clean, fold
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import zone_of
from fuyu.interop.contact import Contact
from fuyu.storage.port import Store

_PHONE_TAIL = 9
"""Digits at the end of a number that tell it apart, whatever the way its country is written."""
_SHORTEST_PHONE = 6


class Arrivals(Struct, frozen=True):
    """What an import would do."""

    changes: tuple[Change, ...]
    new: tuple[Lead, ...]
    merged: tuple[Lead, ...]
    """Known leads who gain something: a number, a company, a note."""
    known: int
    """How many contacts say nothing that was not known."""
    refused: int
    """How many leads, new or known, turn out to be not to contact."""


def arrivals(
    contacts: Iterable[Contact],
    store: Store,
    now: datetime,
    when: Callable[[str], When | Problem],
    progress: Callable[[int], None] | None = None,
) -> Arrivals:
    """Return what bringing these contacts in would do; nothing is written.

    Args:
        contacts: as the file has them; those that are one person become one lead.
        store: the book as it is.
        now: the time, with its zone.
        when: understands a next date as the file writes it.
        progress: told how many contacts were matched.
    """
    gathering = _Gathering(store, now, when)
    for number, contact in enumerate(contacts, start=1):
        gathering.take(contact)
        if progress is not None and number % 1_000 == 0:
            progress(number)
    return gathering.result()


class _Gathering:
    """Contacts taken in one by one, matched with the book and with each other."""

    def __init__(self, store: Store, now: datetime, when: Callable[[str], When | Problem]) -> None:
        self._store = store
        self._now = now
        self._when = when
        self._before: dict[int, Lead] = {}
        self._after: dict[int, Lead] = {}
        self._notes: list[Note] = []
        self._said: dict[int, list[str]] = {}
        self._next_note = store.next_id(Table.NOTES)
        self._next_lead = store.next_id(Table.LEADS)
        self._known = 0
        self._by_key: dict[str, dict[int, None]] = {}
        for row in store.rows:
            lead = store.lead(row.id)
            if lead is not None:
                self._before[lead.id] = lead
                self._remember(lead)

    def take(self, contact: Contact) -> None:
        """Match one contact: by e-mail, then phone, then name and company."""
        step = self._step_of(contact)
        found = self._having(_keys(contact.emails, contact.phones, contact.name, contact.company), contact.name)
        namesakes = self._having([_called(contact.name)], contact.name)
        if any(self._says_nothing_new(lead, contact, step) for lead in (*found, *namesakes)):
            self._known += 1
            return
        if found:
            lead = _merged(found[0], contact, step)
        else:
            lead = self._new(contact, step)
            self._next_lead += 1
        self._after[lead.id] = lead
        self._remember(lead)
        if note := self._news(lead, contact, step):
            self._past(lead.id).append(note)
            self._notes.append(Note(id=self._next_note, lead=lead.id, at=self._now, note=note))
            self._next_note += 1

    def result(self) -> Arrivals:
        """Return what was gathered."""
        leads = [Change(before=self._before.get(lead.id), after=lead) for lead in self._after.values()]
        changed = [change for change in leads if change.before != change.after]
        notes = [Change(before=None, after=note) for note in self._notes]
        new = tuple(lead for lead in self._after.values() if lead.id not in self._before)
        merged = tuple(lead for lead in self._after.values() if lead.id in self._before)
        refused = sum(_refuses(lead) and not _refuses(self._before.get(lead.id)) for lead in self._after.values())
        return Arrivals((*changed, *notes), new, merged, self._known, refused)

    def _having(self, keys: Iterable[str], name: str) -> list[Lead]:
        """Return leads with one of the keys, the surest first; of several who share a number, those of that name."""
        found: dict[int, Lead] = {}
        for key in keys:
            leads = [self._after.get(lead_id) or self._before[lead_id] for lead_id in self._by_key.get(key, ())]
            leads.sort(key=lambda lead: fold(lead.name) != fold(name))
            found |= {lead.id: lead for lead in leads if lead.id not in found}
        return list(found.values())

    def _says_nothing_new(self, lead: Lead, contact: Contact, step: NextStep | None) -> bool:
        return _merged(lead, contact, step) == lead and not self._news(lead, contact, step)

    def _remember(self, lead: Lead) -> None:
        for key in (*_keys(lead.emails, lead.phones, lead.name, lead.company), _called(lead.name)):
            self._by_key.setdefault(key, {})[lead.id] = None

    def _new(self, contact: Contact, step: NextStep | None) -> Lead:
        return Lead(
            id=self._next_lead,
            name=contact.name,
            company=contact.company,
            role=contact.role,
            phones=contact.phones,
            emails=contact.emails,
            links=contact.links,
            place=contact.place,
            about=_about_of(contact),
            tags=contact.tags,
            temperature=Temperature(contact.temperature) if contact.temperature else Temperature.WARM,
            status=Status.DO_NOT_CONTACT if contact.do_not_contact else Status.OPEN,
            next_step=step,
            zone=zone_of(contact.phones),
            source=contact.source,
            created=self._now,
        ).cleaned()

    def _step_of(self, contact: Contact) -> NextStep | None:
        wanted = contact.next and not contact.do_not_contact
        found = self._when(contact.next) if wanted else None
        return NextStep(day=found.day, time=found.time, zone=found.zone) if isinstance(found, When) else None

    def _news(self, lead: Lead, contact: Contact, step: NextStep | None) -> str:
        """Return what is to be noted: what the lead has no other place for, as far as no note says so already."""
        parts = map(clean, (contact.note, *_untold(lead, contact, step)))
        past = [f"\n{text}\n" for text in self._past(lead.id)]
        return "\n".join(part for part in parts if part and not any(f"\n{part}\n" in text for text in past))

    def _past(self, lead_id: int) -> list[str]:
        """Return what the lead's notes say, and said before they were corrected."""
        if lead_id not in self._said:
            entries = self._store.history(lead_id) if lead_id in self._before else ()
            self._said[lead_id] = [text.note for entry in entries for text in (entry, *entry.earlier)]
        return self._said[lead_id]


def _keys(emails: Iterable[str], phones: Iterable[str], name: str, company: str) -> Iterator[str]:
    """Yield what tells a person apart, the surest first."""
    yield from (f"mail {email.casefold()}" for email in emails)
    for phone in phones:
        digits = "".join(char for char in phone if char.isdecimal())
        if len(digits) >= _SHORTEST_PHONE:
            yield f"phone {digits[-_PHONE_TAIL:]}"
    yield f"{_called(name)} at {fold(company)}"


def _called(name: str) -> str:
    return f"name {fold(name)}"


def _merged(lead: Lead, contact: Contact, step: NextStep | None) -> Lead:
    """Return the lead with what was not known: blank fields filled, numbers and tags added, nothing overwritten.

    A name that is only an e-mail address or a number counts as blank. A wish to be left alone is the exception: it wins
    over any status and any next step.
    """
    reach = (*lead.emails, *lead.phones)
    phones = _joined(lead.phones, contact.phones)
    is_named = _repeats(contact.name, (*reach, *contact.emails, *contact.phones)) or not _repeats(lead.name, reach)
    return replace(
        lead,
        name=lead.name if is_named else contact.name,
        company=lead.company or contact.company,
        role=lead.role or contact.role,
        place=lead.place or contact.place,
        phones=phones,
        zone=lead.zone or (zone_of(phones) if phones != lead.phones else ""),
        emails=_joined(lead.emails, contact.emails),
        links=_joined(lead.links, contact.links),
        tags=_joined(lead.tags, contact.tags),
        about=joined(lead.about, _about_of(contact)),
        status=Status.DO_NOT_CONTACT if contact.do_not_contact else lead.status,
        next_step=None if contact.do_not_contact else step if lead.in_the_cracks else lead.next_step,
    ).cleaned()


def _untold(lead: Lead, contact: Contact, step: NextStep | None) -> Iterator[str]:
    """Yield, to be noted, what a contact says that its lead does not, being known otherwise.

    A date for someone who had asked to be left alone means nothing any more.
    """
    if not _repeats(contact.name, (lead.name, lead.company, *lead.emails, *lead.phones)):
        yield f"name: {contact.name}"
    for title in ("company", "role", "place"):
        if fold(getattr(contact, title)) not in {"", fold(getattr(lead, title))}:
            yield f"{title}: {getattr(contact, title)}"
    if _refuses(lead) and not contact.do_not_contact:
        return
    agreed = lead.next_step
    if contact.next and (step is None or agreed is None or (step.day, step.time) != (agreed.day, agreed.time)):
        yield f"next: {contact.next}"


def _repeats(name: str, known: Iterable[str]) -> bool:
    return _bare(name) in map(_bare, known)


def _refuses(lead: Lead | None) -> bool:
    return lead is not None and lead.status is Status.DO_NOT_CONTACT


def _joined(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    known = {_bare(text) for text in ours}
    return (*ours, *(text for text in theirs if _bare(text) not in known))


def _bare(text: str) -> str:
    return "".join(fold(text).split()).rstrip("/")


def _about_of(contact: Contact) -> tuple[About, ...]:
    if not contact.birthday:
        return ()
    try:
        return (About("birthday", date.fromisoformat(contact.birthday), yearly=True),)
    except ValueError:
        return (About(f"birthday {contact.birthday}"),)
