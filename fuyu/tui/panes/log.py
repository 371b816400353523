"""Log a touch: one key for what came of it, the next date proposed and shown, Enter."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from msgspec.structs import replace
from textual.app import ComposeResult
from textual.widgets import Input

from fuyu.desk import TouchMade
from fuyu.desk.drafts import Drafts
from fuyu.desk.reading import Reading
from fuyu.domain.ending import early_end_words
from fuyu.domain.history import moves_plan
from fuyu.domain.lead import Outcome, Row, Status
from fuyu.domain.manners import number_words
from fuyu.domain.promise import Promise
from fuyu.domain.settling import unsettled
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Key, Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.labelled import Labelled
from fuyu.tui.panes.promises_left import PromisesLeft
from fuyu.tui.panes.prompt import TypedPrompt
from fuyu.tui.present import clipped, day_words, hints, whole
from fuyu.tui.present_card import end_words, kind_from_words, withdrawn_words
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
        super().__init__(("log.done", "Log it"), ("log.cancel", "Back"), id=id)
        self._dates = dates
        self._desk = desk
        self._manners = desk.manners
        self._row: Row | None = None
        self._made = TouchMade(outcome=Outcome.TALKED, channel=Channel.CALL)
        self._says_how = False
        """Whether the person has said by which channel it was."""
        self._chosen = False
        self._promised: bool | None = None
        self._kept, self._choice = False, 0
        self._plans: dict[tuple[object, ...], Plan | None] = {}
        """What is proposed after what can be said; looked up once for each picture."""
        self._tried: Line = ()
        self._kind_from: date | None = None
        self.entry = DateEntry(dates, submit=self._dated, previews=False)
        self.words = Labelled("in their words", submit=self.action_done)
        self.earlier = Labelled("when was it", submit=self.action_earlier)
        self.earlier.add_class("earlier")

    def compose(self) -> ComposeResult:
        """A title, the outcomes, the words for another date, and what they said of it."""
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
        check_in: bool = False,
    ) -> None:
        """Ask about a touch with this lead.

        Args:
            row: the lead.
            then: takes the answer.
            drafts: of what is typed and not finished.
            tried: what was tried without an answer, in words; shown where there is something.
            kind_from: the earliest day on which one more touch is no pestering.
            check_in: begin with a check-in, that sells nothing.
        """
        self._row, self._tried, self._kind_from = row, tried, kind_from
        channel = self._desk.channel_for(row)
        self._made, self._says_how = TouchMade(outcome=Outcome.TALKED, channel=channel, check_in=check_in), False
        self._chosen, self._promised = False, None
        self._kept, self._choice = False, 0
        self.remove_class("dating", "asking", "timing")
        self._empty()
        self.ask(f"Log touch {number_words(row, self._manners.yes_takes)} with {row.name}", then, drafts)

    def _empty(self) -> None:
        self.entry.reset(there=self._row.zone if self._row else "")
        self.words.input.empty()
        self.earlier.input.empty()

    def paint(self) -> None:
        """Paint anew, in as many lines as there are to say."""
        self._plans.clear()
        super().paint()

    @property
    def _warns_of_tries(self) -> bool:
        """Whether what was tried in vain is shown: once they were heard, one more touch is no pestering."""
        return bool(self._tried) and (not self._chosen or self._made.outcome.unanswered)

    def lines(self, width: int) -> list[Line]:
        """The outcomes, what was tried, what follows from the outcome chosen, what of promises, and the keys."""
        tried = (self._tried,) if self._warns_of_tries else ()
        keys = () if self.has_class("timing") else (self._key_line(width),)
        parts = [*tried, self._next_line(width), *self._promise_lines(), *keys]
        return [*self._outcome_lines(width), *(whole(line, width) for line in parts)]

    def _outcome_lines(self, width: int) -> list[Line]:
        """Every outcome with its key, in two lines where there is room, else in as many as it takes."""
        spans = [self._outcome_spans(key) for key in keyboard_of(self).of(Where.LOG) if key.runs.startswith("outcome")]
        a_line = min(len(spans) // 2, max(width // _OUTCOME, 1))
        parts = (spans[first : first + a_line] for first in range(0, len(spans), a_line))
        return [tuple(span for outcome in part for span in outcome) for part in parts]

    def _outcome_spans(self, key: Key) -> tuple[Span, ...]:
        chosen = self._chosen and not self._made.lost and self._made.outcome in key.runs
        blanks = " " * (_WIDEST - len(key.label))
        return Span(f" {key.hint()} ", "key"), Span(key.label, "chosen" if chosen else ""), Span(blanks)

    def _next_line(self, width: int) -> Line:
        made = self._made
        how = Span(f" {made.channel}{self._earlier_words()} · ", "dim")
        if isinstance(problem := self._read_earlier(), Problem):
            return Span(" ? ", "warn"), *(Span(words, "dim") for words in clipped(problem.sentence, width - 3, 1))
        if not self._chosen:
            return how, Span("a check-in: " if made.check_in else "", "good"), Span("what came of it? one key", "warn")
        if said := self._without_a_date():
            return how, *said
        found = self._read()
        return tuple(self._dates.preview(found)) if isinstance(found, Problem) else (how, *self._dated_line(found))

    def _without_a_date(self) -> Line:
        """What is said where no date is asked for; empty where one is."""
        made = self._made
        if made.lost:
            return self._end_line()
        if made.outcome is Outcome.DO_NOT_CONTACT:
            return (Span("never contacted again, anywhere; no next step.", "good"),)
        if made.undated:
            none = "plan" if self._left().waiting else "next step"
            return (Span(f"{made.outcome.words}: a customer, with no {none}", "good"),)
        if made.check_in:
            stays = "the next step is as after a talk" if self._moves_plan() else "the next step stays as it is"
            return (Span(f"a check-in, nothing sold: {stays}", "good"),)
        return ()

    def _moves_plan(self) -> bool:
        """Whether the check-in was answered, and the plan was due."""
        at = self._read_earlier()
        day = at.date() if isinstance(at, datetime) else self._dates.today()
        return self._row is not None and moves_plan(self._row, self._made.outcome, day)

    def _dated_line(self, found: When | None) -> Line:
        """The next step, as it is understood and proposed; a promise that comes next stays."""
        made, asks = self._made, self._asks_when()
        if found is None and not asks and (left := self._left()).waiting:
            return left.line(keyboard_of(self))
        question: Line = (Span("next", "dim"), *self._by(made.channel))
        if asks:
            question = Span("may I call again? when? ", "warn"), Span(f"({self._never()} never) ", "dim")
        agreed = Span(" P promised", "promise") if found and self._is_promised() else Span("")
        kind_from = self._kind_from if self._warns_of_tries else None
        soon = found is not None and kind_from is not None and found.day < kind_from
        pest = Span(f" {kind_from_words(kind_from, self._dates.today())}" if soon else "", "warn")
        return *question, agreed, pest, *(self._dates.preview(found) if found else ())

    def _asks_when(self) -> bool:
        """Whether they said not now, and no day is typed yet."""
        return self.has_class("asking") and not self.entry.input.value.strip()

    def _promise_lines(self) -> list[Line]:
        """What becomes of promises, below a date that is not one of them, and below an end."""
        if not self._chosen or self._made.check_in or isinstance(self._read_earlier(), Problem):
            return []
        if self._ends():
            return [(Span(" P ", "promise"), Span(words, "warn"))] if (words := self._withdrawn_words()) else []
        left = self._left()
        is_below = bool(left.waiting) and (self._made.undated or self._asks_when() or isinstance(self._read(), When))
        return [(Span(" "), *left.line(keyboard_of(self)))] if is_below else []

    def _ends(self) -> bool:
        """Whether the follow-up ends, and with it what was promised."""
        return self._made.lost or self._made.outcome.ends is Status.DO_NOT_CONTACT

    def _withdrawn_words(self) -> str:
        """Return what an end does to promises that are still to be kept, tasks too; empty where there are none."""
        row, at = self._row, self._read_earlier()
        if row is None or isinstance(at, Problem):
            return ""
        left, now = self._left(), self._desk.now()
        tasks = [one for one in unsettled(row.promises, at or now) if one.is_task]
        return withdrawn_words([one for one in (*left.waiting, *tasks) if one.uid not in left.kept_uids], now)

    def _left(self, *, agreed: bool | None = None) -> PromisesLeft:
        """Return the promises to contact them that the touch leaves to be kept; `agreed` where that is known."""
        made, at = self._made, self._read_earlier()
        waiting: list[Promise] = []
        before = 0
        if self._row is not None and self._row.promises and not (made.check_in or isinstance(at, Problem)):
            waiting = self._desk.still_promised(self._row.id, made.outcome, made.channel or Channel.CALL, at=at)
            before = sum(not one.is_task for one in unsettled(self._row.promises, at or self._desk.now()))
        return PromisesLeft(
            waiting=tuple(one.seen_from(self._desk.here) for one in waiting),
            today=self._dates.today(),
            outcome=made.outcome,
            agreed=self._is_promised() if agreed is None else agreed,
            heard=self._chosen and not (made.outcome.unanswered or self._ends()),
            kept=self._kept,
            choice=self._choice,
            several=before > 1,
        )

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
        """The keys that change something now; while a date is typed, only those that are no letters."""
        agreed = "not agreed" if self._says_agreed else "agreed with them?" if self._read() else "agreed anew"
        promise = (("promise", agreed),) if self._may_be_promised else ()
        if self.has_class("dating"):
            goes_on = self.has_class("asking") and self.screen.focused is self.entry.input
            keys = (*promise, ("date", "their words" if goes_on else "back to the keys"))
            return hints([(keyboard_of(self)[f"log.{name}"].hint(typing=True), words) for name, words in keys], width)
        kind = "not a check-in" if self._made.check_in else "check-in"
        said = (
            *promise,
            *((("date", "date"),) if self._takes_a_date and not self._made.lost else ()),
            ("channel", "channel"),
            *((("check_in", kind),) if self._may_be_a_check_in else ()),
            ("earlier", "when"),
            *((("undated", "no date"),) if self._may_be_undated() else ()),
            *((("lost", "not lost" if self._made.lost else "lost"),) if self._may_be_lost else ()),
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

    def _proposed(self) -> Plan | None:
        made = self._made
        channel, at = made.channel or Channel.CALL, self._read_earlier()
        if self._row is None:
            return None
        left = self._left(agreed=bool(self._promised))
        settled = (*left.kept_uids, *left.chosen.withdrawn)
        at = at if isinstance(at, datetime) else None
        asked = made.outcome, channel, at, settled
        if asked not in self._plans:
            self._plans[asked] = self._desk.propose(self._row.id, made.outcome, channel, at=at, kept=settled)
        return self._plans[asked]

    def _may_be_undated(self) -> bool:
        """Whether there may be no next step: the lead is a customer, or becomes one."""
        is_customer = self._row is not None and self._row.status is Status.WON
        return is_customer or (self._chosen and self._made.outcome is Outcome.WON)

    @property
    def _takes_a_date(self) -> bool:
        """Whether a date can be said at all: a check-in leaves the next step, and do-not-contact has none."""
        return not self._made.check_in and self._made.outcome.ends is not Status.DO_NOT_CONTACT

    @property
    def _may_be_promised(self) -> bool:
        """Whether there is, or can be, a date that they agreed to."""
        return self._takes_a_date and not (self._made.undated or self._made.lost)

    @property
    def _may_be_a_check_in(self) -> bool:
        """Whether it can be a check-in, or not one: an end is an end, however it was come to."""
        return not self._made.lost and self._made.outcome.ends is not Status.DO_NOT_CONTACT

    @property
    def _may_be_lost(self) -> bool:
        """Whether the follow-up can end without a yes: a check-in leaves it as it is, and some outcomes end it."""
        return not self._made.check_in and self._made.outcome.ends is None

    @property
    def _says_agreed(self) -> bool:
        """Whether the date is agreed as far as that was said, also where there is none yet."""
        return self._is_promised() if self._promised is None else self._promised

    def _is_promised(self) -> bool:
        """A day they named when asked is a promise; any other is one once that is said, and no day is none."""
        if not self._may_be_promised or not isinstance(self._read(), When):
            return False
        named = self.has_class("asking") and isinstance(self.entry.read(), When)
        return named if self._promised is None else self._promised

    def action_outcome(self, outcome: str) -> None:
        """Say what came of it; `not now` asks when, and for their words."""
        self._chosen = True
        self._made = replace(self._made, outcome=Outcome(outcome), lost=False, undated=False)
        self._kept, self._choice = False, 0
        if self._row is not None and not self._says_how:
            channel = self._desk.channel_for(self._row, self._made.outcome)
            self._made = replace(self._made, channel=channel)
        asking = self._made.outcome is Outcome.NOT_NOW and not self._made.check_in
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
        self._says_how = True
        at = channels.index(self._made.channel or Channel.CALL)
        self._made = replace(self._made, channel=channels[(at + 1) % len(channels)])
        self.paint()

    def action_promise(self) -> None:
        """Say whether the date was agreed with them; where none is proposed, it is typed."""
        if not self._may_be_promised:
            return
        self._promised, self._choice = not self._says_agreed, 0
        if self._promised and self._chosen and self._read() is None:
            self._go_to_date()
        self.paint()

    def action_kept(self) -> None:
        """Say that the nearest promise was kept before its day, or not."""
        if self._kept or self._left().may_be_kept:
            self._kept, self._choice = not self._kept, 0
            self.paint()

    def action_promises(self) -> None:
        """Take the next of what can become of the promises that are still to be kept."""
        self._choice += 1
        self.paint()

    def action_check_in(self) -> None:
        """Say whether it was a check-in."""
        if not self._may_be_a_check_in:
            return
        self._made = replace(self._made, check_in=not self._made.check_in)
        self.paint()

    def action_lost(self) -> None:
        """End the follow-up without a yes."""
        if not self._may_be_lost:
            return
        self._chosen = True
        self._made = replace(self._made, lost=not self._made.lost, undated=False)
        self.paint()

    def action_undated(self) -> None:
        """Say that a customer needs no next step, or that they do."""
        if self._may_be_undated():
            self._chosen = True
            self._made = replace(self._made, undated=not self._made.undated, lost=False)
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
        if not self._takes_a_date:
            return
        self._made = replace(self._made, lost=False, undated=False)
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
        if self._chosen and self._promised and found is None and not self._made.lost:
            self._go_to_date()  # agreed, but for which day?
            self.paint()
        elif self._chosen and not isinstance(found, Problem) and not isinstance(at, Problem):
            step = self._next_step(found)
            note = f"“{words}”" if step is None and (words := self._their_words()) else ""
            self.answer(replace(self._made, next_step=step, note=note, at=at, **self._said_of_promises()))

    def _their_words(self) -> str:
        """Return what they said of the date, where that is asked for; without a date it is noted."""
        return clean_line(self.words.input.value) if self.has_class("asking") else ""

    def _said_of_promises(self) -> dict[str, Any]:
        """Return what is said of the promises: which was kept, which stays, and whether the date is one."""
        left = self._left()
        chosen = left.chosen
        return {
            "agreed": left.agreed,
            "replaces": chosen.replaces,
            "kept": left.kept_uids,
            "withdrawn": chosen.withdrawn,
        }

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

    def _next_step(self, found: When | None) -> Plan | None:
        made = self._made
        if found is None or made.lost or made.undated or made.check_in or made.outcome is Outcome.DO_NOT_CONTACT:
            return None
        words = self._their_words()
        return replace(
            self._proposed() or Plan(day=found.day),
            day=found.day,
            time=found.time,
            zone=found.zone,
            quote=words,
            said=self._dates.today() if words else None,
        )


_WIDEST = 13
"""Cells of the longest outcome."""
_OUTCOME = _WIDEST + 3
"""Cells of an outcome with its key."""
