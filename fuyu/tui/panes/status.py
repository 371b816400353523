"""The foot of the screen: the keys that hold now, and above them what was done last."""

from collections import deque
from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.timer import Timer

from fuyu.domain.text import clean_line
from fuyu.tui.widgets.frame import Framed, tell
from fuyu.tui.widgets.keys_row import KeyHint, key_line
from fuyu.tui.widgets.lines import Line, Lines, Span, fit

_READ = 3.0
"""Seconds that what was said stays, whatever is pressed: long enough to read a line."""
_REMEMBERED = 100
"""How many things that were said can be read again."""


class KeyLine(Lines):
    """The keys of what is open now, the most used first; a click on one presses it."""

    def offer(self, keys: Sequence[KeyHint], always: Sequence[KeyHint]) -> None:
        """Show keys with what each of them does, as many as fit; some of them always, at the end."""
        self.show(lambda width, _height: [key_line(keys, width, always)])


class Said(NamedTuple):
    """Something that was said, and when."""

    at: str
    words: str
    role: str


Ways = Sequence[tuple[str, str]]
"""Keys, and what each of them does."""


class SaidLine(Lines):
    """What was just done, or what is not saved: it hides no key, and can be read again."""

    def __init__(self, clock: Callable[[], str], rule: Callable[[], Framed | None], *, id: str) -> None:  # noqa: A002 - Textual's name
        """Make the line.

        Args:
            clock: gives the time of day, in words.
            rule: gives the frame in whose rule it is said where there is no row for it; None where there is one.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._clock = clock
        self._rule = rule
        self._told: Framed | None = None
        """The frame in whose rule something stands now."""
        self._sentence: Callable[[int], Line] = lambda _width: ()
        self._leaves: Timer | None = None
        self._may_leave = self._gives_way = False
        self._trouble = ""
        self._ways: Ways = ()
        self.is_saying = False
        """Whether something is said."""
        self.spoken = 0
        """How often something was said."""
        self.past: deque[Said] = deque(maxlen=_REMEMBERED)
        """What was said, the last of it at the end."""

    def say(self, words: str, role: str = "good") -> None:
        """Say something."""
        self.spoken += 1
        self.past.append(Said(self._clock(), words, role))
        self.is_saying, self._may_leave = True, False
        self._show(lambda width: _fitted(words, role, width))
        if self._leaves is not None:
            self._leaves.stop()
        self._leaves = self.set_timer(_READ, self.was_read)

    @property
    def _frame(self) -> Framed | None:
        """The frame in whose rule is said what is said now; None where it has a row, or lies above a question."""
        return None if self._gives_way else self._rule()

    def hush(self) -> None:
        """Say nothing any more, once there was time to read it."""
        if self.is_saying and (self._leaves is None or self._gives_way):
            self._end()
        self._may_leave = True

    def stand(self, trouble: str, ways: Ways) -> None:
        """Let stand there what is wrong, with the keys that help; no trouble is what mostly is."""
        is_new = trouble != self._trouble
        self._trouble, self._ways = trouble, ways
        if not self.is_saying or (is_new and trouble):
            self._end()

    def make_way(self, *, for_question: bool) -> None:
        """Hide while a question is asked, which lies there; what is said meanwhile is shown until the next key."""
        if for_question != self._gives_way:
            self._gives_way = for_question
            if for_question or not self.is_saying:
                self._end()
                return
        if self._told is not None and self._told is not self._frame:
            self._show(self._sentence)

    def was_read(self) -> None:
        """Take notice that there was time to read what was said: it goes, once a key was pressed."""
        self._leaves = None
        if self._may_leave:
            self._end()

    def _end(self) -> None:
        self.is_saying = False
        if self._trouble and not self._gives_way:
            self._show(lambda width: _trouble_line(self._trouble, self._ways, width))
        else:
            self._take_back()
            self.display = False

    def _show(self, make: Callable[[int], Line]) -> None:
        self._take_back()
        self._sentence, self._told = make, self._frame
        self.display = self._told is None
        if self._told is None:
            self.show(lambda width, _height: [make(width)])
        else:
            tell(self._told, make(self._told.outer_size.width))

    def _take_back(self) -> None:
        """Give a frame its title back."""
        if self._told is not None:
            tell(self._told, ())
            self._told = None


def _fitted(words: str, role: str, width: int) -> Line:
    return Span(" "), Span(words if cell_len(words) < width else fit(words, max(width - 1, 0)), role)


def _trouble_line(why: str, ways: Ways, width: int) -> Line:
    """Return why something is not saved and the keys that help, which are never cut."""
    spans = [span for key, does in ways for span in (Span("  "), Span(key, "key"), Span(f" {does}"))]
    words = clean_line(f"! {why}")
    room = width - 1 - sum(cell_len(span.text) for span in spans)
    return Span(" "), Span(fit(words, min(room, cell_len(words))), "bad"), *spans
