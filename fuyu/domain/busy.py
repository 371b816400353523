"""Times that are taken, by meetings and by promises, and those that are free between them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple, TypeVar

from fuyu.domain.manners import Hours

TAKES = timedelta(minutes=30)
"""How long a follow-up with a time takes."""
At = TypeVar("At", datetime, int)
"""A moment: a time, or seconds that are counted from one."""
_QUARTER = timedelta(minutes=15)
_DAY = timedelta(days=1)
_LENGTH = re.compile(r"([0-9]{1,3})\s*(?:(m|mins?|minutes?)|(h|hours?))", re.IGNORECASE)
_LONGEST = timedelta(hours=12)


class TimeSpan(NamedTuple):
    """A time from one moment to another; both are told in UTC, for clocks on the wall go back once a year."""

    start: datetime
    end: datetime

    @property
    def length(self) -> timedelta:
        """How long it is."""
        return self.end - self.start

    def meets(self, other: "TimeSpan") -> bool:
        """Return whether two spans share any moment."""
        return self.start < other.end and other.start < self.end

    def words(self, zone: tzinfo | None) -> str:
        """Return it by the clocks of a zone: `10:00-11:00`; what ends at midnight ends at 24:00."""
        start, end = self.start.astimezone(zone), self.end.astimezone(zone)
        until = f"{end:%H:%M}" if end.date() == start.date() or end.time() != time() else "24:00"
        return f"{start:%H:%M}-{until}"


def spanning(start: datetime, end: datetime) -> TimeSpan:
    """Return the span between two moments of any zone."""
    return TimeSpan(start.astimezone(UTC), end.astimezone(UTC))


def day_of(day: date, zone: tzinfo | None, hours: Hours | None = None) -> TimeSpan:
    """Return a day by the clocks of a zone, or some hours of it."""
    first, last = (hours.first, hours.last) if hours else (time(), time())
    end = datetime.combine(day if hours else day + _DAY, last, zone)
    return spanning(datetime.combine(day, first, zone), end)


def merged(spans: Iterable[TimeSpan]) -> list[TimeSpan]:
    """Return spans in order, those that meet or touch as one."""
    return [TimeSpan(*pair) for pair in merged_pairs(spans)]


def merged_pairs(pairs: Iterable[tuple[At, At]]) -> list[tuple[At, At]]:
    """Return times from one moment to another in order, those that meet or touch as one; a moment may be a number."""
    found: list[tuple[At, At]] = []
    for start, end in sorted(pairs):
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


def free(within: TimeSpan, busy: Iterable[TimeSpan], length: timedelta) -> Iterator[TimeSpan]:
    """Yield the times that are free, from a quarter of an hour on, and at least so long.

    Args:
        within: where they are looked for.
        busy: what is taken, in any order.
        length: how long each has to be.
    """
    start = _on_a_quarter(within.start)
    for span in [*merged(busy), TimeSpan(within.end, within.end)]:
        end = min(span.start, within.end)
        if end - start >= length:
            yield TimeSpan(start, end)
        start = max(start, _on_a_quarter(span.end))


def next_free(at: datetime, busy: Sequence[TimeSpan], until: datetime, length: timedelta = TAKES) -> datetime | None:
    """Return the first moment from one on that is free for so long; None where none is until then."""
    found = next(free(spanning(at, until), busy, length), None)
    return found.start.astimezone(at.tzinfo) if found else None


def length_of(words: str) -> timedelta | None:
    """Return how long words mean: `30min`, `1h`, `90 minutes`; None where they mean no such thing."""
    found = _LENGTH.fullmatch(words.strip())
    if not found:
        return None
    length = timedelta(hours=int(found[1])) if found[3] else timedelta(minutes=int(found[1]))
    return length if timedelta() < length <= _LONGEST else None


def _on_a_quarter(moment: datetime) -> datetime:
    """Return the moment, or the next at which a quarter of an hour begins."""
    past = timedelta(minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond)
    return moment - past + _QUARTER if past else moment
