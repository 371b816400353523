"""A saved view: a query with a name."""

from msgspec import Struct

from fuyu.domain.cleaning import Line


class SavedView(Struct, frozen=True, kw_only=True):
    """Words and operators that a person asks for again and again, by a name of theirs."""

    id: int
    name: Line
    query: Line
    """As it was typed; what it means is read anew each time, by the day and by the operators there are then."""
