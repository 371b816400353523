"""Log a touch: one key for what came of it, the next date proposed and shown, Enter."""

from collections.abc import Callable, Mapping
from datetime import date, datetime

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.desk import TouchMade
from fuyu.desk.drafts import Drafts
from fuyu.desk.reading import Reading
from fuyu.domain.ending import early_end_words
from fuyu.domain.history import ends_tries
from fuyu.domain.lead import Channel, NextStep, Outcome, Row, Status
from fuyu.domain.manners import number_words
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Key, Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.labelled import Labelled
from fuyu.tui.panes.prompt import TypedPrompt
from fuyu.tui.present import day_words, hints
from fuyu.tui.present_card import end_words, kind_from_words
from fuyu.tui.widgets.lines import Line, Span


class LogPrompt(TypedPrompt[TouchMade], can_focus=True):
    """Asks what came of a touch, when the next one is, and whether that was agreed with them."""

    BINDINGS = bindings(Where.LOG)
    CONTINUES = "log.continue"

    def __init__(
        self,
        dates: Dates,
        desk: Reading,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(("log.done", "log it"), ("log.cancel", "back"), id=id)
        self._dates = dates
        self._desk = desk
        self._manners = desk.manners
        self._row: Row | None = None
        self._made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL)
        self._chosen = False
        self._promised: bool | None = None
        self._tried: Line = ()
        self._kind_from: date | None = None
        self.entry = DateEntry(dates, submit=self._dated, previews=False)
        self.words = Labelled("in their words", submit=self.action_done)
        self.earlier = Labelled("when was it", submit=self.action_earlier)
        self.earlier.add_class("earlier")

    def compose(self) -> ComposeResult:
        """A title, the outcomes, the words for another date, and what they said of it."""
        yield self.title
        yield self.keeping.offer
        yield self.body
        yield self.entry
        yield self.words
        yield self.earlier

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
        self.remove_class("dating", "asking", "timing")
        self.set_class(bool(tried), "tried")
        self._empty()
        self.ask(f"Log touch {number_words(row, self._manners.yes_takes)} with {row.name}", then, drafts)

    def _empty(self) -> None:
        self.entry.reset(there=self._row.zone if self._row else "")
        self.words.input.empty()
        self.earlier.input.empty()

    def lines(self, width: int) -> list[Line]:
        """The outcomes, what was tried, what follows from the outcome chosen, and the keys."""
        tried = (self._tried,) if self._tried else ()
        keys = () if self.has_class("dating") or self.has_class("timing") else (self._key_line(width),)
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
        how = Span(f" {made.channel}{self._earlier_words()} · ", "dim")
        if isinstance(problem := self._read_earlier(), Problem):
            return Span(" ? ", "warn"), Span(problem.sentence, "dim")
        if not self._chosen:
            return how, Span("a kind word: " if made.kind else "", "good"), Span("what came of it? one key", "warn")
        if said := self._without_a_date():
            return how, *said
        found = self._read()
        return tuple(self._dates.preview(found)) if isinstance(found, Problem) else (how, *self._dated_line(found))

    def _without_a_date(self) -> Line:
        """What is said where no date is asked for; empty where one is."""
        made = self._made
        if made.close:
            return self._end_line()
        if made.outcome is Outcome.DO_NOT_CONTACT:
            return (Span("never contacted again, anywhere; no next step.", "good"),)
        if made.undated:
            return (Span(f"{made.outcome.words}: a customer, with no next step", "good"),)
        if made.kind:
            stays = "the next step is as after a talk" if self._ends_tries() else "the next step stays as it is"
            return (Span(f"a kind word, nothing sold: {stays}", "good"),)
        return ()

    def _ends_tries(self) -> bool:
        """Whether the kind word was answered, which takes the place of the next try."""
        at = self._read_earlier()
        day = at.date() if isinstance(at, datetime) else self._dates.today()
        return self._row is not None and ends_tries(self._row, self._made.outcome, day)

    def _dated_line(self, found: When | None) -> Line:
        """The next step, as it is understood and proposed."""
        made = self._made
        question: Line = (Span("next", "dim"), *self._by(made.channel))
        if self.has_class("asking") and not self.entry.input.value.strip():
            question = Span("may I call again? when? ", "warn"), Span(f"({self._never()} never) ", "dim")
        agreed = Span(" P promised", "promise") if self._is_promised() else Span("")
        soon = found is not None and self._kind_from is not None and found.day < self._kind_from
        pest = Span(f" {kind_from_words(self._kind_from, self._dates.today())}" if soon else "", "warn")
        return *question, agreed, pest, *(self._dates.preview(found) if found else ())

    def _end_line(self) -> Line:
        """What an end without a yes means; an early one is asked, with a key each way."""
        touches = self._row.touches + 1 if self._row else 0
        early = early_end_words(touches, self._manners.early_end, self._manners.yes_takes)
        if not early:
            return (Span(end_words(touches, self._manners.early_end), "warn"),)
        park, lose = (keyboard_of(self)[key].hint() for key in ("log.not_now", "log.done"))
        return Span(early, "warn"), Span(f" {park}", "key"), Span(" park"), Span(f"  {lose}", "key"), Span(" lost")

    def _read_earlier(self) -> datetime | Problem | None:
        """Return when it took place; None where that is now."""
        words = self.earlier.input.value.strip()
        return self._desk.when_it_was(words) if words else None

    def _earlier_words(self) -> str:
        at = self._read_earlier()
        return f" {day_words(at.date(), self._dates.today())} {at:%H:%M}" if isinstance(at, datetime) else ""

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
            ("date", "date"),
            ("channel", "channel"),
            ("kind", kind),
            ("earlier", "when"),
            *((("undated", "no date"),) if self._may_be_undated() else ()),
            ("close", "end it"),
        )
        return hints([(keyboard_of(self)[f"log.{name}"].hint(), words) for name, words in said], width)

    def _read(self) -> When | Problem | None:
        """Return the day the words mean now, or without words the proposed one."""
        found = self.entry.read()
        if isinstance(found, Problem) and self.has_class("asking"):
            return self._desk.when_they_said(self.entry.input.value, self._row.zone if self._row else "")
        if found is not None:
            return found
        step = self._proposed()
        return When(day=step.day) if step else None

    def _proposed(self) -> NextStep | None:
        made = self._made
        channel, at = made.channel or Channel.CALL, self._read_earlier()
        at = at if isinstance(at, datetime) else None
        return self._desk.propose(self._row.id, made.outcome, channel, at=at) if self._row else None

    def _may_be_undated(self) -> bool:
        """Whether there may be no next step: the lead is a customer, or becomes one."""
        is_customer = self._row is not None and self._row.status is Status.WON
        return is_customer or (self._chosen and self._made.outcome is Outcome.WON)

    def _is_promised(self) -> bool:
        """A day they named when asked is a promise; any other is one once that is said."""
        named = self.has_class("asking") and isinstance(self.entry.read(), When)
        return named if self._promised is None else self._promised

    def action_outcome(self, outcome: str) -> None:
        """Say what came of it; `not now` asks when, and for their words."""
        self._chosen = True
        self._made = replace(self._made, outcome=Outcome(outcome), close=False, undated=False)
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
        """Keep their words, and when it was."""
        message.stop()
        self.keeping.typed()
        self.paint()

    def typed(self) -> Mapping[str, str]:
        """Return the words for the next date, and theirs, and for when it was, where it was not now."""
        earlier = self.earlier.input.value
        fields = {"when": self.entry.input.value, "words": self.words.input.value}
        return fields | ({"earlier": earlier} if earlier else {})

    def write(self, fields: Mapping[str, str]) -> None:
        """Put words for a date there, and theirs, which are asked for where it was not now.

        Until it is said what came of it, the keys for that come next: a letter of theirs is no word for a date.
        """
        if fields.get("words"):
            self.action_outcome(Outcome.NOT_NOW)
        self.add_class("dating")
        if self._chosen:
            self._go_to_date()
        self.words.input.put(fields.get("words", ""))
        self.earlier.input.put(fields.get("earlier", ""))
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
        self._made = replace(self._made, close=not self._made.close, undated=False)
        self.paint()

    def action_undated(self) -> None:
        """Say that a customer needs no next step, or that they do."""
        if self._may_be_undated():
            self._chosen = True
            self._made = replace(self._made, undated=not self._made.undated, close=False)
            self.paint()

    def action_earlier(self) -> None:
        """Go to the words for when it took place, or back once they are understood."""
        if not self.has_class("timing"):
            self.add_class("timing")
            self.screen.set_focus(self.earlier.input, scroll_visible=False)
        elif not isinstance(self._read_earlier(), Problem):
            self._leave_earlier()
        self.paint()

    def _leave_earlier(self) -> None:
        self.remove_class("timing")
        self.screen.set_focus(self, scroll_visible=False)

    def action_date(self) -> None:
        """Go to the words for another date, on to their words, or back; who has a date is not lost."""
        if self.has_class("timing"):
            self.action_earlier()
            return
        self._made = replace(self._made, close=False, undated=False)
        focused = self.screen.focused
        if self.has_class("asking") and focused is self.entry.input:
            self.screen.set_focus(self.words.input, scroll_visible=False)
        elif focused is not self:
            self._leave_date()
        else:
            self._go_to_date()
        self.paint()

    def action_cancel(self) -> None:
        """Go back: from the words to the outcomes, from those to where you were."""
        if self.has_class("timing"):
            self.earlier.input.empty()
            self._leave_earlier()
            self.paint()
        elif self.has_class("asking"):
            self.remove_class("asking")
            self._chosen = False
            self.keeping.lay_aside(self._empty)
            self._leave_date()
            self.paint()
        else:
            super().action_cancel()

    def action_done(self) -> None:
        """Answer, once what came of it was said and the date is understood."""
        found, at = self._read(), self._read_earlier()
        if self._chosen and not isinstance(found, Problem) and not isinstance(at, Problem):
            self.answer(replace(self._made, next_step=self._next_step(found), at=at))

    def _dated(self) -> None:
        """Enter in the date goes on to their words, where those are asked for: what was typed may be some."""
        if self.has_class("asking") and not isinstance(self._read(), Problem):
            if isinstance(self.entry.read(), Problem) and not self.words.input.value.strip():
                self.words.input.put(self.entry.input.value)
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
        if found is None or made.close or made.undated or made.kind or made.outcome is Outcome.DO_NOT_CONTACT:
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
