"""What a feature is given of the day that one of its keys is pressed on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from textual.screen import Screen

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.desk.values import Card
from fuyu.domain.action import Action
from fuyu.domain.lead import Lead
from fuyu.domain.step import Channel
from fuyu.domain.typed import TypedKind

Left = TypeVar("Left")


class Opens(Protocol):
    """Opens a screen above the day."""

    def __call__(self, sheet: Screen[Left], then: Callable[[Left | None], None] | None = None) -> None:
        """Open it; `then` takes what it was left with, None where one went back."""


class Says(Protocol):
    """Says a sentence in the status line."""

    def __call__(self, words: str, role: str = "good") -> None:
        """Say it, painted as a role of `widgets/lines.py` is."""


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
    drafts: Callable[[TypedKind, int], PlaceDrafts]
    """Returns what is typed about a lead in one place and not finished."""
    refuses: Callable[[Lead, Channel], bool]
    """Returns whether a lead does not want to be contacted, or not by this channel; where they do not, it is said."""
    copy: Callable[[str], None]
    """Copies a text, to be pasted elsewhere."""
