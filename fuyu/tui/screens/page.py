"""Lines that are read, longer than the screen maybe: how a day or the weeks went."""

from collections.abc import Sequence
from contextlib import suppress
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.message import Message
from textual.screen import ScreenResultType
from textual.worker import get_current_worker

from fuyu import sentences
from fuyu.desk import Desk, days
from fuyu.domain.review import WEEKS, Review
from fuyu.errors import FuyuError
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.plots import plots
from fuyu.tui.present import day_words, wrapped
from fuyu.tui.present_days import close_lines, plot_lines
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList

_BACK = ("page.back", "Back")


class Page(Sheet[ScreenResultType]):
    """A title and lines."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PAGE)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._lines: Sequence[Line] = ()
        self._list = RowList(lambda index, _width: self._lines[index])
        self._list.show_cursor = False

    def inside(self) -> ComposeResult:
        """A title and the lines."""
        yield self._list

    def on_mount(self) -> None:
        """Give the keys to the lines, and name those that hold."""
        self.set_focus(self._list)
        self.offer_keys(*self.keys)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold, by their ids, with what they do here."""
        return (("page.down", "Read on"), ("page.page_down", "Page down"), _BACK)

    def on_resize(self) -> None:
        """Lay the words out in the width there is."""
        self.lay_out()

    def lay_out(self) -> None:
        """Show the lines anew."""
        self._lines = self.lines(self.room)
        self._list.show(len(self._lines), 0)

    def lines(self, width: int) -> Sequence[Line]:
        """Return the lines in a width."""
        raise NotImplementedError

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self._list.scroll_relative(y=by, animate=False, immediate=True)

    def action_back(self) -> None:
        """Go back to the day."""
        self.dismiss(None)


class ToldPage(Page[None]):
    """Sentences that are too many for the status line."""

    def __init__(self, desk: Desk, title: str, sentences: Sequence[str]) -> None:
        super().__init__(desk)
        self._titled = title
        self._sentences = sentences

    def on_mount(self) -> None:
        """Say what is told."""
        super().on_mount()
        self.entitle(self._titled)

    def lines(self, width: int) -> Sequence[Line]:
        """Each sentence, on as many lines as it takes."""
        return [(Span(f" {line}"),) for sentence in self._sentences for line in wrapped(sentence, width - 2) or [""]]


class EveningPage(Page[None]):
    """How the day went, and with whom the next one begins."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._ended = days.evening(desk)

    def on_mount(self) -> None:
        """Say which day it is."""
        super().on_mount()
        day = self._ended.day
        self.entitle(f"The evening of {day_words(day, day)}")

    def lines(self, width: int) -> Sequence[Line]:
        """The day, and a sentence to end it with."""
        return close_lines(self._ended, sentences.of_day(self._ended.day), width)


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
        self.entitle(f"The last {WEEKS} weeks")
        self._look_back()

    def lines(self, width: int) -> Sequence[Line]:
        """Plots, or how far the reading is."""
        if self._review is None:
            return [(), (Span(f" {self._read:,} touches read ...", "dim"),)]
        return plot_lines(plots(self._review, width))

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
            self.say(str(message.told), "bad")

    @work(thread=True, exclusive=True)
    def _look_back(self) -> None:
        worker = get_current_worker()

        def progress(read: int) -> None:
            if worker.is_cancelled:
                raise _LeftError
            self.post_message(self.Read(read))

        with suppress(_LeftError):
            try:
                told: Review | FuyuError = days.look_back(self.desk, progress=progress)
            except FuyuError as error:
                told = error
            self.post_message(self.Told(told))


class _LeftError(Exception):
    """The page was left while it was read for."""
