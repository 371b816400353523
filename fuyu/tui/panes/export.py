"""Save elsewhere: the path of a new file for the whole book."""

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.widgets.line_input import LineInput


class ExportPrompt(Prompt[str]):
    """Asks for a path."""

    BINDINGS = bindings(Where.EXPORT)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("export.done", "save"), ("export.cancel", "back"), id=id)
        self.input = LineInput(submit=self.action_done)

    def compose(self) -> ComposeResult:
        """A title and the path."""
        yield self.title
        yield self.input

    def ask_where(self, usual: Path, then: Callable[[str], object]) -> None:
        """Ask where to, with the usual place written there already."""
        self.input.value = str(usual)
        self.input.cursor_position = len(self.input.value)
        self.ask("Save the whole book to a new file", then)

    def first(self) -> LineInput:
        """Begin with the path."""
        return self.input

    def action_done(self) -> None:
        """Take the path, once there is one."""
        if self.input.value.strip():
            self.answer(self.input.value.strip())
