"""How a person wants to be told of what comes: by calendars, and by reminders."""

import datetime as dt
from enum import StrEnum

from msgspec import Struct

FIELDS = ("time", "channel", "name", "first", "company")
"""What the text of a reminder may name, in braces."""


class Showing(Struct, frozen=True):
    """How much a calendar shows."""

    details: bool = True
    """Without them only how somebody is reached, and their name."""
    months: int = 12
    """How far ahead: to the end of the month that is so many months on."""
    alarm: int | None = 10
    """Minutes before a promise with a time at which the calendar rings; None is never."""

    def until(self, today: dt.date) -> dt.date:
        """Return the last day that is shown; it moves once a month, so that calendars rest."""
        years, month = divmod(today.month + self.months, 12)
        return dt.date(today.year + years, month + 1, 1) - dt.timedelta(days=1)


class Quiet(Struct, frozen=True):
    """The hours in which nobody wants to hear anything, as wall times; they may go over midnight."""

    first: dt.time
    last: dt.time
    """No longer quiet."""

    def __contains__(self, at: dt.time) -> bool:
        if self.first <= self.last:
            return self.first <= at < self.last
        return at >= self.first or at < self.last


class Bell(StrEnum):
    """How a terminal is told."""

    BELL = "bell"
    OSC_9 = "osc9"
    """iTerm2, WezTerm, Ghostty, ConEmu, Windows Terminal."""
    OSC_777 = "osc777"
    """foot, urxvt, WezTerm, Ghostty, Konsole."""
    OFF = "off"


class Reminding(Struct, frozen=True):
    """How a person wants to be reminded."""

    before: int = 10
    """Minutes before the time."""
    quiet: Quiet | None = None
    text: str = "{time} {channel} {name}"
    """What is told; `FIELDS` says what it may name."""
    desktop: bool = True
    """Whether the desktop shows it."""
    terminal: Bell = Bell.BELL
