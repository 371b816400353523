"""Add what is owed to a lead: a task, or a promise to contact them, with its day and what it is about."""

from collections.abc import Callable, Sequence
from itertools import chain
from typing import NamedTuple

from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.lead import Row
from fuyu.domain.patterns import Pattern
from fuyu.domain.promise import PromiseKind
from fuyu.domain.step import Channel
from fuyu.domain.text import clean_line
from fuyu.domain.when import When
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.date_entry import Dates
from fuyu.tui.panes.day_prompt import DayPrompt
from fuyu.tui.present import offered_key
from fuyu.tui.present_list import MARKS
from fuyu.tui.widgets.lines import Line, Span


class Owing(NamedTuple):
    """What is owed from now on."""

    when: When
    why: str
    kind: PromiseKind
    channel: Channel
    """How they are contacted; of a task it does not matter."""


class OwePrompt(DayPrompt[Owing]):
    """Asks for a day, what is to be done by it, and whether it is a task or a promise to contact them."""

    BINDINGS = bindings(Where.OWE)
    CONTINUES = "owe.continue"

    def __init__(self, dates: Dates, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(dates, "what", ("owe.done", "Add"), ("owe.cancel", "Back"), id=id)
        self._kind = PromiseKind.TASK
        self._channel = Channel.CALL

    def ask_about(self, row: Row, then: Callable[[Owing], object], drafts: PlaceDrafts, *, channel: Channel) -> None:
        """Ask what is owed to this lead; `channel` is how they are contacted unless another is said."""
        self._kind, self._channel = PromiseKind.TASK, channel
        self.entry.reset("1", row.zone)
        self.why.input.empty()
        self.ask(f"Owed to {row.name}, by", then, drafts)

    @property
    def asks_why(self) -> bool:
        """Whether what it is about is not said yet."""
        return not self.why.input.value.strip()

    def lines(self, width: int) -> list[Line]:  # noqa: ARG002 - the line is short
        """Whether it is a task or a promise to contact them, with the keys that say otherwise."""
        keyboard = keyboard_of(self)
        turns, channels = (keyboard[key_id].hint(typing=True) for key_id in ("owe.promise", "owe.channel"))
        mark = Span(f" {MARKS['promise']} ", "promise")
        if self._kind is PromiseKind.TASK:
            done = keyboard["work.done"].hint()
            return [
                (mark, Span(f"task: {done} marks it done", "promise"), *offered_key(turns, "promise to contact them"))
            ]
        by = f"promised: {self._channel}"
        return [(mark, Span(by, "promise"), *offered_key(channels, "channel"), *offered_key(turns, "task"))]

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """The keys that hold; those that change what it is stand in the question."""
        goes_on = self.asks_why and self.screen.focused is self.entry.input
        return (("owe.done", "What" if goes_on else "Add"), ("date.week_on", "Month"), ("owe.cancel", "Back"))

    def action_promise(self) -> None:
        """Say whether it is a promise to contact them."""
        self._kind = PromiseKind.CONTACT if self._kind is PromiseKind.TASK else PromiseKind.TASK
        self.paint()

    def action_channel(self) -> None:
        """Say that they are contacted by the channel after this one."""
        if self._kind is PromiseKind.CONTACT:
            channels = list(Channel)
            self._channel = channels[(channels.index(self._channel) + 1) % len(channels)]
            self.paint()

    def action_done(self) -> None:
        """Take what the words mean now; where they mean no day, go back to them."""
        found = self.entry.read()
        if isinstance(found, When):
            self.answer(Owing(found, clean_line(self.why.input.value), self._kind, self._channel))
        elif self.asks_why and (apart := _apart(self.entry.input.value, self._is_day)) is not None:
            day, what = apart
            self.entry.input.put(day)
            self.why.input.put(what)
            self.screen.set_focus(self.why.input, scroll_visible=False)
        else:
            self.screen.set_focus(self.entry.input, scroll_visible=False)

    def _is_day(self, words: str) -> bool:
        return isinstance(self._dates.when(words, ""), When)


def _apart(text: str, is_day: Callable[[str], bool]) -> tuple[str, str] | None:
    """Return the day at the end of words, or at their beginning, and the rest: `send the offer fri`; None without one.

    The longest day counts: of `offer next fri` it is `next fri`. Numbers alone are nothing that is owed: `31 feb` is no
    day at all, rather than `31` by February.
    """
    words = text.split()
    places = range(1, len(words))
    ends = ((" ".join(words[place:]), " ".join(words[:place])) for place in places)
    starts = ((" ".join(words[:place]), " ".join(words[place:])) for place in reversed(places))
    return next((pair for pair in chain(ends, starts) if _NAMES.search(pair[1]) and is_day(pair[0])), None)


_NAMES = Pattern("[^\\W\\d_]")
"""A letter, in any script."""
