"""What was kept of the leads of one version of the file: who is due when, their histories, the words about them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar
from zlib import crc32

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder

from fuyu.disk import Identity
from fuyu.domain.action import Table
from fuyu.domain.lead import Row
from fuyu.storage import documents
from fuyu.storage.database import Database, UnusableError, unsealed
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.layout import Stray
from fuyu.storage.journal_db.places import Places
from fuyu.storage.journal_db.snapshot import Index, Snapshot
from fuyu.storage.rows import NOBODY, Kind, Owners, Span
from fuyu.storage.words import Vocabulary

if TYPE_CHECKING:
    from fuyu.storage.columns import LeadColumns

KINDS = {kind: number for number, kind in enumerate(Kind)}
Place = tuple[Table, int]
Kept = tuple[Row, int]
"""A row that is kept beside what it is found by, and the CRC-32 of the document it was read from."""
Progress = Callable[[float], None]
"""Is told which part of a file was read."""
T = TypeVar("T")


class Problem(Struct, frozen=True):
    """A document that cannot be read: it is kept as it is, and not shown."""

    table: str
    key: str
    reason: str


class IndexNote(Struct, frozen=True):
    """What an index says of itself."""

    identity: Identity
    stamp: str = ""
    in_lines: bool = True
    places: dict[str, tuple[bytes, bytes, int]] = {}
    strays: tuple[Stray, ...] = ()
    problems: tuple[Problem, ...] = ()
    leads: int = 0
    """How many leads can be read."""


class LeadIndex(Index):
    """Answers from what was kept; the documents themselves are in the file."""

    def __init__(self, database: Database, gathered: Callable[[LeadIndex, Snapshot], Database]) -> None:
        """Take what was kept; raise an `UnusableError` where it is not as it was written.

        Args:
            database: what was kept.
            gathered: returns the same with the words of the file in it.
        """
        self.note = note = _note_of(database)
        places = {table: Places(*found) for table, found in note.places.items()}
        super().__init__(note.stamp, places, note.strays, in_lines=note.in_lines)
        self.database = database
        self._gathered = gathered
        self._vocabulary: Vocabulary | None = None
        self._columns: LeadColumns | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that was kept is as it was written; this reads all of it."""
        return self.database.is_whole

    def vocabulary(self, snapshot: Snapshot) -> Vocabulary:
        """Return the words about all leads; where nobody asked before, they are gathered from the file."""
        if self._vocabulary is None:
            self._gather(snapshot)
            self._vocabulary = Vocabulary(self.database)
        return self._vocabulary

    def columns(self, snapshot: Snapshot) -> LeadColumns:
        """Return what queries look at, of all leads; it is gathered with the words."""
        if self._columns is None:
            from fuyu.storage.columns import LeadColumns  # noqa: PLC0415 - most starts ask nothing

            self._gather(snapshot)
            self._columns = LeadColumns(self.database)
        return self._columns

    def _gather(self, snapshot: Snapshot) -> None:
        if not Vocabulary.is_in(self.database):
            self.database = self._gathered(self, snapshot)

    def found(self, spans: Sequence[Span], most: int | None, but: Owners) -> dict[int, Kept | None]:
        """Return the leads that have a mark in one of some spans, with their rows where these are kept beside it."""
        query = f"select * from mark where kind = ? and number between ? and ? {_but(but)} limit ?"  # noqa: S608 - numbers
        found: dict[int, Kept | None] = {}
        for kind, *numbers in spans:
            limit = -1 if most is None else most
            for _, number, lead, owner, row, document, checksum in self.database.rows(
                query, KINDS[kind], *numbers, limit
            ):
                raw = unsealed(row, checksum, KINDS[kind], number, lead, owner, document)
                found[lead] = (_row.decode(raw), document) if raw else found.get(lead)
        return found

    def count(self, kind: Kind, number: int, but: Owners) -> int:
        """Return how many leads have a mark, but those of some owners."""
        query = f"select count(*) from mark where kind = ? and number = ? {_but(but)}"  # noqa: S608 - numbers
        ((found,),) = self.database.rows(query, KINDS[kind], number)
        return int(found)

    def history(self, lead_id: int) -> list[Place]:
        """Return where the touches and notes of a lead are."""
        rows = self.database.rows("select entries, checksum from history where lead = ?", lead_id)
        found = (entry for entries, checksum in rows for entry in array("q", unsealed(entries, checksum, lead_id)))
        return [(Table.TOUCHES, entry) if entry >= 0 else (Table.NOTES, ~entry) for entry in found]


def _but(owners: Owners) -> str:
    """Return what leaves the leads of some owners out of a query."""
    return f"and owner not in ({', '.join(map(str, sorted(owners)))})" if owners else ""


def _note_of(database: Database) -> IndexNote:
    with suppress(DecodeError, ValueError):
        ((body, checksum),) = database.rows("select body, checksum from note")
        return _note.decode(unsealed(body, checksum))
    raise UnusableError("what was kept says nothing of itself")


def index_of(snapshot: Snapshot) -> LeadIndex | None:
    """Return the index of a snapshot that was made with one of leads, None where there is no file."""
    return snapshot.index if isinstance(snapshot.index, LeadIndex) else None


def asked(snapshot: Snapshot, question: Callable[[LeadIndex], T]) -> T | None:
    """Ask the index of a snapshot; where what was kept does not answer, it is made anew. None is: there is no file."""
    index = index_of(snapshot)
    try:
        return question(index) if index else None
    except (UnusableError, UnreadableError, ValueError):
        snapshot.find_anew()
        return question(index_of(snapshot) or index) if index else None


class RowsInFile:
    """The rows of the leads as they lie in one version of the file, those of a day as they are kept.

    It stays readable when another file takes the place of that one.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._last: tuple[Sequence[Span], Owners, object, list[Row]] = ((), NOBODY, None, [])
        """The rows of whole spans that were read last, with the index that named them: with 100,000 leads two thousand
        are needed at each repaint."""
        self._documents: dict[int, int] = {}
        """The checksums of the documents that kept rows were read from."""

    def __len__(self) -> int:
        return asked(self._snapshot, lambda index: index.note.leads) or 0

    def __iter__(self) -> Iterator[Row]:
        return _readable(self._snapshot.documents(Table.LEADS))

    def get(self, lead_id: int) -> Row | None:
        """Return the row of a lead, None where there is none, or none that can be read."""
        raw = self._snapshot.get(Table.LEADS, lead_id)
        return None if raw is None else next(_readable([(lead_id, raw)]), None)

    def found(self, spans: Sequence[Span], most: int | None = None, but: Owners = NOBODY) -> list[Row]:
        """Return the rows that have a mark in one of some spans, each once, but those of some owners."""
        if most is None and self._last[:3] == (spans, but, self._snapshot.index):
            return self._last[3]
        found = asked(self._snapshot, lambda index: index.found(spans, most, but)) or {}
        kept = {lead_id: row for lead_id, row in found.items() if row is not None}
        self._documents |= {lead_id: document for lead_id, (_, document) in kept.items()}
        others = self._snapshot.some(Table.LEADS, sorted(found.keys() - kept.keys()))
        rows = [*(row for row, _ in kept.values()), *(documents.decode_row(*one) for one in others)]
        rows.sort(key=lambda row: row.id)
        if most is None:
            self._last = spans, but, self._snapshot.index, rows
        return rows

    def count(self, kind: Kind, number: int, but: Owners = NOBODY) -> int:
        """Return how many rows have a mark, but those of some owners."""
        return asked(self._snapshot, lambda index: index.count(kind, number, but)) or 0

    def compare(self, lead_id: int, raw: bytes) -> None:
        """Look whether a document is still the one its row was read from; where it is another, all is read anew."""
        if self._documents.get(lead_id, checksum := crc32(raw)) != checksum:
            self._snapshot.find_anew()
            self._documents = {}


def _readable(found: Iterable[tuple[int, bytes]]) -> Iterator[Row]:
    for lead_id, raw in found:
        with suppress(UnreadableError):
            yield documents.decode_row(lead_id, raw)


_note = Decoder(IndexNote)
_row = Decoder(Row)
