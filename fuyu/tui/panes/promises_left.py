"""The promises that a touch leaves to be kept: they stay, one was kept, a date takes a place, a yes ends some."""

from datetime import date

from msgspec import Struct

from fuyu.domain.lead import Outcome
from fuyu.domain.promise import Promise
from fuyu.domain.when import When
from fuyu.tui.keys import Keyboard
from fuyu.tui.widgets.lines import Line, Span


class Choice(Struct, frozen=True, kw_only=True):
    """One thing that can become of them."""

    words: str = ""
    replaces: str | None = None
    """The uid of the promise whose place another date takes; empty is none, and None was not asked."""
    withdrawn: tuple[str, ...] = ()
    """The uids of those that need not be kept any more."""


class PromisesLeft(Struct, frozen=True, kw_only=True):
    """What a person says of them in the log."""

    waiting: tuple[Promise, ...]
    """As the clocks here show them, the nearest first."""
    today: date
    outcome: Outcome
    """What came of the touch."""
    agreed: bool
    """Whether another date was agreed with them."""
    heard: bool
    """Whether they were heard: only then one may have been kept before its day."""
    kept: int
    """Which of them was: 0 none, 1 the nearest, and one more than there are all of them."""
    choice: int
    """How often the next thing that can become of them was taken."""
    several: bool = False
    """Whether there were several before the touch: then another date takes no place unasked."""

    @property
    def may_be_kept(self) -> bool:
        """Whether one may have been kept before its day."""
        return self.heard and bool(self.waiting)

    @property
    def kept_next(self) -> int:
        """Which of them was kept, once the key that says so is pressed again: each alone, all, none."""
        count = len(self.waiting)
        return (self.kept + 1) % (count + 2 if count > 1 else 2)

    @property
    def kept_uids(self) -> tuple[str, ...]:
        """The uids of those that were kept before their day, where that was said."""
        return tuple(one.uid for one in self._kept_ones(self.kept))

    def _kept_ones(self, kept: int) -> tuple[Promise, ...]:
        return self.waiting if kept > len(self.waiting) else self.waiting[max(kept - 1, 0) : kept]

    @property
    def choices(self) -> list[Choice]:
        """What can become of them, what is usual first; nothing where that is not asked."""
        if self.kept or not self.waiting:
            return []
        if self.agreed:
            return self._places()
        return self._staying() if self.outcome is Outcome.WON else []

    @property
    def chosen(self) -> Choice:
        """What becomes of them."""
        choices = self.choices
        return choices[self.choice % len(choices)] if choices else Choice()

    def line(self, keyboard: Keyboard) -> Line:
        """Return what becomes of them, with the keys that change it."""
        keys = [("log.kept", self._kept_next_words())] if self.may_be_kept else []
        choices = self.choices
        if len(choices) > 1:
            keys.append(("log.promises", choices[(self.choice + 1) % len(choices)].words))
        hints = [span for key, does in keys for span in (Span(f"  {keyboard[key].hint()}", "key"), Span(f" {does}"))]
        return Span("◆ ", "promise"), Span(self._words(), "promise"), *hints

    def _words(self) -> str:
        if not self.kept:
            return self.chosen.words or self._stay()
        if len(self.kept_uids) > 1:
            return f"{_all(len(self.waiting))} kept"
        return f"{self._named(self._kept_ones(self.kept)[0])}: that was it, kept"

    def _kept_next_words(self) -> str:
        """Return what the key that says which one was kept says next."""
        ones = self._kept_ones(self.kept_next)
        if len(ones) == 1:
            return f"{self._named(ones[0])} was it" if self.kept else "that was it"
        return f"{_all(len(ones))} were" if ones else "it stays" if len(self.waiting) == 1 else "they stay"

    def _stay(self) -> str:
        alone = len(self.waiting) == 1
        return f"{self._named(self.waiting[0])} stays" if alone else f"{_all(len(self.waiting))} stay"

    def _places(self) -> list[Choice]:
        """Return whose place the other date can take: that of the only one, and of none of several."""
        places = [Choice(words=f"in place of {self._named(one)}", replaces=one.uid) for one in self.waiting]
        alone = len(self.waiting) == 1
        beside = Choice(
            words=f"beside {self._named(self.waiting[0]) if alone else _all(len(self.waiting))}", replaces=""
        )
        return [*places, beside] if alone and not self.several else [beside, *places]

    def _staying(self) -> list[Choice]:
        """Return which of them can stay after a yes: all, all but one, none."""
        gone = [Choice(words=f"{self._named(one)} withdrawn", withdrawn=(one.uid,)) for one in self.waiting]
        if len(self.waiting) == 1:
            return [Choice(words=self._stay()), *gone]
        uids = tuple(one.uid for one in self.waiting)
        return [Choice(words=self._stay()), *gone, Choice(words=f"{_all(len(uids))} withdrawn", withdrawn=uids)]

    def _named(self, promise: Promise) -> str:
        """Return a promise by its day and time."""
        return When(promise.day, promise.time).words(self.today)


def _all(count: int) -> str:
    """Return all of several promises as they are spoken of: `both`, `all 3`."""
    return "both" if count == 2 else f"all {count}"  # noqa: PLR2004 - two are both
