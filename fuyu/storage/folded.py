"""The rows of the leads as they lie in the file: found by the index, read and decoded when they are asked for."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from itertools import chain

from fuyu.domain.action import Table
from fuyu.domain.agenda import Load
from fuyu.domain.lead import Row
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.index import Index
from fuyu.storage.indexer import index_of
from fuyu.storage.journal_db.places import Places
from fuyu.storage.journal_db.snapshot import AstrayError, Snapshot
from fuyu.storage.rows import Kind, Mark, due_until, wanted_on


class FoldedRows:
    """Rows of one version of the file, which stays readable when another takes its place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._of_day: tuple[date, tuple[Row, ...]] | None = None

    @property
    def _index(self) -> Index:
        return index_of(self._snapshot)

    @property
    def _places(self) -> Places:
        return self._index.places(Table.LEADS)

    def __len__(self) -> int:
        unreadable = sum(problem.table == Table.LEADS for problem in self._index.problems)
        strays = sum(stray.table == Table.LEADS for stray in self._index.strays)
        return len(self._places.ids) - unreadable + strays

    def __iter__(self) -> Iterator[Row]:
        for lead_id, raw in self._snapshot.documents(Table.LEADS):
            with suppress(UnreadableError):
                yield documents.decode_row(lead_id, raw)

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none, or none that can be read."""
        raw = self._snapshot.get(Table.LEADS, lead_id)
        with suppress(UnreadableError):
            return None if raw is None else documents.decode_row(lead_id, raw)
        return None

    def for_day(self, today: date) -> tuple[Row, ...]:
        """Return the rows an agenda needs: due by then (a day later in other zones), touched then, unscheduled.

        Those with a fact near that day are among them. The file never changes, so what was read last is kept: with
        100,000 leads two thousand rows are needed at each repaint.
        """
        if self._of_day is None or self._of_day[0] != today:
            self._of_day = today, self._read(lambda: self._found(today))
        return self._of_day[1]

    def found_by(self, wanted: Sequence[Mark], most: int) -> tuple[Row, ...]:
        """Return the rows that have one of some marks, each once; of each mark at most so many."""

        def found() -> tuple[Row, ...]:
            slots = (self._index.marked(kind, number, number)[:most] for kind, number in wanted)
            return tuple(self._rows(sorted({*chain.from_iterable(slots)})))

        return self._read(found)

    def _read(self, find: Callable[[], tuple[Row, ...]]) -> tuple[Row, ...]:
        """Return what is found; where something does not lie where the index says, all is looked for anew."""
        try:
            return find()
        except (AstrayError, LookupError, UnreadableError):
            self._snapshot.find_anew()
            return find()

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        number = day.toordinal()
        count, promised = (len(self._index.marked(kind, number, number)) for kind in (Kind.DUE, Kind.PROMISED))
        return Load(day=day, count=count, promised=promised)

    def _found(self, today: date) -> tuple[Row, ...]:
        slots = {*self._index.marked(Kind.DUE, 0, due_until(today))}
        for kind, number in wanted_on(today):
            slots.update(self._index.marked(kind, number, number))
        return tuple(self._rows(sorted(slots)))

    def _rows(self, slots: Sequence[int]) -> Iterator[Row]:
        """Yield the rows at rising slots; where they lie is read at once, which costs what sixty single numbers do."""
        if slots:
            first = slots[0]
            places = self._places
            ids, starts, lengths = (
                column[first : slots[-1] + 1] for column in (places.ids, places.starts, places.lengths)
            )
            wanted = [slot - first for slot in slots]
            found = [[column[at] for at in wanted] for column in (ids, starts, lengths)]
            yield from map(documents.decode_row, found[0], self._snapshot.documents_at(*found))
