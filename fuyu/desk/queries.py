"""Queries of one book: words and operators, what they find, and what can follow what was typed."""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from fuyu.desk.events import Events, LeadChanged, OthersWrote
from fuyu.desk.terms import Terms
from fuyu.desk.views import KnownViews
from fuyu.domain.text import clean_line, nearest
from fuyu.storage.port import Store

if TYPE_CHECKING:
    from fuyu.domain.query import Completion, Query, Term


class _Met:
    """Who met some terms."""

    def __init__(self, asked: tuple[str, ...], leads: list[int]) -> None:
        self.asked, self.leads = asked, leads

    @cached_property
    def quick(self) -> frozenset[int]:
        """The same, quick to look up in."""
        return frozenset(self.leads)


class Queries:
    """Reads what a person asks, and asks the book."""

    def __init__(self, store: Store, terms: Terms, events: Events) -> None:
        self._store = store
        self.views = KnownViews(store, events)
        """Those that are saved."""
        self._terms = terms
        self._met: _Met | None = None
        """Who met the terms that were asked last: names, notes and those who want silence are asked one by one."""
        events.listen(LeadChanged, self._forget)
        events.listen(OthersWrote, self._forget)

    def _forget(self, _event: LeadChanged | OthersWrote) -> None:
        self._met = None

    def read(self, text: str) -> "Query":
        """Return what a line asks for; what cannot be understood is said by its `problems`."""
        from fuyu.domain.query import Surroundings, read_query  # noqa: PLC0415 - most commands ask nothing

        terms = self._terms
        around = Surroundings(
            now=terms.now(),
            here=terms.here,
            calendar=terms.calendar,
            currency=terms.currency,
            me=self._store.me,
            views=self.views.queries(),
        )
        return read_query(text, around)

    def meeting(self, terms: "Sequence[Term]") -> Sequence[int]:
        """Return ids of the leads that meet all terms, the oldest lead first."""
        asked = tuple(part for term in terms for part in (term.words, term.asked))
        if self._met is None or self._met.asked != asked:
            self._met = _Met(asked, [*self._store.meeting(terms)])
        return self._met.leads

    def among(self, query: "Query") -> Collection[int] | None:
        """Return who can be meant by the terms of a query, quick to look up in where words are looked for among them.

        None is everybody.
        """
        if not query.terms:
            return None
        leads = self.meeting(query.terms)
        return self._met.quick if query.words and self._met is not None else leads

    def holding(self, operator: str, value: str) -> Sequence[int]:
        """Return ids of the leads that hold exactly a value, as columns have it, by the name of an operator."""
        from fuyu.domain.query import OPERATORS, Term  # noqa: PLC0415 - as above

        return self.meeting((Term(OPERATORS[operator], f"{operator}={value}", value.__eq__, ""),))

    def values(self, operator: str) -> Iterable[str]:
        """Return the values that leads hold, as columns have them, by the name of an operator."""
        return self._store.values(operator)

    def in_vain(self, query: "Query") -> list[str]:
        """Return what to say of each term that no lead meets, whatever else is asked, and the nearest value."""
        unmet = (term for term in query.terms if not self.meeting((term,)))
        return [f"no lead meets “{clean_line(term.words)}”{self._nearest(term)}" for term in unmet]

    def _nearest(self, term: "Term") -> str:
        """Return which value that leads have was most likely meant, as the end of a sentence; mostly none is near."""
        _, _, value = term.text.partition(":")
        return nearest(value, filter(None, self.values(term.operator.name))) if term.operator.is_open else ""

    def amiss(self, query: "Query") -> list[str]:
        """Return what to say of a query while it is typed or recalled: mistakes, else terms that nobody meets.

        An operator whose value is still to be typed is no mistake.
        """
        said = [problem.sentence for problem in query.problems if problem.code != "empty"]
        return [*said, *query.remarks] or self.in_vain(query)

    def completed(self, line: str) -> "Completion":
        """Return what the last piece of a line can become."""
        from fuyu.domain.query import completed  # noqa: PLC0415 - only a line that is typed needs it

        return completed(line, self._values)

    def _values(self, operator: str) -> Iterable[str]:
        from fuyu.domain.query import OPERATORS  # noqa: PLC0415 - as above

        return self._store.values(operator) if operator in OPERATORS else self.views.queries()
