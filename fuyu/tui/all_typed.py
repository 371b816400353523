"""All that is typed in the dashboard, in the notes, in a question and on the sheets above: kept, or left behind."""

from typing import TYPE_CHECKING

from textual.app import App

from fuyu.errors import FuyuError
from fuyu.tui.day.screen import DayScreen
from fuyu.tui.panes.notes import Typing

if TYPE_CHECKING:
    from fuyu.tui.screens.sheet import Sheet
    from fuyu.tui.unfinished import Unfinished


class AllTyped:
    """What is typed in any place."""

    def __init__(self, app: App[None], day: DayScreen) -> None:
        """Make it; the app knows which sheets lie above the day."""
        self._app = app
        self._day = day
        self._left_behind: object = None
        """What was left for the next start."""

    def _sheets(self) -> "list[Sheet[object]]":
        from fuyu.tui.screens.sheet import Sheet  # noqa: PLC0415 - first used here

        return [screen for screen in self._app.screen_stack if isinstance(screen, Sheet)]

    def keep(self) -> bool:
        """Keep it; return whether all of it is."""
        is_kept = self._day.view.keeping.keep()
        for sheet in self._sheets():
            try:
                sheet.keep_typed()
            except FuyuError:
                is_kept = False
        return is_kept

    def unkept(self) -> "tuple[list[Typing], list[Unfinished]]":
        """Return what is not kept: in the notes, and elsewhere."""
        sheets = [typed for sheet in self._sheets() for typed in sheet.unkept()]
        return self._day.notes.untold(), [*self._day.view.asked.unkept(), *sheets]

    def keep_or_leave_behind(self) -> None:
        """Keep it; what cannot be kept is left for the next start, once."""
        if self.keep():
            return
        unkept = self.unkept()
        if unkept != self._left_behind:
            self._left_behind = unkept
            self._day.work.left_behind.leave(*unkept)
