"""Words about a lead whom another fuyu deleted while they were typed: they go on here, and into nobody else's note."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.note_editor import NoteEditor


class LeftWords(Sheet[str]):
    """What was being typed, to be gone on with; the answer is all of it."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.PAGE)

    def __init__(self, name: str, text: str) -> None:
        """Make it: the name of who is gone, and what was typed about them."""
        super().__init__()
        self._gone = name
        self._editor = NoteEditor(text)

    def inside(self) -> ComposeResult:
        """The words alone."""
        yield self._editor

    def on_mount(self) -> None:
        """Go on behind the last word."""
        self.set_focus(self._editor)
        self._editor.move_cursor(self._editor.document.end)
        self.edge.entitle(f"{self._gone} was deleted by another fuyu")
        self.edge.say("These words belong to nobody in the book now. Going back copies them.")
        self.edge.offer_keys(("page.back", "Copy and go back"))

    def action_scroll(self, by: int) -> None:
        """Read on, or back."""
        self._editor.scroll_relative(y=by, animate=False)

    def action_back(self) -> None:
        """Go back with all of it."""
        self.dismiss(self._editor.text)
