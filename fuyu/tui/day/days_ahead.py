"""The days that come: beside the lists where there is room, else a screen of their own."""

from datetime import date
from typing import TYPE_CHECKING

from fuyu.tui.day.view import View

if TYPE_CHECKING:
    from fuyu.tui.screens.sheet import Sheet


class DaysAhead:
    """Goes into the days ahead, and from there to a lead."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._pane = view.panes.coming

    def action_coming(self) -> None:
        """Go to the days ahead; where there is no room for them, they are a screen."""
        if self._pane.is_on_screen:
            self._view.screen.set_focus(self._pane.list)
            return
        from fuyu.tui.screens.coming import ComingSheet  # noqa: PLC0415 - first used here

        self._open(ComingSheet(self._view.desk))

    def enter(self, day: date) -> None:
        """Show who is due on a day that comes."""
        from fuyu.tui.screens.coming import DueSheet  # noqa: PLC0415 - first used here

        self._open(DueSheet(self._view.desk, day))

    def _open(self, sheet: "Sheet[int | None]") -> None:
        def choose(lead_id: int | None) -> None:
            if lead_id is not None:
                self._view.go_to(lead_id)

        self._view.screen.app.push_screen(sheet, choose)
