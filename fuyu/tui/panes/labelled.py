"""One line to type into, with what it is for before it."""

from collections.abc import Callable

from fuyu.tui.panes.field import FormField
from fuyu.tui.widgets.line_input import LineInput


class Labelled(FormField):
    """A field of a question, whose caption is a few words."""

    DEFAULT_CSS = "Labelled .caption { width: 16; }"

    def __init__(self, caption: str, *, submit: Callable[[], object]) -> None:
        super().__init__(caption, LineInput(submit=submit), classes="labelled")
