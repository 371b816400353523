"""The documents of a database as bytes, by table and id: those of the file, under what was written since."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from heapq import merge
from typing import Protocol

from msgspec import Raw, Struct, field

from fuyu.storage.journal_db import layout
from fuyu.storage.journal_db.journal import Commit
from fuyu.storage.journal_db.places import Changed
from fuyu.storage.journal_db.snapshot import Meta, Snapshot, new_name

_NONE: Mapping[int, bytes | None] = {}


class Watcher(Protocol):
    """Is told what changes in a database."""

    def loaded(self) -> None:
        """Everything may have changed: the file was read anew."""

    def put(self, table: str, document_id: int, raw: bytes | None) -> None:
        """One document is now another, or None."""


class Batch(Struct):
    """Changes to several tables, on their way to one line of the journal."""

    seq: int
    """The sequence number that the line will have."""
    durably: bool
    """Whether to wait until the line is on the platter."""
    changed: dict[str, dict[int, bytes | None]] = {}
    """Documents by table and id; None is taken out."""
    dropped: set[str] = field(default_factory=set)
    """Tables that are there no more."""

    def of(self, table: str) -> dict[int, bytes | None]:
        """Return the changes to a table, which is there from now on."""
        self.dropped.discard(table)
        return self.changed.setdefault(table, {})

    def parts(self) -> tuple[dict[str, dict[int, Raw]], dict[str, list[int]]]:
        """Return what a line says: documents to put, a line each, and ids to delete, by table."""
        put: dict[str, dict[int, Raw]] = {}
        delete: dict[str, list[int]] = {}
        for table, changed in self.changed.items():
            there = {found: Raw(layout.on_one_line(raw)) for found, raw in changed.items() if raw is not None}
            gone = [found for found, raw in changed.items() if raw is None]
            if there or not gone:
                put[table] = there
            if gone:
                delete[table] = gone
        return put, delete


class _Own(threading.local):
    """What each thread has of its own: others see nothing of a batch before it is written."""

    batch: Batch | None = None


class Contents:
    """What a database holds; a thread sees its own batch besides, which others see once it is written."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._own = _Own()
        self._watcher: Watcher | None = None
        self.begin(snapshot)

    def begin(self, snapshot: Snapshot) -> None:
        """Hold what a file has, and nothing else."""
        self.snapshot = snapshot
        """The file as it was last compacted."""
        self.changed: dict[str, dict[int, bytes | None]] = {}
        """Documents that differ from it; None was taken out."""
        self._last: dict[str, int] = {}
        self._dropped: set[str] = set()
        """Tables that were dropped, and not used since."""
        self.seq = snapshot.meta.seq
        self.schema = snapshot.meta.schema
        """The form of its documents."""
        self.needs = snapshot.meta.needs
        """What a program has to know of to write it."""
        self.copy = snapshot.meta.copy
        """The name of the file that has the documents as they were before their schema changed."""
        if self._watcher:
            self._watcher.loaded()

    @property
    def tables(self) -> list[str]:
        """The names of the tables, also of those that are empty by now."""
        batch = self.batch
        names = dict.fromkeys((*self.snapshot.index.places, *self.snapshot.meta.last, *self.changed))
        dropped = self._dropped
        if batch:
            names |= dict.fromkeys(batch.changed)
            dropped = dropped - batch.changed.keys() | batch.dropped
        return [name for name in names if name not in dropped]

    @property
    def is_behind(self) -> bool:
        """Whether the journal holds something that the file does not."""
        return any(self.changed.values())

    @property
    def batch(self) -> Batch | None:
        """The batch that this thread is at; it may come to nothing yet."""
        return self._own.batch

    @property
    def has_more(self) -> bool:
        """Whether the file is not what it should be: without the latest changes, or of another layout."""
        meta = self.snapshot.meta
        is_old = (self.schema, self.needs) != (meta.schema, meta.needs)
        return is_old or self.is_behind or not self.snapshot.index.in_lines

    @property
    def file_size(self) -> int:
        """How many bytes the file has."""
        return self.snapshot.identity.size if self.snapshot.identity else 0

    def watch(self, watcher: Watcher) -> None:
        """Tell a watcher what changes from now on, and at once what differs from the file."""
        self._watcher = watcher
        watcher.loaded()
        for table, changed in self.changed.items():
            self._tell(table, changed)

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        if (batch := self._own.batch) and document_id in (found := batch.changed.get(table, _NONE)):
            return found[document_id]
        found = self.changed.get(table, _NONE)
        return found[document_id] if document_id in found else self.snapshot.get(table, document_id)

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id."""
        batch = self.batch.changed if self.batch else {}
        changed = {**self.changed.get(table, {}), **batch.get(table, {})}
        unchanged = ((found, raw) for found, raw in self.snapshot.documents(table) if found not in changed)
        return merge(unchanged, sorted((found, raw) for found, raw in changed.items() if raw is not None))

    def ids(self, table: str) -> Iterator[int]:
        """Yield the ids of the documents of a table, rising."""
        return (found for found, _ in self.documents(table))

    def last_id(self, table: str) -> int:
        """Return the highest id the table ever had, 0 where it had none."""
        if table not in self._last:
            self._last[table] = max(self.snapshot.last_id(table), self.snapshot.meta.last.get(table, 0))
        return self._last[table]

    @contextmanager
    def gathered(self, *, durably: bool) -> Iterator[Batch]:
        """Let this thread see the changes of a batch until the block ends."""
        self._own.batch = batch = Batch(self.seq + 1, durably)
        try:
            yield batch
        finally:
            self._own.batch = None

    def take(self, commit: Commit) -> None:
        """Bring a line of the journal into memory."""
        if self._dropped or commit.drop:
            self._dropped = self._dropped - commit.put.keys() | {*commit.drop}
        for table in {**commit.put, **commit.delete}:
            put = commit.put.get(table, {})
            self._last[table] = max((self.last_id(table), *put))
            changes = {found: bytes(raw) for found, raw in put.items()} | dict.fromkeys(commit.delete.get(table, ()))
            self.changed.setdefault(table, {}).update(changes)
            self._tell(table, changes)
        self.seq = commit.seq

    def _tell(self, table: str, changed: Mapping[int, bytes | None]) -> None:
        for document_id, raw in changed.items():
            if self._watcher:
                self._watcher.put(table, document_id, raw)

    def overlay(self, put: Mapping[str, Mapping[int, bytes]]) -> None:
        """Take documents into memory only, over what is here."""
        raws = {table: {found: Raw(raw) for found, raw in documents.items()} for table, documents in put.items()}
        self.take(Commit(self.seq, raws))

    def as_it_is(self, stamps: list[str]) -> tuple[Changed, Meta]:
        """Return what differs from the file, and what a file with that and those lines would say of itself."""
        there = self.snapshot.meta
        last = {table: self.last_id(table) for table in self.tables}
        meta = Meta(
            schema=self.schema,
            seq=self.seq,
            generation=new_name(),
            previous=there.generation,
            compacted=there.compacted_with(stamps),
            copy=self.copy,
            last=last,
            needs=self.needs,
        )
        return {table: dict(found) for table, found in self.changed.items()}, meta
