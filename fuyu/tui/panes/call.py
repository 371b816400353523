"""The call card: the chosen lead as somebody on the phone needs them, and how long the call lasts."""

from collections.abc import Callable
from datetime import datetime

from textual.app import ComposeResult
from textual.timer import Timer

from fuyu.colleagues import Remark
from fuyu.desk import Card
from fuyu.domain.manners import Manners
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.present_call import call_lines, elapsed_words, place_words, who_words
from fuyu.tui.widgets.frame import Pane
from fuyu.tui.widgets.lines import Line, Lines


class CallPane(Pane):
    """Whom to call, what to know of them, and a running time; hidden until somebody is called."""

    def __init__(self, now: Callable[[], datetime], manners: Manners, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._now = now
        self._manners = manners
        self._began = now()
        self._ticks: Timer | None = None
        self._who = self._place = ""
        self.body = Lines(classes="body")

    def compose(self) -> ComposeResult:
        """A body; the frame has the title."""
        yield self.body

    def show(self, card: Card, place: tuple[int, int] | None, who_calls: Remark) -> None:
        """Show a card, which call of the day it is, and who else is at the lead."""
        self._who, self._place = who_words(card.lead), place_words(card.lead, place, self._manners.yes_takes)
        self.each_second()
        now = self._now()
        keyboard, manners = keyboard_of(self), self._manners

        def lines(width: int, height: int) -> list[Line]:
            return call_lines(card, now, width, height, manners, keyboard=keyboard, who_calls=who_calls)

        self.body.show(lines)

    def begin(self) -> None:
        """Let the time run from now on."""
        self.end()
        self._began = self._now()
        self.each_second()
        self._ticks = self.set_interval(1, self.each_second)

    def end(self) -> None:
        """Let the time stand."""
        if self._ticks is not None:
            self._ticks.stop()
            self._ticks = None

    def each_second(self) -> None:
        """Show how long the call has taken."""
        elapsed = elapsed_words(self._now().timestamp() - self._began.timestamp())
        self.entitle(self._who, right=f"{self._place} · {elapsed}")
