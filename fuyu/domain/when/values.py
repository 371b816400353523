"""What a phrase for a day comes to: a `When`, or a `Problem` that says why not."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from msgspec import Struct

from fuyu.domain.when.words import MONTHS, WEEKDAYS

Code = Literal["empty", "unknown", "invalid", "past", "future", "ambiguous"]


class When(Struct, frozen=True):
    """The day, or the day and time, that a phrase stands for."""

    day: dt.date

    time: dt.time | None = None
    """Local wall time to the minute; None is the whole day. Of an hour that repeats, `fold` 1 is the second run."""

    zone: str = ""
    """The name of the zone the time is meant in; empty without a time."""

    other: When | None = None
    """The other thing the phrase may mean, to offer beside this one ("next fri": the nearer Friday)."""

    def iso(self) -> str:
        """Return "2026-03-27" or "2026-03-27T14:00"; read back, it is the same day and time."""
        return self.day.isoformat() if self.time is None else f"{self.day}T{self.time:%H:%M}"

    def words(self, today: dt.date) -> str:
        """Return the day as people write it, "Fri 27 Mar", "Fri 27 Mar 14:00", with the year where it is another."""
        year = "" if self.day.year == today.year else f" {self.day.year}"
        at = f" {self.time:%H:%M}" if self.time else ""
        return f"{WEEKDAYS[self.day.weekday()][:3].title()} {self.day.day} {_short(self.day)}{year}{at}"


class Range(Struct, frozen=True):
    """Days from the first to the last, both of them counted."""

    first: dt.date
    last: dt.date

    def iso(self) -> str:
        """Return "2026-08-03..2026-08-10"; read back, it is the same days."""
        return f"{self.first}..{self.last}"

    def words(self, today: dt.date) -> str:
        """Return the days as people write them, "3-10 Aug", "30 Jul - 3 Aug", with the year where it is another."""
        first, last = self.first, self.last
        year = "" if last.year == today.year else f" {last.year}"
        if first == last:
            return f"{first.day} {_short(first)}{year}"
        if (first.year, first.month) == (last.year, last.month):
            return f"{first.day}-{last.day} {_short(last)}{year}"
        return f"{first.day} {_short(first)} - {last.day} {_short(last)}{year}"


class Problem(Struct, frozen=True):
    """Why a phrase names no day to come."""

    code: Code

    sentence: str
    """For the person: what is wrong, and how to say it."""

    suggestion: str = ""
    """The nearest phrase that is right; empty where none is near."""


class RefusedError(Exception):
    """Carries a problem from the rule that found it up to `parse_when`; never leaves this package."""

    def __init__(self, code: Code, sentence: str, suggestion: str = "") -> None:
        super().__init__(sentence)
        self.problem = Problem(code, sentence, suggestion)


def say(day: dt.date) -> str:
    """Return the day as people write it: "Fri 27 Mar 2026"."""
    return f"{WEEKDAYS[day.weekday()][:3].title()} {day.day} {_short(day)} {day.year}"


def _short(day: dt.date) -> str:
    """Return the day's month, short: "Mar"."""
    return MONTHS[day.month - 1][:3].title()
