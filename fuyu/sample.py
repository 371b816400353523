"""The book that `fuyu demo` opens: sixty people who do not exist, and how it stands with them at any moment."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from importlib import resources

from msgspec import Struct, convert, field
from msgspec.json import encode
from msgspec.structs import replace

from fuyu.domain.action import Document, Table
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Draft, Note, Touch, after_touch
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.promise import Promise, promise_of
from fuyu.domain.settling import after_touch as settled_by
from fuyu.domain.step import Channel, Plan
from fuyu.domain.zones import name_of
from fuyu.storage.documents import SCHEMA

_WEEK = Calendar()
_MADE_BEFORE = 3
"""Days before its day that a promise was made."""
_ADDED = 5
"""How many days ago a lead was added whom nobody has touched yet."""


def book(now: datetime) -> bytes:
    """Return the sample book as TinyDB's JSON, one document a line, the same for the same moment.

    Args:
        now: the moment the book is told from; the times of the day's promises are in its zone.
    """
    tables: dict[Table, list[Document]] = {table: [] for table in Table}
    for lead_id, person in enumerate(_people(), start=1):
        first_touch, first_note = len(tables[Table.TOUCHES]) + 1, len(tables[Table.NOTES]) + 1
        touches = _touches(person, lead_id, first_touch, now)
        tables[Table.LEADS].append(_lead(person, lead_id, touches, now))
        tables[Table.TOUCHES] += touches
        tables[Table.NOTES] += _notes(person, lead_id, first_note, now)
        if person.draft:
            tables[Table.DRAFTS].append(Draft(id=lead_id, text=person.draft, at=now))
    filled = [_table(table, documents) for table, documents in tables.items() if documents]
    return b"{\n%b\n}\n" % b",\n".join([b'"_meta":{\n"1":{"schema":%d}\n}' % SCHEMA, *filled])


class _Step(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A next step whose days are counted from today."""

    in_days: int
    first: int | None = None
    """The day first planned, where it was snoozed."""
    snoozed: int = 0
    at: time | None = None
    channel: Channel = Channel.CALL
    why: str = ""
    quote: str = ""
    promised: bool = False


class _Past(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A touch, days ago."""

    ago: int
    channel: Channel
    outcome: Outcome
    note: str = ""
    promised: int | None = None
    """The day it was promised for, as days ago; None where nothing was promised."""


class _Person(Lead, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A lead as sample.toml has it: its days are still numbers."""

    id: int = 0
    next: _Step | None = None
    expected_in: int | None = None
    """The day by which the yes is expected, in days from today."""
    facts: tuple[str, ...] = ()
    dates: dict[str, int] = field(default_factory=dict)
    """Dated facts, in days from today."""
    history: tuple[_Past, ...] = ()
    """Oldest first."""
    notes: tuple[tuple[int, str], ...] = ()
    """Days ago, and what was written."""
    draft: str = ""


def _people() -> list[_Person]:
    toml = resources.files("fuyu").joinpath("sample.toml").read_text("utf-8")
    return convert(tomllib.loads(toml)["person"], list[_Person])


def _lead(person: _Person, lead_id: int, touches: Sequence[Touch], now: datetime) -> Lead:
    """Return the lead as the touches left them."""
    plan = _plan(person.next, now) if person.next else None
    if plan and plan.quote:
        plan = replace(plan, said=touches[-1].at.date())
    added = max([*(past.ago for past in person.history), *(ago for ago, _ in person.notes)], default=_ADDED)
    lead = replace(
        convert(person, Lead, from_attributes=True),
        id=lead_id,
        status=Status.OPEN,
        promises=tuple(_kept(person, lead_id, touches, now)),
        about=_about(person, now.date()),
        expected=None if person.expected_in is None else _day(person.expected_in, now),
        created=_at(-added, time(7, 45), now),
    )
    promised = plan and person.next and person.next.promised
    for touch in touches:
        lost = person.status is Status.LOST
        lead = after_touch(lead, touch, None if promised else plan, promises=lead.promises, lost=lost)
    if plan and promised and lead.status.may_have_a_date:
        made = touches[-1].at if touches else now
        return lead.with_step(promise_of(plan, f"sample-{lead_id}", made, name_of(now)))
    return lead if touches else lead.with_step(plan)


def _kept(person: _Person, lead_id: int, touches: Sequence[Touch], now: datetime) -> Iterator[Promise]:
    """Yield the promises that touches have settled."""
    for number, (past, touch) in enumerate(zip(person.history, touches, strict=True)):
        if past.promised is not None:
            day, made = _day(-past.promised, now), _at(-past.promised - _MADE_BEFORE, time(8), now)
            promise = promise_of(Plan(day=day, channel=past.channel), f"sample-{lead_id}-{number}", made, name_of(now))
            yield settled_by(promise, touch)


def _about(person: _Person, today: date) -> tuple[About, ...]:
    dated = (About(fact=fact, day=today + timedelta(days=days)) for fact, days in person.dates.items())
    return (*map(About, person.facts), *dated)


def _plan(step: _Step, now: datetime) -> Plan:
    return Plan(
        day=_day(step.in_days, now),
        time=step.at,
        zone=name_of(now) if step.at else "",
        channel=step.channel,
        why=step.why,
        quote=step.quote,
        first_day=None if step.first is None else _day(step.first, now),
        snoozed=step.snoozed,
    )


def _touches(person: _Person, lead_id: int, first_id: int, now: datetime) -> list[Touch]:
    """Return the touches, an hour apart: two of them may meet on one day."""
    return [
        Touch(
            id=touch_id,
            uid=f"sample-{touch_id}",
            lead=lead_id,
            at=_at(-past.ago, time(8 + index, lead_id * 7 % 60), now),
            channel=past.channel,
            outcome=past.outcome,
            note=past.note,
        )
        for index, (touch_id, past) in enumerate(enumerate(person.history, start=first_id))
    ]


def _notes(person: _Person, lead_id: int, first_id: int, now: datetime) -> list[Note]:
    return [
        Note(id=note_id, lead=lead_id, at=_at(-ago, time(17, 40), now), note=note)
        for note_id, (ago, note) in enumerate(person.notes, start=first_id)
    ]


def _at(days: int, wall: time, now: datetime) -> datetime:
    """Return a time on a day, or now where that is still to come."""
    return min(datetime.combine(_day(days, now), wall, now.tzinfo), now)


def _day(days: int, now: datetime) -> date:
    """Return the day so many days from today, moved away from today over days off; today is today, even a Sunday."""
    day, away = now.date() + timedelta(days=days), timedelta(days=1 if days > 0 else -1)
    while days and not _WEEK.is_working(day):
        day += away
    return day


def _table(table: Table, documents: Iterable[Document]) -> bytes:
    lines = b",\n".join(b'"%d":%b' % (document.id, encode(document)) for document in documents)
    return b'"%b":{\n%b\n}' % (table.encode(), lines)
