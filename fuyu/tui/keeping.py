"""Keeping what is typed in one place within a second, and offering there what was typed before."""

from collections.abc import Callable, Mapping
from contextlib import nullcontext, suppress

from textual.timer import Timer
from textual.widget import Widget

from fuyu.desk.drafts import Finishing, PlaceDrafts
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError
from fuyu.tui.unfinished import Unfinished
from fuyu.tui.widgets.lines import Line, Lines, Span, fit

KEPT_AFTER = 0.4
"""Seconds from a key to the text being kept; the promise is one second."""
_AGAIN = 1.0
"""Seconds until what could not be kept is tried again."""
_BESIDE = 51
"""Cells of the words around the text that is offered."""


class DraftOffer(Lines):
    """A line that says what was typed here before and which key goes on with it; hidden where nothing was."""

    DEFAULT_CSS = "DraftOffer { display: none; }"

    def say(self, line: Callable[[int], Line] | None) -> None:
        """Show a line for a width; None hides it."""
        self.display = line is not None
        if line is not None:
            self.show(lambda width, _height: [line(width)])


class Keeping:
    """What is typed in one place while it is open.

    It opens as if nothing had been typed there, with what was as an offer: a key goes on with it, anything else begins
    anew, and neither loses the other.
    """

    def __init__(
        self, owner: Widget, read: Callable[[], Mapping[str, str]], write: Callable[[Mapping[str, str]], object]
    ) -> None:
        """Make it.

        Args:
            owner: its timers run while that is there.
            read: returns what is typed, by field; nothing where that is what stood there anyway.
            write: puts into the fields what was typed before.
        """
        self._owner = owner
        self._read = read
        self._write = write
        self.drafts: PlaceDrafts | None = None
        """Where it is kept; None while the place is closed."""
        self._timer: Timer | None = None
        self._kept: Mapping[str, str] = {}
        self._trouble = ""
        self._key = ""
        self.offer = DraftOffer()

    def begin(self, drafts: PlaceDrafts | None, key: str) -> None:
        """Begin in a place that has just been opened; the key is the one that goes on with what is offered."""
        self.drafts, self._key, self._trouble = drafts, key, ""
        self._kept = self._read()
        self._paint()

    def typed(self) -> None:
        """Take notice that something is typed: keep it soon, with what else is typed until then."""
        if self._timer is None and self.drafts is not None:
            self._timer = self._owner.set_timer(KEPT_AFTER, self._try)

    def keep(self) -> None:
        """Keep what is typed, now.

        Raises:
            FuyuError: it cannot be kept; it is tried again.
        """
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        typed = self._read()
        if self.drafts is None or typed == self._kept:
            return
        try:
            self.drafts.keep(typed)
        except FuyuError as error:
            self._trouble = str(error)
            self._timer = self._owner.set_timer(_AGAIN, self._try)
            self._paint()
            raise
        self._kept = typed
        if self._trouble:
            self._trouble = ""
            self._paint()

    def unkept(self) -> list[Unfinished]:
        """Return what is typed and not kept, nothing where all of it is."""
        typed = self._read()
        if self.drafts is None or typed == self._kept or not any(text.strip() for text in typed.values()):
            return []
        return [Unfinished(self.drafts.place, dict(typed))]

    def bring(self) -> None:
        """Go on with what is offered; what is typed now is offered in its turn."""
        with suppress(FuyuError):
            self.keep()
            found = self.drafts.take() if self.drafts is not None else None
            if found is not None:
                self._write(found.fields)
                self._kept = self._read()
            self._paint()

    def lay_aside(self, empty: Callable[[], object]) -> None:
        """Empty the fields as whoever starts anew does: what was typed is offered."""
        with suppress(FuyuError):
            self.keep()
            empty()
            if self.drafts is not None:
                self.drafts.leave()
            self._kept = self._read()
            self._paint()

    def may_leave(self) -> bool:
        """Keep what is typed; return whether it is, or that it cannot be has been said before."""
        said = bool(self._trouble)
        try:
            self.keep()
        except FuyuError:
            return said
        return True

    def finishing(self) -> Finishing:
        """Let the action done inside take away what was typed here."""
        return self.drafts.finishing() if self.drafts is not None else nullcontext()

    def end(self) -> None:
        """Keep nothing any more: the place is closed."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.drafts = None

    def _try(self) -> None:
        self._timer = None
        with suppress(FuyuError):
            self.keep()

    def _paint(self) -> None:
        offered = self.drafts.offered if self.drafts is not None else None
        if self._trouble:
            words = f" ! {self._trouble}; what you typed is held, Esc once more loses it"
            self.offer.say(lambda _width: (Span(words, "bad"),))
        elif offered is not None:
            text, when = clean_line(offered.text), f"{offered.at:%a} {offered.at.day} {offered.at:%b %H:%M}"
            self.offer.say(
                lambda width: (
                    Span(f" {self._key}", "key"),
                    Span(" continue ", "dim"),
                    Span(f"“{fit(text, max(min(width - _BESIDE, len(text) * 2), 1)).rstrip()}”"),
                    Span(f" of {when}, or start anew", "dim"),
                )
            )
        else:
            self.offer.say(None)
