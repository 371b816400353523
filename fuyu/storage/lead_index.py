"""What was kept of the leads of one version of the file: who is due when, their histories, the words about them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import TypeVar

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder

from fuyu.domain.action import Table
from fuyu.domain.lead import Row
from fuyu.storage.database import Database, UnusableError, unsealed
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.layout import Stray
from fuyu.storage.journal_db.places import Places
from fuyu.storage.journal_db.snapshot import Index, Snapshot
from fuyu.storage.rows import Kind
from fuyu.storage.words import Vocabulary

KINDS = {kind: number for number, kind in enumerate(Kind)}
Place = tuple[Table, int]
Kept = tuple[Row, int]
"""A row that is kept beside what it is found by, and the CRC-32 of the document it was read from."""
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
        places = {
            table: Places(array("q", firsts), array("q", starts), end)
            for table, (firsts, starts, end) in note.places.items()
        }
        super().__init__(note.stamp, places, note.strays, in_lines=note.in_lines)
        self.database = database
        self._gathered = gathered
        self._vocabulary: Vocabulary | None = None

    @property
    def is_whole(self) -> bool:
        """Whether all that was kept is as it was written; this reads all of it."""
        return self.database.is_whole

    def vocabulary(self, snapshot: Snapshot) -> Vocabulary:
        """Return the words about all leads; where nobody asked before, they are gathered from the file."""
        if self._vocabulary is None:
            if not Vocabulary.is_in(self.database):
                self.database = self._gathered(self, snapshot)
            self._vocabulary = Vocabulary(self.database)
        return self._vocabulary

    def marked(self, kind: Kind, first: int, last: int) -> Iterator[tuple[int, Kept | None]]:
        """Yield the leads found by a number of that kind, from the first to the last, with the rows that are kept."""
        query = "select number, lead, row, document, checksum from mark where kind = ? and number between ? and ?"
        for number, lead, row, document, checksum in self.database.rows(query, KINDS[kind], first, last):
            raw = unsealed(row, checksum, KINDS[kind], number, lead, document)
            yield lead, (_row.decode(raw), document) if raw else None

    def count(self, kind: Kind, number: int) -> int:
        """Return how many leads are found by a number of that kind."""
        ((found,),) = self.database.rows("select count(*) from mark where kind = ? and number = ?", KINDS[kind], number)
        return int(found)

    def history(self, lead_id: int) -> list[Place]:
        """Return where the touches and notes of a lead are."""
        rows = self.database.rows("select entries, checksum from history where lead = ?", lead_id)
        found = (entry for entries, checksum in rows for entry in array("q", unsealed(entries, checksum, lead_id)))
        return [(Table.TOUCHES, entry) if entry >= 0 else (Table.NOTES, ~entry) for entry in found]


def packed(places: Sequence[Place]) -> array[int]:
    """Return the entries of a history as they are kept: the ids of touches as they are, those of notes inverted."""
    return array("q", (entry if table is Table.TOUCHES else ~entry for table, entry in places))


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


_note = Decoder(IndexNote)
_row = Decoder(Row)
