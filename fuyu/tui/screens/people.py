"""Leads on a sheet, of whom one is gone to."""

from collections.abc import Sequence

from fuyu.desk import Desk
from fuyu.domain.lead import Row
from fuyu.tui.kit.textual_compat.composing import paint_by_piece
from fuyu.tui.present_list import columns, lead_line, needs
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList


class PeopleSheet(Sheet[int | None]):
    """Shows leads as the lists of the day do; it answers with the lead one goes to."""

    def __init__(self, desk: Desk, rows: Sequence[Row], nobody: str) -> None:
        """Make the sheet.

        Args:
            desk: knows the time and the manners.
            rows: the leads.
            nobody: what is said where there are none.
        """
        super().__init__()
        paint_by_piece(self)
        self._desk, self._rows, self._nobody = desk, rows, nobody
        self._now = desk.now()
        self._needs = needs(rows, self._now, desk.calendar)
        self._list = RowList(self._line, has_bar=True)

    def begin(self, at: int = 0) -> None:
        """Show the leads, with the cursor on one of them."""
        self._list.show(max(len(self._rows), 1), at)
        self.set_focus(self._list)

    def action_step(self, by: int) -> None:
        """Move down, or up."""
        self._list.move(by)

    def action_enter(self) -> None:
        """Go to the chosen lead."""
        if self._rows:
            self.dismiss(self._rows[self._list.cursor].id)

    def on_row_list_opened(self) -> None:
        """A double click goes there, too."""
        self.action_enter()

    def action_back(self) -> None:
        """Go back."""
        self.dismiss(None)

    def _line(self, index: int, _width: int) -> Line:
        if not self._rows:
            return (Span(f"  {self._nobody}", "dim"),)
        manners = self._desk.manners
        cells = columns(self._list.size.width, self._needs, manners.yes_takes)
        return lead_line(self._rows[index], self._now, cells, manners, self._desk.calendar)
