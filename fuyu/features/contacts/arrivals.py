"""Bringing contacts in: who is new, who is known already, and what is learnt of those who are."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime, time
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.action import Change, Table
from fuyu.domain.cleaning import cleaned
from fuyu.domain.fields import BY_NAME, LINE, LINES, ONE
from fuyu.domain.history import Note, Touch, after_touch
from fuyu.domain.identity import KnownPeople, Verdict, same_name
from fuyu.domain.lead import About, Lead, Status, Temperature
from fuyu.domain.manners import as_wanted
from fuyu.domain.money import Money
from fuyu.domain.promise import Promise, PromiseKind, promise_of
from fuyu.domain.settling import withdrawn
from fuyu.domain.step import Plan, Step
from fuyu.domain.text import clean, fold
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import name_of, zone_of
from fuyu.features.contacts.reading.contact import NO_YEAR, Contact, Happened
from fuyu.storage.port import Store

_Told = dict[str, Any]
"""What a contact says for each field of one value, by its name."""
_NOTED = tuple(field for field in ONE if field.option and field.name != "zone")
"""The fields that are filled where they are blank, and of which what contradicts is noted."""
_LINE_NAMES = tuple(field.name for field in LINE)
_LINES_NAMES = tuple(field.name for field in LINES)
_line_values, _lines_values = attrgetter(*_LINE_NAMES), attrgetter(*_LINES_NAMES)
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


class Whom(Struct, frozen=True, gc=False):
    """Whom a person says a record is of: a lead of the book, whoever an earlier record is of, or else somebody new."""

    lead: int | None = None
    line: int | None = None
    """Where the earlier record starts: a new lead has no id yet that could be named."""


SOMEBODY_NEW = Whom()
Said = Mapping[int, Whom]
"""What a person says of records that are maybe of somebody known, by the line where each starts."""


class KeptOut(Struct, frozen=True, gc=False):
    """A record that does not come in: it is of somebody who is, or maybe is, do-not-contact."""

    line: int
    lead: int
    """Who asked not to be contacted."""
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


class Understanding(NamedTuple):
    """What understands words of a file: a next date, and an amount."""

    when: Callable[[str], When | Problem]
    money: Callable[[str], Money | Problem]


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
    gathering = _Gathering(store, now, understanding, said or {})
    for number, contact in enumerate(contacts, start=1):
        gathering.take(contact)
        if progress is not None and number % 1_000 == 0:
            progress(number)
    return gathering.result()


class _Gathering:
    """Contacts taken in one by one, matched with the book and with each other."""

    def __init__(self, store: Store, now: datetime, understanding: Understanding, said: Said) -> None:
        self._store = store
        self._whom_said = said
        self._of_line: dict[int, int] = {}
        """By the line of a record the lead it is of."""
        self._now = now
        self._when, self._money = understanding
        self._before: dict[int, Lead] = {}
        self._after: dict[int, Lead] = {}
        self._entries: list[Note | Touch] = []
        self._said: dict[int, list[str]] = {}
        self._took_place: dict[int, set[str]] = {}
        self._next_note = store.next_id(Table.NOTES)
        self._next_touch = store.next_id(Table.TOUCHES)
        self._first_new = self._next_lead = store.next_id(Table.LEADS)
        self._seen: set[int] = set()
        self._repeated = 0
        self._learnt: list[Learnt] = []
        self._maybe: list[MaybeKnown] = []
        self._kept_out: list[KeptOut] = []
        self._people = KnownPeople(self._lead)
        for lead in store.documents(Table.LEADS):
            if isinstance(lead, Lead):
                self._people.put(lead.id, lead)

    def take(self, contact: Contact) -> None:
        """Match one contact with whoever it is of, or make a new lead of it."""
        if contact.about or contact.birthday:
            contact = replace(contact, about=_about_of(contact, self._now.date()))
        contact, told = self._told(contact)
        steps = self._steps_of(contact)
        alike = [(lead, verdict) for lead_id, verdict in self._people.like(contact) if (lead := self._lead(lead_id))]
        said = self._whom_said.get(contact.line)
        named = self._named(said)
        found = None if said == SOMEBODY_NEW else named or _whom(contact, alike)
        if (silent := self._who_forbids(contact, found, alike)) is not None:
            verdict = Verdict.SURE if silent is found else Verdict.MAYBE
            self._kept_out.append(KeptOut(contact.line, silent.id, verdict))
            return
        known = [lead for lead, verdict in alike if verdict is Verdict.SURE or _is_copied(lead, contact)]
        known += [found] if found else []
        meant = known if said is None else [named] if named else []
        same = next((lead for lead in meant if self._says_nothing_new(lead, contact, told, steps)), None)
        if same is not None:
            self._note_seen(same.id, contact.line)
            return
        if found is None:
            lead = self._new(contact, told, steps)
            self._next_lead += 1
            if alike and said != SOMEBODY_NEW:
                others = [other.id for other, _ in alike[:_MOST_ALIKE]]
                self._maybe.append(MaybeKnown(contact.line, lead.id, others[0], tuple(others[1:])))
        else:
            lead = _merged(found, contact, told, steps, self._now)
        self._note_seen(lead.id, contact.line)
        self._take_in(found or lead, lead, contact, self._news(lead, contact, told, steps))

    def _told(self, contact: Contact) -> tuple[Contact, _Told]:
        """Return what a contact says for each field of one value; what cannot be read becomes a part of the note."""
        told: _Told = dict(zip(_LINE_NAMES, _line_values(contact), strict=True))
        unread = []
        for field, read in ((BY_NAME["value"], self._money), (BY_NAME["expected"], self._day)):
            said = field.of(contact)
            found = read(said) if said else None
            if isinstance(found, Problem):
                unread.append(f"{field.name}: {said}")
            told[field.name] = None if isinstance(found, Problem) else found
        return replace(contact, note="\n".join(filter(None, (contact.note, *unread)))) if unread else contact, told

    def _day(self, said: str) -> date | Problem:
        """Return a day that a file names; one in ISO may be over."""
        with suppress(ValueError):
            return date.fromisoformat(said)
        found = self._when(said)
        return found.day if isinstance(found, When) else found

    def _take_in(self, before: Lead, lead: Lead, contact: Contact, news: str) -> None:
        """Keep a lead as a contact makes it, with what took place and what is to be noted."""
        is_new = lead is before
        lead, touch = self._touched(lead, contact.happened)
        if not is_new:
            fields = [field for field in lead.__struct_fields__ if getattr(before, field) != getattr(lead, field)]
            self._learnt.append(Learnt(contact.line, lead.id, (*fields, "note") if news else tuple(fields)))
            if lead.id < self._first_new:
                self._before.setdefault(lead.id, before)
        self._after[lead.id] = lead
        self._people.put(lead.id, lead)
        if touch:
            self._entries.append(touch)
        if news:
            self._past(lead.id).append(news)
            self._entries.append(Note(id=self._next_note, lead=lead.id, at=self._now, note=news))
            self._next_note += 1

    def _named(self, said: Whom | None) -> Lead | None:
        """Return the lead whom a person names; None where nobody was named, or they are gone meanwhile."""
        if said is None or said == SOMEBODY_NEW:
            return None
        lead_id = self._of_line.get(said.line, 0) if said.lead is None and said.line is not None else said.lead
        return self._lead(lead_id) if lead_id is not None else None

    def _note_seen(self, lead_id: int, line: int) -> None:
        self._of_line[line] = lead_id
        self._repeated += lead_id in self._seen
        self._seen.add(lead_id)

    def _who_forbids(self, contact: Contact, found: Lead | None, alike: Sequence[tuple[Lead, Verdict]]) -> Lead | None:
        """Return the lead of the book, do-not-contact, who keeps a contact out; what took place comes in all the same.

        Without a sure match whoever is maybe such a lead stays out: nobody is asked here.
        """
        if contact.do_not_contact or contact.happened:
            return None
        possible = [lead for lead, _ in alike] if found is None else [found]
        return next(
            (lead for lead in possible if _refuses(self._before.get(lead.id) or self._store.lead(lead.id))), None
        )

    def result(self) -> Arrivals:
        """Return what was gathered."""
        leads = [Change(before=self._before.get(lead.id), after=lead) for lead in self._after.values()]
        changed = [change for change in leads if change.before != change.after]
        entries = [Change(before=None, after=entry) for entry in self._entries]
        new = tuple(lead for lead in self._after.values() if lead.id >= self._first_new)
        merged = tuple(lead for lead in self._after.values() if lead.id < self._first_new)
        refused = sum(_refuses(lead) and not _refuses(self._before.get(lead.id)) for lead in self._after.values())
        return Arrivals(
            changes=(*changed, *entries),
            new=new,
            merged=merged,
            known=len(self._seen - self._after.keys()),
            refused=refused,
            learnt=tuple(self._learnt),
            repeated=self._repeated,
            maybe=tuple(self._maybe),
            kept_out=tuple(self._kept_out),
            lines={lead_id: line for line, lead_id in reversed(self._of_line.items()) if lead_id >= self._first_new},
        )

    def _lead(self, lead_id: int) -> Lead | None:
        return self._after.get(lead_id) or self._store.lead(lead_id)

    def _says_nothing_new(self, lead: Lead, contact: Contact, told: _Told, steps: Sequence[Step]) -> bool:
        if contact.happened and _uid(contact.happened) not in self._touches(lead.id):
            return False
        return _merged(lead, contact, told, steps, self._now) == lead and not self._news(lead, contact, told, steps)

    def _new(self, contact: Contact, told: _Told, steps: Sequence[Step]) -> Lead:
        status = Status.DO_NOT_CONTACT if contact.do_not_contact else Status(contact.status or Status.OPEN)
        new = Lead(
            id=self._next_lead,
            **told,
            **dict(zip(_LINES_NAMES, _lines_values(contact), strict=True)),
            about=contact.about,
            temperature=Temperature(contact.temperature) if contact.temperature else Temperature.WARM,
            status=status,
            created=self._now,
        )
        new = replace(new, zone=new.zone or zone_of(new.phones))
        return cleaned(as_wanted(_with_steps(new, steps)) if status.may_have_a_date else new)

    def _steps_of(self, contact: Contact) -> tuple[Step, ...]:
        """Return what is to be done with a contact: the next step, and what was promised beside it."""
        if contact.do_not_contact:
            return ()
        step = self._step_of(contact)
        kinds = {True: PromiseKind.TASK, False: PromiseKind.CONTACT}
        promises = (self._promise(agreed.step, kinds[agreed.is_task]) for agreed in contact.promises)
        return (*((step,) if step else ()), *promises)

    def _promise(self, step: Step, kind: PromiseKind = PromiseKind.CONTACT) -> Promise:
        return promise_of(step, uuid4().hex, self._now, name_of(self._now), kind)

    def _step_of(self, contact: Contact) -> Step | None:
        if contact.step:
            if contact.promised:
                return self._promise(contact.step)
            zone = contact.step.zone or name_of(self._now)
            return replace(contact.step, zone=zone if contact.step.time else "")
        found = self._when(contact.next) if contact.next else None
        return Plan(day=found.day, time=found.time, zone=found.zone) if isinstance(found, When) else None

    def _touched(self, lead: Lead, happened: Happened | None) -> tuple[Lead, Touch | None]:
        """Return the lead after what took place, and the touch; a touch that is known is none."""
        if happened is None or _uid(happened) in self._touches(lead.id):
            return lead, None
        touch = Touch(
            id=self._next_touch,
            uid=_uid(happened),
            lead=lead.id,
            at=datetime.combine(happened.day, happened.time or _NOON, self._now.tzinfo),
            channel=happened.channel,
            outcome=happened.outcome,
            note=clean(happened.note),
        )
        self._next_touch += 1
        self._touches(lead.id).add(touch.uid)
        if lead.last_touch and lead.last_touch.at >= touch.at:
            return replace(lead, touches=lead.touches + 1), touch
        after = after_touch(lead, touch, lead.plan, promises=lead.promises)
        return replace(after, status=lead.status, plan=lead.plan), touch

    def _news(self, lead: Lead, contact: Contact, told: _Told, steps: Sequence[Step]) -> str:
        """Return what is to be noted: what the lead has no other place for, as far as no note says so already."""
        parts = map(clean, (contact.note, *_untold(lead, contact, told, steps)))
        past = [f"\n{text}\n" for text in self._past(lead.id)]
        return "\n".join(part for part in parts if part and not any(f"\n{part}\n" in text for text in past))

    def _past(self, lead_id: int) -> list[str]:
        """Return what the lead's notes say, and said before they were corrected."""
        if lead_id not in self._said:
            entries = self._store.history(lead_id) if lead_id < self._first_new else ()
            self._said[lead_id] = [text.note for entry in entries for text in (entry, *entry.earlier)]
        return self._said[lead_id]

    def _touches(self, lead_id: int) -> set[str]:
        """Return the uids of the lead's touches."""
        if lead_id not in self._took_place:
            entries = self._store.history(lead_id) if lead_id < self._first_new else ()
            self._took_place[lead_id] = {entry.uid for entry in entries if isinstance(entry, Touch)}
        return self._took_place[lead_id]


def _uid(happened: Happened) -> str:
    """Return what tells a touch apart that another program kept; the same in every file that tells of it."""
    from hashlib import sha256  # noqa: PLC0415 - four milliseconds that every other command would wait, too

    told = (happened.day, happened.time, happened.channel, happened.outcome, happened.note)
    return sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:32]


def _whom(contact: Contact, alike: Sequence[tuple[Lead, Verdict]]) -> Lead | None:
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


def _with_steps(lead: Lead, steps: Iterable[Step]) -> Lead:
    """Return a lead with more that is to be done with them."""
    for step in steps:
        lead = lead.with_step(step)
    return lead


def _merged(lead: Lead, contact: Contact, told: _Told, steps: Sequence[Step], now: datetime) -> Lead:
    """Return the lead with what was not known: blank fields filled, numbers and tags added, nothing overwritten.

    A name that is only an e-mail address or a number counts as blank. A wish to be left alone is the exception: it wins
    over any status and any next step.
    """
    reach = (*lead.emails, *lead.phones)
    fields: dict[str, Any] = {field.name: field.of(lead) or told[field.name] for field in _NOTED}
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
    )
    if contact.do_not_contact:
        learnt = replace(learnt, plan=None, promises=withdrawn(lead.promises, {p.uid for p in lead.promises}, now))
    return cleaned(as_wanted(_with_steps(learnt, steps) if lead.is_unscheduled else learnt))


def _untold(lead: Lead, contact: Contact, told: _Told, steps: Sequence[Step]) -> Iterator[str]:
    """Yield, to be noted, what a contact says that its lead does not, being known otherwise.

    A date for someone who had asked to be left alone means nothing any more.
    """
    if contact.name != lead.name and not _repeats(contact.name, (lead.name, lead.company, *lead.emails, *lead.phones)):
        yield f"name: {contact.name}"
    for field in _NOTED:
        said = told[field.name]
        if said and said != field.of(lead) and not field.same(words := field.words(said), field.words_of(lead)):
            yield f"{field.name}: {words}"
    if _refuses(lead) and not contact.do_not_contact:
        return
    if not (contact.step or contact.next or contact.promises):
        return
    step_told = _step_words(contact.step) if contact.step else contact.next
    known = {(each.day, each.time) for each in (*lead.promises, *lead.steps)}
    step = steps[0] if steps else None
    if step_told and (step is None or (step.day, step.time) not in known):
        yield f"next: {step_told}"
    for agreed in contact.promises:
        if (agreed.step.day, agreed.step.time) not in known:
            yield f"{'task' if agreed.is_task else 'promised'}: {_step_words(agreed.step)}"


def _step_words(step: Step) -> str:
    at = f" {step.time:%H:%M}" if step.time else ""
    return f"{step.day}{at} {step.channel} {step.why}".rstrip()


def _repeats(name: str, known: Iterable[str]) -> bool:
    return _bare(name) in map(_bare, known)


def _refuses(lead: Lead | None) -> bool:
    return lead is not None and lead.status is Status.DO_NOT_CONTACT


def _joined(ours: tuple[str, ...], theirs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the texts of both; nothing a file says is lost, so the same number written otherwise is another."""
    if theirs == ours:
        return ours
    known = {_bare(text) for text in ours}
    return (*ours, *(text for text in theirs if _bare(text) not in known))


def _bare(text: str) -> str:
    return "".join(fold(text).split()).rstrip("/")


def _about_of(contact: Contact, today: date) -> tuple[About, ...]:
    """Return what matters to a person, the birthday first; a day without a year is the next of that name."""
    return tuple(dict.fromkeys(_dated(about, today) for about in (*_birthday_of(contact), *contact.about)))


def _birthday_of(contact: Contact) -> Iterator[About]:
    if contact.birthday:
        try:
            born = date.fromisoformat(contact.birthday.replace("--", f"{NO_YEAR}-", 1))
            yield About("birthday", born, yearly=True)
        except ValueError:
            yield About(f"birthday {contact.birthday}")


def _dated(about: About, today: date) -> About:
    if about.day is None or about.day.year != NO_YEAR:
        return about
    from calendar import isleap  # noqa: PLC0415 - two milliseconds that every other command would wait, too

    month, day = about.day.month, about.day.day
    years = (year for year in range(today.year, today.year + 9) if (month, day) != (2, 29) or isleap(year))
    return replace(about, day=next(found for year in years if (found := date(year, month, day)) >= today))


def _is_told(lead: Lead, about: About) -> bool:
    """Return whether a lead has a fact; of one that returns each year, the year is nothing new."""
    same = [known.day for known in lead.about if fold(known.fact) == fold(about.fact)]
    if about.day is None or about.day in same:
        return bool(same)
    return about.yearly and any(day and (day.month, day.day) == (about.day.month, about.day.day) for day in same)
