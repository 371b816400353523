"""What a feature is given of the day that one of its keys is pressed on."""

from collections.abc import Callable
from typing import Any, NamedTuple

from textual.screen import Screen

from fuyu.desk import Desk


class Day(NamedTuple):
    """The dashboard's day."""

    desk: Desk
    chosen: int | None
    """The lead that is chosen, None where there is none."""
    open: Callable[[Screen[Any]], object]
    """Opens a screen above the day."""
    say: Callable[[str], object]
    """Says a sentence in the status line."""
