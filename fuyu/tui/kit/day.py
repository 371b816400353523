"""What a feature is given of the day that one of its keys is pressed on."""

from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol, TypeVar

from textual.screen import Screen

from fuyu.desk import Desk

Result = TypeVar("Result")


class Opens(Protocol):
    """Opens a screen above the day."""

    def __call__(self, sheet: Screen[Result], then: Callable[[Result | None], None] | None = None) -> None:
        """Open it; `then` takes what it was left with, None where one went back."""


class Day(NamedTuple):
    """The dashboard's day."""

    desk: Desk
    chosen: int | None
    """The lead that is chosen, None where there is none."""
    open: Opens
    say: Callable[[str], None]
    """Says a sentence in the status line."""
    fit: Callable[[Sequence[str]], str]
    """Returns the first of several ways to say a thing that the status line has room for."""
    keep: Callable[[], object]
    """Keeps what is typed on the day."""
    repaint: Callable[[], object]
    """Shows the day as it is now."""
