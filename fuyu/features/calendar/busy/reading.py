"""The times that a calendar file says are taken (RFC 5545): repeated ones for half a year, and no names of anything."""

import logging
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, timedelta, tzinfo
from itertools import islice
from math import prod
from typing import Any

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


class UnreadableError(Exception):
    """A file that cannot be read, or one that says what nobody could mean; the text says why, without a name in it."""


def spans_of(content: bytes, first: date, last: date, zone: tzinfo | None) -> list[TimeSpan]:
    """Return the times that a calendar file says are taken, from one day to another.

    An event counts unless it is cancelled or says that the time is free; one of whole days only where it says that it
    is not: birthdays and school holidays say nothing.

    Args:
        content: the file.
        first: the first day.
        last: the last.
        zone: whose clocks count for times without a zone.

    Raises:
        UnreadableError: it is no calendar, or an event repeats without reason.
    """
    logging.getLogger("icalendar").setLevel(logging.CRITICAL)  # it would print what it skips on the terminal
    try:
        calendar = icalendar.Calendar.from_ical(content)
        if not isinstance(calendar, icalendar.Calendar):
            raise UnreadableError("it is no calendar")
        _refuse_too_often(calendar.walk("VEVENT"), last)
        found = recurring_ical_events.of(calendar, skip_bad_series=True).between(first, last + timedelta(days=1))
        spans = [span for event in islice(found, _MOST + 1) if (span := _span(event, zone))]
    except _BROKEN as error:
        raise UnreadableError("it is no calendar, or a broken one") from error
    if len(spans) > _MOST:
        raise UnreadableError(f"it has more than {_MOST:,} times in half a year")
    return spans


def _refuse_too_often(events: Iterable[Any], last: date) -> None:
    """Raise an `UnreadableError` where an event repeats more often than anybody meets: reckoning it never ends."""
    for event in events:
        for rule in _rules(event):
            frequency = [f"{one}".upper() for one in rule.get("FREQ", [])]
            a_day = prod(max(len(rule.get(name, [])), 1) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
            began = _day(event.decoded("DTSTART"))
            is_long = "HOURLY" in frequency and last - began > _LONGEST_HOURLY
            if _OFTEN.intersection(frequency) or a_day > _MOST_A_DAY or is_long:
                raise UnreadableError("an event in it repeats more often than anybody meets")


def _rules(event: Any) -> Iterator[Any]:
    rules = event.get("RRULE", [])
    yield from rules if isinstance(rules, list) else [rules]


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
