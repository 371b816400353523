"""Snooze until: one key for a preset, or words, with the day they mean always shown before Enter."""

from collections.abc import Callable

from textual.app import ComposeResult

from fuyu.domain.lead import Row
from fuyu.domain.when import When
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import day_words
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span


class SnoozePrompt(Prompt[When]):
    """Asks for a day."""

    BINDINGS = bindings(Where.SNOOZE)

    def __init__(self, dates: Dates, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("date.week_on", "month"), ("snooze.done", "snooze"), ("snooze.cancel", "back"), id=id)
        self._dates = dates
        self._agreed = ""
        self.entry = DateEntry(dates, submit=self.action_done)

    def compose(self) -> ComposeResult:
        """A title, the words for the day, and what was agreed, if anything was."""
        yield self.title
        yield self.body
        yield self.entry

    def ask_about(self, row: Row, then: Callable[[When], object]) -> None:
        """Ask how long this lead sleeps."""
        step = row.next_step
        said = f", they said “{step.words}”" if step and step.words else ""
        promised = step is not None and step.promised
        self._agreed = f"you promised {day_words(step.day, self._dates.today())}{said}" if step and promised else ""
        self.set_class(bool(self._agreed), "agreed")
        self.entry.reset(self._dates.presets[0])
        self.ask(f"{'Snooze' if step else 'Give a day to'} {row.name} until", then)

    def first(self) -> LineInput:
        """Begin with the words."""
        return self.entry.input

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 - one line fits
        """What was agreed with them."""
        return [(Span(" P ", "promise"), Span(self._agreed))] if self._agreed else []

    def action_done(self) -> None:
        """Take the day that the words mean now."""
        found = self.entry.read()
        if isinstance(found, When):
            self.answer(found)
