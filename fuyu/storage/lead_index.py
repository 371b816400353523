"""What was kept of the leads of one version of the file: who is due when, their histories, the words about them."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any, TypeVar

from msgspec import DecodeError, Struct
from msgspec.msgpack import Decoder, encode

from fuyu.domain.action import Table
from fuyu.storage.database import Database, UnusableError
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.layout import Stray
from fuyu.storage.journal_db.places import Places
from fuyu.storage.journal_db.snapshot import Index, Snapshot
from fuyu.storage.rows import Kind
from fuyu.storage.words import Line, Vocabulary

TABLES = (
    "create table note (body blob)",
    "create table mark (kind int, number int, lead int, primary key (kind, number, lead)) without rowid",
    "create table since (lead integer primary key, entries blob, line blob, is_whole int)",
)
HISTORIES = "create table history (lead integer primary key, entries blob)"
KINDS = {kind: number for number, kind in enumerate(Kind)}
ENTRIES = (Table.TOUCHES, Table.NOTES)
"""The tables a history consists of."""
Place = tuple[Table, int]
T = TypeVar("T")
_entries = Decoder(tuple[list[int], list[int]])


class Problem(Struct, frozen=True):
    """A document that cannot be read: it is kept as it is, and not shown."""

    table: str
    key: str
    reason: str


class Note(Struct, frozen=True):
    """What an index says of itself."""

    identity: Identity
    stamp: str = ""
    in_lines: bool = True
    places: dict[str, tuple[bytes, bytes, int]] = {}
    strays: tuple[Stray, ...] = ()
    problems: tuple[Problem, ...] = ()
    leads: int = 0
    """How many leads can be read."""
    base: str = ""
    """The stamp of the file as it was when the histories and words of all leads were gathered."""


class LeadIndex(Index):
    """Answers from what was kept; the documents themselves are in the file."""

    def __init__(
        self, note: Note, days: Database, histories: Callable[[], Database], words: Callable[[Snapshot], Database]
    ) -> None:
        """Take what was kept.

        Args:
            note: what it says of itself.
            days: the leads by day, and what changed since the other files were made.
            histories: opens the file with the histories; raises an `UnusableError` where it is not as it was written.
            words: opens the file with the words, or gathers them; raises one where that is too late.
        """
        places = {
            table: Places(array("q", firsts), array("q", starts), end)
            for table, (firsts, starts, end) in note.places.items()
        }
        super().__init__(note.stamp, places, note.strays, in_lines=note.in_lines)
        self.note = note
        self.problems, self.leads = note.problems, note.leads
        self.days = days
        self._open_histories, self._open_words = histories, words
        self._vocabulary: Vocabulary | None = None

    @cached_property
    def _histories(self) -> Database:
        return self._open_histories()

    def vocabulary(self, snapshot: Snapshot) -> Vocabulary:
        """Return the words about all leads; where nobody asked before, they are gathered from the file."""
        if self._vocabulary is None:
            self._vocabulary = Vocabulary(self._open_words(snapshot))
        return self._vocabulary

    @cached_property
    def lines(self) -> Mapping[int, Line]:
        """What is written about the leads of whom something changed since all words were gathered."""
        rows = self.days.rows("select lead, line, is_whole from since")
        return {lead: Line(line, bool(is_whole)) for lead, line, is_whole in rows}

    def marked(self, kind: Kind, first: int, last: int) -> list[int]:
        """Return the leads found by a number of that kind, from the first to the last of them."""
        rows = self.days.rows(
            "select lead from mark where kind = ? and number between ? and ?", KINDS[kind], first, last
        )
        return [lead for (lead,) in rows]

    def history(self, lead_id: int) -> list[Place]:
        """Return where the touches and notes of a lead are."""
        rows = self.days.rows("select entries from since where lead = ?", lead_id)
        rows = rows or self._histories.rows("select entries from history where lead = ?", lead_id)
        found = _entries.decode(rows[0][0]) if rows else ()
        return [(table, entry) for table, entries in zip(ENTRIES, found, strict=False) for entry in entries]

    def line(self, lead_id: int) -> Line | None:
        """Return what changed about a lead since all words were gathered, None where nothing did."""
        return self.lines.get(lead_id)

    def leads_with(self, snapshot: Snapshot, wanted: Sequence[bytes], since: Mapping[int, Line]) -> Iterator[int]:
        """Return the leads about whom all the words are written; `since` is what was written since the file was."""
        return self.vocabulary(snapshot).leads_with(wanted, {**self.lines, **since})


def packed(places: Iterable[Place]) -> bytes:
    """Return the entries of a history as they are kept."""
    found: tuple[list[int], list[int]] = ([], [])
    for table, entry in places:
        found[ENTRIES.index(table)].append(entry)
    return encode(found)


def note_of(database: Database) -> Note | None:
    """Return what an index says of itself, None where it does not."""
    with suppress(DecodeError):
        ((body,),) = database.rows("select body from note")
        return _note.decode(body)
    return None


def index_of(snapshot: Snapshot) -> LeadIndex:
    """Return the index of a snapshot that was made with one of leads; an empty one where there is no file."""
    return snapshot.index if isinstance(snapshot.index, LeadIndex) else _NOTHING


def asked(snapshot: Snapshot, question: Callable[[LeadIndex], T]) -> T:
    """Ask the index of a snapshot; where what was kept does not answer, it is made anew."""
    try:
        return question(index_of(snapshot))
    except UnusableError:
        snapshot.find_anew()
        return question(index_of(snapshot))


class _Nothing(Database):
    def __init__(self) -> None:
        pass

    def rows(self, _query: str, *_values: object) -> list[Any]:
        return []


_note = Decoder(Note)
_NOTHING = LeadIndex(Note(Identity(0, 0, 0, 0)), _Nothing(), _Nothing, lambda _: _Nothing())
