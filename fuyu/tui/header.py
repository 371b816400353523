"""The line above everything: what day it is, how it goes, and who is unscheduled, in whatever width there is."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.domain.agenda import Agenda
from fuyu.domain.score import Promises
from fuyu.tui.present import counted, day_words
from fuyu.tui.widgets.lines import Line, Span

_GIVES_WAY = (
    *("drafts", "away", "unscheduled", "gap", "brand", "promises", "date"),
    *("done", "today", "overdue", "date", "promises", "done", "today"),
)
"""What is said shorter, or not at all, where the width does not hold everything; the unscheduled are never left out."""


class _Part(NamedTuple):
    role: str
    texts: tuple[str, ...]
    """From the whole to the shortest; the empty one leaves it out."""


def header_line(
    agenda: Agenda,
    now: datetime,
    width: int,
    *,
    promises: Promises | None = None,
    drafts: int = 0,
    away: str = "",
    read_only: bool = False,
) -> Line:
    """Return the line that says what day it is and how it goes.

    Args:
        agenda: the day.
        now: the time.
        width: in cells.
        promises: what became of those that were for today; they are said where there are any.
        drafts: how many notes are half written.
        away: the days away that come, in words.
        read_only: whether nothing can be written.
    """
    clock = f"{now:%H:%M}"
    overdue, today, done, unscheduled = map(len, (agenda.overdue, agenda.today, agenda.done, agenda.unscheduled))
    kept = f"P {promises.kept}/{promises.due}" if promises and promises.due else ""
    date_words = f"{day_words(now.date(), now.date())} {clock}"
    parts = {
        "brand": _Part("bad", (" # READ-ONLY ",)) if read_only else _Part("title", (" fuyu ", "")),
        "date": _Part("name", (date_words, date_words.partition(" ")[2], clock)),
        "overdue": _Part("late" if overdue else "dim", (f"! {overdue} overdue", f"! {overdue}")),
        "today": _Part("today" if today else "dim", (f"* {today} today", f"* {today}", "")),
        "promises": _Part("promise", (f"{kept} kept", kept, "") if kept else ("",)),
        "done": _Part("good" if done else "dim", (f"x {done} done", f"x {done}", "")),
        "unscheduled": _Part(
            "warn" if unscheduled else "dim", (f"? {unscheduled} unscheduled", f"unscheduled {unscheduled}")
        ),
        "drafts": _Part("dim", (counted(drafts, "draft") if drafts else "", "")),
        "away": _Part("dim", (away, "")),
    }
    for most in range(len(_GIVES_WAY) + 1):
        line = _line(parts, Counter(_GIVES_WAY[:most]))
        if sum(cell_len(span.text) for span in line) <= width:
            break
    return line


def _line(parts: dict[str, _Part], shortened: Counter[str]) -> Line:
    """Return the parts, each as often shortened as it can be at the most."""
    texts = {name: part.texts[min(shortened[name], len(part.texts) - 1)] for name, part in parts.items()}
    gap = "  " if shortened["gap"] else "   "
    before = {"brand": "", "date": "  " if texts["brand"] else " "}
    spans = (
        span
        for name, text in texts.items()
        if text
        for span in (Span(before.get(name, gap)), Span(text, parts[name].role))
    )
    return tuple(span for span in spans if span.text)
