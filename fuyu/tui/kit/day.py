"""What a feature is given of the day that one of its keys is pressed on."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar

from textual.screen import Screen

from fuyu.colleagues import Colleagues
from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.desk.values import Card
from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind
from fuyu.domain.when import When

Left = TypeVar("Left")
Made = TypeVar("Made")


class Opens(Protocol):
    """Opens a screen above the day."""

    def __call__(self, sheet: Screen[Left], then: Callable[[Left | None], None] | None = None) -> None:
        """Open it; `then` takes what it was left with, None where one went back."""


class Says(Protocol):
    """Says a sentence in the status line."""

    def __call__(self, words: str, role: str = "good") -> None:
        """Say it, painted as a role of `widgets/lines.py` is."""


class Waits(Protocol):
    """Does what takes its time, beside the keys."""

    def __call__(self, work: Callable[[], Made], then: Callable[[Made], object]) -> None:
        """Do it in a thread; `then` takes what it returns, between two keys. Leaving does not wait for it."""


class Keeps(Protocol):
    """Keeps what is typed in one place."""

    def __call__(self, kind: TypedKind, lead_id: int = 0, subject: str = "") -> PlaceDrafts:
        """Return what is typed there and not finished; places of one kind and lead differ by their subject."""


class Day(NamedTuple):
    """The dashboard's day."""

    desk: Desk
    chosen: int | None
    """The lead that is chosen, None where there is none."""
    open: Opens
    say: Says
    fit: Callable[[Sequence[str]], str]
    """Returns the first of several ways to say a thing that the status line has room for."""
    card: Callable[[], Card | None]
    """Returns the chosen lead with all that is known of them; where nobody is chosen, it is said."""
    do: Callable[[Callable[[], Action | None]], Action | None]
    """Does one thing, says what was done, and shows the day as it is then; None where it could not be done."""
    keep: Callable[[], object]
    """Keeps what is typed on the day, now."""
    repaint: Callable[[], object]
    """Shows the day as it is now."""
    drafts: Keeps
    """Returns what is typed about a lead in one place and not finished."""
    refuses: Callable[[Lead, Channel], bool]
    """Returns whether a lead does not want to be contacted, or not by this channel; where they do not, it is said."""
    beside: Waits
    """Does what takes its time, and no key waits for."""
    copy: Callable[[str], None]
    """Copies a text, to be pasted elsewhere."""
    marked: tuple[int, ...]
    """The leads that are marked: what is done is done with all of them; nobody where it is done with the chosen one."""
    unmark: Callable[[], object]
    """Marks nobody any more."""
    confirm: Callable[[str, str, Callable[[], object]], None]
    """Asks by a title and what will happen, and does it after a yes."""
    choose: Callable[[str, Sequence[tuple[str, str]], Callable[[int], object]], None]
    """Asks for one of some options, labels with texts, by a title, and hands its index on; one alone is taken."""
    ask_day: Callable[[str, Callable[[When], object]], None]
    """Asks until which day several leads sleep; said is how many they are: `12 leads`."""
    ask_where: Callable[[Path, Callable[[str], object], str], None]
    """Asks for the path of a new file, with the usual one written there, by a title."""
    book: Path | None
    """The file of the book, after which features name what they keep beside it; None where there is none."""
    colleagues: Colleagues
    """The others who work with the same leads."""
