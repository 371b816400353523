"""Snooze until: one key for a preset, or words, with the day they mean always shown before Enter."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len

from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.lead import Row
from fuyu.domain.text import clean_line
from fuyu.domain.when import When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import Dates
from fuyu.tui.panes.day_prompt import DayPrompt
from fuyu.tui.panes.parts import Parts
from fuyu.tui.present import longest, offered_key
from fuyu.tui.present_card import in_place_words, promised_words
from fuyu.tui.widgets.lines import Line, Span


class Sleep(NamedTuple):
    """How long a lead sleeps, and why, where that is asked for."""

    until: When
    why: str = ""
    agreed: bool = False
    """Whether they agreed to that day: then it is a promise, and no snooze."""
    only: str | None = None
    """What alone is moved of several things that are owed, as `moved_name` calls it; None is all that is due."""


class SnoozePrompt(DayPrompt[Sleep]):
    """Asks for a day."""

    BINDINGS = bindings(Where.SNOOZE)
    DEFAULT_CSS = """
    SnoozePrompt .labelled { display: none; }
    SnoozePrompt.park .labelled { display: block; }
    """
    CONTINUES = "snooze.continue"

    def __init__(self, dates: Dates, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(dates, "because", ("snooze.cancel", "Back"), id=id)
        self._row: Row | None = None
        self._tried: Line = ()
        self._agreed = False
        self._does = "Snooze"
        self._parts = Parts()

    def ask_about(
        self,
        row: Row,
        then: Callable[[Sleep], object],
        drafts: PlaceDrafts,
        *,
        tried: Line = (),
        park: bool = False,
        back: bool = False,
        until: str = "1",
    ) -> None:
        """Ask how long this lead sleeps.

        Args:
            row: the lead.
            then: takes the answer.
            drafts: of what is typed and not finished.
            tried: what was tried without an answer, in words; shown where there is something.
            park: ask for the reason, too.
            back: they are followed up again from then on.
            until: what Enter means as long as nothing is typed.
        """
        self._row, self._tried, self._agreed = row, tried, False
        self._parts.begin(None if back else row, self._dates.now())
        self.set_class(park, "park")
        self.entry.reset(until, row.zone)
        self.why.input.empty()
        self._does = "Bring back" if back else "Park" if park else "Snooze"
        verb = "Bring back" if back else "Park" if park else "Snooze" if row.next_step else "Schedule"
        self.ask(f"{verb} {row.name} {'until' if verb in {'Park', 'Snooze'} else 'for'}", then, drafts)

    def ask_of_many(self, leads: str, then: Callable[[When], object], drafts: PlaceDrafts) -> None:
        """Ask how long several leads sleep, `12 leads`; what they agreed to is asked of each alone."""
        self._row, self._tried, self._agreed, self._does = None, (), False, "Snooze"
        self._parts.begin(None, self._dates.now())
        self.remove_class("park")
        self.entry.reset("1")
        self.why.input.empty()
        self.ask(f"Snooze {leads} until", lambda sleep: then(sleep.until), drafts)

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold; those of the presets and of a promise stand beside them."""
        return (("snooze.done", self._does), ("date.week_on", "Month"), ("snooze.cancel", "Back"))

    def lines(self, width: int) -> list[Line]:
        """What of several is moved, whether that puts a promise off, what was tried, and whether they agreed."""
        if self._row is None:
            return []
        promised = self._promised_words(width - _MARK)
        before: list[Line] = [(Span(" ◆ ", "promise"), Span(promised, "warn"))] if promised else []
        return [
            *self._parts.lines(keyboard_of(self)["snooze.which"].hint(typing=True), width),
            *before,
            *((self._tried,) if self._tried else ()),
            _agreed_line(keyboard_of(self)["snooze.promise"].hint(typing=True), width, is_agreed=self._agreed),
        ]

    def _promised_words(self, width: int) -> str:
        """Return what becomes of what was promised; a day that they agreed to puts nothing off."""
        found = self.entry.read()
        when = found if isinstance(found, When) else None
        if self._row is None:
            return ""
        if self._agreed:
            return in_place_words(self._row, self._dates.now(), self._parts.only)
        return promised_words(self._row, when, self._dates.now(), width, self._parts.only)

    @property
    def asks_why(self) -> bool:
        """Whether they are parked, for a reason."""
        return self.has_class("park")

    def action_which(self) -> None:
        """Move the next of several things that are owed, alone; or all that is due again."""
        self._parts.turn()
        self.paint()

    def action_promise(self) -> None:
        """Say whether they agreed to that day."""
        self._agreed = self._row is not None and not self._agreed
        self.paint()

    def action_done(self) -> None:
        """Take the day that the words mean now."""
        found = self.entry.read()
        if isinstance(found, When):
            self.answer(Sleep(found, clean_line(self.why.input.value), self._agreed, self._parts.only))


_AGREED = ("promised: they agreed to that day", "promised")
_OWN_DAY = ("your own day, not a promise", "not a promise")
"""What a day is, and shorter."""


def _offered(words: Sequence[str], role: str, key: str, does: str, width: int) -> tuple[Span, ...]:
    """Return what a day is, in what fits beside the key that makes it the other."""
    offer = offered_key(key, does)
    return (Span(longest(words, width - sum(cell_len(span.text) for span in offer)), role), *offer)


_MARK = 3
"""Cells of the mark of a promise."""


def _agreed_line(key: str, width: int, *, is_agreed: bool) -> Line:
    """Return whether the day is one that they agreed to, with the key that says otherwise."""
    if is_agreed:
        return Span(" ◆ ", "promise"), *_offered(_AGREED, "promise", key, "not agreed", width - _MARK)
    return Span(" "), *_offered(_OWN_DAY, "dim", key, "agreed with them", width - 1)
