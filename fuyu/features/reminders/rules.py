"""How and when a person is reminded of what has a time: minutes before, at the time, and once where it was missed."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from enum import IntEnum, StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from fuyu.domain.lead import Row
from fuyu.domain.settings import Minutes, YesOrNo, written
from fuyu.domain.step import Step
from fuyu.domain.text import clean_line

_NOW = dt.timedelta()
_FRESH = dt.timedelta(minutes=2)
"""How long a time that has come counts as now."""
LATE = dt.timedelta(hours=4)
"""How long after its time a promise is still told of, once: a laptop slept, or nothing was running."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_LONGEST_NAME = 80


FIELDS = ("time", "channel", "name", "first", "company")
"""What the text of a reminder may name, in braces."""


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


class Stage(IntEnum):
    """How far the telling of a promise has come; a later stage takes the place of those before."""

    UNTOLD = 0
    BEFORE = 1
    TIME = 2
    """Told at its time, or when that was past."""


class Reminder(Struct, frozen=True, kw_only=True):
    """A promise or a plan with a time that is near or past."""

    lead: int
    at: dt.datetime
    """In the zone of whoever is reminded."""
    off: dt.timedelta
    """How far away that is; negative where it is past."""
    how: str
    """How it is done, in a word: a call, a task."""
    name: str
    company: str = ""
    promised: bool = True

    @property
    def stage(self) -> Stage:
        """What telling it now would be."""
        return Stage.BEFORE if self.off > _NOW else Stage.TIME

    @property
    def missed(self) -> bool:
        """Whether its time is past."""
        return self.off <= -_FRESH

    @property
    def key(self) -> str:
        """What tells the promise apart: a lead, and the moment."""
        return f"{self.lead} {self.at.astimezone(dt.UTC):%Y-%m-%dT%H:%MZ}"

    def text(self, form: str) -> str:
        """Return it in the words of a form, on one clean line."""
        name = clean_line(self.name)[:_LONGEST_NAME]
        said = {
            "time": f"{self.at:%H:%M}",
            "channel": self.how,
            "name": name,
            "first": name.split(" ")[0],
            "company": clean_line(self.company)[:_LONGEST_NAME],
        }
        return clean_line(_FIELD.sub(lambda found: said.get(found[1], ""), form))

    @property
    def when(self) -> str:
        """How far off it is, in words."""
        minutes = round(self.off / dt.timedelta(minutes=1))
        if self.missed:
            return f"{_lasting(-minutes)} ago"
        return f"in {_lasting(minutes)}" if minutes > 0 else "now"


def reminders(rows: Iterable[Row], now: dt.datetime, reminding: Reminding) -> list[Reminder]:
    """Return the promises and plans with a time that may need telling now, the earliest first; none in quiet hours.

    Args:
        rows: the leads; those whose day is further away than tomorrow may be left out.
        now: the time, with the zone of whoever is reminded.
        reminding: how.
    """
    if reminding.quiet is not None and now.time() in reminding.quiet:
        return []
    ahead = dt.timedelta(minutes=reminding.before)
    found = (_reminder(row, step, now) for row in rows if row.is_followed for step in row.steps)
    return sorted((one for one in found if one and -LATE <= one.off <= ahead), key=lambda one: (one.off, one.lead))


def untold(due: Iterable[Reminder], told: Mapping[str, int]) -> Iterator[Reminder]:
    """Yield what was not told yet, or only before its time."""
    return (reminder for reminder in due if told.get(reminder.key, Stage.UNTOLD) < reminder.stage)


class Notice(Struct, frozen=True):
    """What is told at once."""

    title: str
    body: str


def notices(due: Iterable[Reminder], form: str) -> list[Notice]:
    """Return what is told: one notice each, but one for all that were missed."""
    due = list(due)
    told = [Notice(one.text(form), one.when) for one in due if not one.missed]
    missed = [one for one in due if one.missed]
    if len(missed) == 1:
        told.append(Notice(missed[0].text(form), missed[0].when))
    elif missed:
        texts = ", ".join(one.text(form) for one in missed)
        kind = "promises" if all(one.promised for one in missed) else "follow-ups"
        told.append(Notice(f"{len(missed)} {kind} were due", texts))
    return told


def _reminder(row: Row, step: Step, now: dt.datetime) -> Reminder | None:
    at = step.moment(now.tzinfo)
    if at is None:
        return None
    off, here = at - now.astimezone(dt.UTC), at.astimezone(now.tzinfo)
    return Reminder(
        lead=row.id,
        at=here,
        off=off,
        how=step.how,
        name=row.name,
        company=row.company,
        promised=step.promised,
    )


def _lasting(minutes: int) -> str:
    hours, minutes = divmod(minutes, 60)
    if not hours:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{hours} h {minutes:02} min" if minutes else f"{hours} h"
