"""The palette: type a command or a name, Enter runs it; above the day, which stays in sight."""

from collections.abc import Callable, Sequence
from typing import ClassVar, NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from fuyu.domain.text import fold
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import counted
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.widgets.row_list import RowList

_NAME = 15
_LEAST = 16
"""Cells of what a command means below which it is left out."""


class PaletteCommand(NamedTuple):
    """Something to run by its name."""

    name: str
    means: str
    key: str
    run: Callable[[], object]
    also: str = ""
    """Other words that find it."""

    def rank(self, words: Sequence[str]) -> int | None:
        """Return how well folded words fit, 0 best; None where they do not."""
        name, all_of_it = fold(self.name), fold(f"{self.name} {self.means} {self.key} {self.also}")
        if not all(word in all_of_it for word in words):
            return None
        if name.startswith(" ".join(words)):
            return 0
        return 1 if all(word in name for word in words) else 2


class PaletteSheet(Sheet[Callable[[], object]]):
    """One line to type into, and what it means; answers with what is to be run."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PALETTE)

    def __init__(self, offers: Callable[[str], Sequence[PaletteCommand]]) -> None:
        """Make the palette; `offers` returns what typed words mean, the best first."""
        super().__init__()
        self._offers = offers
        self._offered: Sequence[PaletteCommand] = ()
        self._input = LineInput(submit=self.action_choose, placeholder="Type a command, or a name")
        self._list = RowList(self._line)
        self._list.can_focus = False

    def inside(self) -> ComposeResult:
        """The words, and what they mean."""
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Offer everything before a word is typed."""
        self.set_focus(self._input)
        self.edge.offer_keys(("palette.choose", "Run"), ("palette.down", "Next"), ("palette.cancel", "Back"))
        self._find("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Find anew."""
        message.stop()
        self._find(message.value)

    def on_row_list_chosen(self) -> None:
        """A click runs it."""
        self.action_choose()

    def action_step(self, by: int) -> None:
        """Move in the list while typing."""
        self._list.move(by)

    def action_choose(self) -> None:
        """Run what is under the cursor."""
        if self._offered:
            self.dismiss(self._offered[self._list.cursor].run)

    def action_cancel(self) -> None:
        """Go back."""
        self.dismiss(None)

    def _find(self, typed: str) -> None:
        self._offered = self._offers(typed)
        self._list.show(max(len(self._offered), 1), 0)
        self.edge.entitle("Commands", counted(len(self._offered), "match", "matches") if typed.strip() else "")

    def _line(self, index: int, width: int) -> Line:
        if not self._offered:
            return (Span(" Nothing found. Type fewer letters.", "dim"),)
        command = self._offered[index]
        key = f" {command.key} "
        name = max(_NAME, cell_len(command.name)) if not command.means else _NAME
        room = width - 2 - name - cell_len(key)
        means = fit(command.means, room) if room >= _LEAST else " " * max(room, 0)
        return (
            Span(f" {fit(command.name, min(name, width - 2 - cell_len(key)))} ", "name"),
            Span(means, "dim"),
            Span(key, "dim" if key == " lead " else "key"),
        )
