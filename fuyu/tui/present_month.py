"""A month as lines: how full each day is."""

from collections.abc import Callable
from datetime import date, timedelta

from fuyu.domain.agenda import Load
from fuyu.domain.calendar import Calendar
from fuyu.tui.widgets.lines import Line, Span

_BUSY, _FULL = 4, 8
"""Follow-ups from which a day counts as busy, and as full."""


def month_lines(day: date, today: date, load: Callable[[date], Load], calendar: Calendar) -> list[Line]:
    """Return the month of a day as eight lines of 21 cells: how full each day is, by a mark and a shade."""
    first = calendar.week_of(day.replace(day=1))
    weekdays = [first + timedelta(days=ahead) for ahead in range(7)]
    heads = tuple(Span(f" {weekday:%a}"[:3], "dim") for weekday in weekdays)
    weeks = [[first + timedelta(days=7 * week + ahead) for ahead in range(7)] for week in range(6)]
    title = Span(f"{day:%B %Y}".center(21), "title")
    return [
        (title,),
        heads,
        *(tuple(_day_span(d, day, today, load, calendar) for d in week) for week in weeks),
    ]


def day_at(x: int, y: int, day: date, calendar: Calendar) -> date | None:
    """Return the day that stands in a cell and a line of the month of a day; None where there is none."""
    first = calendar.week_of(day.replace(day=1))
    found = first + timedelta(days=7 * (y - _HEADS) + x // _CELLS)
    return found if y >= _HEADS and x < 7 * _CELLS and found.month == day.month else None


_HEADS = 2
"""Lines above the first week."""
_CELLS = 3
"""Cells of a day."""


def _day_span(shown: date, chosen: date, today: date, load: Callable[[date], Load], calendar: Calendar) -> Span:
    if shown.month != chosen.month or shown < today:
        return Span("   " if shown.month != chosen.month else f"{shown.day:>2} ", "dim")
    mark, role = shade(load(shown).count)
    if shown == chosen:
        return Span(f"{shown.day:>2}{mark}", "chosen")
    return Span(f"{shown.day:>2}{mark}", role or ("" if calendar.is_working(shown) else "dim"))


def shade(count: int) -> tuple[str, str]:
    """Return the mark and the role of a day with so many follow-ups."""
    if not count:
        return " ", ""
    return ("·", "light") if count < _BUSY else (":", "busy") if count < _FULL else ("#", "full")
