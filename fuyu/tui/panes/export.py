"""Save elsewhere: the path of a new file for the whole book."""

from collections.abc import Callable
from pathlib import Path

from textual.app import ComposeResult

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.kit.completing import completed
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span, fit


class ExportPrompt(Prompt[str]):
    """Asks for a path."""

    BINDINGS = bindings(Where.EXPORT)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(
            ("export.done", "Save"), ("export.complete", "Complete the path"), ("export.cancel", "Back"), id=id
        )
        self.input = LineInput(submit=self.action_done, placeholder="~/fuyu-copy.json")
        self._said: Line = ()

    def inside(self) -> ComposeResult:
        """A title, the path, and what is known of it."""
        yield self.input
        yield self.body

    def ask_where(
        self, usual: Path, then: Callable[[str], object], title: str = "Save the whole book to a new file"
    ) -> None:
        """Ask where to, with the usual place written there already."""
        self.input.put(str(usual))
        self._said = ()
        self.ask(title, then)

    def first(self) -> LineInput:
        """Begin with the path."""
        return self.input

    def lines(self, width: int) -> list[Line]:
        """What is wrong with the path, or how it may go on."""
        return [tuple(span._replace(text=fit(span.text, width).rstrip()) for span in self._said)] if self._said else []

    def on_input_changed(self) -> None:
        """Say nothing of another path."""
        self._say()

    def action_complete(self) -> None:
        """Write the path as far as it is known, and say how it may go on."""
        path, ways = completed(self.input.value)
        self.input.put(path)
        self.call_after_refresh(self._say, "  ".join(ways), "dim")

    def action_done(self) -> None:
        """Take the path, once there is one."""
        if self.input.value.strip():
            self.answer(self.input.value.strip())
        else:
            self._say("? Type the path of a new file.", "warn")

    def _say(self, words: str = "", role: str = "") -> None:
        self._said = (Span(f" {words}", role),) if words else ()
        self.paint()
