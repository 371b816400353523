"""Rows shared out among panes by need: who has more to show gets more, and nobody less than the least."""

from collections.abc import Sequence
from typing import NamedTuple

BROAD, WIDE, HIGH = 100, 150, 30
"""Cells from which card and notes stand beside each other, and beside the lists; lines from which panes have heads."""


class Need(NamedTuple):
    """How many rows a pane needs."""

    least: int
    """It gets these as long as there are any."""
    wanted: int
    """More than these would stay empty."""


def share(room: int, needs: Sequence[Need], last: int = -1) -> list[int]:
    """Return the rows of each pane; together they fill the room.

    Beyond the least, a row at a time goes to the smallest pane that wants one; what nobody wants goes to one of them.

    Args:
        room: rows there are.
        needs: what each pane needs.
        last: the index of the pane that gets what nobody wants.
    """
    given: list[int] = []
    for need in needs:
        given.append(min(need.least, room - sum(given)))
    left = room - sum(given)
    while left > 0:
        hungry = [place for place, need in enumerate(needs) if given[place] < need.wanted]
        if not hungry:
            break
        given[min(hungry, key=lambda place: given[place])] += 1
        left -= 1
    given[last] += left
    return given
