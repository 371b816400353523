"""One snooze too many is a decision: what else could be done than to move it once more."""

from collections.abc import Callable

from fuyu.domain.decision import Decision
from fuyu.domain.lead import Row
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import counted
from fuyu.tui.widgets.lines import Line, Span


class DecisionPrompt(Prompt[Decision], can_focus=True):
    """Asks what becomes of a lead that would be snoozed once too often."""

    BINDINGS = bindings(Where.DECISION)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("decision.cancel", "later"), id=id)
        self._may_put_off = True
        self._row: Row | None = None

    def ask_about(self, row: Row, then: Callable[[Decision], object]) -> None:
        """Ask about this lead."""
        plan = row.plan
        self._row = row
        self._may_put_off = plan is None or not plan.put_off
        times = plan.snoozed if plan else 0
        self.ask(f"{row.name} was snoozed {counted(times, 'time')}: what is it to be?", then)

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 - they fit
        """The ways, a key each."""
        last = "snooze once more, this one time" if self._may_put_off else "back; it was put off once already"
        said = {**_WAYS, "cancel": last}
        ways = [(*_way(keyboard_of(self)[f"decision.{name}"].hint(), words),) for name, words in said.items()]
        return [(*left, *right) for left, right in zip(ways[::2], ways[1::2], strict=True)]

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
    "lost": "end it: lost, without a yes",
    "permission": "ask whether to stay in touch",
}
_WIDTH = 36
"""Cells of a way: two of them stand side by side."""


def _way(key: str, words: str) -> tuple[Span, Span, Span]:
    return Span(f" {key} ", "key"), Span(words), Span(" " * max(_WIDTH - len(key) - len(words) - 2, 1))
