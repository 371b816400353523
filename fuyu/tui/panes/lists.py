"""The two lists of the day, and the one lead who is chosen among both, or apart from them."""

from collections.abc import Mapping
from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from fuyu.domain.calendar import Calendar
from fuyu.domain.manners import Manners
from fuyu.tui.panes.coming import ComingPane
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.marked import Marked
from fuyu.tui.sharing import WIDE
from fuyu.tui.widgets.row_list import RowList


class Lists(Vertical):
    """Overdue leads above today's, and the days ahead below them."""

    def __init__(self, manners: Manners, calendar: Calendar, coming: ComingPane, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.coming = coming
        self.marked = Marked()
        """The leads that are marked, in these lists or elsewhere."""
        self._with_whom: dict[int, str] = {}
        of_leads = manners, calendar, self.marked, self._with_whom
        self.overdue = LeadsPane("1", *of_leads, first="late", id="overdue")
        self.today = LeadsPane("2", *of_leads, first="when", id="today")
        self.both = (self.overdue, self.today)
        self.active = self.overdue
        """The one whose cursor chooses."""
        self.apart: int | None = None
        """Who is chosen and stands in no list, or is being called."""

    def compose(self) -> ComposeResult:
        """One above the other; the days ahead at once where there is room for them."""
        yield from self.both
        if self.app.size.width >= WIDE:
            yield self.coming

    async def mount_the_rest(self) -> None:
        """Mount the days ahead, for a screen that is widened."""
        if not self.coming.is_attached:
            await self.mount(self.coming)

    @property
    def chosen(self) -> int | None:
        """The lead everything is about: one who stands apart, or under the cursor of the active list."""
        if self.apart is not None:
            return self.apart
        row = self.active.chosen
        return row.id if row else None

    def has(self, lead_id: int) -> bool:
        """Return whether a lead stands in a list."""
        return any(pane.place_of(lead_id) is not None for pane in self.both)

    def mark_chosen(self) -> None:
        """Show one cursor at the most: that of the chosen lead."""
        for pane in self.both:
            pane.list.show_cursor = pane is self.active and self.apart is None

    def show_marks(self) -> None:
        """Show who is marked by now, and who is at whom."""
        for pane in self.both:
            pane.list.show_anew()

    def show_colleagues(self, with_whom: Mapping[int, str]) -> None:
        """Show which colleagues are at which leads by now."""
        if with_whom != self._with_whom:
            self._with_whom.clear()
            self._with_whom.update(with_whom)
            self.show_marks()

    def pass_to(self, now: datetime) -> None:
        """Show the same leads as they are seen at another time of the day."""
        for pane in self.both:
            pane.pass_to(now)

    def widen_columns(self) -> None:
        """Let both lists have the same columns, wide enough for either."""
        wanted = self.overdue.needs.beside(self.today.needs)
        for pane in self.both:
            pane.widen(wanted)

    # Choosing

    def enter(self, pane: LeadsPane, index: int) -> None:
        """Choose a line of a list, negative ones from its end, and give the list the keys."""
        self.active, self.apart = pane, None
        pane.choose(index)
        self.screen.set_focus(pane.list)

    def take_notice(self, widget: Widget) -> bool:
        """Know what has the keys now; return whether that made another list the active one."""
        pane = widget.parent
        if not isinstance(pane, LeadsPane) or pane is self.active:
            return False
        self.active, self.apart = pane, None
        return True

    def walk(self, step: int) -> None:
        """Choose the next or the last lead, walking on from one list into the other."""
        moved = self.apart is None and self.active.move(step)
        self.apart = None
        if not moved and self.active is self.overdue and step > 0 and self.today.rows:
            self.enter(self.today, 0)
        elif not moved and self.active is self.today and step < 0 and self.overdue.rows:
            self.enter(self.overdue, -1)

    def move(self, by: int) -> None:
        """Move in the active list."""
        self.apart = None
        self.active.move(by)

    def go_to(self, lead_id: int) -> None:
        """Choose a lead, in the list where they stand, or apart where they stand in none."""
        for pane in self.both:
            index = pane.place_of(lead_id)
            if index is not None:
                self.enter(pane, index)
                return
        self.apart = lead_id

    def choose(self, lead_id: int) -> None:
        """Choose a lead as `go_to` does, but leave the keys to the notes where they have them."""
        for pane in self.both:
            index = pane.place_of(lead_id)
            if index is not None:
                self.apart = None
                pane.choose(index)
                self._activate(pane)
                return
        self.apart = lead_id

    def follow(self, lead_id: int | None) -> None:
        """Stay with a lead who stands in the other list now, as after midnight; and in no list without anybody."""
        if lead_id is not None and (self.active.chosen is None or self.active.chosen.id != lead_id):
            other = self.today if self.active is self.overdue else self.overdue
            index = other.place_of(lead_id)
            if index is not None:
                other.choose(index)
                self._activate(other)
        if self.active.chosen is None:
            self._activate(self.overdue if self.overdue.chosen else self.today)

    def _activate(self, pane: LeadsPane) -> None:
        """Make a list the active one; it gets the keys where the other list had them."""
        had_keys = isinstance(self.screen.focused, RowList)
        self.active = pane
        if had_keys:
            self.screen.set_focus(pane.list)
