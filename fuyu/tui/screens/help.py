"""Every key, by situation, the one that one was in first; typing filters."""

from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.domain.text import fold
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Key, Where
from fuyu.tui.present import counted
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.widgets.row_list import RowList

_HINTS = (("help.down", "move"), ("help.back", "back"))


class HelpScreen(Sheet[None]):
    """The keys that hold, read out."""

    BINDINGS = bindings(Where.HELP)

    def __init__(self, first: Where) -> None:
        """Make the screen; the keys of the situation `first` stand at the top."""
        super().__init__()
        self._situations = sorted(Where, key=lambda where: where is not first)
        self._entries: list[Key | Where | None] = []
        self._input = LineInput()
        self._list = RowList(self._line)
        self._list.can_focus = False

    def compose(self) -> ComposeResult:
        """A title, the words to filter by, and the keys."""
        yield self.title_line
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Show all keys."""
        self.set_focus(self._input)
        self._filter("")

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the keys that the words mean; what opened the help closes it as long as nothing is typed."""
        message.stop()
        if message.value in keyboard_of(self)["book.help"].keys:
            self.action_lost()
        else:
            self._filter(message.value)

    def action_lost(self) -> None:
        """Go back."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Take the words away, or go back."""
        if self._input.value:
            self._input.value = ""
        else:
            self.action_lost()

    def action_step(self, by: int) -> None:
        """Move in the list."""
        self._list.move(by)

    def _filter(self, words: str) -> None:
        wanted = fold(words).split()
        self._entries = []
        found = 0
        for where in self._situations:
            keys = [key for key in keyboard_of(self).of(where) if all(word in _words(key) for word in wanted)]
            found += len(keys)
            self._entries += [where, *keys, None] if keys else []
        self._list.show(max(len(self._entries), 1), 0)
        title = "Keys: type what you look for" if not wanted else f"Keys: {counted(found, 'key')}"
        self.entitle(title, keyboard_of(self).hints(_HINTS))

    def _line(self, index: int, _width: int) -> Line:
        if not self._entries:
            return (Span("  no key does that; : finds commands and leads", "dim"),)
        entry = self._entries[index]
        if entry is None:
            return ()
        if isinstance(entry, Where):
            return (Span(f" {entry.value}", "title"),)
        return Span(f"   {fit(entry.shown, 18)}", "key"), Span(f" {entry.tooltip}")


def _words(key: Key) -> str:
    return fold(f"{key.shown} {key.label} {key.tooltip} {key.where.value} {key.id}")
