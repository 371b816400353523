"""When one has no time: what the calendars say that a feature reads, and what was promised for a time."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

from msgspec.structs import replace

from fuyu.desk.terms import Terms
from fuyu.desk.whose import RowsOfSome
from fuyu.domain.agenda import Load
from fuyu.domain.busy import TAKES, TimeSpan, day_of, free, merged, next_free, spanning
from fuyu.domain.when import When
from fuyu.domain.zones import zone_called


class BusyTimes(Protocol):
    """What the desk asks of calendars."""

    def within(self, span: TimeSpan) -> Sequence[TimeSpan]:
        """Return the times within a span that are taken, in order, none of which meet."""


class NoBusyTimes:
    """No calendar is read: one has time whenever nothing is promised."""

    def within(self, _span: TimeSpan) -> tuple[TimeSpan, ...]:
        """Return nothing."""
        return ()


class Meetings:
    """The meetings of one person, and the times that are free beside them."""

    def __init__(self, mine: RowsOfSome, terms: Terms, calendars: BusyTimes) -> None:
        self._mine = mine
        self._terms = terms
        self._calendars = calendars

    def on(self, day: date) -> Sequence[TimeSpan]:
        """Return the meetings of a day by the clocks here."""
        return self._calendars.within(day_of(day, self._terms.now().tzinfo))

    def minutes(self, day: date) -> int:
        """Return how many minutes of a day they take."""
        whole = day_of(day, self._terms.now().tzinfo)
        parts = (TimeSpan(max(one.start, whole.start), min(one.end, whole.end)) for one in self.on(day))
        return sum((part.length for part in parts), timedelta()) // timedelta(minutes=1)

    def beside(self, load: Load) -> Load:
        """Return how full a day is, with how long meetings take beside what is due."""
        busy = self.minutes(load.day)
        return replace(load, busy=busy) if busy else load

    def clash(self, when: When) -> TimeSpan | None:
        """Return the meeting that a time falls into; None where one is free then."""
        at = self._moment(when)
        asked = spanning(at, at + TAKES) if at else None
        return next(iter(self._calendars.within(asked)), None) if asked else None

    def instead(self, when: When) -> When | None:
        """Return the next time of the same day at which one is free; None where there is none, or this one is."""
        at, clash = self._moment(when), self.clash(when)
        if at is None or clash is None:
            return None
        evening = datetime.combine(when.day, self._terms.manners.call_hours.last, at.tzinfo)
        found = next_free(at, self._calendars.within(spanning(at, evening)), evening) if at < evening else None
        return When(when.day, found.time(), when.zone) if found else None

    def slots(self, first: date, last: date, length: timedelta) -> Iterator[TimeSpan]:
        """Yield the times of working days, within the hours for calls, at which nothing is yet, none of them past."""
        now = self._terms.now()
        promised = self._promised(first, last)
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            hours = day_of(day, now.tzinfo, self._terms.manners.call_hours)
            hours = TimeSpan(max(hours.start, spanning(now, now).start), hours.end)
            if self._terms.calendar.is_working(day) and hours.start < hours.end:
                taken = [*self._calendars.within(hours), *(span for span in promised if span.meets(hours))]
                yield from free(hours, taken, length)

    def _promised(self, first: date, last: date) -> list[TimeSpan]:
        """Return the times of what was promised for those days, or, in another zone, for those beside them."""
        zone, around = self._terms.now().tzinfo, timedelta(days=1)
        promises = (one for row in self._mine.all() for one in row.open_promises if not one.is_task)
        near = (one for one in promises if first - around <= one.day <= last + around)
        moments = (moment for one in near if (moment := one.moment(zone)))
        return merged(spanning(moment, moment + TAKES) for moment in moments)

    def _moment(self, when: When) -> datetime | None:
        if when.time is None:
            return None
        return datetime.combine(when.day, when.time, zone_called(when.zone) or self._terms.now().tzinfo)
