"""The order of what is owed to leads: in the lists of a day, and in the round of calls."""

from datetime import date, datetime, timedelta
from enum import IntEnum
from math import inf

from msgspec import Struct

_MINUTE = timedelta(minutes=1)
_BEFORE, _AFTER = timedelta(minutes=10), timedelta(hours=1)
"""From when until when something with a time comes before all else."""
_LAST_HOUR = timedelta(hours=1)
"""What is left of call hours in which a promise for any time of today becomes as pressing as one with a time."""

Place = tuple[float, float, float, float, int, str, int]
"""What things owed are sorted by; the lowest comes first."""


class Owed(Struct, frozen=True, kw_only=True):
    """One promise or plan, as the clocks here show it."""

    day: date
    at: datetime | None = None
    """The moment of its time; None is any time of the day."""
    promised: bool = False
    calls: bool = True
    """Whether they are to be reached for it; a task is done at any hour."""
    waited: float = 0.0
    """The days waited as a share of the lead's own rhythm."""
    rank: int = 0
    """The rank of the lead's temperature: it only breaks ties."""
    name: str = ""
    lead: int = 0

    def is_late(self, today: date, now: datetime | None) -> bool:
        """Return whether its day is past, or the minute promised; a plan of today is not late before midnight.

        Args:
            today: the day.
            now: the time; None is the beginning of the day.
        """
        if self.day != today or not self.promised:
            return self.day < today
        return self.at is not None and now is not None and now - self.at >= _MINUTE

    def is_near(self, now: datetime) -> bool:
        """Return whether its time is in ten minutes, or was within the last hour."""
        return self.at is not None and -_BEFORE <= now - self.at <= _AFTER

    @property
    def since(self) -> float:
        """Its time as a number; what has no time stands at the end of its day."""
        return self.at.timestamp() if self.at else inf


def overdue_place(owed: Owed) -> Place:
    """Return the place among what is overdue: promises by how late they are, then plans by relative lateness."""
    if owed.promised:
        return _place(owed, 0, owed.day.toordinal(), owed.since)
    return _place(owed, 1, -owed.waited)


def today_place(owed: Owed) -> Place:
    """Return the place among what is for today: by the clock, then promises for any time, then plans."""
    if owed.at is not None:
        return _place(owed, 0, owed.since, not owed.promised)
    return _place(owed, 1) if owed.promised else _place(owed, 2, -owed.waited)


class Turn(IntEnum):
    """The groups of the round of calls, one after the other."""

    NEAR = 0
    """Its time is in ten minutes, or was within the last hour."""
    LAST_HOUR = 1
    """Promised for any time of today, and call hours where they are end within the hour."""
    LATE = 2
    PROMISED = 3
    PLAN = 4
    OTHER = 5
    """Nothing is owed: a check-in, or a lead without a date."""
    WAITING = 6
    """Agreed or planned for later today."""
    NIGHT = 7
    """Outside call hours where they are; within it by the groups before."""


def turn(owed: Owed, now: datetime, welcome: timedelta | None) -> Turn:
    """Return the group of the round that something due belongs to, call hours left aside.

    Args:
        owed: what is due today, or overdue.
        now: the time.
        welcome: how long a call is still welcome where they are; None is outside call hours.
    """
    if owed.is_near(now):
        return Turn.NEAR
    if owed.at is not None and owed.at > now:
        return Turn.WAITING
    if not owed.promised:
        return Turn.PLAN
    if owed.is_late(now.date(), now):
        return Turn.LATE
    return Turn.LAST_HOUR if welcome is not None and welcome <= _LAST_HOUR else Turn.PROMISED


def round_place(owed: Owed, now: datetime, welcome: timedelta | None) -> Place:
    """Return the place in the round of calls.

    At night comes, after all others, who has no agreed time now; of equals, whose call hours end first.

    Args:
        owed: what is due today, or overdue.
        now: the time.
        welcome: how long a call is still welcome where they are; None is outside call hours.
    """
    welcome = welcome if owed.calls else timedelta(days=1)
    group = turn(owed, now, welcome)
    left = welcome.total_seconds() if welcome is not None else inf
    first: float = group
    if group is Turn.NEAR:
        return _place(owed, first, owed.since > now.timestamp(), not owed.promised, owed.since)
    if group is Turn.WAITING:
        return _place(owed, first, owed.since, not owed.promised)
    if welcome is None:
        first = Turn.NIGHT + group / len(Turn)
    if group is Turn.LATE:
        return _place(owed, first, owed.day.toordinal(), owed.since, left)
    return _place(owed, first, -owed.waited if group is Turn.PLAN else 0, left)


def other_place(number: int, welcome: timedelta | None) -> Place:
    """Return the place in the round of calls of a lead who is owed nothing, by their number in their list."""
    first = Turn.OTHER if welcome is not None else Turn.NIGHT + Turn.OTHER / len(Turn)
    return (first, number, 0, 0, 0, "", 0)


def _place(owed: Owed, group: float, one: float = 0, two: float = 0, three: float = 0) -> Place:
    """Return a place whose ties are broken by temperature, then by name."""
    return (group, one, two, three, owed.rank, owed.name, owed.lead)
