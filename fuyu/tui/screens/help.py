"""What every mark means and every key does, those of what was open first; typing finds."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.present import counted
from fuyu.tui.present_help import HelpFound, found, help_lines
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.own_keys import without
from fuyu.tui.widgets.row_list import RowList

_NOTHING = "Nothing found. `:` finds commands and leads."


class Sought(LineInput, inherit_bindings=False):
    """The words to look for; Home and End go through what is found."""

    BINDINGS = without(LineInput.BINDINGS, "home", "end")


class HelpScreen(Sheet[None]):
    """The marks, and the keys that hold, read out."""

    BINDINGS = bindings(Where.HELP)

    def __init__(self, first: Where) -> None:
        """Make the screen; the keys of the situation `first` stand at the top."""
        super().__init__()
        self._situations = sorted(Where, key=lambda where: where is not first)
        self._found = HelpFound([], 0, 0)
        self._lines: Sequence[Line] = ()
        self._input = Sought(placeholder="Type to find a key, a mark or a word")
        self._list = RowList(lambda index, _width: self._lines[index])
        self._list.can_focus = False
        self._list.show_cursor = False

    def inside(self) -> ComposeResult:
        """The words to look for, and what is found."""
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Show everything."""
        self.set_focus(self._input)
        self.edge.offer_keys(("help.page_down", "Page down"), ("help.page_up", "Page up"), ("help.back", "Back"))
        self._find("")

    def on_resize(self) -> None:
        """Lay the columns out in the width there is."""
        self._lay_out()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show what the words mean; what opened the help closes it as long as nothing is typed."""
        message.stop()
        if message.value in keyboard_of(self)["book.help"].keys:
            self.action_close()
        else:
            self._find(message.value)

    def action_close(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Take the words away, or go back."""
        if self._input.value:
            self._input.value = ""
        else:
            self.action_close()

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self._list.scroll_relative(y=by, animate=False, immediate=True)

    def action_page(self, by: int) -> None:
        """Read a page on, or back."""
        self.action_scroll(by * max(self._list.size.height - 1, 1))

    def action_first(self) -> None:
        """Go to the beginning."""
        self._list.scroll_to(y=0, animate=False, immediate=True)

    def action_last(self) -> None:
        """Go to the end."""
        self._list.scroll_to(y=len(self._lines), animate=False, immediate=True)

    def _find(self, words: str) -> None:
        self._found = found(keyboard_of(self), self._situations, words)
        self._lay_out()
        self.action_first()
        marks, keys = counted(self._found.marks, "mark"), counted(self._found.keys, "key")
        operators = f", {counted(self._found.operators, 'operator')}" if self._found.operators else ""
        usual = "Help: what the marks mean and the keys do"
        self.edge.entitle(f"Help: {marks}, {keys}{operators}" if words.strip() else usual)

    def _lay_out(self) -> None:
        self._lines = help_lines(self._found, self.edge.room) or [(Span(f" {_NOTHING}", "dim"),)]
        self._list.show(len(self._lines), 0)
