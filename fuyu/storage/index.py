"""Where everything lies in fuyu.json: each document, the leads by day, the history by lead."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from fuyu.domain.action import Table
from fuyu.errors import StoreError
from fuyu.storage import columns
from fuyu.storage.columns import FileColumn, Writer
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.layout import Stray
from fuyu.storage.journal_db.places import Column, Places, Rising
from fuyu.storage.rows import Kind

_VERSION = 9


class Problem(Struct, frozen=True):
    """A document that cannot be read: it is kept as it is, and not shown."""

    table: str
    key: str
    reason: str


class Remarks(Struct, frozen=True):
    """What an index says beside its numbers."""

    in_lines: bool
    """Whether the file is laid out as fuyu writes it: neighbours can be read or copied at once."""
    problems: tuple[Problem, ...] = ()
    strays: tuple[Stray, ...] = ()


class _Note(Struct, frozen=True):
    """What the file of an index says of itself."""

    version: int
    identity: Identity
    stamp: str
    remarks: Remarks


_note = Decoder(_Note)


class Words(NamedTuple):
    """What is written about each lead, by slot: a line each."""

    leads: Column
    text: FileColumn
    """UTF-8, bare of case and accents."""
    ends: Column
    """Where the line of each lead ends."""

    def line(self, slot: int) -> bytes:
        """Return the line of a lead."""
        return self.text.part(self.ends[slot - 1] if slot else 0, self.ends[slot] - 1)


class Index:
    """Columns of numbers by name, and what they mean."""

    def __init__(self, columns: Mapping[str, Column], remarks: Remarks) -> None:
        self._columns = columns
        self._places: dict[str, Places] = {}
        self._histories: dict[str, Rising] = {}
        self.in_lines = remarks.in_lines
        self.problems = remarks.problems
        self.strays = remarks.strays
        self.stamp = ""
        """What tells the content of the file from any other."""
        self.is_whole: Callable[[], bool] = lambda: True
        """Reads all of a stored index, and returns whether it is as it was written."""
        self.tables = [name.removesuffix(".ids") for name in columns if name.endswith(".ids")]

    def places(self, table: str) -> Places:
        """Return where the documents of a table lie."""
        if table not in self._places:
            self._places[table] = Places(*(self._columns.get(f"{table}.{name}", ()) for name in Places.COLUMNS))
        return self._places[table]

    def history(self, table: Table, lead_id: int) -> Column:
        """Return the ids of a lead's touches, or of its notes, rising."""
        leads, ends, ids = (self._columns.get(f"{table} by lead.{name}", ()) for name in ("leads", "ends", "entries"))
        those = self._histories.get(table) or self._histories.setdefault(table, Rising(leads))
        slot = those.slot(lead_id)
        if not those.has(slot, lead_id):
            return ()
        return ids[ends[slot - 1] if slot else 0 : ends[slot]]

    def words(self) -> Words | None:
        """Return what is written about the leads, None where that was not kept."""
        text = self._columns.get("words.text")
        if not isinstance(text, FileColumn):
            return None
        return Words(self.places(Table.LEADS).ids, text, self._columns["words.ends"])

    def marked(self, kind: Kind, first: int, last: int) -> Column:
        """Return the slots of the leads found by a number of that kind, from the first to the last of them."""
        numbers = self._columns[f"{kind}.numbers"]
        return self._columns[f"{kind}.slots"][bisect_left(numbers, first) : bisect_right(numbers, last)]

    @classmethod
    def load(cls, path: Path, identity: Identity) -> Index | None:
        """Open the index of a version of the file, None where there is none of exactly that version."""
        try:
            stored = columns.read(path)
            note = _note.decode(stored.note)
        except (OSError, StoreError, ValueError):
            return None
        if (note.version, note.identity) != (_VERSION, identity):
            return None
        index = cls(stored.columns, note.remarks)
        index.stamp, index.is_whole = note.stamp, stored.is_whole
        return index

    @property
    def remarks(self) -> Remarks:
        """What it says beside its numbers."""
        return Remarks(self.in_lines, self.problems, self.strays)

    def column(self, name: str) -> array[int]:
        """Return a whole column."""
        column = self._columns.get(name, ())[:]
        return column if isinstance(column, array) else array("q", column)

    def write(self, writer: Writer, identity: Identity) -> None:
        """Write the index of a version of the file, but for what was written already."""
        for name, column in self._columns.items():
            if not writer.has(name):
                writer.add_column(name, column)
        writer.finish(encode(_Note(_VERSION, identity, self.stamp, self.remarks)))
