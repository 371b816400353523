"""One line to type into, with what it is for before it."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Horizontal

from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Lines, Span


class Labelled(Horizontal):
    """A caption and its input."""

    DEFAULT_CSS = """
    Labelled { height: 1; }
    Labelled > Lines { width: 16; }
    """

    def __init__(self, caption: str, *, submit: Callable[[], object]) -> None:
        super().__init__(classes="labelled")
        self._caption = Lines()
        self._caption.show(lambda _width, _height: [(Span(f" {caption}", "dim"),)])
        self.input = LineInput(submit=submit)

    def compose(self) -> ComposeResult:
        """The caption, then the line."""
        yield self._caption
        yield self.input
