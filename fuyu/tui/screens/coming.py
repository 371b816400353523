"""The days ahead on a screen of their own, and who is due on one of them."""

from datetime import date

from textual.app import ComposeResult

from fuyu.desk import Desk
from fuyu.desk.ahead import ahead, due_on
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.kit.textual_compat.composing import paint_by_piece
from fuyu.tui.panes.coming import ComingDays
from fuyu.tui.present_coming import coming_title, due_title
from fuyu.tui.screens.people import PeopleSheet
from fuyu.tui.screens.sheet import Sheet

_HINTS = (("coming.enter", "Who is due"), ("coming.down", "Next"), ("coming.back", "Back"))
_DUE_HINTS = (("coming.enter", "Go to the lead"), ("coming.down", "Next"), ("coming.back", "Back"))


class ComingSheet(Sheet[int | None]):
    """The days ahead; it answers with the lead one goes to."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        paint_by_piece(self)
        self._desk = desk
        self._days = ComingDays(desk.cadence.per_day)

    def inside(self) -> ComposeResult:
        """The days."""
        yield self._days

    def on_mount(self) -> None:
        """Show the days as they are now."""
        self._days.tell(ahead(self._desk))
        self.edge.entitle(coming_title(self._desk.cadence.per_day))
        self.edge.offer_keys(*_HINTS)
        self.set_focus(self._days)

    def on_coming_days_entered(self, message: ComingDays.Entered) -> None:
        """Show who is due on a day; going back leads here again."""
        self.app.push_screen(DueSheet(self._desk, message.day), self._went)

    def _went(self, lead_id: int | None) -> None:
        if lead_id is not None:
            self.dismiss(lead_id)

    def on_coming_days_left(self) -> None:
        """Go back to the day."""
        self.dismiss(None)


class DueSheet(PeopleSheet):
    """Who is due on a day that comes; it answers with the lead one goes to."""

    BINDINGS = bindings(Where.COMING)

    def __init__(self, desk: Desk, day: date) -> None:
        super().__init__(desk, due_on(desk, day), "nobody is due that day")
        self._day = day

    def inside(self) -> ComposeResult:
        """The leads."""
        yield self._list

    def on_mount(self) -> None:
        """Begin with the first."""
        self.edge.entitle(due_title(self._day, self._now.date(), len(self._rows)))
        self.edge.offer_keys(*_DUE_HINTS)
        self.begin()
