"""A field: what it is for, what is typed, and below that what is wrong with it."""

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fuyu.tui.panes.date_entry import DateEntry
from fuyu.tui.present import wrapped
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Lines, Span


class FormField(Vertical):
    """A caption, its input, and an error under it as long as there is one."""

    DEFAULT_CSS = """
    FormField { height: auto; }
    FormField > Horizontal { height: auto; }
    FormField .caption { width: 10; }
    FormField > .wrong { height: 1; display: none; }
    """

    def __init__(self, caption: str, widget: LineInput | DateEntry, *, classes: str = "") -> None:
        super().__init__(classes=f"field {classes}")
        self._caption = Lines(classes="caption")
        self._caption.show(lambda _width, _height: [(Span(f" {caption}", "dim"),)])
        self._widget = widget
        self._wrong = Lines(classes="wrong")
        self._words = self._typed = ""

    def compose(self) -> ComposeResult:
        """The caption beside the input, and the error."""
        with Horizontal():
            yield self._caption
            yield self._widget
        yield self._wrong

    @property
    def input(self) -> LineInput:
        """What is typed into."""
        return self._widget.input if isinstance(self._widget, DateEntry) else self._widget

    def heed(self) -> None:
        """Take back what was said to be wrong, once something else is typed."""
        if self._words and self.input.value != self._typed:
            self.complain("")

    def complain(self, words: str) -> None:
        """Say under it what is wrong; no words take that away."""
        self._words, self._typed = words, self.input.value
        margin = self._caption.size.width + 1
        lines = wrapped(words, max(self.size.width - margin - 2, 1))
        self._wrong.display = bool(words)
        self._wrong.take(max(len(lines), 1))
        marks = ["? ", *("  " for _ in lines)]
        self._wrong.show(
            lambda _width, _height: [
                (Span(" " * margin), Span(f"{mark}{line}", "warn")) for mark, line in zip(marks, lines, strict=False)
            ]
        )
