"""One line of typed text, in which nothing is lost on the way in."""

from collections.abc import Callable
from typing import ClassVar

from textual.events import Paste
from textual.widgets import Input

from fuyu.domain.text import clean_inline, clean_line
from fuyu.tui.kit.textual_compat.paste import length
from fuyu.tui.kit.textual_compat.typing import PastingInput
from fuyu.tui.widgets.own_keys import without


class LineInput(PastingInput, inherit_bindings=False):
    """An input with a bar at its left; a pasted text of several lines becomes one line, without control characters."""

    BINDINGS = without(Input.BINDINGS, "ctrl+k")
    """That moves up in the list that is typed for."""
    DEFAULT_CSS = """
    LineInput {
        border: none; border-left: wide $accent 50%; height: 1; padding: 0 1; width: 1fr; background: $surface;
    }
    LineInput:focus { border: none; border-left: outer $accent; background: $panel; }
    """
    LONGEST: ClassVar[int] = 2_000
    """Characters; no name or phrase is longer, and each key repaints them all."""

    def __init__(
        self,
        value: str = "",
        *,
        submit: Callable[[], object] | None = None,
        placeholder: str = "",
        id: str | None = None,  # noqa: A002
    ) -> None:
        """Make an input; `submit` is called by Enter, at once, and the placeholder says what one could type."""
        super().__init__(
            clean_line(value), id=id, select_on_focus=False, max_length=self.LONGEST, placeholder=placeholder
        )
        self.cursor_blink = False
        self._submit = submit

    def validate_value(self, value: str) -> str:
        """Let nothing in that could steer the terminal, or go on to another line; blanks stay, for who types words."""
        return clean_inline(value)

    def empty(self) -> None:
        """Take the text away; nobody is told."""
        with self.prevent(Input.Changed):
            self.value = ""

    def put(self, text: str) -> None:
        """Put a text there, with the cursor after it."""
        self.value = text
        self.cursor_position = len(self.value)

    async def action_submit(self) -> None:
        """Submit at once, so that the next key already meets what follows."""
        if self._submit is not None:
            self._submit()

    def pasted(self, paste: Paste) -> None:
        """Take a paste as one line, unless it is far too long for one."""
        if length(paste) > self.LONGEST:
            self.notify(f"{length(paste):,} characters are too many for one line: not pasted", markup=False)
        else:
            self.insert_text_at_cursor(clean_line(paste.text))
            self.call_after_refresh(self._follow_cursor)

    def _follow_cursor(self) -> None:
        """Show where the cursor is: Textual scrolls before it knows how wide a pasted text is."""
        at = self.cursor_position
        self.cursor_position = 0
        self.cursor_position = at
