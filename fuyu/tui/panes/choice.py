"""One of a few, by its digit."""

from collections.abc import Callable, Sequence

from rich.cells import cell_len
from textual.binding import Binding

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.widgets.pressable import Pressable

MOST = 9
"""How many can be chosen among."""
_LABEL = 7
"""Cells of the labels at least, the gap after them too."""


class ChoicePrompt(Prompt[int], can_focus=True):
    """Asks which one; the first is taken by Enter."""

    BINDINGS = [  # noqa: RUF012 - Textual declares it so
        *bindings(Where.CHOICE),
        *(Binding(str(number), f"take({number})", show=False) for number in range(1, MOST + 1)),
    ]

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("choice.first", "Take the first"), ("choice.cancel", "Back"), id=id)
        self._options: Sequence[tuple[str, str]] = ()
        self.body = Pressable(lambda _x, y: self.action_take(y + 1), classes="body")

    def choose(self, title: str, options: Sequence[tuple[str, str]], then: Callable[[int], object]) -> None:
        """Ask for one of the options, labels with texts, and call `then` with its index; one alone is not asked for."""
        if len(options) == 1:
            then(0)
            return
        self._options = options[:MOST]
        self.ask(title, then)

    def lines(self, width: int) -> list[Line]:
        """The options."""
        column = max(_LABEL, *(cell_len(label) + 1 for label, _ in self._options))
        return [
            (Span(f" {number} ", "key"), Span(fit(label, column), "dim"), Span(fit(text, max(width - column - 4, 1))))
            for number, (label, text) in enumerate(self._options, start=1)
        ]

    def action_take(self, number: int) -> None:
        """Take the option of a digit."""
        if number <= len(self._options):
            self.answer(number - 1)
