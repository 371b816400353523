"""Fields and editors that ask before a key or a paste becomes text; Textual has no public place for either."""

from dataclasses import replace
from typing import NamedTuple

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.events import Key, Paste
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection


class PastingInput(Input, inherit_bindings=False):
    """An input that says itself what becomes of a paste."""

    def pasted(self, paste: Paste) -> None:
        """Take a paste."""
        raise NotImplementedError

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.pasted(event)


class Edited(NamedTuple):
    """A text with what was done to it, so that walking to another lead and back costs no undo."""

    text: str
    history: EditHistory
    selection: Selection


class Editor(TextArea, inherit_bindings=False):
    """A text area that says itself what becomes of a paste, of Enter, and of every edit."""

    def pasted(self, paste: Paste) -> None:
        """Take a paste."""
        raise NotImplementedError

    def entered(self) -> bool:
        """Do what Enter does here; return False where it begins a line as anywhere."""
        raise NotImplementedError

    def cleaned(self, text: str) -> str:
        """Return a text as it may get in."""
        raise NotImplementedError

    def put(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Put a text in the place of another, as if it were typed."""
        if result := self._replace_via_keyboard(text, start, end):
            self.move_cursor(result.end_location)

    def rewrite(self, text: str) -> None:
        """Put a text in the place of the whole; undo brings the other back."""
        self.history.checkpoint()
        self.edit(Edit(text, (0, 0), self.document.end, maintain_selection_offset=False))
        self.history.checkpoint()
        self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Do one edit, whoever made it."""
        return super().edit(replace(edit, text=self.cleaned(edit.text)))

    def put_aside(self) -> Edited | None:
        """Return the text with its history, None where it has none; the editor goes on with a new one."""
        if not (self.history.undo_stack or self.history.redo_stack):
            return None
        edited = Edited(self.text, self.history, self.selection)
        self.history = replace(self.history)
        return edited

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter" and self.entered():
            event.stop()
            event.prevent_default()

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.pasted(event)
