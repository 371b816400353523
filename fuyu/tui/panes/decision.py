"""The third snooze is a decision: what else could be done than to move it once more."""

from collections.abc import Callable
from enum import StrEnum

from fuyu.domain.lead import Row
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.widgets.lines import Line, Span


class Decision(StrEnum):
    """What to do with someone who was snoozed again and again."""

    CALL = "call"
    CHANNEL = "channel"
    PERMISSION = "permission"
    PARK = "park"
    CLOSE = "close"
    PUT_OFF = "put_off"
    """Snooze once more; it can be said once."""


class DecisionPrompt(Prompt[Decision], can_focus=True):
    """Asks what becomes of a lead that would be snoozed for the third time."""

    BINDINGS = bindings(Where.DECISION)

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._may_put_off = True
        self._row: Row | None = None

    def ask_about(self, row: Row, then: Callable[[Decision], object]) -> None:
        """Ask about this lead."""
        step = row.next_step
        self._row = row
        self._may_put_off = step is None or not step.put_off
        times = step.snoozed if step else 0
        self.ask(f"{row.name} was snoozed {times} times: what is it to be?", then)

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 - they fit
        """The ways, a key each."""
        esc = "snooze once more, this one time" if self._may_put_off else "back; it was put off once already"
        return [
            (*_way("c", "call now", 30), *_way("p", "park with a date and a reason")),
            (*_way("o", "another channel, today", 30), *_way("e", "end it: close without a yes")),
            (*_way("a", "ask whether to stay in touch", 30), *_way("Esc", esc)),
        ]

    def action_decide(self, decision: str) -> None:
        """Take a way."""
        self.answer(Decision(decision))

    def action_cancel(self) -> None:
        """Put it off, where that was not done before; else go back."""
        self.answer(Decision.PUT_OFF if self._may_put_off else None)


def _way(key: str, words: str, width: int = 0) -> tuple[Span, Span, Span]:
    return Span(f" {key} ", "key"), Span(words), Span(" " * max(width - len(words), 1))
