"""The lists: a lead as one line, what stands above the lines, and what is said where there are none."""

from datetime import datetime
from typing import NamedTuple

from fuyu.domain import kindness
from fuyu.domain.agenda import Agenda, Bucket, bucket, foremost, late_words
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Away
from fuyu.domain.lead import Row
from fuyu.domain.manners import Hours, Manners, at_home, their_time
from fuyu.tui.keys import Keyboard
from fuyu.tui.present import away_words, counted, day_words, occasion_words
from fuyu.tui.widgets.lines import Line, Span, fit


class ListColumns(NamedTuple):
    """How the cells of a list are shared out."""

    name: int
    company: int
    why: int


_FIXED = 2 + 10 + 2 + 10 + 5


def columns(width: int) -> ListColumns:
    """Share out the width of a list line: names first, then companies, then the reason."""
    room = max(width - _FIXED, 12)
    name = max(10, min(26, room * 38 // 100))
    company = max(0, min(24, room * 30 // 100))
    return ListColumns(name, company, max(room - name - company - 2, 0))


def lead_line(row: Row, now: datetime, width: int, manners: Manners, calendar: Calendar) -> Line:
    """Return a lead as one line of a list."""
    today = now.date()
    place = bucket(row, today, calendar, now)
    yes_takes = str(manners.yes_takes)
    cells = columns(width - len(yes_takes) + 1)
    step = foremost(row, today, now)
    glyph, label, role = _LABELS[place](row, now)
    text_role = "done" if place in {Bucket.DONE, Bucket.ENDED} else ""
    promised = step is not None and step.promised and not text_role
    how = step.how if step else row.last_touch.channel if row.last_touch else ""
    return (
        Span(f"{glyph} ", role),
        Span(fit(label, 9) + " ", role),
        Span("P " if promised else "  ", "promise"),
        *_cell(row.name, cells.name, text_role or "name"),
        *_cell(row.company, cells.company, text_role or "company"),
        *_cell(how, 9, text_role or "dim"),
        *_cell(f"{row.touches}/{yes_takes}", len(yes_takes) + 3, text_role or "dim"),
        *_why(row, place, now, cells.why, "dim" if text_role else "", call_hours=manners.call_hours, calendar=calendar),
    )


def _why(
    row: Row, place: Bucket, now: datetime, width: int, role: str, *, call_hours: Hours, calendar: Calendar
) -> tuple[Span, ...]:
    """Return why a lead is to be touched, and the time on their clocks, where that is another."""
    there = their_time(row, now) if not role else None
    clock = _clock(there, width, call_hours) if there else ""
    reason = fit(_reason(row, place, now, calendar), width - len(clock))
    return (Span(reason, role), Span(clock, "warn" if there and at_home(there, call_hours) else "dim"))


def _clock(there: datetime, width: int, call_hours: Hours) -> str:
    """Return their time in the form that leaves room for a reason; where none does, only an unwelcome hour is told."""
    whole, short = f" {there:%H:%M} there", f" @{there:%H:%M}"
    if width >= len(whole) + _LEAST_WHY:
        return whole
    least = _LEAST_WARNED if at_home(there, call_hours) else _LEAST_WHY
    return short if width >= len(short) + least else ""


_LEAST_WHY, _LEAST_WARNED = 8, 4
"""Cells of a reason below which the clock is left to the card; fewer where it warns."""


def _cell(text: str, width: int, role: str) -> tuple[Span, Span]:
    """Return a text and the blanks that fill its cell, which no line strikes through."""
    filled = fit(text, width)
    bare = filled.rstrip()
    return Span(bare, role), Span(" " * (len(filled) - len(bare) + 1))


def _late_label(row: Row, now: datetime) -> tuple[str, str, str]:
    return "!", late_words(row, now.date(), now), "late"


def _today_label(row: Row, now: datetime) -> tuple[str, str, str]:
    step = foremost(row, now.date(), now)
    at = step.time if step else None
    return "*", f"{at:%H:%M}" if at else "any", "today"


def _done_label(_row: Row, _now: datetime) -> tuple[str, str, str]:
    return "x", "done", "good"


def _check_in_label(_row: Row, _now: datetime) -> tuple[str, str, str]:
    return "+", "check-in", "good"


def _later_label(row: Row, now: datetime) -> tuple[str, str, str]:
    step = foremost(row, now.date(), now)
    return ("z" if row.plan and row.plan.snoozed else " "), day_words(step.day, now.date())[4:] if step else "", "dim"


def _unscheduled_label(_row: Row, _now: datetime) -> tuple[str, str, str]:
    return "?", "no date", "warn"


def _ended_label(row: Row, _now: datetime) -> tuple[str, str, str]:
    return "-", {"do_not_contact": "DNC"}.get(row.status, row.status), "dim"


_LABELS = {
    Bucket.OVERDUE: _late_label,
    Bucket.TODAY: _today_label,
    Bucket.DONE: _done_label,
    Bucket.CHECK_IN: _check_in_label,
    Bucket.LATER: _later_label,
    Bucket.UNSCHEDULED: _unscheduled_label,
    Bucket.ENDED: _ended_label,
}


def _reason(row: Row, place: Bucket, now: datetime, calendar: Calendar) -> str:
    today = now.date()
    step = foremost(row, today, now)
    if place is Bucket.CHECK_IN:
        near = kindness.due(row, today, calendar)
        return occasion_words(near, today) if near else ""
    if place is Bucket.DONE and row.last_touch:
        until = f", next {day_words(step.day, today)}" if step else f", {row.status.replace('_', ' ')}"
        return row.last_touch.outcome.words + until
    if step is None:
        return ""
    return f"said: {step.quote}" if step.quote else step.why


_WAYS_OUT = (("work.snooze", "gives a day"), ("book.spread", "spreads them all"), ("book.unscheduled", "goes back"))
"""What leads out of the unscheduled."""


def today_title(agenda: Agenda, away: Away | None) -> str:
    """Return what stands above today's leads, with the days away that come."""
    words = f"Today ({len(agenda.today)})"
    return f"{words}, {away_words(away, agenda.day)}" if away else words


def unscheduled_title(count: int, keyboard: Keyboard) -> str:
    """Return what stands above those without a date while they are walked."""
    ways = ", ".join(f"{keyboard[key_id].hint()} {does}" for key_id, does in _WAYS_OUT)
    return f"Unscheduled ({count}): {ways}"


def nobody_words(leads: int, unscheduled: int, keyboard: Keyboard) -> str:
    """Return what is said where nobody is left for today.

    Args:
        leads: how many there are at all.
        unscheduled: how many of them have no date.
        keyboard: the keys that hold.
    """
    if not leads:
        brings_in = [f", and {key.hint()} brings in your contacts" for key in keyboard.keys if key.id == "book.import"]
        return f"no leads yet: {keyboard['book.add'].hint()} adds one{''.join(brings_in)}"
    if unscheduled:
        walk = keyboard["book.unscheduled"].hint()
        return f"nothing is due today; {counted(unscheduled, 'lead')} unscheduled: {walk} walks them"
    return "nothing is left for today: call someone just to ask how they are"
