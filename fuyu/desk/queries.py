"""Queries of one book: words and operators, what they find, and what can follow what was typed."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from fuyu.desk.terms import Terms
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.domain.query import Completion, Query, Term


class Queries:
    """Reads what a person asks, and asks the book."""

    def __init__(self, store: Store, terms: Terms) -> None:
        self._store = store
        self._terms = terms

    def read(self, text: str) -> "Query":
        """Return what a line asks for; what cannot be understood is said by its `problems`."""
        from fuyu.domain.query import Surroundings, read_query  # noqa: PLC0415 - most commands ask nothing

        terms = self._terms
        around = Surroundings(
            now=terms.now(), here=terms.here, calendar=terms.calendar, currency=terms.currency, views=self._views()
        )
        return read_query(text, around)

    def meeting(self, terms: "Iterable[Term]") -> list[int]:
        """Return ids of the leads that meet all terms, the oldest lead first."""
        return [*self._store.meeting(tuple(terms))]

    def completed(self, line: str) -> "Completion":
        """Return what the last piece of a line can become."""
        from fuyu.domain.query import completed  # noqa: PLC0415 - only a line that is typed needs it

        return completed(line, self._values)

    def _values(self, operator: str) -> Iterable[str]:
        from fuyu.domain.query import OPERATORS  # noqa: PLC0415 - as above

        return self._store.values(operator) if operator in OPERATORS else self._views()

    def _views(self) -> dict[str, str]:
        return {}
