"""A saved view: a query with a name."""

from typing import NamedTuple

from msgspec import Struct

from fuyu.domain.cleaning import Line


class SavedView(Struct, frozen=True, kw_only=True):
    """Words and operators that a person asks for again and again, by a name of theirs."""

    id: int
    name: Line
    query: Line
    """As it was typed; what it means is read anew each time, by the day and by the operators there are then."""


class Narrowing(NamedTuple):
    """What the day is narrowed to."""

    name: str
    """As the header says it."""
    query: str
    """What is asked: a view by its name, or a query that was typed."""


def recalled(view: SavedView) -> Narrowing:
    """Return the narrowing to a view; it asks by the name, so that it follows what becomes of the view."""
    return Narrowing(view.name, f'view:"{view.name}"')
