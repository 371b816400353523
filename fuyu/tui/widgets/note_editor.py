"""A plain text area for notes: lists go on, nothing gets in that could steer the terminal."""

import re
from collections.abc import Callable, Iterable

from rich.text import Text
from textual.content import Content
from textual.events import Paste
from textual.message import Message
from textual.widgets import TextArea

from fuyu.domain.text import clean
from fuyu.tui.kit.textual_compat.paste import LONGEST_PASTE, length
from fuyu.tui.kit.textual_compat.typing import Edited, Editor, Mark
from fuyu.tui.widgets.lines import Palette
from fuyu.tui.widgets.own_keys import without

_ITEM = re.compile(r"(\s*(?:[-*•](?: \[[ xX]\])?|(\d{1,3})[.)])\s+)(.*)")
_DONE = re.compile(r"\[[xX]\]")
Tint = Callable[[str], Iterable[Mark]]
"""Says of a line where something stands out, and in which role."""


class NoteEditor(Editor, inherit_bindings=False):
    """A plain text area that lets nothing in that could steer the terminal."""

    BINDINGS = without(TextArea.BINDINGS, "f6", "f7", "ctrl+f")
    """History, undo, and finding in the history are on these."""

    class PasteRefused(Message):
        """A paste was too long; nothing was pasted."""

        def __init__(self, characters: int) -> None:
            super().__init__()
            self.characters = characters

    def __init__(self, text: str = "", *, placeholder: str = "", tint: Tint | None = None) -> None:
        """Make an editor.

        Args:
            text: what it begins with.
            placeholder: what stands there while nothing is typed.
            tint: what stands out in a line.
        """
        super().__init__(
            clean(text),
            soft_wrap=True,
            show_line_numbers=False,
            highlight_cursor_line=False,
            placeholder=Content(placeholder),
        )
        self._tint = tint
        self._palette = Palette(self)
        self.cursor_blink = False
        self.move_cursor(self.document.end)

    def show(self, text: str, edited: Edited | None = None) -> None:
        """Show a text, nobody being told; with what was done to it, where that led to this text."""
        with self.prevent(TextArea.Changed):
            self.load_text(clean(text))
        if edited is not None and edited.text == text:
            self.history = edited.history
            self.selection = edited.selection
        else:
            self.move_cursor(self.document.end)

    def tints(self, line: str) -> Iterable[Mark]:
        """Return what stands out in a line."""
        return self._tint(line) if self._tint is not None else ()

    def get_line(self, line_index: int) -> Text:
        """Return a line with what stands out in it tinted."""
        line = super().get_line(line_index)
        for start, end, role in self.tints(line.plain):
            line.stylize(self._palette[role], start, end)
        return line

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        super().notify_style_update()
        self._palette.clear()

    def write(self, text: str) -> None:
        """Put a text at the cursor, as if it were typed."""
        self.put(text, *self.selection)

    def cleaned(self, text: str) -> str:
        """Return a text that steers nothing."""
        return clean(text)

    def entered(self) -> bool:
        """Go on with a list where an item of one ends; an empty item ends the list."""
        row, column = self.cursor_location
        item = _ITEM.fullmatch(self.document.get_line(row))
        if item is None or not self.selection.is_empty or column < len(item[1]):
            return False
        if item[3].strip():
            number, mark = item[2], _DONE.sub("[ ]", item[1])
            self.write("\n" + (mark.replace(number, str(int(number) + 1), 1) if number else mark))
        else:
            self.put("", (row, 0), (row, len(item[0])))
        return True

    def pasted(self, paste: Paste) -> None:
        """Take a paste, unless it would hold up the keys."""
        if length(paste) > LONGEST_PASTE:
            self.post_message(self.PasteRefused(length(paste)))
        else:
            self.write(paste.text)
