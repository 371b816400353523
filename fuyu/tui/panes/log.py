"""Log a touch: one key for what came of it, the next date proposed and shown, Enter."""

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace
from textual.app import ComposeResult

from fuyu.desk import TouchMade
from fuyu.domain.cadence import YES_TAKES
from fuyu.domain.lead import Channel, NextStep, Outcome, Row
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Key, Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.present import hints
from fuyu.tui.widgets.lines import Line, Span


class LogPrompt(Prompt[TouchMade], can_focus=True):
    """Asks what came of a touch and when the next one is."""

    BINDINGS = bindings(Where.LOG)

    def __init__(
        self,
        dates: Dates,
        propose: Callable[[Row, Outcome], date | None],
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(("log.done", "log it"), ("log.cancel", "back"), id=id)
        self._dates = dates
        self._propose = propose
        self._row: Row | None = None
        self._made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL)
        self._chosen = False
        self._promised = False
        self.entry = DateEntry(dates, submit=self.action_done, previews=False)

    def compose(self) -> ComposeResult:
        """A title, the outcomes, and the words for another date."""
        yield self.title
        yield self.body
        yield self.entry

    def ask_about(self, row: Row, then: Callable[[TouchMade], object]) -> None:
        """Ask about a touch with this lead."""
        self._row = row
        channel = row.next_step.channel if row.next_step else Channel.CALL
        self._made = TouchMade(outcome=Outcome.TALKED, channel=channel)
        self._chosen = self._promised = False
        self.remove_class("dating")
        self.entry.reset()
        self.ask(f"Log a touch with {row.name}, number {row.touches + 1} of {YES_TAKES}", then)

    def lines(self, width: int) -> list[Line]:
        """The outcomes, what follows from the one chosen, and the keys."""
        keys = () if self.has_class("dating") else (self._key_line(width),)
        return [*self._outcome_lines(), self._next_line(), *keys]

    def _outcome_lines(self) -> list[Line]:
        spans = [self._outcome_spans(key) for key in keyboard_of(self).of(Where.LOG) if key.runs]
        half = len(spans) // 2
        return [tuple(span for outcome in part for span in outcome) for part in (spans[:half], spans[half:])]

    def _outcome_spans(self, key: Key) -> tuple[Span, ...]:
        chosen = self._chosen and not self._made.close and self._made.outcome in key.runs
        blanks = " " * (_WIDEST - len(key.label))
        return Span(f" {key.hint()} ", "key"), Span(key.label, "chosen" if chosen else ""), Span(blanks)

    def _next_line(self) -> Line:
        made = self._made
        how = Span(f" {made.channel} · ", "dim")
        if not self._chosen:
            return how, Span("what came of it? one key", "warn")
        if made.close:
            return how, Span("closed without a yes; no next step. Most yeses come after the third touch.", "warn")
        if made.outcome.ends:
            return how, Span(_ENDINGS[made.outcome], "good")
        found = self._read()
        promise = Span(" P promised", "promise") if self._promised else Span("")
        return how, Span("next", "dim"), promise, *(self._dates.preview(found) if found else ())

    def _key_line(self, width: int) -> Line:
        agreed = "not agreed" if self._promised else "agreed with them"
        keyboard = keyboard_of(self)
        said = (("channel", "channel"), ("promise", agreed), ("date", "another date"), ("close", "end it"))
        return hints([(keyboard[f"log.{name}"].hint(), words) for name, words in said], width)

    def _read(self) -> When | Problem | None:
        """Return the day the words mean now, or without words the proposed one."""
        found = self.entry.read()
        if found is not None:
            return found
        day = self._propose(self._row, self._made.outcome) if self._row else None
        return When(day=day) if day else None

    def action_outcome(self, outcome: str) -> None:
        """Say what came of it."""
        self._chosen = True
        self._made = replace(self._made, outcome=Outcome(outcome), close=False)
        self.paint()

    def on_date_entry_changed(self, message: DateEntry.Changed) -> None:
        """Another date, understood while it is typed."""
        message.stop()
        self.paint()

    def action_channel(self) -> None:
        """Take the next channel."""
        channels = list(Channel)
        at = channels.index(self._made.channel or Channel.CALL)
        self._made = replace(self._made, channel=channels[(at + 1) % len(channels)])
        self.paint()

    def action_promise(self) -> None:
        """Say whether the date was agreed with them."""
        self._promised = not self._promised
        self.paint()

    def action_close(self) -> None:
        """End the follow-up without a yes."""
        self._chosen = True
        self._made = replace(self._made, close=not self._made.close)
        self.paint()

    def action_date(self) -> None:
        """Go to the words for another date, or back from them."""
        dating = not self.has_class("dating")
        self.set_class(dating, "dating")
        self.screen.set_focus(self.entry.input if dating else self, scroll_visible=False)
        self.paint()

    def action_done(self) -> None:
        """Answer, once what came of it was said and the date is understood."""
        found = self._read()
        if self._chosen and not isinstance(found, Problem):
            self.answer(replace(self._made, next_step=self._next_step(found)))

    def _next_step(self, found: When | None) -> NextStep | None:
        if found is None or self._made.close or self._made.outcome.ends:
            return None
        was = self._row.next_step if self._row else None
        return NextStep(
            day=found.day,
            time=found.time,
            zone=found.zone,
            channel=self._made.channel or Channel.CALL,
            why=was.why if was else "",
            promised=self._promised,
        )


_WIDEST = 13
"""Cells of the longest outcome."""
_ENDINGS = {
    Outcome.WON: "won: the follow-up ends here. Well done.",
    Outcome.DO_NOT_CONTACT: "never contacted again, anywhere; no next step.",
}
