"""Find a lead while typing: names first and at once, then what was written about them."""

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Input
from textual.worker import get_current_worker

from fuyu.desk import Desk
from fuyu.domain.find import MOST
from fuyu.domain.lead import Row
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.kit.textual_compat.composing import paint_by_line
from fuyu.tui.present import counted
from fuyu.tui.present_list import USUAL, columns, lead_line
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.row_list import RowList

_PAUSE = 0.15
"""Seconds without a key before notes are looked through: names answer at once, and a thread would slow the keys."""
_HINTS = (("find.choose", "choose"), ("find.cancel", "back"))
_MOST = 500
"""Mentions after which looking further helps nobody."""


class FindScreen(Sheet[int | None]):
    """One line to type into, and the leads that are meant."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(Where.FIND),
        Binding("ctrl+j", "step(1)", "Down", show=False),
    ]

    class Mentioned(Message):
        """Leads about whom the words were written."""

        def __init__(self, words: str, lead_ids: list[int]) -> None:
            super().__init__()
            self.words = words
            self.lead_ids = lead_ids

    def __init__(self, desk: Desk, title: str = "Find", first: Sequence[int] = (), without: int | None = None) -> None:
        """Make the screen.

        Args:
            desk: knows who is there.
            title: what is found for.
            first: leads who are meant most likely, shown before a word is typed.
            without: a lead who is never meant.
        """
        super().__init__()
        self._what = title
        self._first, self._without = first, without
        paint_by_line(self)
        self._desk = desk
        self._ids: list[int] = []
        self._rows: dict[int, Row | None] = {}
        """Of the leads that were seen since this was opened: the next letter mostly shows the same."""
        self._named = 0
        self._silent: list[int] = []
        self._shows_silent = False
        self._words = ""
        self._pause: Timer | None = None
        self._input = LineInput(submit=self.action_choose)
        self._list = RowList(self._line, has_bar=True)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """A title, the words, the leads."""
        yield self.title_line
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Begin with everyone."""
        self.set_focus(self._input)
        self._find("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Find anew."""
        message.stop()
        self._find(message.value)

    def on_row_list_opened(self) -> None:
        """A double click chooses, too."""
        self.action_choose()

    def on_find_screen_mentioned(self, message: Mentioned) -> None:
        """Add those about whom it was written, where the words are still the same."""
        if message.words == self._input.value:
            known = set(self._ids)
            self._show([*self._ids, *(lead_id for lead_id in message.lead_ids if lead_id not in known)], self._named)

    def action_step(self, by: int) -> None:
        """Move in the list while typing."""
        self._list.move(by)

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_silent(self) -> None:
        """Show those, too, who asked not to be contacted, or hide them again."""
        self._shows_silent = not self._shows_silent
        self._find(self._input.value)

    def action_choose(self) -> None:
        """Choose the lead under the cursor."""
        if self._input.value != self._words:
            self._find(self._input.value)
        if self._ids:
            self.dismiss(self._ids[self._list.cursor])

    def _find(self, words: str) -> None:
        self._words = words
        first = [] if words.strip() else self._first
        ids = list(dict.fromkeys([*first, *self._desk.leads.find_names(words)]))
        self._silent = self._desk.leads.find_silent(words) if words.strip() else []
        ids += self._silent if self._shows_silent else []
        self._show(ids, len(ids))
        if self._pause is not None:
            self._pause.stop()
        if words.strip():
            self._pause = self.set_timer(_PAUSE, lambda: self._look_into_notes(words))

    @work(thread=True, exclusive=True, group="mentions")
    def _look_into_notes(self, words: str) -> None:
        worker = get_current_worker()
        found: dict[int, None] = {}
        for lead_id in islice(self._desk.leads.find_mentions(words), _MOST):
            if worker.is_cancelled:
                return
            found[lead_id] = None
        self.post_message(self.Mentioned(words, list(found)))

    def _show(self, ids: list[int], named: int) -> None:
        if self._without in ids:
            ids, named = [lead_id for lead_id in ids if lead_id != self._without], named - 1
        self._ids, self._named = ids, named
        self._list.show(max(len(ids), 1), 0)
        self._paint_title()

    def _paint_title(self) -> None:
        written = len(self._ids) - self._named
        found = counted(self._named, "name").replace(f"{MOST} ", f"{MOST} or more ") + (
            f", {written} in notes" if written else ""
        )
        if self._first and not self._words.strip():
            found = f"{len(self._first)} maybe"
        hints: Sequence[tuple[str, str]] = _HINTS
        if self._silent and not self._shows_silent:
            found += f", {len(self._silent)} do not contact: {keyboard_of(self)['find.silent'].hint()} shows"
            hints = _HINTS[1:]
        self.entitle(f"{self._what}: {found}", keyboard_of(self).hints(hints))

    def _line(self, index: int, width: int) -> Line:
        row = self._row(index)
        if row is None:
            nobody = (
                "nobody; names, companies and notes were looked through" if len(self._desk.leads) else "no leads yet"
            )
            return (Span(f"  {nobody}", "dim"),)
        manners = self._desk.manners
        cells = columns(width, USUAL, manners.yes_takes)
        return lead_line(row, self._desk.now(), cells, manners, self._desk.calendar)

    def _row(self, index: int) -> Row | None:
        if index >= len(self._ids):
            return None
        lead_id = self._ids[index]
        if lead_id not in self._rows:
            self._rows[lead_id] = self._desk.leads.row(lead_id)
        return self._rows[lead_id]
