"""One record on its way into the book: what it says, understood on this day, and whom a person says it is of."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from operator import attrgetter
from typing import Any, NamedTuple
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.fields import BY_NAME, LINE
from fuyu.domain.lead import About
from fuyu.domain.money import Money
from fuyu.domain.promise import Promise, PromiseKind, promise_of
from fuyu.domain.step import Plan, Step
from fuyu.domain.when import Problem, When
from fuyu.domain.zones import name_of
from fuyu.features.contacts.reading.contact import NO_YEAR, Contact, Happened

_LINE_NAMES = tuple(field.name for field in LINE)
_line_values = attrgetter(*_LINE_NAMES)


class Whom(Struct, frozen=True, gc=False):
    """Whom a person says a record is of: a lead of the book, whoever an earlier record is of, or else somebody new."""

    lead: int | None = None
    line: int | None = None
    """Where the earlier record starts: a new lead has no id yet that could be named."""


SOMEBODY_NEW = Whom()
Said = Mapping[int, Whom]
"""What a person says of records that are maybe of somebody known, by the line where each starts."""


class Understanding(NamedTuple):
    """What understands words of a file: a next date, and an amount."""

    when: Callable[[str], When | Problem]
    money: Callable[[str], Money | Problem]


class Arrival(Struct, frozen=True, gc=False):
    """What a record says."""

    contact: Contact
    """As the file has it; what could not be read stands in the note, the birthday in what matters to them."""
    told: dict[str, Any]
    """For each field of one value what is said, by its name."""
    steps: tuple[Step, ...]
    """What is to be done next, and what was promised beside it."""
    uid: str
    """What tells the touch apart that it is of; empty where nothing took place."""
    said: Whom | None = None
    """Whom a person says it is of; None without a word of theirs."""


def understood(contact: Contact, now: datetime, by: Understanding, said: Whom | None = None) -> Arrival:
    """Return what a contact says; what cannot be read becomes a part of the note."""
    told: dict[str, Any] = dict(zip(_LINE_NAMES, _line_values(contact), strict=True))
    unread = []
    for field, read in ((BY_NAME["value"], by.money), (BY_NAME["expected"], partial(_day_of, when=by.when))):
        words = field.of(contact)
        found = read(words) if words else None
        if isinstance(found, Problem):
            unread.append(f"{field.name}: {words}")
        told[field.name] = None if isinstance(found, Problem) else found
    if unread:
        contact = replace(contact, note="\n".join(filter(None, (contact.note, *unread))))
    if contact.about or contact.birthday:
        contact = replace(contact, about=_about_of(contact, now.date()))
    uid = _uid_of(contact.happened) if contact.happened else ""
    return Arrival(contact, told, tuple(_steps_of(contact, now, by.when)), uid, said)


def _day_of(said: str, when: Callable[[str], When | Problem]) -> date | Problem:
    """Return a day that a file names; one in ISO may be over."""
    with suppress(ValueError):
        return date.fromisoformat(said)
    found = when(said)
    return found.day if isinstance(found, When) else found


def _steps_of(contact: Contact, now: datetime, when: Callable[[str], When | Problem]) -> Iterator[Step]:
    """Yield what is to be done with a contact: the next step, and what was promised beside it."""
    if contact.do_not_contact:
        return
    promise = partial(_promise, now=now)
    found = when(contact.next) if contact.next and not contact.step else None
    if contact.step and contact.promised:
        yield promise(contact.step)
    elif contact.step:
        yield replace(contact.step, zone=(contact.step.zone or name_of(now)) if contact.step.time else "")
    elif isinstance(found, When):
        yield Plan(day=found.day, time=found.time, zone=found.zone)
    for agreed in contact.promises:
        yield promise(agreed.step, kind=PromiseKind.TASK if agreed.is_task else PromiseKind.CONTACT)


def _promise(step: Step, now: datetime, kind: PromiseKind = PromiseKind.CONTACT) -> Promise:
    return promise_of(step, uuid4().hex, now, name_of(now), kind)


def _uid_of(happened: Happened) -> str:
    """Return what tells a touch apart that another program kept; the same in every file that tells of it."""
    from hashlib import sha256  # noqa: PLC0415 - four milliseconds that every other command would wait, too

    told = (happened.day, happened.time, happened.channel, happened.outcome, happened.note)
    return sha256(repr(tuple(map(str, told))).encode()).hexdigest()[:32]


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
