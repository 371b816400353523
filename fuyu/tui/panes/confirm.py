"""A yes or a no."""

from collections.abc import Callable

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import wrapped
from fuyu.tui.widgets.lines import Line, Span


class ConfirmPrompt(Prompt[bool], can_focus=True):
    """Asks before what undo can take back, but one would rather not do by mistake."""

    BINDINGS = bindings(Where.CONFIRM)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("confirm.yes", "Yes"), ("confirm.cancel", "No"), id=id)
        self._words = ""

    def confirm(self, title: str, words: str, then: Callable[[], object]) -> None:
        """Ask; the words say what will happen, and `then` does it."""
        self._words = words
        self.ask(title, lambda _yes: then())

    def lines(self, width: int) -> list[Line]:
        """What will happen."""
        return [(Span(f" {line}"),) for line in wrapped(self._words, width - 2)]

    def action_yes(self) -> None:
        """Do it."""
        self.answer(True)
