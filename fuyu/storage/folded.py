"""The rows of the leads as they lie in the file: those of a day are kept beside, others are read when asked for."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from functools import partial
from zlib import crc32

from fuyu.domain.action import Table
from fuyu.domain.agenda import Load
from fuyu.domain.lead import Row
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.lead_index import Kept, LeadIndex, asked
from fuyu.storage.rows import Kind, due_until, wanted_on


class FoldedRows:
    """Rows of one version of the file, which stays readable when another takes its place."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._of_day: tuple[date, object, tuple[Row, ...]] | None = None
        """The rows that were read last, with their day and the index that named them."""
        self._documents: dict[int, int] = {}
        """The checksums of the documents that the rows of that day were read from."""

    def __len__(self) -> int:
        return asked(self._snapshot, lambda index: index.note.leads) or 0

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
        if self._of_day is None or self._of_day[:2] != (today, self._snapshot.index):
            found = asked(self._snapshot, lambda index: _wanted(index, today)) or {}
            kept = {lead_id: row for lead_id, row in found.items() if row is not None}
            self._documents = {lead_id: document for lead_id, (_, document) in kept.items()}
            rows = {lead_id: row for lead_id, (row, _) in kept.items()}
            others = self._snapshot.some(Table.LEADS, sorted(found.keys() - rows.keys()))
            rows |= {lead_id: documents.decode_row(lead_id, raw) for lead_id, raw in others}
            self._of_day = today, self._snapshot.index, tuple(row for _, row in sorted(rows.items()))
        return self._of_day[2]

    def compare(self, lead_id: int, raw: bytes) -> None:
        """Look whether a document is still the one its row was read from; where it is another, all is read anew."""
        if self._documents.get(lead_id, checksum := crc32(raw)) != checksum:
            self._snapshot.find_anew()
            self._documents = {}

    def load(self, day: date) -> Load:
        """Return how much is due on a day."""
        count, promised = (
            asked(self._snapshot, partial(LeadIndex.count, kind=kind, number=day.toordinal())) or 0
            for kind in (Kind.DUE, Kind.PROMISED)
        )
        return Load(day=day, count=count, promised=promised)


def _wanted(index: LeadIndex, today: date) -> dict[int, Kept | None]:
    """Return the leads that a day is about, with their rows where these are kept beside."""
    found: dict[int, Kept | None] = {}
    for kind, number in wanted_on(today):
        found |= index.marked(kind, number, number)
    return found | dict(index.marked(Kind.DUE, 0, due_until(today)))
