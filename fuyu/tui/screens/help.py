"""Every key, by situation."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

from fuyu.tui.keys import Where, keys_of
from fuyu.tui.widgets.lines import ROLE_CLASSES, Line, Span, Title, fit
from fuyu.tui.widgets.row_list import RowList


class HelpScreen(ModalScreen[None]):
    """The registry, read out."""

    COMPONENT_CLASSES = ROLE_CLASSES
    CSS_PATH = "sheet.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,question_mark,f1", "dismiss", "Back", show=False),
        Binding("j,down", "scroll(1)", "Down", show=False),
        Binding("k,up", "scroll(-1)", "Up", show=False),
        Binding("ctrl+d,pagedown,space", "scroll(10)", "Page down", show=False),
        Binding("ctrl+u,pageup", "scroll(-10)", "Page up", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._entries = [entry for where in Where for entry in (where, *keys_of(where), None)]
        self._title = Title(classes="title")
        self._list = RowList(self._line)

    def compose(self) -> ComposeResult:
        """A title and the keys."""
        yield self._title
        yield self._list

    def on_mount(self) -> None:
        """Show the keys."""
        self._list.show(len(self._entries), 0)
        self._title.say("Keys", right="j k move  Esc back")
        self._list.focus()

    def action_scroll(self, by: int) -> None:
        """Move in the list."""
        self._list.move(by)

    def _line(self, index: int, _width: int) -> Line:
        entry = self._entries[index]
        if entry is None:
            return ()
        if isinstance(entry, Where):
            return (Span(f" {entry.value}", "title"),)
        return Span(f"   {fit(entry.shown, 18)}", "key"), Span(f" {entry.tooltip}")
