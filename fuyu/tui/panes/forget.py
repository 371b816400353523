"""A typed yes before somebody is forgotten."""

from collections.abc import Callable

from textual.app import ComposeResult

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import wrapped
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span

_YES, _NO = "yes", {"no", "n"}


class ForgetPrompt(Prompt[bool]):
    """Asks for a yes in letters: no key that is pressed by mistake does what nothing undoes."""

    BINDINGS = bindings(Where.FORGET)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("forget.done", "Forget"), ("forget.cancel", "Back"), id=id)
        self.input = LineInput(submit=self.action_done, placeholder=f"type {_YES}")
        self._words = ""

    def inside(self) -> ComposeResult:
        """The yes, and what will happen."""
        yield self.body
        yield self.input

    def ask_about(self, name: str, words: str, then: Callable[[], object]) -> None:
        """Ask; the words say what will happen, and `then` does it."""
        self._words = words
        self.input.put("")
        self.ask(f"Forget {name} for good?", lambda _yes: then())

    def first(self) -> LineInput:
        """Begin with the yes."""
        return self.input

    def lines(self, width: int) -> list[Line]:
        """What will happen."""
        return [(Span(f" {line}"),) for line in wrapped(self._words, width - 2)]

    def action_done(self) -> None:
        """Do it, once yes is typed; a no goes back."""
        typed = self.input.value.strip().casefold()
        if typed == _YES:
            self.answer(True)
        elif typed in _NO:
            self.action_cancel()
