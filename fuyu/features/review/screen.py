"""The weeks before today as a page of the dashboard."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from textual import work
from textual.message import Message
from textual.worker import get_current_worker

from fuyu.desk import Desk
from fuyu.errors import FuyuError
from fuyu.features.review import service
from fuyu.features.review.plots import Bar, Plot, plots
from fuyu.features.review.rules import WEEKS, Review
from fuyu.tui.kit.day import Day
from fuyu.tui.present import wrapped
from fuyu.tui.screens.page import Page
from fuyu.tui.widgets.lines import Line, Span, fit


def look_back(day: Day) -> None:
    """Open the page."""
    day.open(ReviewPage(day.desk))


class ReviewPage(Page[None]):
    """How the last weeks went; every touch is read for it, beside the keys."""

    class Read(Message):
        """So many touches are read."""

        def __init__(self, touches: int) -> None:
            super().__init__()
            self.touches = touches

    class Told(Message):
        """Everything is read, or could not be."""

        def __init__(self, told: Review | FuyuError) -> None:
            super().__init__()
            self.told = told

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._review: Review | None = None
        self._read = 0

    def on_mount(self) -> None:
        """Begin to read."""
        super().on_mount()
        self.edge.entitle(f"The last {WEEKS} weeks")
        self._look_back()

    def lines(self, width: int) -> Sequence[Line]:
        """Plots, or how far the reading is."""
        if self._review is None:
            return [(), (Span(f" {self._read:,} touches read ...", "dim"),)]
        return _plot_lines(plots(self._review, width), width)

    def on_review_page_read(self, message: Read) -> None:
        """Say how far the reading is."""
        self._read = message.touches
        self.lay_out()

    def on_review_page_told(self, message: Told) -> None:
        """Show the weeks, or why they are not known."""
        if isinstance(message.told, Review):
            self._review = message.told
            self.lay_out()
        else:
            self.edge.say(str(message.told), "bad")

    @work(thread=True, exclusive=True)
    def _look_back(self) -> None:
        worker = get_current_worker()

        def progress(read: int) -> None:
            if worker.is_cancelled:
                raise _LeftError
            self.post_message(self.Read(read))

        with suppress(_LeftError):
            try:
                told: Review | FuyuError = service.look_back(self.desk, progress=progress)
            except FuyuError as error:
                told = error
            self.post_message(self.Told(told))


class _LeftError(Exception):
    """The page was left while it was read for."""


def _plot_lines(plots: Iterable[Plot], width: int) -> list[Line]:
    """Return plots as lines."""
    lines: list[Line] = []
    for plot in plots:
        lines += [(), *((Span(f" {line}", "title"),) for line in wrapped(plot.title, width - 2))]
        label = max(map(len, (bar.label for bar in plot.bars)), default=0) if width < _FEW else _LABEL
        lines += [line for bar in plot.bars for line in _bar_lines(bar, label, width)]
        lines += [] if plot.bars else [(Span(f"   {line}", "dim"),) for line in wrapped(plot.empty, width - 4)]
    return lines


def _bar_lines(bar: Bar, label: int, width: int) -> list[Line]:
    """Return a bar with what it says; what has no room beside it goes on below."""
    parts = [Span(text, _BAR_ROLES[kind]) for text, kind in bar.parts]
    head = (Span(f"   {fit(bar.label, label)} "), *parts, *([Span(" ")] if parts else []))
    used = sum(len(span.text) for span in head)
    first, *rest = wrapped(bar.words, max(width - used - 1, 1)) or [""]
    return [(*head, Span(first, "dim")), *((Span(" " * used), Span(line, "dim")) for line in rest)]


_LABEL, _FEW = 18, 60


_BAR_ROLES = {"": "today", "kept": "good", "late": "warn", "broken": "late"}
"""How the pieces of a bar look."""
