"""All panes of the day, and how the rows of a screen are shared out among them."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widget import Widget

from fuyu.tui.panes.card import CardPane
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.lists import Lists
from fuyu.tui.panes.notes import NotesPane
from fuyu.tui.sharing import BROAD, HIGH, WIDE, Need, share

_FEWEST = 3
"""Leads of a list that are seen however many others there are."""
_CARD, _NOTES = Need(4, 6), Need(4, 4)
"""Rows of card and notes where all panes stand above each other."""
_HIGH_CARD, _HIGH_NOTES = Need(7, 12), Need(5, 9)
_LEAD = Need(10, 15)
"""Rows of card and notes beside each other."""


class Board(Vertical):
    """Lists, card and notes: above each other, or beside each other where there is room."""

    def __init__(self, lists: Lists, card: CardPane, notes: NotesPane, cover: Widget | None) -> None:
        """Put the panes together.

        Args:
            lists: overdue, today, and what is coming.
            card: the chosen lead.
            notes: what is typed about them.
            cover: what may lie above all of them in the first picture.
        """
        super().__init__(id="panes")
        self._lists = lists
        self._card = card
        self._notes = notes
        self._above = cover
        self.has_notes = True
        """Whether there is room to type into the notes."""

    def compose(self) -> ComposeResult:
        """The lists, and the lead with the notes."""
        yield self._lists
        with Vertical(id="lead"):
            yield self._card
            yield self._notes
        if self._above is not None:
            yield self._above

    def share_rows(self) -> None:
        """Give every pane the rows it needs: who has more to show gets more."""
        if (zoomed := self.screen.maximized) is not None:
            _set_height(zoomed, None)
            return
        width, height = self.app.size
        is_high = height >= HIGH
        room = height - 2 - is_high  # header and footer, and a line for what is said
        self.has_notes = True
        lists = [_need(pane, is_high=is_high, is_boxed=is_high and width >= BROAD) for pane in self._lists.both]
        if width >= WIDE:
            self._share_beside(room, lists, is_high=is_high)
            return
        self._lists.coming.display = False
        if width >= BROAD and is_high:
            overdue, today, _lead = share(room, [*lists, _LEAD])
            _set_height(self._card, None)
        else:
            below = (_HIGH_CARD, _HIGH_NOTES) if is_high else (_CARD, _NOTES)
            overdue, today, card, notes = share(room, [*lists, *below])
            self.has_notes = notes > 1
            _set_height(self._card, card)
        _set_height(self._lists, overdue + today)
        _set_height(self._lists.overdue, overdue)
        _set_height(self._lists.today, None)

    def _share_beside(self, room: int, lists: list[Need], *, is_high: bool) -> None:
        """Share the rows out where card and notes have a column of their own: what the lists leave is for the days."""
        self._lists.coming.display = is_high
        needs = [*lists, self._lists.coming.need] if is_high else lists
        overdue, today, *_coming = share(room, needs)
        _set_height(self._card, None)
        _set_height(self._lists, None)
        _set_height(self._lists.overdue, overdue)
        _set_height(self._lists.today, today if is_high else None)


def _need(pane: LeadsPane, *, is_high: bool, is_boxed: bool) -> Need:
    """Return the rows of a list with its title, its heads and its frame."""
    around = 1 + is_high + is_boxed
    leads = max(len(pane.rows), 1)
    return Need(around + min(leads, _FEWEST), around + leads)


def _set_height(widget: Widget, rows: int | None) -> None:
    """Set a height, None for that of the style sheet; one that stays lays nothing out anew."""
    height = widget.styles.inline.height if widget.styles.inline.has_rule("height") else None
    if (height.value if height is not None else None) != rows:
        widget.styles.height = rows
