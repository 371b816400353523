"""Go anywhere that is seen by one letter."""

from collections.abc import Callable, Sequence

from textual.binding import Binding

from fuyu.tui.bindings import bindings
from fuyu.tui.keys import LETTERS, Where
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.prompt import Prompt

Place = tuple[LeadsPane, int]
"""A line of a list."""


class JumpPrompt(Prompt[Place], can_focus=True):
    """Shows a letter beside each lead that is seen, and asks for one."""

    BINDINGS = [*bindings(Where.JUMP), *(Binding(letter, f"take('{letter}')", show=False) for letter in LETTERS)]  # noqa: RUF012 - Textual declares it so

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("jump.notes", "Notes"), ("jump.cancel", "Back"), id=id)
        self._places: dict[str, Place] = {}
        self._to_notes: Callable[[], object] | None = None

    def ask_where_to(
        self, panes: Sequence[LeadsPane], then: Callable[[Place], object], to_notes: Callable[[], object]
    ) -> None:
        """Mark what is seen of the lists, and call `then` with the line whose letter is pressed."""
        seen = [(pane, index) for pane in panes for index in pane.seen]
        self._places = dict(zip(LETTERS, seen, strict=False))
        self._to_notes = to_notes
        for pane in panes:
            pane.list.mark({index: letter for letter, (where, index) in self._places.items() if where is pane})
        self.ask("Jump to the lead with the letter", then)

    def answer(self, answer: Place | None) -> None:
        """Take the letters away, and go there."""
        for pane in {pane for pane, _ in self._places.values()}:
            pane.list.mark({})
        self._places = {}
        if answer is not None:
            self._focused_before = answer[0].list
        super().answer(answer)

    def action_take(self, letter: str) -> None:
        """Go to the line of a letter."""
        if letter in self._places:
            self.answer(self._places[letter])

    def action_notes(self) -> None:
        """Go to the notes."""
        self.answer(None)
        if self._to_notes is not None:
            self._to_notes()
