"""The times that a calendar file says are taken (RFC 5545): repeated ones for half a year, and no names of anything."""

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from math import prod
from typing import Any, NamedTuple

import icalendar
import recurring_ical_events

from fuyu.domain.busy import TimeSpan, spanning

_OFTEN = {"SECONDLY", "MINUTELY"}
_MOST_A_DAY = 48
"""Times that one event may repeat on a day."""
_LONGEST_HOURLY = timedelta(days=730)
_MOST = 50_000
"""Times of one file: of one event each hour for half a year there are five thousand."""
_BROKEN = (ValueError, TypeError, AttributeError, LookupError, ArithmeticError, RecursionError)
"""What the library raises on properties that are not what their names say."""


_ZONES = re.compile(rb"BEGIN:VTIMEZONE.*?END:VTIMEZONE", re.DOTALL)
_BEGINS = re.compile(rb"^DTSTART[^:\r\n]*:([0-9]{8})", re.MULTILINE)
_REPEATS = re.compile(rb"^R(?:RULE|DATE)[;:]", re.MULTILINE)
_LONGEST_EVENT = timedelta(days=400)


class NoCalendarError(Exception):
    """A file that cannot be read; the text says why, as a sentence goes on after its name."""


class TimesRead(NamedTuple):
    """The times that a file says are taken."""

    spans: list[TimeSpan]
    wrong: str = ""
    """What in it is left out, as a sentence goes on after its name; empty where nothing is."""


def times_in(content: bytes, first: date, last: date, zone: tzinfo | None) -> TimesRead:
    """Return the times that a calendar file says are taken, from one day to another.

    An event counts unless it is cancelled or says that the time is free; one of whole days only where it says that it
    is not: birthdays and school holidays say nothing.

    Args:
        content: the file.
        first: the first day.
        last: the last.
        zone: whose clocks count for times without a zone.

    Raises:
        NoCalendarError: it is no calendar, or has more times than anybody.
    """
    if _is_over(content, first):
        return TimesRead([])
    logging.getLogger("icalendar").setLevel(logging.CRITICAL)  # it would print what it skips on the terminal
    try:
        calendar = icalendar.Calendar.from_ical(content)
        if not isinstance(calendar, icalendar.Calendar):
            raise NoCalendarError("is left out: it is no calendar")
        found = list(_in_turn(calendar, first, last))
        spans = [span for event in islice(_events(found), _MOST + 1) if (span := _span(event, zone))]
    except _BROKEN as error:
        raise NoCalendarError("is left out: it is no calendar, or a broken one") from error
    if len(spans) > _MOST:
        raise NoCalendarError(f"is left out: it has more than {_MOST:,} times in half a year")
    return TimesRead(spans, next((one for one in found if isinstance(one, str)), ""))


def _is_over(content: bytes, first: date) -> bool:
    """Return whether all of a file lies so far back that nothing of it is left: most of a calendar does.

    A look at the letters tells, in a hundredth of the time that the library takes; where they tell it not, it reads.
    """
    events = _ZONES.sub(b"", content)
    begins = _BEGINS.findall(events)
    is_known = 0 < len(begins) == events.count(b"BEGIN:VEVENT") and not _REPEATS.search(events)
    return is_known and max(begins) < f"{first - _LONGEST_EVENT:%Y%m%d}".encode()


def _in_turn(calendar: icalendar.Calendar, first: date, last: date) -> Iterator[Sequence[Any] | str]:
    """Yield the events of some days: all at once, or, where one is broken, those of each meeting, or what is wrong."""
    events = [event for event in calendar.walk("VEVENT") if not _is_too_often(event, last)]
    others = [one for one in calendar.subcomponents if one.name != "VEVENT"]
    if len(events) < len(calendar.walk("VEVENT")):
        yield "has an event that repeats more often than anybody meets, which is left out"
    by_uid: dict[str, list[Any]] = {}
    for event in events:
        by_uid.setdefault(f"{event.get('UID', '')}", []).append(event)
    try:
        calendar.subcomponents = [*others, *events]
        yield recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
    except _BROKEN:
        for meeting in by_uid.values():
            calendar.subcomponents = [*others, *meeting]
            try:
                yield recurring_ical_events.of(calendar).between(first, last + timedelta(days=1))
            except _BROKEN:
                yield "has an event that is broken, which is left out"


def _events(found: Iterable[Sequence[Any] | str]) -> Iterator[Any]:
    for one in found:
        if not isinstance(one, str):
            yield from one


def _is_too_often(event: Any, last: date) -> bool:
    """Return whether an event repeats so often that reckoning it would not end; a rule that is none does not."""
    for rule in _rules(event):
        frequency = [f"{one}".upper() for one in rule.get("FREQ", [])]
        a_day = prod(max(len(rule.get(name, [])), 1) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
        is_long = "HOURLY" in frequency and last - _day(event.decoded("DTSTART")) > _LONGEST_HOURLY
        if _OFTEN.intersection(frequency) or a_day > _MOST_A_DAY or is_long:
            return True
    return False


def _rules(event: Any) -> Iterator[Any]:
    rules = event.get("RRULE", [])
    yield from (rule for rule in (rules if isinstance(rules, list) else [rules]) if isinstance(rule, icalendar.vRecur))


def _span(event: Any, zone: tzinfo | None) -> TimeSpan | None:
    """Return the time an event takes; None where it takes none."""
    shows = f"{event.get('TRANSP', '')}".upper()
    if shows == "TRANSPARENT" or f"{event.get('STATUS', '')}".upper() == "CANCELLED":
        return None
    start, end = event.start, event.end
    if not isinstance(start, datetime) and shows != "OPAQUE":
        return None
    span = spanning(_moment(start, zone), _moment(end, zone))
    return span if span.end > span.start else None


def _moment(at: date, zone: tzinfo | None) -> datetime:
    if not isinstance(at, datetime):
        return datetime(at.year, at.month, at.day, tzinfo=zone)
    return at.replace(tzinfo=zone) if at.tzinfo is None else at.astimezone(UTC)


def _day(at: date) -> date:
    return at.date() if isinstance(at, datetime) else at
