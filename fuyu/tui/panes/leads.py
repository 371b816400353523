"""A list of leads under its title."""

from collections.abc import Callable, Container, Mapping, Sequence
from datetime import datetime

from textual.app import ComposeResult
from textual.message import Message

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row
from fuyu.domain.manners import Manners
from fuyu.tui.present_list import ListColumns, Needs, columns, head_line, lead_line, needs
from fuyu.tui.widgets.frame import Pane
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList

_MEASURED = 40
"""Leads of a list that the widths of its columns are made for."""


class LeadsPane(Pane):
    """Leads under a cursor."""

    ALLOW_MAXIMIZE = True

    class Chosen(Message):
        """A lead was clicked."""

    class Opened(Message):
        """A lead was clicked twice."""

    def __init__(
        self,
        number: str,
        manners: Manners,
        calendar: Calendar,
        marked: Container[int] = (),
        with_whom: Mapping[int, str] | None = None,
        *,
        first: str,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        """Make an empty list.

        Args:
            number: the key that goes there.
            manners: what counts as enough.
            calendar: working days.
            marked: the ids of the leads that are marked.
            with_whom: which colleague is at a lead now, by the lead's id.
            first: what the first column tells.
            id: the widget's id.
        """
        super().__init__(id=id, classes="leads")
        self._number = number
        self._first = first
        self._manners = manners
        self._calendar = calendar
        self._marked = marked
        self._with_whom: Mapping[int, str] = {} if with_whom is None else with_whom
        self.owner_of: Callable[[Row], str] = lambda _row: ""
        """Returns which colleague looks after a lead, where one does."""
        self._rows: Sequence[Row] = ()
        self._now: datetime | None = None
        self._empty = ""
        self.needs = Needs()
        """What the columns need to cut nothing."""
        self._wanted = Needs()
        self.list = RowList(self._line, has_bar=True)

    def compose(self) -> ComposeResult:
        """A list; the frame has the title."""
        yield self.list

    def show(self, title: str, rows: Sequence[Row], now: datetime, empty: str, leave: int | None = None) -> None:
        """Show leads; the cursor stays with its lead, or on its line where that lead is gone or is to be left.

        Args:
            title: what the list is.
            rows: the leads, in order.
            now: the time they are seen at.
            empty: said where there are none.
            leave: a lead the cursor does not follow, for it was dealt with.
        """
        chosen = self.chosen
        cursor = self.list.cursor
        self._rows, self._now, self._empty = rows, now, empty
        self.needs = needs(rows[:_MEASURED], now, self._calendar)
        place = self.place_of(chosen.id) if chosen is not None and chosen.id != leave else None
        cursor = cursor if place is None else place
        self.list.show(max(len(rows), 1), max(0, min(cursor, len(rows) - 1)))
        self.entitle(title, number=self._number)

    def widen(self, wanted: Needs) -> None:
        """Share the columns out for these needs: lists that stand above each other share theirs."""
        if wanted != self._wanted:
            self._wanted = wanted
            self.list.show(self.list.count, self.list.cursor)
            self.refresh()

    def pass_to(self, now: datetime) -> None:
        """Show the same leads as they are seen at another time of the day."""
        self._now = now
        self.list.show(self.list.count, self.list.cursor)

    @property
    def rows(self) -> Sequence[Row]:
        """The leads that are shown."""
        return self._rows

    @property
    def chosen(self) -> Row | None:
        """The lead under the cursor, None where there is none."""
        return self._rows[self.list.cursor] if self.list.cursor < len(self._rows) else None

    def place_of(self, lead_id: int) -> int | None:
        """Return the line on which a lead stands, None where they do not."""
        return next((index for index, row in enumerate(self._rows) if row.id == lead_id), None)

    def choose(self, index: int) -> None:
        """Put the cursor on a line; negative counts from the end."""
        self.list.cursor = index if index >= 0 else len(self._rows) + index

    def on_click(self) -> None:
        """Go to the list by a click on its frame."""
        self.list.focus(scroll_visible=False)

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        """Tell it in the words of leads."""
        message.stop()
        self.post_message(self.Chosen())

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """Tell it in the words of leads."""
        message.stop()
        self.post_message(self.Opened())

    def move(self, by: int) -> bool:
        """Move the cursor; return False where it stood at that end already."""
        return self.list.move(by)

    @property
    def seen(self) -> range:
        """The indexes of the leads that are seen."""
        first = self.list.scroll_offset.y
        return range(first, min(first + self.list.scrollable_content_region.height, len(self._rows)))

    @property
    def half_page(self) -> int:
        """Half of the rows that are seen, at least one."""
        return max(self.list.size.height // 2, 1)

    def heads(self, width: int) -> Line:
        """Return the heads of the columns, one cell from the frame."""
        inset = (width - self.list.size.width) // 2
        return (Span(" " * inset), *head_line(self._first, self._columns)) if self._rows else ()

    @property
    def _columns(self) -> ListColumns:
        """The columns, the same whether the list scrolls or not."""
        return columns(self.list.size.width, self._wanted, self._manners.yes_takes)

    def _line(self, index: int, _width: int) -> Line:
        if not self._rows or self._now is None:
            return (Span(f"  {self._empty}", "dim"),)
        row = self._rows[index]
        return lead_line(
            row,
            self._now,
            self._columns,
            self._manners,
            self._calendar,
            is_marked=row.id in self._marked,
            colleague=self._with_whom.get(row.id, ""),
            owner=self.owner_of(row),
        )
