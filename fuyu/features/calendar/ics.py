"""Events as a calendar file (RFC 5545 and RFC 7986), and what such a file of ours said before.

The file is its own memory: an event that has not changed stays in it byte for byte, one that has changed counts its
SEQUENCE on, and one that is gone is cancelled there for a month. So it may be subscribed to, where only what it says
now counts, as well as imported again and again, where a lead's event is found by its UID and moved or taken away.
Where the file was lost nothing goes wrong: numbers are minutes, and every new one is higher than any old one.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b

import icalendar
from msgspec import Struct, msgpack

from fuyu.domain.cleaning import cleaned
from fuyu.domain.zones import is_iana, zone_called
from fuyu.errors import UsageError
from fuyu.features.calendar.rules import Event, EventKind
from fuyu.features.calendar.zone_rules import zone_text

_MAKER = "-//fuyu//follow-ups//EN"
_BOOK, _REVISION = "X-FUYU-BOOK", "X-FUYU-REVISION"
_FORM = 2
"""How events are written; another number writes each of them anew."""
_LOOKED_AT = timedelta(minutes=15)
"""How often those who subscribe should look."""
_TTL = "PT15M"
"""The same, for those who know only the older name of it."""
_TAKES = timedelta(minutes=30)
"""What a calendar keeps free for a follow-up with a time."""
_A_DAY = timedelta(days=1)
_CANCELLED_FOR = timedelta(days=30)
"""Time enough for whoever imports the file now and then."""
_EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
_HEAD = 1_000
_MOST = (1 << 31) - 1
"""The largest number in a calendar (RFC 5545, 3.3.8)."""
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError)
"""What the library raises on properties that are not what their names say, or stand there twice."""

_EVENT = re.compile(rb"BEGIN:VEVENT\r\n.*?\r\nEND:VEVENT\r\n", re.DOTALL)
_SAID = re.compile(rb"^(UID|SEQUENCE|DTSTAMP|DTSTART|RRULE|STATUS|X-FUYU-REVISION)[^:\r]*:([^\r]*)", re.MULTILINE)


class Stands(Struct, frozen=True):
    """An event as it stands in a calendar of ours."""

    uid: str
    revision: str
    """Of what it says; empty where it is cancelled."""
    sequence: int
    stamped: datetime
    """When it last changed."""
    day: date
    yearly: bool
    text: bytes

    def is_to_come(self, today: date) -> bool:
        """Return whether it is missed where it is gone: a follow-up always is, a day that mattered until it is past."""
        return self.yearly or self.uid.startswith("next-") or self.day >= today


class Rewritten(Struct, frozen=True):
    """A calendar as it is to be."""

    text: bytes
    events: int
    cancelled: int
    changed: int
    """How many events say something else than before, or are new, or are cancelled now."""


def is_ours(text: bytes) -> bool:
    """Return whether a calendar is one of fuyu's, of whichever book."""
    return f"PRODID:{_MAKER}".encode() in text[:_HEAD]


def may_become(text: bytes, book: str) -> bool:
    """Return whether a calendar of a book may take the place of what stands there: nothing, or the one before."""
    return not text.strip() or (is_ours(text) and f"{_BOOK}:{_tag(book)}".encode() in text[:_HEAD])


def rewritten(present: bytes, events: Sequence[Event], book: str, now: datetime) -> Rewritten:
    """Return a calendar that shows these events; the same bytes where nothing has changed.

    Args:
        present: the calendar as it stands; empty where there is none.
        events: all that is to be shown.
        book: a name for the book they are of; a calendar shows one book.
        now: the time, with its zone.

    Raises:
        UsageError: what stands there is no calendar of this book.
    """
    if not may_become(present, book):
        whose = "another book's" if is_ours(present) else "another program's"
        raise UsageError(f"it is {whose} calendar; name another file, or remove it")
    stood = {event.uid: event for event in _standing(present)}
    texts: list[bytes] = []
    changed = 0
    for event in events:
        before = stood.pop(event.uid, None)
        if before is not None and before.revision == revision(event):
            texts.append(before.text)
        else:
            changed += 1
            texts.append(composed(event, next_sequence(now, before.sequence if before else 0), now))
    shows = len(texts)
    for gone in stood.values():
        if gone.revision and gone.is_to_come(now.date()):
            changed += 1
            texts.append(_cancelled(gone, now))
        elif not gone.revision and now - gone.stamped <= _CANCELLED_FOR:
            texts.append(gone.text)
    head, tail = _frame(book)
    written = b"".join((head, *_zone_texts(events), *texts, tail))
    return Rewritten(written, shows, len(texts) - shows, changed)


def alone(event: Event, sequence: int, now: datetime) -> bytes:
    """Return a calendar of one event, as a server keeps them."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    head, tail = _around(calendar)
    return b"".join((head, *_zone_texts([event]), composed(event, sequence, now), tail))


def says(text: bytes, event: Event) -> bool:
    """Return whether a calendar of one event, as a server may have rewritten it, still says what the event says."""
    names = ("DTSTART", "RRULE", "SUMMARY", "DESCRIPTION", "STATUS", "TRANSP")
    ours = _first_event(alone(event, 0, _EPOCH))
    try:
        theirs = _first_event(text)
        if theirs is None or ours is None or _end(theirs) != _end(ours):
            return False
        return all(_value(theirs, name) == _value(ours, name) for name in names)
    except _BROKEN:
        return False


def revision(event: Event) -> str:
    """Return what tells one wording of an event from any other."""
    return blake2b(msgpack.encode((_FORM, event)), digest_size=9).hexdigest()


def next_sequence(now: datetime, before: int) -> int:
    """Return a number above the one before, and above any of an earlier minute."""
    return max(int((now - _EPOCH) / timedelta(minutes=1)), before + 1)


def composed(event: Event, sequence: int, now: datetime) -> bytes:
    """Return the text of one event, cleaned as it is written."""
    event = cleaned(event)
    made = icalendar.Event()
    made.add("uid", event.uid)
    made.add("sequence", sequence)
    made.add("dtstamp", now.astimezone(UTC))
    made.add("summary", event.summary)
    if event.details:
        made.add("description", event.details)
    if event.time is None:
        _add_span(made, event.day)
    else:
        _add_span(made, _start(event.day, event.time, event.zone))
    if event.yearly:
        made.add("rrule", _each_year(event.day))
    made.add("categories", ["fuyu", event.kind.value])
    made.add("transp", "OPAQUE" if event.time and event.kind is EventKind.PROMISE else "TRANSPARENT")
    made.add(_REVISION, revision(event))
    if event.alarm is not None:
        alarm = icalendar.Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", event.summary)
        alarm.add("trigger", timedelta(minutes=-event.alarm))
        made.add_component(alarm)
    return bytes(made.to_ical())


def _add_span(made: icalendar.Event, start: date) -> None:
    """Say when an event begins and ends: not all programs reckon with a duration, or know how long a day is."""
    made.add("dtstart", start)
    with suppress(OverflowError):  # nothing ends after the last day of all
        if not isinstance(start, datetime):
            made.add("dtend", start + _A_DAY)
        elif start.tzinfo is None:
            made.add("dtend", start + _TAKES)
        else:
            made.add("dtend", (start.astimezone(UTC) + _TAKES).astimezone(start.tzinfo))


def _cancelled(gone: Stands, now: datetime) -> bytes:
    """Return the text that takes an event away wherever it was imported; it says nothing of anybody."""
    made = icalendar.Event()
    made.add("uid", gone.uid)
    made.add("sequence", next_sequence(now, gone.sequence))
    made.add("dtstamp", now.astimezone(UTC))
    made.add("summary", "Cancelled")
    _add_span(made, gone.day)
    made.add("status", "CANCELLED")
    made.add("transp", "TRANSPARENT")
    return bytes(made.to_ical())


def _each_year(day: date) -> dict[str, object]:
    """Return the rule of a day that returns; the 29 February is the 28th where there is none."""
    if (day.month, day.day) == (2, 29):
        return {"freq": "yearly", "bymonth": 2, "bymonthday": -1}
    return {"freq": "yearly"}


def _standing(text: bytes) -> Iterator[Stands]:
    """Yield the events of a calendar of ours; one that somebody made unreadable counts as none."""
    for found in _EVENT.finditer(text):
        said = {name.decode(): value.decode("utf-8", "replace") for name, value in _SAID.findall(found[0])}
        try:
            yield Stands(
                uid=said["UID"],
                revision="" if said.get("STATUS") == "CANCELLED" else said[_REVISION],
                sequence=_counted(said["SEQUENCE"]),
                stamped=datetime.strptime(said["DTSTAMP"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC),
                day=date.fromisoformat(said["DTSTART"][:8]),
                yearly="RRULE" in said,
                text=found[0],
            )
        except (KeyError, ValueError):
            continue


def _counted(number: str) -> int:
    """Return a number that another can follow in a calendar; raise a `ValueError` for any other."""
    counted = int(number)
    if not 0 <= counted < _MOST:
        raise ValueError
    return counted


def _frame(book: str) -> tuple[bytes, bytes]:
    """Return what stands before and after the events of a calendar file."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("name", "fuyu")
    calendar.add("x-wr-calname", "fuyu")
    calendar.add("refresh-interval", _LOOKED_AT, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", _TTL)
    calendar.add(_BOOK, _tag(book))
    return _around(calendar)


def _tag(book: str) -> str:
    """Return what a calendar calls a book: neither where it lies nor what it is called."""
    return blake2b(book.encode("utf-8", "surrogateescape"), digest_size=9).hexdigest()


def _around(calendar: icalendar.Calendar) -> tuple[bytes, bytes]:
    text, tail = calendar.to_ical(), b"END:VCALENDAR\r\n"
    return text.removesuffix(tail), tail


def _zone_texts(events: Iterable[Event]) -> Iterator[bytes]:
    """Yield what a calendar must know of the zones of events."""
    years: dict[str, set[int]] = {}
    for event in events:
        if event.time and event.zone != "UTC" and is_iana(event.zone):
            years.setdefault(event.zone, set()).add(event.day.year)
    for name in sorted(years):
        yield zone_text(name, min(years[name]), max(years[name]))


def _start(day: date, at: time, name: str) -> datetime:
    """Return when an event begins: in UTC where its zone has no IANA name, in no zone where nobody knows it.

    What is in no zone begins by the clocks of wherever the calendar is read.
    """
    start = datetime.combine(day, at, zone_called(name))
    if start.tzinfo is None or is_iana(name):
        return start
    try:
        return start.astimezone(UTC)
    except OverflowError:  # on the first or the last day of all
        return start.replace(tzinfo=None)


def _first_event(text: bytes) -> icalendar.Event | None:
    calendar = icalendar.Calendar.from_ical(text)
    return next((part for part in calendar.walk("VEVENT") if isinstance(part, icalendar.Event)), None)


def _end(event: icalendar.Event) -> object:
    """Return when an event ends, whether it says so or how long it takes."""
    duration = getattr(event.get("DURATION"), "dt", None)
    start = _value(event, "DTSTART")
    if isinstance(duration, timedelta) and isinstance(start, date):
        return start + duration
    if "DTEND" not in event and isinstance(start, date) and not isinstance(start, datetime) and start < date.max:
        return start + _A_DAY
    return _value(event, "DTEND")


def _value(event: icalendar.Event | None, name: str) -> object:
    """Return a property as it is compared: a time as the moment it is."""
    found = event.get(name) if event else None
    moment = getattr(found, "dt", None)
    if isinstance(moment, datetime) and moment.tzinfo:
        return moment.astimezone(UTC)
    return moment if moment is not None else found and found.to_ical()
