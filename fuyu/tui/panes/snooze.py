"""Snooze until: one key for a preset, or words, with the day they mean always shown before Enter."""

from collections.abc import Callable, Sequence
from datetime import date

from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.domain.agenda import Load
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import load_words, when_words
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span

_ROOMY = 110
"""Cells from which the presets show their days."""


class Dates:
    """Words into days, and what those days hold: all a date prompt asks of the desk."""

    def __init__(
        self, today: Callable[[], date], when: Callable[[str], When | Problem], load: Callable[[date], Load]
    ) -> None:
        self.today = today
        self.when = when
        self.load = load

    def preview(self, found: When | Problem) -> Line:
        """Return what was understood, with the day's load, or why not, with what is near."""
        if isinstance(found, Problem):
            near = f"  {found.suggestion}?" if found.suggestion else ""
            return (Span(" ? ", "warn"), Span(found.sentence, "dim"), Span(near, "key"))
        other = found.other
        tab = (Span("  Tab ", "key"), Span(when_words(other, self.today()), "dim")) if other else ()
        words = when_words(found, self.today())
        return (Span(" = ", "good"), Span(words, "name"), Span(f" · {load_words(self.load(found.day))}", "dim"), *tab)


class SnoozePrompt(Prompt[When]):
    """Asks for a day."""

    BINDINGS = bindings(Where.SNOOZE)

    def __init__(self, dates: Dates, presets: Sequence[str], *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(("Enter", "snooze"), ("Esc", "back"), id=id)
        self._dates = dates
        self._presets = presets
        self._other = False
        self._found: When | Problem = Problem("empty", "")
        self.input = LineInput(submit=self.action_done)

    def compose(self) -> ComposeResult:
        """A title, the words, and what they mean."""
        yield self.title
        yield self.input
        yield self.body

    def first(self) -> LineInput:
        """Start with no words, which mean the first preset."""
        self._other = False
        self.input.empty()
        self._found = self._read()
        return self.input

    def lines(self) -> list[Line]:
        """The presets, and what the words mean."""
        return [self._preset_line(), self._dates.preview(self._found)]

    def on_input_changed(self, message: Input.Changed) -> None:
        """Understand anew; a lone digit is a preset."""
        message.stop()
        self._other = False
        self._found = self._read()
        self.paint()

    def action_done(self) -> None:
        """Take the day that the words mean now."""
        found = self._read()
        if isinstance(found, When):
            self.answer(found)

    def action_other(self) -> None:
        """Take the other reading, or the first again."""
        self._other = not self._other
        self._found = self._read()
        self.paint()

    def _read(self) -> When | Problem:
        words = self.input.value.strip()
        presets = {str(number): phrase for number, phrase in enumerate(self._presets, start=1)}
        found = self._dates.when(presets.get(words, words or self._presets[0]))
        return found.other if self._other and isinstance(found, When) and found.other else found

    def _preset_line(self) -> Line:
        spans: list[Span] = []
        for number, phrase in enumerate(self._presets, start=1):
            found = self._dates.when(phrase)
            day = f" {found.day:%a} {found.day.day} {found.day:%b}" if isinstance(found, When) and self._roomy else ""
            spans += [Span(f" {number}", "key"), Span(f" {phrase}"), Span(f"{day}  ", "dim")]
        return tuple(spans)

    @property
    def _roomy(self) -> bool:
        return self.screen.size.width >= _ROOMY
