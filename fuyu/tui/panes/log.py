"""Log a touch: one key for what came of it, the next date proposed and shown, Enter."""

from collections.abc import Callable, Mapping
from datetime import date

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.desk import TouchMade
from fuyu.desk.drafts import Drafts
from fuyu.domain.history import ends_tries
from fuyu.domain.lead import Channel, NextStep, Outcome, Row
from fuyu.domain.manners import Manners, number_words
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Key, Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.labelled import Labelled
from fuyu.tui.panes.prompt import TypedPrompt
from fuyu.tui.present import hints
from fuyu.tui.present_card import end_words, kind_from_words
from fuyu.tui.widgets.lines import Line, Span


class LogPrompt(TypedPrompt[TouchMade], can_focus=True):
    """Asks what came of a touch, when the next one is, and whether that was agreed with them."""

    BINDINGS = bindings(Where.LOG)
    CONTINUES = "log.continue"

    def __init__(
        self,
        dates: Dates,
        propose: Callable[[int, Outcome, Channel], NextStep | None],
        manners: Manners,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(("log.done", "log it"), ("log.cancel", "back"), id=id)
        self._dates = dates
        self._propose = propose
        self._manners = manners
        self._row: Row | None = None
        self._made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL)
        self._chosen = False
        self._promised: bool | None = None
        self._tried: Line = ()
        self._kind_from: date | None = None
        self.entry = DateEntry(dates, submit=self._dated, previews=False)
        self.words = Labelled("in their words", submit=self.action_done)

    def compose(self) -> ComposeResult:
        """A title, the outcomes, the words for another date, and what they said of it."""
        yield self.title
        yield self.keeping.offer
        yield self.body
        yield self.entry
        yield self.words

    def ask_about(
        self,
        row: Row,
        then: Callable[[TouchMade], object],
        drafts: Drafts,
        *,
        tried: Line = (),
        kind_from: date | None = None,
        kind: bool = False,
    ) -> None:
        """Ask about a touch with this lead.

        Args:
            row: the lead.
            then: takes the answer.
            drafts: of what is typed and not finished.
            tried: what was tried without an answer, in words; shown where there is something.
            kind_from: the earliest day on which one more touch is no pestering.
            kind: begin with a kind word, that sells nothing.
        """
        self._row, self._tried, self._kind_from = row, tried, kind_from
        channel = row.next_step.channel if row.next_step else Channel.CALL
        self._made = TouchMade(outcome=Outcome.TALKED, channel=channel, kind=kind)
        self._chosen, self._promised = False, None
        self.remove_class("dating", "asking")
        self.set_class(bool(tried), "tried")
        self._empty()
        self.ask(f"Log a touch with {row.name}, number {number_words(row, self._manners.yes_takes)}", then, drafts)

    def _empty(self) -> None:
        self.entry.reset()
        self.words.input.empty()

    def lines(self, width: int) -> list[Line]:
        """The outcomes, what was tried, what follows from the outcome chosen, and the keys."""
        tried = (self._tried,) if self._tried else ()
        keys = () if self.has_class("dating") else (self._key_line(width),)
        return [*self._outcome_lines(), *tried, self._next_line(), *keys]

    def _outcome_lines(self) -> list[Line]:
        spans = [self._outcome_spans(key) for key in keyboard_of(self).of(Where.LOG) if key.runs.startswith("outcome")]
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
            return how, Span("a kind word: " if made.kind else "", "good"), Span("what came of it? one key", "warn")
        if made.close:
            touches = self._row.touches + 1 if self._row else 0
            return how, Span(end_words(touches, self._manners.early_end), "warn")
        if made.outcome.ends:
            return how, Span(_ENDINGS[made.outcome], "good")
        if made.kind:
            ends = self._row is not None and ends_tries(self._row, made.outcome, self._dates.today())
            stays = "the next step is as after a talk" if ends else "the next step stays as it is"
            return how, Span(f"a kind word, nothing sold: {stays}", "good")
        question: Line = (Span("next", "dim"), *self._by(made.channel))
        if self.has_class("asking") and not self.entry.input.value.strip():
            question = Span("may I call again? when? ", "warn"), Span(f"({self._never()} they never want it) ", "dim")
        found = self._read()
        agreed = Span(" P promised", "promise") if self._is_promised() else Span("")
        soon = isinstance(found, When) and self._kind_from is not None and found.day < self._kind_from
        pest = Span(f" {kind_from_words(self._kind_from, self._dates.today())}" if soon else "", "warn")
        return how, *question, agreed, pest, *(self._dates.preview(found) if found else ())

    def _never(self) -> str:
        keyboard = keyboard_of(self)
        return f"{keyboard['log.cancel'].hint()} {keyboard['log.never'].hint()}:"

    def _by(self, channel: Channel | None) -> tuple[Span, ...]:
        """Return the channel of the next step, where it is another than this touch's."""
        step = self._proposed()
        return (Span(f" by {step.channel}", "warn"),) if step and step.channel is not channel else ()

    def _key_line(self, width: int) -> Line:
        agreed = "not agreed" if self._promised else "agreed with them?"
        kind = "not a kind word" if self._made.kind else "kind word"
        said = (
            ("promise", agreed),
            ("date", "another date"),
            ("channel", "channel"),
            ("kind", kind),
            ("close", "end it"),
        )
        return hints([(keyboard_of(self)[f"log.{name}"].hint(), words) for name, words in said], width)

    def _read(self) -> When | Problem | None:
        """Return the day the words mean now, or without words the proposed one."""
        found = self.entry.read()
        if found is not None:
            return found
        step = self._proposed()
        return When(day=step.day) if step else None

    def _proposed(self) -> NextStep | None:
        made = self._made
        return self._propose(self._row.id, made.outcome, made.channel or Channel.CALL) if self._row else None

    def _is_promised(self) -> bool:
        """A day they named when asked is a promise; any other is one once that is said."""
        named = self.has_class("asking") and bool(self.entry.input.value.strip())
        return named if self._promised is None else self._promised

    def action_outcome(self, outcome: str) -> None:
        """Say what came of it; `not now` asks when, and for their words."""
        self._chosen = True
        self._made = replace(self._made, outcome=Outcome(outcome), close=False)
        asking = self._made.outcome is Outcome.NOT_NOW and not self._made.kind
        self.set_class(asking, "asking")
        if asking:
            self._go_to_date()
        self.paint()

    def on_date_entry_changed(self, message: DateEntry.Changed) -> None:
        """Another date, understood while it is typed."""
        message.stop()
        self.keeping.typed()
        self.paint()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Keep their words."""
        message.stop()
        self.keeping.typed()

    def typed(self) -> Mapping[str, str]:
        """Return the words for the next date, and theirs."""
        return {"when": self.entry.input.value, "words": self.words.input.value}

    def write(self, fields: Mapping[str, str]) -> None:
        """Put words for a date there, and theirs, which are asked for where it was not now."""
        if fields.get("words"):
            self.action_outcome(Outcome.NOT_NOW)
        self._go_to_date()
        self.words.input.put(fields.get("words", ""))
        self.entry.input.put(fields.get("when", ""))
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

    def action_kind(self) -> None:
        """Say whether it was a kind word."""
        self._made = replace(self._made, kind=not self._made.kind)
        self.paint()

    def action_close(self) -> None:
        """End the follow-up without a yes."""
        self._chosen = True
        self._made = replace(self._made, close=not self._made.close)
        self.paint()

    def action_date(self) -> None:
        """Go to the words for another date, on to their words, or back."""
        if self.has_class("asking") and self.screen.focused is self.entry.input:
            self.screen.set_focus(self.words.input, scroll_visible=False)
        elif self.has_class("dating"):
            self._leave_date()
        else:
            self._go_to_date()
        self.paint()

    def action_cancel(self) -> None:
        """Go back: from the words to the outcomes, from those to where you were."""
        if self.has_class("asking"):
            self.remove_class("asking")
            self._chosen = False
            self.keeping.lay_aside(self._empty)
            self._leave_date()
            self.paint()
        else:
            super().action_cancel()

    def action_done(self) -> None:
        """Answer, once what came of it was said and the date is understood."""
        found = self._read()
        if self._chosen and not isinstance(found, Problem):
            self.answer(replace(self._made, next_step=self._next_step(found)))

    def _dated(self) -> None:
        """Enter in the date goes on to their words, where those are asked for."""
        if self.has_class("asking") and not isinstance(self._read(), Problem):
            self.screen.set_focus(self.words.input, scroll_visible=False)
        else:
            self.action_done()

    def _go_to_date(self) -> None:
        self.add_class("dating")
        self.screen.set_focus(self.entry.input, scroll_visible=False)

    def _leave_date(self) -> None:
        self.remove_class("dating")
        self.screen.set_focus(self, scroll_visible=False)

    def _next_step(self, found: When | None) -> NextStep | None:
        made = self._made
        if found is None or made.close or made.outcome.ends or made.kind:
            return None
        words = clean_line(self.words.input.value) if self.has_class("asking") else ""
        return replace(
            self._proposed() or NextStep(day=found.day),
            day=found.day,
            time=found.time,
            zone=found.zone,
            promised=self._is_promised(),
            words=words,
            said=self._dates.today() if words else None,
        )


_WIDEST = 13
"""Cells of the longest outcome."""
_ENDINGS = {
    Outcome.WON: "won: the follow-up ends here. Well done.",
    Outcome.DO_NOT_CONTACT: "never contacted again, anywhere; no next step.",
}
