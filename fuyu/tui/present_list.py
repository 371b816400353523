"""The lists: a lead as one line, what stands above the lines, and what is said where there are none."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.domain import kindness
from fuyu.domain.agenda import Agenda, Bucket, bucket, foremost, lateness
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Away
from fuyu.domain.lead import Row
from fuyu.domain.manners import Hours, Manners, at_home, their_time
from fuyu.domain.step import Step
from fuyu.tui.keys import Keyboard
from fuyu.tui.present import MARKED, away_words, counted, day_words, far, longest
from fuyu.tui.widgets.lines import Line, Span, fit

MARKS = {"promise": "◆", "check-in": "♥", "done": "✓", "plan": "▸"}
"""What stands before a promise, a check-in, what is done, and a plan."""
_WHEN = 8
"""Cells of how late, or at what time."""
_AIRY = 100
"""Cells from which columns stand two cells apart."""
_DONE = frozenset({Bucket.DONE, Bucket.ENDED})


class Needs(NamedTuple):
    """How many cells each column would need to cut nothing."""

    name: int = 0
    company: int = 0
    how: int = 0
    why: int = 0

    def beside(self, other: "Needs") -> "Needs":
        """Return what both need."""
        return Needs(*map(max, self, other))


class ListColumns(NamedTuple):
    """How the cells of a line are shared out; a column without any is left out with its gap."""

    gap: int
    name: int
    company: int
    how: int
    number: int
    why: int


_LEAST = Needs(16, 12, 4, 10)
"""Cells of a column below which it is left out, or cut as the last."""
_HEADS = Needs(8, 7, 4, 6)
"""Cells that the heads of the columns need."""
_MOST = Needs(32, 36, 9, 60)
"""Cells beyond which a column is not widened for one long text."""


USUAL = Needs(24, 24, 7, 20)
"""What is expected of leads that are not known beforehand, as while finding."""


def needs(rows: Iterable[Row], now: datetime, calendar: Calendar) -> Needs:
    """Return what the columns need to show some leads whole."""
    found = Needs()
    for row in rows:
        why = _why(row, bucket(row, now.date(), calendar, now), now, calendar)
        found = found.beside(Needs(cell_len(row.name), cell_len(row.company), cell_len(_how(row, now)), cell_len(why)))
    return found


@lru_cache(maxsize=32)
def columns(width: int, need: Needs, yes_takes: int) -> ListColumns:
    """Share out the width of a line: nothing is cut while another column has room, and the reason is cut last.

    Args:
        width: in cells.
        need: what the columns need to show the leads whole.
        yes_takes: touches until a yes, as they are counted beside a lead.
    """
    gap, count = (2 if width >= _AIRY else 1), len(f"{yes_takes}") * 2 + 1
    wanted = Needs(*map(min, need.beside(_HEADS), _MOST))
    least = Needs(*map(min, wanted, _LEAST))
    room = width - (1 + _WHEN + gap + 2) - 1 - 2 - 1
    """What is left for the columns that give way: the bar, the time, the marks and the margin never do."""
    name, room = _dealt(room, least.name)
    why = company = how = 0
    if room > gap + least.why:
        why, room = _dealt(room - gap, least.why)
    if room > 1 + gap + least.company:
        company, room = _dealt(room - 1 - gap, least.company)
    if room > gap + wanted.how + gap + count:
        how, room = _dealt(room - gap - gap - count, wanted.how)
    else:
        count = 0
    more, room = _dealt(room, min(wanted.why, _ENOUGH) - why if why else 0)
    why += more
    more, room = _dealt(room, wanted.name - name)
    name += more
    more, room = _dealt(room, min(wanted.why, _PLENTY) - why if why else 0)
    why += more
    more, room = _dealt(room, wanted.company - company if company else 0)
    company += more
    why += room if why else 0
    return ListColumns(gap, name, company, how, count, why)


_ENOUGH, _PLENTY = 16, 18
"""Cells of a reason that come before a whole name, and before a whole company."""


def _dealt(room: int, wanted: int) -> tuple[int, int]:
    """Return how much of the room is given, and what is left of it."""
    given = max(min(room, wanted), 0)
    return given, room - given


def head_line(first: str, cells: ListColumns) -> Line:
    """Return the heads of the columns."""
    gap = " " * cells.gap
    company = f"{gap}{fit('company', cells.company)}" if cells.company else ""
    how = f"{gap}{fit('by', cells.how)}{gap}{fit('n', cells.number)}" if cells.number else ""
    why = f"{gap}about" if cells.why else ""
    return (Span(f" {fit(first, _WHEN)}{gap}  {fit('who', cells.name)}   {company}{how}{why}", "dim"),)


def lead_line(
    row: Row,
    now: datetime,
    cells: ListColumns,
    manners: Manners,
    calendar: Calendar,
    *,
    is_marked: bool = False,
    colleague: str = "",
    owner: str = "",
) -> Line:
    """Return a lead as one line of a list; its first cell is left to the bar of the selected one.

    Args:
        row: the lead.
        now: the time they are seen at.
        cells: how the line is shared out.
        manners: what counts as enough.
        calendar: working days.
        is_marked: whether they are marked.
        colleague: who else is at the lead now, where anybody is.
        owner: which colleague looks after the lead, where one does.
    """
    today = now.date()
    place = bucket(row, today, calendar, now)
    step = foremost(row, today, now)
    label, role = _LABELS[place](row, now)
    if colleague and not cells.why:
        label, role = colleague, "warn"
    why = _owned(owner, _why(row, place, now, calendar), place)
    gap, text_role = Span(" " * cells.gap), "done" if place in _DONE else ""
    line = [
        Span(" "),
        Span(fit(label, _WHEN), role),
        Span(MARKED.ljust(cells.gap), "lit") if is_marked else gap,
        _mark(step if not text_role else None, place),
        *_cell(row.name, cells.name, text_role or "name"),
        Span(" "),
        _temperature(row, shown=not text_role),
    ]
    if cells.company:
        line += [gap, *_cell(row.company, cells.company, "dim" if text_role else "company")]
    room = cells.how + cells.number + cells.why + 2 * cells.gap if cells.number else cells.why
    if colleague and room:
        return (*line, gap, *_with_words(colleague, why, room))
    if text_role:
        return (*line, gap, Span(fit(why, room), "dim"))
    if cells.number:
        line += [gap, *_cell(_how(row, now), cells.how, "dim"), gap]
        line += _cell(_tries(row, manners.yes_takes, cells.number), cells.number, "dim")
    return (*line, gap, *_reason(row, why, now, cells.why, manners.call_hours)) if cells.why else (*line,)


def _owned(owner: str, why: str, place: Bucket) -> str:
    """Return why a lead is to be touched, with whose it is: behind a touch, for somebody else may have made that."""
    if place is Bucket.DONE:
        return " · ".join(word for word in (why, owner and f"owner {owner}") if word)
    return ": ".join(word for word in (owner, why) if word)


def _with_words(colleague: str, why: str, width: int) -> Line:
    """Return who else is at a lead, whole where there is room, and behind it why the lead is to be touched."""
    first = colleague.partition(" ")[0]
    words = fit(longest((f"with {colleague}", colleague, first), width), width).rstrip()
    room = width - cell_len(words) - 1
    return Span(words, "warn"), *((Span(" "), Span(fit(f"· {why}", room), "dim")) if why and room > _LEAST_WHY else ())


def _tries(row: Row, yes_takes: int, room: int) -> str:
    """Return how many touches there were, of how many; far beyond those the first number alone."""
    tries = f"{row.touches}/{yes_takes}"
    return tries if len(tries) <= room else f"{row.touches}"


def _reason(row: Row, why: str, now: datetime, width: int, call_hours: Hours) -> tuple[Span, ...]:
    """Return why a lead is to be touched; and the time on their clocks, where that is another and there is room."""
    there = their_time(row, now)
    unwelcome = there is not None and at_home(there, call_hours)
    clock = _clock(there, width - (min(cell_len(why), _LEAST_WHY) if unwelcome else cell_len(why))) if there else ""
    return (Span(fit(why, width - len(clock))), Span(clock, "warn" if unwelcome else "dim"))


def _clock(there: datetime, room: int) -> str:
    """Return their time in the longest form there is room for; without any the card alone tells it."""
    return next((text for text in (f"  {there:%H:%M} there", f" @{there:%H:%M}") if len(text) <= room), "")


_LEAST_WHY = 10
"""Cells of a reason that an unwelcome hour leaves to it."""


def _cell(text: str, width: int, role: str) -> tuple[Span, Span]:
    """Return a text and the blanks that fill its cell, which no line strikes through."""
    filled = fit(text, width)
    bare = filled.rstrip()
    return Span(bare, role), Span(" " * (width - cell_len(bare)))


def _mark(step: Step | None, place: Bucket) -> Span:
    """Return what stands before a name: that a date was agreed, or that a check-in is due."""
    if place is Bucket.CHECK_IN:
        return Span(f"{MARKS['check-in']} ", "good")
    return Span(f"{MARKS['promise']} ", "promise") if step is not None and step.promised else Span("  ")


def _temperature(row: Row, *, shown: bool) -> Span:
    """Return the mark of a temperature with its letter."""
    return Span(f"●{row.temperature[0]}", row.temperature) if shown else Span("  ")


def _how(row: Row, now: datetime) -> str:
    """Return by which channel they are reached."""
    step = foremost(row, now.date(), now)
    return step.how if step else row.last_touch.channel if row.last_touch else ""


def late_label(row: Row, now: datetime) -> str:
    """Return how late a lead is, as a column has it: `6 days`, `1 day`, `4 h`, `20 min`."""
    step = foremost(row, now.date(), now)
    return lateness(step, now.date(), now) if step else ""


def _late_label(row: Row, now: datetime) -> tuple[str, str]:
    return late_label(row, now), "late"


def _today_label(row: Row, now: datetime) -> tuple[str, str]:
    step = foremost(row, now.date(), now)
    at = step.time if step else None
    return f"{at:%H:%M}" if at else "any", "today"


def _done_label(_row: Row, _now: datetime) -> tuple[str, str]:
    return f"{MARKS['done']} done", "good"


def _check_in_label(_row: Row, _now: datetime) -> tuple[str, str]:
    return "check-in", "good"


def _later_label(row: Row, now: datetime) -> tuple[str, str]:
    step = foremost(row, now.date(), now)
    return day_words(step.day, now.date())[4:] if step else "", "dim"


def _unscheduled_label(_row: Row, _now: datetime) -> tuple[str, str]:
    return "no date", "unscheduled"


def _ended_label(row: Row, _now: datetime) -> tuple[str, str]:
    return {"do_not_contact": "DNC"}.get(row.status, row.status), "dim"


_LABELS = {
    Bucket.OVERDUE: _late_label,
    Bucket.TODAY: _today_label,
    Bucket.DONE: _done_label,
    Bucket.CHECK_IN: _check_in_label,
    Bucket.LATER: _later_label,
    Bucket.UNSCHEDULED: _unscheduled_label,
    Bucket.ENDED: _ended_label,
}


def _why(row: Row, place: Bucket, now: datetime, calendar: Calendar) -> str:
    today = now.date()
    step = foremost(row, today, now)
    if place is Bucket.CHECK_IN:
        near = kindness.due(row, today, calendar)
        return f"{near.fact} {far(near.day, today)}" if near else ""
    if place is Bucket.DONE and row.last_touch:
        until = f"next {day_words(step.day, today)}" if step else row.status.replace("_", " ")
        return f"{row.last_touch.outcome.words} · {until}"
    if step is None:
        return ""
    return f"“{step.quote}”" if step.quote else step.why


_WAYS_OUT = (("work.snooze", "gives a day"), ("book.spread", "spreads them all"), ("book.unscheduled", "goes back"))
"""What leads out of the unscheduled."""


def overdue_title(count: int) -> str:
    """Return what stands above the overdue leads."""
    return f"Overdue · {count}"


def today_title(agenda: Agenda, away: Away | None) -> str:
    """Return what stands above today's leads, with the days away that come."""
    words = f"Today · {len(agenda.today)}"
    return f"{words} · {away_words(away, agenda.day)}" if away else words


def unscheduled_title(count: int, keyboard: Keyboard) -> str:
    """Return what stands above those without a date while they are walked."""
    ways = ", ".join(f"{keyboard[key_id].hint()} {does}" for key_id, does in _WAYS_OUT)
    return f"Unscheduled · {count} · {ways}"


def nobody_words(leads: int, unscheduled: int, done: int, keyboard: Keyboard) -> str:
    """Return what is said where nobody is left for today.

    Args:
        leads: how many there are at all.
        unscheduled: how many of them have no date.
        done: how many were contacted today.
        keyboard: the keys that hold.
    """
    if not leads:
        brings_in = [f", and {key.hint()} brings in your contacts" for key in keyboard.keys if key.id == "book.import"]
        return f"no leads yet: {keyboard['book.add'].hint()} adds one{''.join(brings_in)}"
    if unscheduled:
        walk = keyboard["book.unscheduled"].hint()
        return f"nothing is due today; {counted(unscheduled, 'lead')} unscheduled: {walk} walks them"
    if not done:
        return f"nobody is due today: {keyboard['move.coming'].hint()} shows the days ahead"
    return "nothing is left for today: call someone just to ask how they are"
