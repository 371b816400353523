"""Log a touch: one key for what came of it, the next date proposed and shown, Enter."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input

from fuyu.desk import Desk, TouchMade
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.lead import Outcome, Row
from fuyu.domain.manners import number_words
from fuyu.domain.when import Problem, When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.footer import hint_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import DateEntry, Dates
from fuyu.tui.panes.labelled import Labelled
from fuyu.tui.panes.log_lines import LogLines
from fuyu.tui.panes.log_said import TouchSaid, takes_a_date
from fuyu.tui.panes.prompt import TypedPrompt
from fuyu.tui.widgets.keys_row import key_rows
from fuyu.tui.widgets.lines import Line


class _Fields:
    """What is typed into the log: the next date, their words, and when it was."""

    def __init__(self, entry: DateEntry, words: Labelled, earlier: Labelled) -> None:
        self._entry = entry
        self._words = words
        self._earlier = earlier

    @property
    def date(self) -> When | Problem | None:
        """The day that the words for the next date mean, None where there are none."""
        return self._entry.read()

    @property
    def date_words(self) -> str:
        """Those words."""
        return self._entry.input.value

    @property
    def their_words(self) -> str:
        """What they said of the date."""
        return self._words.input.value

    @property
    def earlier_words(self) -> str:
        """When it took place; empty is now."""
        return self._earlier.input.value

    def empty(self, zone: str) -> None:
        """Empty them all, for somebody in a zone."""
        self._entry.reset(there=zone)
        self._words.input.empty()
        self._earlier.input.empty()


_BROAD = 120
"""Cells from which the foot of the screen has room for every key, whatever was said."""


class LogPrompt(TypedPrompt[TouchMade], can_focus=True):
    """Asks what came of a touch, when the next one is, and whether that was agreed with them.

    What is said is held by `TouchSaid`, and read out by `LogLines`; here are the keys, and where the cursor goes.
    """

    BINDINGS = bindings(Where.LOG)
    DEFAULT_CSS = """
    LogPrompt .labelled { display: none; }
    LogPrompt.asking .labelled { display: block; }
    LogPrompt .labelled.earlier { display: none; }
    LogPrompt.timing .labelled.earlier { display: block; }
    LogPrompt DateEntry { display: none; }
    LogPrompt.dating DateEntry { display: block; }
    """
    CONTINUES = "log.continue"

    def __init__(
        self,
        dates: Dates,
        desk: Desk,
        *,
        id: str,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(("log.done", "Log it"), ("log.cancel", "Back"), id=id)
        self._manners = desk.manners
        self.entry = DateEntry(dates, submit=self._dated, previews=False)
        self.words = Labelled("in their words", submit=self.action_done)
        self.earlier = Labelled("when was it", submit=self.action_earlier)
        self.earlier.add_class("earlier")
        self._fields = _Fields(self.entry, self.words, self.earlier)
        self._said = TouchSaid(desk, self._fields)
        self._lines = LogLines(self._said, dates, desk)

    def inside(self) -> ComposeResult:
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
        drafts: PlaceDrafts,
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
        self._said.begin(row, check_in=check_in)
        self._lines.begin(keyboard_of(self), tried, kind_from)
        self.remove_class("dating", "asking", "timing")
        self._fields.empty(row.zone)
        self.ask(f"Log touch {number_words(row, self._manners.yes_takes)} with {row.name}", then, drafts)

    def paint(self) -> None:
        """Paint anew, in as many lines as there are to say."""
        self._said.read_anew()
        super().paint()

    def lines(self, width: int) -> list[Line]:
        """What was said, what follows from it, and the keys for which the foot of the screen has no room."""
        keys = () if self.app.size.width >= _BROAD else self._changing()
        hints = [hint_of(keyboard_of(self)[key_id], words, typing=self.types) for key_id, words in keys]
        return self._lines.lines(width, key_rows(hints, width))

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold: on a narrow screen those that change something stand in the question."""
        done, back = super().keys
        changing = self._changing() if self.app.size.width >= _BROAD else ()
        return (done, *((key_id, words.capitalize()) for key_id, words in changing), back)

    @property
    def types(self) -> bool:
        """Whether a letter is text now."""
        return self.screen.focused is not self

    def _changing(self) -> Sequence[tuple[str, str]]:
        """Return the keys that change something now; none while it is typed when it was."""
        if self.has_class("timing"):
            return ()
        if not self.has_class("dating"):
            return self._lines.keys()
        goes_on = self._said.asks_when and self.screen.focused is self.entry.input
        return self._lines.keys_while_typing(goes_on=goes_on)

    @on(DateEntry.Changed)
    @on(Input.Changed)
    def _keep_soon(self, message: Message) -> None:
        """Keep what is typed: another date, understood meanwhile, their words, or when it was."""
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
        if self._said.has_outcome:
            self._focus(self.entry.input)
        self.words.input.put(fields.get("words", ""))
        self.earlier.input.put(fields.get("earlier", ""))
        self.entry.input.put(fields.get("when", ""))
        self.paint()

    def action_outcome(self, outcome: str) -> None:
        """Say what came of it; `not now` asks when, and for their words."""
        self._said.say_outcome(Outcome(outcome))
        self.set_class(self._said.asks_when, "asking")
        if self._said.asks_when or self._said.is_dated_by_them:
            self._focus(self.entry.input, enters="dating")
        self.paint()

    def action_turn(self, what: str) -> None:
        """Say one thing more of the touch, or take it back; what is typed after a date was agreed is that date."""
        self._said.turn(what)
        if what == "promise" and self._said.is_dated_by_them:
            self._focus(self.entry.input, enters="dating")
        self.paint()

    def action_earlier(self) -> None:
        """Go to the words for when it took place, or back once they are understood."""
        if not self.has_class("timing"):
            self._focus(self.earlier.input, enters="timing")
        elif not isinstance(self._said.at, Problem):
            self._focus(self, leaves="timing")
        self.paint()

    def action_date(self) -> None:
        """Go to the words for another date, on to their words, or back; who has a date is not lost."""
        if self.has_class("timing"):
            self.action_earlier()
            return
        if not takes_a_date(self._said.made):
            return
        self._said.say_dated()
        focused = self.screen.focused
        if self._said.asks_when and focused is self.entry.input:
            self._focus(self.words.input)
        elif focused is not self:
            self._focus(self, leaves="dating")
        else:
            self._focus(self.entry.input, enters="dating")
        self.paint()

    def action_cancel(self) -> None:
        """Go back: from the words to the outcomes, from those to where you were."""
        if self.has_class("timing"):
            self.earlier.input.empty()
            self._focus(self, leaves="timing")
            self.paint()
        elif self._said.asks_when:
            self._said.take_outcome_back()
            self.remove_class("asking")
            self.keeping.lay_aside(partial(self._fields.empty, self._said.row.zone if self._said.row else ""))
            self._focus(self, leaves="dating")
            self.paint()
        else:
            super().action_cancel()

    def action_done(self) -> None:
        """Answer, once what came of it was said and the date is understood."""
        if self._said.lacks_date:
            self._focus(self.entry.input, enters="dating")  # agreed, but for which day?
            self.paint()
        elif (made := self._said.answer()) is not None:
            self.answer(made)

    def _dated(self) -> None:
        """Enter in the date goes on to their words, where those are asked for: what was typed may be some."""
        if self._said.asks_when and not isinstance(self._said.date, Problem):
            if isinstance(self.entry.read(), Problem) and not self.words.input.value.strip():
                self.words.input.put(self.entry.input.value)
            self._focus(self.words.input)
        else:
            self.action_done()

    def _focus(self, widget: Widget, *, enters: str = "", leaves: str = "") -> None:
        """Give the keys to words that are typed, or back to the outcomes, which leaves the words."""
        if leaves:
            self.remove_class(leaves)
        if enters:
            self.add_class(enters)
        self.screen.set_focus(widget, scroll_visible=False)
