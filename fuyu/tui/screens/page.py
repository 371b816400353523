"""Lines that are read, longer than the screen maybe: how a day went, and sentences."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import ScreenResultType

from fuyu import sentences
from fuyu.desk import Desk, days
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import day_words, wrapped
from fuyu.tui.present_days import close_lines
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList

_BACK = ("page.back", "Back")
_READS_ON = {"page.down", "page.page_down"}


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

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold, by their ids, with what they do here."""
        return (("page.down", "Read on"), ("page.page_down", "Page down"), _BACK)

    def on_resize(self) -> None:
        """Lay the words out in the width there is."""
        self.lay_out()

    def lay_out(self) -> None:
        """Show the lines anew."""
        self._lines = self.lines(self.edge.room)
        self._list.show(len(self._lines), 0)
        self.call_after_refresh(self._offer_keys)

    def _offer_keys(self) -> None:
        """Name the keys that hold; those that read on where there is more than one sees."""
        is_long = self._list.max_scroll_y > 0
        self.edge.offer_keys(*(key for key in self.keys if is_long or key[0] not in _READS_ON))

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
        self.edge.entitle(self._titled)

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
        self.edge.entitle(f"Evening: {day_words(day, day)}")

    def lines(self, width: int) -> Sequence[Line]:
        """The day, and a sentence to end it with."""
        return close_lines(self._ended, sentences.of_day(self._ended.day), width)
