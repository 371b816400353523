"""The log prompt as it is read: the outcomes, what follows from the one chosen, what of promises, and the keys."""

from collections.abc import Sequence
from datetime import date, datetime

from fuyu.desk import Desk
from fuyu.domain.ending import early_end_words
from fuyu.domain.lead import Outcome
from fuyu.domain.step import Channel
from fuyu.domain.when import Problem, When
from fuyu.tui.keys import STANDARD, Key, Keyboard, Where
from fuyu.tui.panes.date_entry import Dates
from fuyu.tui.panes.log_said import TouchSaid, ends, may_be_a_check_in, may_be_lost, may_be_promised, takes_a_date
from fuyu.tui.present import clipped, day_words, whole
from fuyu.tui.present_card import end_words, kind_from_words, withdrawn_words
from fuyu.tui.widgets.lines import Line, Span

_WIDEST = 13
"""Cells of the longest outcome."""
_OUTCOME = _WIDEST + 3
"""Cells of an outcome with its key."""


class LogLines:
    """Says what was said of a touch, and what follows from it, with the keys that hold."""

    def __init__(self, said: TouchSaid, dates: Dates, desk: Desk) -> None:
        self._said = said
        self._dates = dates
        self._desk = desk
        self._keyboard: Keyboard = STANDARD
        self._tried: Line = ()
        self._kind_from: date | None = None

    def begin(self, keyboard: Keyboard, tried: Line, kind_from: date | None) -> None:
        """Begin with a lead.

        Args:
            keyboard: the keys that hold.
            tried: what was tried without an answer, in words.
            kind_from: the earliest day on which one more touch is no pestering.
        """
        self._keyboard, self._tried, self._kind_from = keyboard, tried, kind_from

    def lines(self, width: int, keys: Sequence[Line] = ()) -> list[Line]:
        """Return the outcomes, what was tried, what follows from the outcome chosen, what of promises, and keys."""
        tried = (self._tried,) if self._warns_of_tries else ()
        parts = [*tried, self._what_follows(width), *self._promises(), *keys]
        return [*self._outcomes(width), *(whole(line, width) for line in parts)]

    @property
    def _warns_of_tries(self) -> bool:
        """Whether what was tried in vain is shown: once they were heard, one more touch is no pestering."""
        return bool(self._tried) and (not self._said.has_outcome or self._said.made.outcome.unanswered)

    def _outcomes(self, width: int) -> list[Line]:
        """Return every outcome with its key, in two lines where there is room, else in as many as it takes."""
        spans = [self._outcome(key) for key in self._keyboard.of(Where.LOG) if key.runs.startswith("outcome")]
        a_line = min(len(spans) // 2, max(width // _OUTCOME, 1))
        parts = (spans[first : first + a_line] for first in range(0, len(spans), a_line))
        return [tuple(span for outcome in part for span in outcome) for part in parts]

    def _outcome(self, key: Key) -> tuple[Span, ...]:
        said = self._said
        chosen = said.has_outcome and not said.made.lost and key.runs == f"outcome('{said.made.outcome}')"
        blanks = " " * (_WIDEST - len(key.label))
        return Span(f" {key.hint()} ", "key"), Span(key.label, "chosen" if chosen else ""), Span(blanks)

    def _what_follows(self, width: int) -> Line:
        """Return how it was, and the next date or why there is none."""
        said, made, at = self._said, self._said.made, self._said.at
        if isinstance(at, Problem):
            return Span(" ? ", "warn"), *(Span(words, "dim") for words in clipped(at.sentence, width - 3, 1))
        when = f" {day_words(at.date(), self._dates.today())} {at:%H:%M}" if isinstance(at, datetime) else ""
        how = Span(f" {made.channel}{when} · ", "dim")
        if not said.has_outcome:
            return how, Span("a check-in: " if made.check_in else "", "good"), Span("what came of it? one key", "warn")
        if without := self._without_a_date():
            return how, *without
        found = said.date
        return tuple(self._dates.preview(found)) if isinstance(found, Problem) else (how, *self._dated(found))

    def _without_a_date(self) -> Line:
        """Return what is said where no date is asked for; empty where one is."""
        said, made = self._said, self._said.made
        if made.lost:
            return self._end()
        if made.outcome is Outcome.DO_NOT_CONTACT:
            return (Span("never contacted again, anywhere; no next step.", "good"),)
        if made.outcome.is_the_end:
            return (Span(f"{made.outcome.words}: the end; no next step.", "good"),)
        if made.undated:
            none = "plan" if said.left().waiting else "next step"
            return (Span(f"{made.outcome.words}: a customer, with no {none}", "good"),)
        if made.check_in:
            stays = "the next step is as after a talk" if said.moves_plan else "the next step stays as it is"
            return (Span(f"a check-in, nothing sold: {stays}", "good"),)
        return ()

    def _end(self) -> Line:
        """Return what an end without a yes means; an early one is asked, with a key each way."""
        manners, row = self._desk.manners, self._said.row
        touches = row.touches + 1 if row else 0
        early = early_end_words(touches, manners.early_end, manners.yes_takes)
        if not early:
            return (Span(end_words(touches, manners.early_end), "warn"),)
        park, lose = (self._keyboard[key].hint() for key in ("log.not_now", "log.done"))
        return Span(early, "warn"), Span(f" {park}", "key"), Span(" park"), Span(f"  {lose}", "key"), Span(" lost")

    def _dated(self, found: When | None) -> Line:
        """Return the next step, as it is understood and proposed; a promise that comes next stays."""
        said, asks = self._said, self._said.awaits_day
        if found is None and not asks and (left := said.left()).waiting:
            return left.line(self._keyboard)
        question: Line = (Span("next", "dim"), *self._by(said.made.channel))
        if asks:
            question = Span("may I call again? when? ", "warn"), Span(f"(never: {self._never()}) ", "dim")
        agreed = Span(" ◆ promised", "promise") if found and said.is_promised else Span("")
        kind_from = self._kind_from if self._warns_of_tries else None
        soon = found is not None and kind_from is not None and found.day < kind_from
        pest = Span(f" {kind_from_words(kind_from, self._dates.today())}" if soon else "", "warn")
        return *question, agreed, pest, *(self._dates.preview(found) if found else ())

    def _never(self) -> str:
        """Return the keys for who asks not to be contacted again."""
        return f"{self._keyboard['log.cancel'].hint()}, then {self._keyboard['log.never'].hint()}"

    def _by(self, channel: Channel | None) -> tuple[Span, ...]:
        """Return the channel of the next step, where it is another than this touch's."""
        step = self._said.proposed
        return (Span(f" by {step.channel}", "warn"),) if step and step.channel is not channel else ()

    def _promises(self) -> list[Line]:
        """Return what becomes of promises, below a date that is not one of them, and below an end."""
        said, made = self._said, self._said.made
        if not said.has_outcome or made.check_in or isinstance(said.at, Problem):
            return []
        if ends(made):
            words = withdrawn_words(said.withdrawn(), self._desk.now())
            return [(Span(" ◆ ", "promise"), Span(words, "warn"))] if words else []
        left = said.left()
        is_below = bool(left.waiting) and (made.undated or said.awaits_day or isinstance(said.date, When))
        return [(Span(" "), *left.line(self._keyboard))] if is_below else []

    def keys(self) -> Sequence[tuple[str, str]]:
        """Return the ids of the keys that change something now, with what they do."""
        said, made = self._said, self._said.made
        return (
            *self._agreed(),
            *((("log.date", self._date_words()),) if takes_a_date(made) and not made.lost else ()),
            ("log.channel", "channel"),
            *(
                (("log.check_in", "not a check-in" if made.check_in else "check-in"),)
                if may_be_a_check_in(made)
                else ()
            ),
            ("log.earlier", "when"),
            *((("log.undated", "no date"),) if said.may_be_undated else ()),
            *((("log.lost", "not lost" if made.lost else "lost"),) if may_be_lost(made) else ()),
        )

    def _date_words(self) -> str:
        """Return what the key for another date does: who has agreed on one is to say which."""
        return "the agreed day" if self._said.says_agreed else "date"

    def keys_while_typing(self, *, goes_on: bool) -> Sequence[tuple[str, str]]:
        """Return those of the keys while a date is typed; `goes_on` is whether their words are asked for next."""
        return (*self._agreed(), ("log.date", "their words" if goes_on else "back to the keys"))

    def _agreed(self) -> tuple[tuple[str, str], ...]:
        """Return the key for a date that was agreed with them, where there is or can be one."""
        if not may_be_promised(self._said.made):
            return ()
        asked = "agreed with them?" if self._said.date else "agreed anew"
        return (("log.promise", "not agreed" if self._said.says_agreed else asked),)
