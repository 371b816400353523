"""The days ahead, to be walked into."""

from collections.abc import Callable, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.message import Message

from fuyu.desk.ahead import Ahead
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present_coming import coming_line, coming_title
from fuyu.tui.sharing import Need
from fuyu.tui.widgets.frame import Pane
from fuyu.tui.widgets.lines import Line
from fuyu.tui.widgets.row_list import RowList

_FEWEST = 3
"""Days that are seen as long as there is room."""


class ComingDays(RowList):
    """Days under a cursor: how full each is, and who waits then."""

    BINDINGS = bindings(Where.COMING)

    class Entered(Message):
        """A day was chosen, to see who is due."""

        def __init__(self, day: date) -> None:
            super().__init__()
            self.day = day

    def __init__(self, per_day: int, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(self._day_line, has_bar=True, id=id)
        self._per_day = per_day
        self._days: Sequence[Ahead] = ()

    def tell(self, days: Sequence[Ahead]) -> None:
        """Show days, where they are others than before."""
        if days != self._days:
            self._days = days
            self.show(len(days), self.cursor)

    class Left(Message):
        """One goes back to where one came from."""

    def action_step(self, by: int) -> None:
        """Move down, or up."""
        self.move(by)

    def action_back(self) -> None:
        """Go back."""
        self.post_message(self.Left())

    def action_enter(self) -> None:
        """Show who is due on the chosen day."""
        if self._days:
            self.post_message(self.Entered(self._days[self.cursor].day))

    def on_row_list_opened(self, message: RowList.Opened) -> None:
        """A double click walks into a day, too."""
        message.stop()
        self.action_enter()

    def _day_line(self, index: int, width: int) -> Line:
        return coming_line(self._days[index], self._days, self._per_day, width)


class ComingPane(Pane):
    """The days ahead below the lists, where there is room."""

    def __init__(self, read: Callable[[], Sequence[Ahead]], per_day: int, *, id: str) -> None:  # noqa: A002 - Textual's name
        """Make the pane.

        Args:
            read: gives the days ahead; it is asked only while they are seen.
            per_day: how many follow-ups of a day suit.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._read = read
        self.list = ComingDays(per_day)
        self.list.show_cursor = False
        self.entitle(coming_title(per_day), number="4")

    def compose(self) -> ComposeResult:
        """A list; the frame has the title."""
        yield self.list

    @property
    def need(self) -> Need:
        """The rows it needs: a frame, and a line for each day."""
        return Need(2 + _FEWEST, 2 + max(self.list.count, _FEWEST))

    @property
    def is_on_screen(self) -> bool:
        """Whether there is room for it."""
        return self.display and bool(self.size)

    def read_where_seen(self) -> None:
        """Show the days as they are now, where there is room for them."""
        if self.is_on_screen:
            self.list.tell(self._read())

    def on_show(self) -> None:
        """Read the days once they are seen."""
        self.list.tell(self._read())

    def lights(self, *, is_lit: bool) -> None:
        """Show which day is chosen while one walks through them; elsewhere a lead is."""
        self.list.show_cursor = is_lit
