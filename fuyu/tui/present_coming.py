"""The days ahead as lines: how full each is, who was promised something, and whose day it is."""

from collections.abc import Sequence
from datetime import date

from rich.cells import cell_len

from fuyu.desk.ahead import Ahead
from fuyu.domain.agenda import Promised
from fuyu.domain.kindness import Occasion
from fuyu.domain.lead import Row
from fuyu.tui.present import busy_words, counted, day_words, far, load_bar
from fuyu.tui.present_list import MARKS
from fuyu.tui.widgets.lines import Line, Span, fit

_DAY = 7
_LONG, _SHORT = 15, 8
"""Cells of the bar of a load."""
_ROOMY = 70
_LEAST_NAME = 12
"""Cells below which one more name is counted and not shown."""


def coming_title(per_day: int) -> str:
    """Return what stands above the days ahead."""
    return f"Coming · {per_day} a day suits you"


def day_label(day: date) -> str:
    """Return a day as a column has it: `Thu 19`, and the month with its first."""
    return f"{day:%a} {day.day:>2}" if day.day > 1 else f"{day:%a} {day.day} {day:%b}"


def coming_line(each: Ahead, days: Sequence[Ahead], per_day: int, width: int) -> Line:
    """Return one of the days ahead as a line; its first cell is left to the bar of the selected one."""
    most = max((other.load.count for other in days), default=0)
    cells = _LONG if width >= _ROOMY else _SHORT
    bar = load_bar(each.load.count, per_day, cells, most)
    head = (Span(f" {fit(day_label(each.day), _DAY + 2)} "), *bar, Span(f" {each.load.count:>3}   ", "name"))
    return (*head, *_told(each, width - 1 - sum(cell_len(span.text) for span in head)))


def _told(each: Ahead, room: int) -> Line:
    """Return the promises of a day and what matters to people then, as many as fit, and how many more there are."""
    meetings = [(Span(""), busy_words(each.load))] if each.load.busy else []
    parts = [*meetings, *map(_promise, each.promises), *map(_occasion, each.occasions)]
    spans: list[Span] = []
    for number, (mark, words) in enumerate(parts):
        left, more = room - sum(cell_len(span.text) for span in spans), len(parts) - number
        rest = f" +{more - 1}" if more > 1 else ""
        between = " · " if spans else ""
        fits = len(between) + len(mark.text) + cell_len(words) + len(rest) <= left
        if not fits and (spans or left < _LEAST_NAME):
            return (*spans, Span(f" +{more}", "dim"))
        spans += [Span(between, "dim"), mark, Span(fit(words, min(cell_len(words), left - len(mark.text) - len(rest))))]
    return tuple(spans)


def _promise(promised: Promised) -> tuple[Span, str]:
    row, promise = promised
    at = f"{promise.time:%H:%M} " if promise.time else ""
    words = f"{promise.why} for {row.name}" if promise.is_task and promise.why else f"{at}{row.name}"
    return Span(f"{MARKS['promise']} ", "promise"), words


def _occasion(pair: tuple[Row, Occasion]) -> tuple[Span, str]:
    row, near = pair
    return Span(f"{MARKS['check-in']} ", "good"), f"{row.name}: {near.fact}"


def due_title(day: date, today: date, count: int) -> str:
    """Return what stands above those who are due on a day."""
    return f"{day_words(day, today)}, {far(day, today)} · {counted(count, 'lead')}"
