"""How a person wants to be told of what comes: by calendars, and by reminders."""

import datetime as dt
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct, field

from fuyu.domain.settings import Minutes, YesOrNo, written

FIELDS = ("time", "channel", "name", "first", "company")
"""What the text of a reminder may name, in braces."""


class Showing(Struct, frozen=True):
    """How much a calendar shows."""

    details: YesOrNo = True
    """`false` shows only how and whom: calendars are often shared."""
    months: Annotated[int, Meta(ge=1, le=120)] = 12
    """How many months ahead."""
    alarm: Annotated[int | None, written("yes or no")] = field(default=10, name="alarms")
    """Promises with a time ring, as long before as `[remind]` says."""

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

    before: Minutes = 10
    """Minutes before a promise or a plan with a time."""
    quiet: Annotated[Quiet | None, written("quiet")] = None
    """No reminders then, like `"20:00-08:00"`."""
    text: Annotated[str, written("reminder")] = "{time} {channel} {name}"
    """The text of a reminder; also `{first}` and `{company}`. `"{time} {channel}"` names nobody on a screen that is
    shared."""
    desktop: YesOrNo = True
    """Whether the desktop shows it."""
    terminal: Annotated[Bell, Meta()] = Bell.BELL
    """How a terminal is told: `"bell"`, `"osc9"`, `"osc777"` or `"off"`."""
