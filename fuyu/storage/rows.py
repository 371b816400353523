"""Every lead's row, found by its day without looking at the others."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain, groupby, islice
from typing import Protocol
from zlib import crc32

from fuyu.domain import kindness
from fuyu.domain.agenda import Load
from fuyu.domain.lead import Row
from fuyu.domain.text import fold


class Kind(StrEnum):
    """What rows are found by: each by a number, which is a day but for facts that return and for the unscheduled."""

    DUE = "due"
    PROMISED = "promised"
    """An open promise is for that day."""
    SETTLED = "settled"
    """A promise that is not open any more was for that day."""
    TOUCHED = "touched"
    FACT = "fact"
    UNSCHEDULED = "unscheduled"


Mark = tuple[Kind, int]
Span = tuple[Kind, int, int]
"""Marks of one kind, from a number to another."""
_UNSCHEDULED: Mark = (Kind.UNSCHEDULED, 0)
Owners = frozenset[int]
"""Owners of leads by their keys."""
NOBODY: Owners = frozenset()


def owner_key(name: str) -> int:
    """Return the number by which the leads of an owner are told apart; 0 for those that are everyone's."""
    return crc32(fold(name).encode()) if name else 0


def marks(row: Row) -> list[Mark]:
    """Return all that a row is found by."""
    found: list[Mark] = [(Kind.FACT, number) for number in kindness.numbers(row.about)]
    if row.last_touch is not None:
        found.append((Kind.TOUCHED, row.last_touch.at.date().toordinal()))
    if row.is_unscheduled:
        found.append(_UNSCHEDULED)
    elif row.is_followed and not row.promises:
        found += [(Kind.DUE, row.plan.day.toordinal())] if row.plan else []
    elif row.is_followed:
        found += {(Kind.DUE, step.day.toordinal()): None for step in row.steps}
        found += {(Kind.PROMISED, promise.day.toordinal()): None for promise in row.open_promises}
    if row.promises:
        found += {(Kind.SETTLED, promise.day.toordinal()): None for promise in row.promises if not promise.is_open}
    return found


def of_day(today: date) -> list[Span]:
    """Return by what an agenda finds its rows: due by then (a day later in other zones), touched then, unscheduled.

    Those with a fact near that day are among them, and those who were promised that day.
    """
    day = today.toordinal()
    facts = [(Kind.FACT, *run) for run in _runs(kindness.numbers_near(today))]
    return [(Kind.DUE, 0, day + 1), (Kind.TOUCHED, day, day), (Kind.SETTLED, day, day), (*_UNSCHEDULED, 0), *facts]


def _runs(numbers: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of numbers that follow each other, from rising ones."""
    for _, run in groupby(enumerate(numbers), lambda at: at[1] - at[0]):
        found = [number for _, number in run]
        yield found[0], found[-1]


class RowBase(Protocol):
    """What rows may lie over."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Row]: ...

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none."""

    def found(self, spans: Sequence[Span], most: int | None = None, but: Owners = NOBODY) -> Iterable[Row]:
        """Return the rows that have a mark in one of some spans, each once, but those of some owners.

        Of each span there are at most so many.
        """

    def count(self, kind: Kind, number: int, but: Owners = NOBODY) -> int:
        """Return how many rows have a mark, but those of some owners."""


class RowSource(RowBase, Protocol):
    """Rows that are only read."""

    def for_day(self, today: date, but: Owners = NOBODY) -> Iterable[Row]:
        """Return the rows an agenda needs, but those of some owners."""

    def load(self, day: date, but: Owners = NOBODY) -> Load:
        """Return how much is due on a day, but to the leads of some owners."""

    def found_by(self, wanted: Sequence[Mark], most: int, but: Owners = NOBODY) -> Iterable[Row]:
        """Return the rows that have one of some marks, each once, but those of some owners.

        Of each mark there are at most so many.
        """


class Rows:
    """The rows of a book, kept by id and by what they are found by.

    Rows may lie over a `base`, which is left as it is and only asked for what was neither put nor dropped since.
    """

    def __init__(self, rows: Iterable[Row] = (), base: RowBase | None = None) -> None:
        self._base = base
        self._covered: dict[int, Row] = {}
        self._covered_marks: dict[Mark, Counter[int]] = {}
        """By a mark how many rows of the base are left out, of each owner."""
        self._by_id: dict[int, Row] = {}
        self._marked: dict[Kind, dict[int, dict[int, None]]] = {kind: {} for kind in Kind}
        for row in rows:
            self.put(row)

    def __len__(self) -> int:
        return len(self._by_id) + (len(self._base) - len(self._covered) if self._base else 0)

    def __iter__(self) -> Iterator[Row]:
        """Yield the rows as they are when the first is asked for; another thread may do so."""
        covered, own = dict(self._covered), list(self._by_id.values())
        yield from (row for row in self._base or () if row.id not in covered)
        yield from own

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none."""
        row = self._by_id.get(lead_id)
        return row if row or lead_id in self._covered or self._base is None else self._base.get(lead_id)

    def put(self, row: Row) -> None:
        """Add a row, or replace the one with its id."""
        self.drop(row.id)
        self._by_id[row.id] = row
        for kind, number in marks(row):
            self._marked[kind].setdefault(number, {})[row.id] = None

    def drop(self, lead_id: int) -> None:
        """Forget a row; nothing happens where there is none."""
        self._cover(lead_id)
        row = self._by_id.pop(lead_id, None)
        for kind, number in marks(row) if row else ():
            self._marked[kind][number].pop(lead_id)

    def for_day(self, today: date, but: Owners = NOBODY) -> list[Row]:
        """Return the rows an agenda needs, but those of some owners."""
        return self.found(of_day(today), but=but)

    def load(self, day: date, but: Owners = NOBODY) -> Load:
        """Return how much is due on a day, but to the leads of some owners."""
        number = day.toordinal()
        return Load(day=day, count=self.count(Kind.DUE, number, but), promised=self.count(Kind.PROMISED, number, but))

    def found_by(self, wanted: Sequence[Mark], most: int, but: Owners = NOBODY) -> list[Row]:
        """Return the rows that have one of some marks, each once, but those of some owners."""
        return self.found([(kind, number, number) for kind, number in wanted], most, but)

    def found(self, spans: Sequence[Span], most: int | None = None, but: Owners = NOBODY) -> list[Row]:
        """Return the rows that have a mark in one of some spans, each once, but those of some owners."""
        base = self._base.found(spans, most, but) if self._base else ()
        own: dict[int, None] = {}
        for kind, first, last in spans:
            marked = self._marked[kind]
            ids = chain.from_iterable(marked[number] for number in sorted(marked) if first <= number <= last)
            own |= dict.fromkeys(islice(self._but(ids, but), most))
        return [*(row for row in base if row.id not in self._covered), *(self._by_id[lead_id] for lead_id in own)]

    def count(self, kind: Kind, number: int, but: Owners = NOBODY) -> int:
        """Return how many rows have a mark, but those of some owners."""
        ids, covered = self._marked[kind].get(number, ()), self._covered_marks.get((kind, number))
        base = self._base.count(kind, number, but) if self._base else 0
        if covered:
            base -= sum(count for owner, count in covered.items() if owner not in but)
        return base + (len([*self._but(ids, but)]) if but else len(ids))

    def _but(self, ids: Iterable[int], but: Owners) -> Iterable[int]:
        """Return the ids of rows, but those of some owners."""
        return (found for found in ids if owner_key(self._by_id[found].owner) not in but) if but else ids

    def _cover(self, lead_id: int) -> None:
        """Leave the base's row with that id out of every answer from now on."""
        row = None if self._base is None or lead_id in self._covered else self._base.get(lead_id)
        if row is not None:
            self._covered[lead_id] = row
            owner = owner_key(row.owner)
            for mark in marks(row):
                self._covered_marks.setdefault(mark, Counter())[owner] += 1
