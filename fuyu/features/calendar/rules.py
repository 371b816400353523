"""What a calendar shows: the coming follow-ups, and the days that matter to people."""

import datetime as dt
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated
from zlib import crc32

from msgspec import Meta, Struct, field

from fuyu.domain.cleaning import Key, Line, Text
from fuyu.domain.lead import About, Lead, Row, Status
from fuyu.domain.promise import Promise
from fuyu.domain.settings import YesOrNo, written
from fuyu.domain.step import Channel, Step
from fuyu.domain.text import clean, clean_line

_LONGEST = 300
"""Characters of a text; a calendar is no place for a letter."""
_LINGERS = dt.timedelta(days=30)
"""How long a day that mattered once stays to be seen."""
_A_YEAR = 2000
"""The year in which days that return begin: a leap year, and nobody's year of birth."""
_DOING = {
    Channel.CALL: "Call",
    Channel.VOICEMAIL: "Leave a message for",
    Channel.TEXT: "Text",
    Channel.EMAIL: "E-mail",
    Channel.MEETING: "Meet",
    Channel.SOCIAL: "Message",
    Channel.LETTER: "Write to",
}


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


class EventKind(StrEnum):
    """What an event is; a calendar sorts by it."""

    PROMISE = "promise"
    PLAN = "plan"
    CHECK_IN = "check-in"


class Event(Struct, frozen=True, kw_only=True):
    """One entry of a calendar."""

    uid: Key
    """Stays the same for as long as the lead has follow-ups, or the day matters."""
    day: dt.date
    time: dt.time | None = None
    """Wall time in `zone`; None is the whole day."""
    zone: Line = ""
    yearly: bool = False
    summary: Line
    details: Text = ""
    kind: EventKind
    alarm: int | None = None
    """Minutes before."""


def may_show(row: Row, today: dt.date, showing: Showing) -> bool:
    """Return whether a calendar may show something of a lead: a quick look, before the whole of it is read."""
    if row.status is Status.DO_NOT_CONTACT:
        return False
    return _is_due_by(row, showing.until(today)) or any(fact.day for fact in row.about)


def events_of(lead: Lead, note: str, today: dt.date, showing: Showing) -> Iterator[Event]:
    """Yield what a calendar shows of a lead: nothing of one who asked not to be contacted.

    Args:
        lead: whose follow-up and days they are; a follow-up that is overdue stays on its day.
        note: the last thing written about them, empty where there is nothing.
        today: the day.
        showing: how much is shown.
    """
    if lead.status is Status.DO_NOT_CONTACT:
        return
    made = int(lead.created.timestamp()) if lead.created else 0
    for step in lead.steps if lead.is_followed else ():
        if step.day <= showing.until(today):
            uid = f"promise-{step.uid}" if isinstance(step, Promise) else f"next-{lead.id}-{made}"
            yield _follow_up(lead, step, f"{uid}@fuyu", note, showing)
    for fact in lead.about:
        if fact.day and (fact.yearly or _is_near(fact, fact.day, today, showing)):
            told = crc32(f"{fact.fact}\n{fact.day}".encode("utf-8", "replace"))
            yield _check_in(lead, fact, fact.day, f"about-{lead.id}-{made}-{told:08x}@fuyu", showing)


def _is_due_by(row: Row, until: dt.date) -> bool:
    return row.is_followed and row.next_step is not None and row.next_step.day <= until


def _is_near(fact: About, day: dt.date, today: dt.date, showing: Showing) -> bool:
    return fact.wished is None and today - _LINGERS <= day <= showing.until(today)


def _follow_up(lead: Lead, step: Step, uid: str, note: str, showing: Showing) -> Event:
    is_timed_promise = step.promised and step.time is not None
    promised = " (promised)" if step.promised else ""
    return Event(
        uid=uid,
        day=step.day,
        time=step.time,
        zone=step.zone if step.time else "",
        summary=f"{_summary(lead, step)}{promised}",
        details=_details(lead, step, note) if showing.details else "",
        kind=EventKind.PROMISE if step.promised else EventKind.PLAN,
        alarm=showing.alarm if is_timed_promise else None,
    )


def _check_in(lead: Lead, fact: About, day: dt.date, uid: str, showing: Showing) -> Event:
    name = _short(lead.name)
    return Event(
        uid=uid,
        day=day.replace(year=_A_YEAR) if fact.yearly else day,
        yearly=fact.yearly,
        summary=f"{name}: {_short(fact.fact)}" if showing.details else f"A check-in for {name}",
        kind=EventKind.CHECK_IN,
    )


def _summary(lead: Lead, step: Step) -> str:
    """Return who is to be reached, and how; of a task what is to be done."""
    if isinstance(step, Promise) and step.is_task:
        return f"{_short(step.why) or 'A task'} for {_short(lead.name)}"
    return f"{_DOING[step.channel]} {_short(lead.name)}"


def _details(lead: Lead, step: Step, note: str) -> str:
    """Return why, in whose words, at which number, and the first line of what was written last."""
    said = f"“{_short(step.quote)}”" if step.quote else ""
    last = next((line for line in clean(note).split("\n") if line.strip()), "")
    lines = (
        step.why,
        said,
        ", ".join(part for part in (lead.role, lead.company) if part),
        ", ".join(lead.phones),
        f"last: {last}" if last else "",
    )
    return "\n".join(short for line in lines if (short := _short(line)))


def _short(text: str) -> str:
    line = clean_line(text)
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
