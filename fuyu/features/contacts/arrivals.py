"""Bringing contacts in: who is new, who is known already, and what is learnt of those who are."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, time
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.action import Change, Table
from fuyu.domain.history import Note, Touch, after_touch
from fuyu.domain.identity import KnownPeople, Verdict, same_name
from fuyu.domain.lead import Lead
from fuyu.domain.text import clean, fold
from fuyu.features.contacts.learnt import merged, new_lead, news, refuses
from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.understood import SOMEBODY_NEW, Arrival, Said, Understanding, Whom, understood
from fuyu.storage.port import Store

_NOON = time(12)
"""When a touch took place of which only the day is known."""
_MOST_ALIKE = 9
"""Leads whom a record is maybe of, that are told."""


class Learnt(Struct, frozen=True, gc=False):
    """A known lead whom a record is about, and what they gain from it."""

    line: int
    """Where the record starts."""
    lead: int
    fields: tuple[str, ...]
    """`phones`, `company`, `note`, ..."""


class MaybeKnown(Struct, frozen=True, gc=False):
    """A record that came in as a new lead, who is maybe somebody known."""

    line: int
    lead: int
    """The new lead."""
    other: int
    """Who they may be: a lead of the book, or one of an earlier record."""
    more: tuple[int, ...] = ()
    """Who else they may be, the likeliest first."""

    @property
    def others(self) -> tuple[int, ...]:
        """Everyone they may be."""
        return (self.other, *self.more)


class KeptOut(Struct, frozen=True, gc=False):
    """A record that does not come in: it is of somebody who is, or maybe is, do-not-contact."""

    line: int
    lead: int
    """Who asked not to be contacted; 0 is somebody who was forgotten."""
    verdict: Verdict


class Arrivals(Struct, frozen=True):
    """What an import would do: each record is of somebody new, updated, unchanged or repeated, or is kept out."""

    changes: tuple[Change, ...]
    new: tuple[Lead, ...]
    merged: tuple[Lead, ...]
    """Known leads who gain something: a number, a company, a note."""
    known: int
    """Of how many leads of the book nothing is said that was not known."""
    refused: int
    """How many leads, new or known, turn out to be not to contact."""
    learnt: tuple[Learnt, ...]
    """Which record was merged with whom: with a lead of the book, or with one of an earlier record."""
    repeated: int = 0
    """How many records are of somebody whom an earlier record was of."""
    maybe: tuple[MaybeKnown, ...] = ()
    """Who is new, and maybe somebody known; nobody of whom a person has said who they are."""
    kept_out: tuple[KeptOut, ...] = ()
    lines: Mapping[int, int] = {}
    """By the id of a new lead the line of the record that made them."""

    def whom(self, lead_id: int) -> Whom:
        """Return a lead as a person names them: one of the book by id, one of the file by line."""
        line = self.lines.get(lead_id)
        return Whom(lead=lead_id) if line is None else Whom(line=line)


def arrivals(
    contacts: Iterable[Contact],
    store: Store,
    now: datetime,
    understanding: Understanding,
    progress: Callable[[int], None] | None = None,
    *,
    said: Said | None = None,
) -> Arrivals:
    """Return what bringing these contacts in would do; nothing is written.

    Args:
        contacts: as the file has them; those that are one person become one lead.
        store: the book as it is.
        now: the time, with its zone.
        understanding: understands dates and amounts as the file writes them.
        progress: told how many contacts were matched; what it raises ends the matching and is passed on.
        said: whom a person says records are of; without a word of theirs whoever is maybe known comes in as new.
    """
    gathering = _Gathering(store, now)
    for number, contact in enumerate(contacts, start=1):
        gathering.take(understood(contact, now, understanding, said.get(contact.line) if said else None))
        if progress is not None and number % 1_000 == 0:
            progress(number)
    return gathering.result()


class Match(Struct, frozen=True, gc=False):
    """Who in the book, and among earlier records, a record may be of."""

    alike: tuple[Lead, ...] = ()
    """Everyone who is, or maybe is, the same person: the sure ones first, then the oldest."""
    found: Lead | None = None
    """Whose record it is; None: it is of somebody new."""
    same: tuple[Lead, ...] = ()
    """Of whom nothing is to be done, if they have all it says."""
    is_open: bool = True
    """Whether somebody new is maybe one of those who are alike: nobody has said that they are not."""


def match(arrival: Arrival, alike: Sequence[tuple[Lead, Verdict]], named: Lead | None) -> Match:
    """Return whom a record is of.

    Args:
        arrival: what the record says.
        alike: who is, or maybe is, the same person.
        named: whom a person says it is of; None where they named nobody, or somebody who is gone meanwhile.
    """
    everyone = tuple(lead for lead, _ in alike)
    if arrival.said == SOMEBODY_NEW:
        return Match(everyone, is_open=False)
    if named is not None:
        return Match(everyone, named, (named,))
    found = _surely(arrival.contact, alike)
    if arrival.said is not None:
        return Match(everyone, found)
    same = [lead for lead, verdict in alike if verdict is Verdict.SURE or _is_copied(lead, arrival.contact)]
    return Match(everyone, found, (*same, found) if found else tuple(same))


def _surely(contact: Contact, alike: Sequence[tuple[Lead, Verdict]]) -> Lead | None:
    """Return the lead whom a contact is surely of.

    An activity often names nothing but the person: it is of the only lead of that name whom no company contradicts.
    """
    sure = next((lead for lead, verdict in alike if verdict is Verdict.SURE), None)
    if sure is not None or not (contact.step or contact.happened) or contact.emails or contact.phones:
        return sure
    companies = {"", fold(contact.company)}
    named = [lead for lead, _ in alike if same_name(lead.name, contact.name)]
    possible = [lead for lead in named if not contact.company or fold(lead.company) in companies]
    return possible[0] if len(possible) == 1 else None


def _is_copied(lead: Lead, contact: Contact) -> bool:
    """Return whether a lead has just what a contact says of who it is: it was made of it before."""
    return all(getattr(lead, field) == getattr(contact, field) for field in ("name", "company", "emails", "phones"))


class _Past(Struct, gc=False):
    """What the history of a lead says."""

    notes: list[str]
    """What is noted, and was before it was corrected."""
    uids: set[str]
    """Of their touches."""


class _Gathering:
    """Records taken in one by one, matched with the book and with each other."""

    def __init__(self, store: Store, now: datetime) -> None:
        self._store = store
        self._now = now
        self._first_new = store.next_id(Table.LEADS)
        self._ids = {table: count(store.next_id(table)) for table in (Table.LEADS, Table.NOTES, Table.TOUCHES)}
        self._before: dict[int, Lead] = {}
        self._after: dict[int, Lead] = {}
        self._past: dict[int, _Past] = {}
        self._entries: list[Note | Touch] = []
        self._of_line: dict[int, int] = {}
        """By the line of a record the lead it is of."""
        self._records: Counter[int] = Counter()
        """By the id of a lead how many records were of them."""
        self._learnt: list[Learnt] = []
        self._maybe: list[MaybeKnown] = []
        self._kept_out: list[KeptOut] = []
        self._silent = store.forgotten.silent()
        self._people = KnownPeople(self._lead)
        for lead in store.documents(Table.LEADS):
            if isinstance(lead, Lead):
                self._people.put(lead.id, lead)

    def take(self, arrival: Arrival) -> None:
        """Keep a record out, or find that all of it is here already, or add it to a known lead, or make a new one."""
        found = self._match(arrival)
        if found.found is None and not arrival.said and self._silent.of(arrival.contact) is not None:
            self._kept_out.append(KeptOut(arrival.contact.line, 0, Verdict.MAYBE))
        elif (silent := self._who_forbids(arrival.contact, found)) is not None:
            verdict = Verdict.SURE if silent is found.found else Verdict.MAYBE
            self._kept_out.append(KeptOut(arrival.contact.line, silent.id, verdict))
        elif (same := next((lead for lead in found.same if self._says_nothing_new(lead, arrival)), None)) is not None:
            self._note_record(same.id, arrival.contact.line)
        elif found.found is not None:
            self._add_to(found.found, arrival)
        else:
            self._bring(arrival, found.alike if found.is_open else ())

    def result(self) -> Arrivals:
        """Return what was gathered."""
        leads = [Change(before=self._before.get(lead.id), after=lead) for lead in self._after.values()]
        changed = [change for change in leads if change.before != change.after]
        return Arrivals(
            changes=(*changed, *(Change(before=None, after=entry) for entry in self._entries)),
            new=tuple(lead for lead in self._after.values() if self._is_new(lead.id)),
            merged=tuple(lead for lead in self._after.values() if not self._is_new(lead.id)),
            known=len(self._records.keys() - self._after.keys()),
            refused=sum(refuses(lead) and not refuses(self._before.get(lead.id)) for lead in self._after.values()),
            learnt=tuple(self._learnt),
            repeated=self._records.total() - len(self._records),
            maybe=tuple(self._maybe),
            kept_out=tuple(self._kept_out),
            lines={lead_id: line for line, lead_id in reversed(self._of_line.items()) if self._is_new(lead_id)},
        )

    def _match(self, arrival: Arrival) -> Match:
        likely = self._people.like(arrival.contact)
        alike = [(lead, verdict) for lead_id, verdict in likely if (lead := self._lead(lead_id))]
        return match(arrival, alike, self._named(arrival.said))

    def _named(self, said: Whom | None) -> Lead | None:
        """Return the lead whom a person names; None where nobody was named, or they are gone meanwhile."""
        if said is None:
            return None
        lead_id = said.lead if said.lead is not None else self._of_line.get(said.line or 0)
        return self._lead(lead_id) if lead_id is not None else None

    def _who_forbids(self, contact: Contact, found: Match) -> Lead | None:
        """Return the lead of the book, do-not-contact, who keeps a contact out; what took place comes in all the same.

        Without a sure match whoever is maybe such a lead stays out: nobody is asked here.
        """
        if contact.do_not_contact or contact.happened:
            return None
        possible = found.alike if found.found is None else (found.found,)
        return next(
            (lead for lead in possible if refuses(self._before.get(lead.id) or self._store.lead(lead.id))), None
        )

    def _says_nothing_new(self, lead: Lead, arrival: Arrival) -> bool:
        past = self._past_of(lead.id)
        if arrival.uid and arrival.uid not in past.uids:
            return False
        return merged(lead, arrival, self._now) == lead and not news(lead, arrival, past.notes)

    def _add_to(self, known: Lead, arrival: Arrival) -> None:
        """Add to a known lead what a record says of them."""
        note = self._keep(merged(known, arrival, self._now), arrival)
        if not self._is_new(known.id):
            self._before.setdefault(known.id, known)
        lead = self._after[known.id]
        fields = [field for field in lead.__struct_fields__ if getattr(known, field) != getattr(lead, field)]
        self._learnt.append(Learnt(arrival.contact.line, lead.id, (*fields, "note") if note else tuple(fields)))

    def _bring(self, arrival: Arrival, maybe: Sequence[Lead]) -> None:
        """Make a new lead of a record, who is maybe one of these."""
        lead = new_lead(next(self._ids[Table.LEADS]), arrival, self._now)
        if maybe:
            other, *more = (other.id for other in maybe[:_MOST_ALIKE])
            self._maybe.append(MaybeKnown(arrival.contact.line, lead.id, other, tuple(more)))
        self._keep(lead, arrival)

    def _keep(self, lead: Lead, arrival: Arrival) -> str:
        """Keep a lead as a record makes it, with what took place, and return what was noted."""
        note = news(lead, arrival, self._past_of(lead.id).notes)
        lead = self._touched(lead, arrival)
        self._after[lead.id] = lead
        self._people.put(lead.id, lead)
        self._note_record(lead.id, arrival.contact.line)
        if note:
            self._past_of(lead.id).notes.append(note)
            note_id, now, me = next(self._ids[Table.NOTES]), self._now, self._store.me
            self._entries.append(Note(id=note_id, lead=lead.id, at=now, note=note, by=me))
        return note

    def _touched(self, lead: Lead, arrival: Arrival) -> Lead:
        """Return the lead after what took place, which is kept as a touch; a touch that is known changes nothing."""
        happened, uids = arrival.contact.happened, self._past_of(lead.id).uids
        if happened is None or arrival.uid in uids:
            return lead
        uids.add(arrival.uid)
        touch = Touch(
            id=next(self._ids[Table.TOUCHES]),
            uid=arrival.uid,
            lead=lead.id,
            at=datetime.combine(happened.day, happened.time or _NOON, self._now.tzinfo),
            channel=happened.channel,
            outcome=happened.outcome,
            note=clean(happened.note),
            by=self._store.me,
        )
        self._entries.append(touch)
        if lead.last_touch and lead.last_touch.at >= touch.at:
            return replace(lead, touches=lead.touches + 1)
        after = after_touch(lead, touch, lead.plan, promises=lead.promises)
        return replace(after, status=lead.status, plan=lead.plan)

    def _note_record(self, lead_id: int, line: int) -> None:
        self._of_line[line] = lead_id
        self._records[lead_id] += 1

    def _is_new(self, lead_id: int) -> bool:
        return lead_id >= self._first_new

    def _lead(self, lead_id: int) -> Lead | None:
        return self._after.get(lead_id) or self._store.lead(lead_id)

    def _past_of(self, lead_id: int) -> _Past:
        if lead_id not in self._past:
            entries = () if self._is_new(lead_id) else self._store.history(lead_id)
            notes = [text.note for entry in entries for text in (entry, *entry.earlier)]
            self._past[lead_id] = _Past(notes, {entry.uid for entry in entries if isinstance(entry, Touch)})
        return self._past[lead_id]
