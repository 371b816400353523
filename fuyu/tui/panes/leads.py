"""A list of leads under its title."""

from collections.abc import Sequence
from datetime import date

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from fuyu.domain.lead import Row
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import lead_line, title_line
from fuyu.tui.widgets.lines import Line, Lines, Span
from fuyu.tui.widgets.row_list import RowList


class LeadsPane(Vertical):
    """Leads one can walk; it tells who is chosen, and when the walk leaves it at an end."""

    BINDINGS = bindings(Where.MOVE)

    class Chosen(Message):
        """The cursor stands on this lead."""

        def __init__(self, row: Row) -> None:
            super().__init__()
            self.row = row

    class Opened(Message):
        """The lead was clicked twice."""

    class Left(Message):
        """The walk went past the end: `step` is 1 below the last row, -1 above the first."""

        def __init__(self, pane: "LeadsPane", step: int) -> None:
            super().__init__()
            self.pane = pane
            self.step = step

        @property
        def control(self) -> "LeadsPane":
            """The pane that was left."""
            return self.pane

    def __init__(self, number: str, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._number = number
        self._rows: Sequence[Row] = ()
        self._today = date.min
        self._title = ""
        self._empty = ""
        self.title = Lines(classes="title")
        self.list = RowList(self._line)

    def compose(self) -> ComposeResult:
        """A title and a list."""
        yield self.title
        yield self.list

    def show(self, title: str, rows: Sequence[Row], today: date, empty: str, leave: int | None = None) -> None:
        """Show leads; the cursor stays with its lead, or on its line where that lead is gone or is to be left.

        Args:
            title: what the list is.
            rows: the leads, in order.
            today: the day they are seen from.
            empty: said where there are none.
            leave: a lead the cursor does not follow, for it was dealt with.
        """
        chosen = self.chosen
        cursor = self.list.cursor
        if chosen is not None and chosen.id != leave:
            places = [index for index, row in enumerate(rows) if row.id == chosen.id]
            cursor = places[0] if places else cursor
        self._title, self._rows, self._today, self._empty = title, rows, today, empty
        self.list.show(max(len(rows), 1), max(0, min(cursor, len(rows) - 1)))
        self.paint_title()

    @property
    def rows(self) -> Sequence[Row]:
        """The leads that are shown."""
        return self._rows

    @property
    def chosen(self) -> Row | None:
        """The lead under the cursor, None where there is none."""
        return self._rows[self.list.cursor] if self.list.cursor < len(self._rows) else None

    def choose(self, index: int) -> None:
        """Put the cursor on a line; negative counts from the end."""
        self.list.cursor = index if index >= 0 else len(self._rows) + index
        self.announce()

    def announce(self) -> None:
        """Say who is chosen."""
        if self.chosen is not None:
            self.post_message(self.Chosen(self.chosen))

    def paint_title(self) -> None:
        """Paint the title in the width there is."""
        self.title.show([title_line(self._number, self._title, self.size.width)])

    def on_resize(self) -> None:
        """Paint the title anew."""
        self.paint_title()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        """Tell it in the words of leads."""
        message.stop()
        self.announce()

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Tell it in the words of leads."""
        message.stop()
        self.post_message(self.Opened())

    def action_down(self) -> None:
        """Choose the next lead, or leave below."""
        self._step(1)

    def action_up(self) -> None:
        """Choose the lead before, or leave above."""
        self._step(-1)

    def action_first(self) -> None:
        """Choose the first lead."""
        self.list.move(-self.list.count)

    def action_last(self) -> None:
        """Choose the last lead."""
        self.list.move(self.list.count)

    def action_page_down(self) -> None:
        """Move half a page down."""
        self.list.move(max(self.list.size.height // 2, 1))

    def action_page_up(self) -> None:
        """Move half a page up."""
        self.list.move(-max(self.list.size.height // 2, 1))

    def _step(self, by: int) -> None:
        if not self.list.move(by):
            self.post_message(self.Left(self, by))

    def _line(self, index: int, width: int) -> Line:
        if not self._rows:
            return (Span(f"  {self._empty}", "dim"),)
        return lead_line(self._rows[index], self._today, width)
