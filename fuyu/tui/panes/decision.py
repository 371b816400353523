"""One snooze too many is a decision: what else could be done than to move it once more."""

from collections.abc import Callable, Sequence

from fuyu.domain.decision import Decision
from fuyu.domain.lead import Row
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import counted
from fuyu.tui.widgets.lines import Line, Span
from fuyu.tui.widgets.pressable import Pressable


class DecisionPrompt(Prompt[Decision], can_focus=True):
    """Asks what becomes of a lead that would be snoozed once too often."""

    BINDINGS = bindings(Where.DECISION)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("decision.cancel", "Later"), id=id)
        self._may_put_off = True
        self._row: Row | None = None
        self.body = Pressable(self._press, classes="body")

    def ask_about(self, row: Row, then: Callable[[Decision], object]) -> None:
        """Ask about this lead."""
        plan = row.plan
        self._row = row
        self._may_put_off = plan is None or not plan.put_off
        times = plan.snoozed if plan else 0
        self.ask(f"{row.name} was snoozed {counted(times, 'time')}: what now?", then)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The way back; the others stand in the question."""
        return (("decision.cancel", "Snooze once more" if self._may_put_off else "Back"),)

    def lines(self, width: int) -> list[Line]:
        """The ways, a key each, side by side where there is room."""
        return [tuple(span for name in row for span in self._way(name)) for row in _rows(width)]

    def _way(self, name: str) -> tuple[Span, Span, Span]:
        last = "snooze this one more time" if self._may_put_off else "back; it was put off once already"
        key, words = keyboard_of(self)[f"decision.{name}"].hint(), _WAYS.get(name, last)
        return Span(f" {key} ", "key"), Span(words), Span(" " * max(_WIDTH - len(key) - len(words) - 2, 1))

    def _press(self, x: int, y: int) -> None:
        """Take the way that was clicked."""
        row = _rows(self.body.size.width)[y]
        name = row[min(x // _WIDTH, len(row) - 1)]
        if name == "cancel":
            self.action_cancel()
        else:
            self.action_decide(name)

    def action_decide(self, decision: str) -> None:
        """Take a way."""
        self.answer(Decision(decision))

    def action_cancel(self) -> None:
        """Put it off, where that was not done before; else go back."""
        self.answer(Decision.PUT_OFF if self._may_put_off else None)


_WAYS = {
    "call": "call now",
    "park": "park with a date and a reason",
    "channel": "another channel, today",
    "lost": "lost: end the follow-up",
    "permission": "ask whether to stay in touch",
}
_NAMES = (*_WAYS, "cancel")
_WIDTH = 38
"""Cells of a way."""


def _rows(width: int) -> list[tuple[str, ...]]:
    """Return the names of the ways as they stand in a width: two side by side, or one below the other."""
    beside = 2 if width >= 2 * _WIDTH else 1
    return [_NAMES[first : first + beside] for first in range(0, len(_NAMES), beside)]
