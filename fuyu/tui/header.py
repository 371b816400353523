"""The line above everything: what day it is, how far it has come, and who waits, in whatever width there is."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.colleagues import Remark
from fuyu.domain.agenda import Agenda
from fuyu.domain.score import Promises
from fuyu.domain.text import shortened
from fuyu.tui.gauge import gauge
from fuyu.tui.present import counted, day_words
from fuyu.tui.widgets.lines import Line, Span

_GIVES_WAY = (
    *("drafts", "away", "promises", "gap", "progress", "promises", "brand", "progress", "date"),
    *("today", "overdue", "view", "everyone", "date", "promises", "progress", "team", "progress", "team", "today"),
    *("overdue", "team", "view"),
)
"""What is said shorter, or not at all, where the width does not hold everything; the unscheduled are never left out."""
_VIEW, _SHORT_VIEW = 16, 8
"""Letters of a view's name where there is less room."""
_WIDE_BAR, _BAR, _SHORT_BAR = 20, 12, 6
"""Cells of the bar that shows the day's progress."""


_ALONE = Remark()
"""Nothing is said of colleagues."""


class _Part(NamedTuple):
    texts: tuple[Line, ...]
    """From the whole to the shortest; the empty one leaves it out."""


def header_line(
    agenda: Agenda,
    now: datetime,
    width: int,
    *,
    promises: Promises | None = None,
    drafts: int = 0,
    away: str = "",
    marked: int = 0,
    view: str = "",
    everyone: bool = False,
    team: Remark = _ALONE,
    read_only: bool = False,
) -> Line:
    """Return the line that says what day it is and how it goes; a click on a count goes there.

    Args:
        agenda: the day.
        now: the time.
        width: in cells.
        promises: what became of those that were for today; they are said where there are any.
        drafts: how many notes are half written.
        away: the days away that come, in words.
        marked: how many leads are marked; a click marks nobody.
        view: what the day is narrowed to; a click shows the views.
        everyone: whether the leads of colleagues are shown, too; a click shows them no longer.
        team: how one stands with colleagues; a click tells all of it.
        read_only: whether nothing can be written.
    """
    clock = f"{now:%H:%M}"
    overdue, today, done, unscheduled = map(len, (agenda.overdue, agenda.today, agenda.done, agenda.unscheduled))
    date_words = f"{day_words(now.date(), now.date())} {clock}"
    title = ((Span(" # READ-ONLY ", "bad"),),) if read_only else ((Span(" fuyu ", "lit"),), ())
    parts = {
        "brand": _Part(title),
        "date": _said("name", date_words, date_words.partition(" ")[2], clock),
        "view": _view(view),
        "everyone": _said("lit", *(("everyone", "all") if everyone else ("",)), does="everyone"),
        "progress": _progress(done, done + overdue + today),
        "overdue": _said(
            "late" if overdue else "dim", f"{overdue} overdue", f"{overdue} late", f"!{overdue}", does="overdue"
        ),
        "today": _said("today" if today else "dim", f"{today} today", f"{today} due", "", does="today"),
        "promises": _kept(promises),
        "unscheduled": _said(
            "unscheduled" if unscheduled else "dim",
            f"{unscheduled} unscheduled",
            does="unscheduled",
        ),
        "team": _said(team.role, *team.ways, "", does="team"),
        "marked": _said("lit", f"{marked} marked" if marked else "", does="unmark"),
        "drafts": _said("dim", counted(drafts, "draft") if drafts else "", ""),
        "away": _said("dim", away, ""),
    }
    for most in range(len(_GIVES_WAY) + 1):
        line = _line(parts, Counter(_GIVES_WAY[:most]))
        if sum(cell_len(span.text) for span in line) < width:
            break
    return line


def _said(role: str, *texts: str, does: str = "") -> _Part:
    return _Part(tuple((Span(text, role, does and f"do({does!r})"),) if text else () for text in texts))


def _progress(done: int, whole: int) -> _Part:
    """Return how much of the day is done: as a bar with both numbers, then the numbers alone."""

    def shown(cells: int, between: str) -> Line:
        full, rest = gauge(done, whole, cells)
        return (
            *((Span(full, "good"), Span(rest, "rule"), Span(" ")) if cells else ()),
            Span(f"{done}", "name", "evening"),
            Span(f"{between}{whole}", "dim", "evening"),
        )

    return _Part((shown(_WIDE_BAR, " of "), shown(_BAR, "/"), shown(_SHORT_BAR, "/"), shown(0, "/"), ()))


def _view(name: str) -> _Part:
    """Return what the day is narrowed to, which is never left out: who is not shown waits all the same."""
    if not name:
        return _Part(((),))
    texts = (f"view: {name}", f"view: {shortened(name, _VIEW)}", f"▾{shortened(name, _SHORT_VIEW)}")
    return _said("lit", *texts, does="view")


def _kept(promises: Promises | None) -> _Part:
    if promises is None or not promises.due:
        return _Part(((),))
    kept = f"◆ {promises.kept}/{promises.due}"
    return _said("promise", f"{kept} promises kept", f"{kept} kept", kept, "", does="morning")


def _line(parts: dict[str, _Part], shortened: Counter[str]) -> Line:
    """Return the parts, each as often shortened as it can be at the most."""
    shown = {name: part.texts[min(shortened[name], len(part.texts) - 1)] for name, part in parts.items()}
    gap = "  " if shortened["gap"] else "    "
    before = {"brand": "", "date": "  " if shown["brand"] else " "}
    return tuple(
        span for name, texts in shown.items() if texts for span in (Span(before.get(name, gap)), *texts) if span.text
    )
