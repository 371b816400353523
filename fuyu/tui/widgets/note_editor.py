"""A plain text area for notes: lists go on, nothing gets in that could steer the terminal."""

import re
from dataclasses import replace
from typing import NamedTuple

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.events import Key, Paste
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Selection

from fuyu.domain.text import clean
from fuyu.tui.widgets.own_keys import without
from fuyu.tui.widgets.paste import LONGEST_PASTE, length

_ITEM = re.compile(r"(\s*(?:[-*•]|(\d{1,3})[.)])\s+)(.*)")


class Edited(NamedTuple):
    """A text with what was done to it, so that walking to another lead and back costs no undo."""

    text: str
    history: EditHistory
    selection: Selection


class NoteEditor(TextArea, inherit_bindings=False):
    """A plain text area that lets nothing in that could steer the terminal."""

    BINDINGS = without(TextArea.BINDINGS, "f6", "f7", "ctrl+f")
    """History, undo, and finding in the history are on these."""

    class PasteRefused(Message):
        """A paste was too long; nothing was pasted."""

        def __init__(self, characters: int) -> None:
            super().__init__()
            self.characters = characters

    def __init__(self, text: str = "") -> None:
        super().__init__(clean(text), soft_wrap=True, show_line_numbers=False, highlight_cursor_line=False)
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def put_aside(self) -> Edited | None:
        """Return the text with its history, None where it has none; the editor goes on with a new one."""
        if not (self.history.undo_stack or self.history.redo_stack):
            return None
        edited = Edited(self.text, self.history, self.selection)
        self.history = replace(self.history)
        return edited

    def show(self, text: str, edited: Edited | None = None) -> None:
        """Show a text, nobody being told; with what was done to it, where that led to this text."""
        with self.prevent(TextArea.Changed):
            self.load_text(clean(text))
        if edited is not None and edited.text == text:
            self.history = edited.history
            self.selection = edited.selection
        else:
            self.move_cursor(self.document.end)

    def write(self, text: str) -> None:
        """Put a text at the cursor, as if it were typed."""
        if result := self._replace_via_keyboard(text, *self.selection):
            self.move_cursor(result.end_location)

    def rewrite(self, text: str) -> None:
        """Put a text in the place of the whole; undo brings the other back."""
        self.history.checkpoint()
        self.edit(Edit(text, (0, 0), self.document.end, maintain_selection_offset=False))
        self.history.checkpoint()
        self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Do one edit, whoever made it, with a text that steers nothing."""
        return super().edit(replace(edit, text=clean(edit.text)))

    async def _on_key(self, event: Key) -> None:
        """Go on with a list where Enter ends an item of one; Enter on an empty item ends the list."""
        row, column = self.cursor_location
        item = _ITEM.fullmatch(self.document.get_line(row)) if event.key == "enter" else None
        if item is None or not self.selection.is_empty or column < len(item[1]):
            return
        event.stop()
        event.prevent_default()
        if item[3].strip():
            number = item[2]
            self.write("\n" + (item[1].replace(number, str(int(number) + 1), 1) if number else item[1]))
        elif result := self._replace_via_keyboard("", (row, 0), (row, len(item[0]))):
            self.move_cursor(result.end_location)

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        if length(event) > LONGEST_PASTE:
            self.post_message(self.PasteRefused(length(event)))
        else:
            self.write(event.text)
