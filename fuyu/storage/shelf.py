"""The documents of a book as bytes, by table and id: fuyu.json, and what was appended to its journal since."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import merge
from pathlib import Path
from time import gmtime, strftime
from typing import Protocol

from msgspec import Raw

from fuyu.errors import DamagedError, ReadOnlyError, SaveError, StoreError
from fuyu.storage import disk, documents, folding
from fuyu.storage.columns import Writer
from fuyu.storage.disk import Identity
from fuyu.storage.index import Index
from fuyu.storage.indexing import read
from fuyu.storage.journal import Commit, Header, Journal
from fuyu.storage.lock import Lock
from fuyu.storage.snapshot import SCHEMA, Meta, Snapshot
from fuyu.storage.succession import succeed

_NOTHING: folding.Changed = {}
_TRIED = 4096
"""Bytes that tell whether a disk takes any."""


class Watcher(Protocol):
    """Is told what changes on a shelf."""

    def loaded(self) -> None:
        """Everything may have changed: the file was read anew."""

    def put(self, table: str, document_id: int, raw: bytes | None) -> None:
        """One document is now another, or None."""


class Shelf:
    """Documents by table and id. Every change is one line of the journal; threads and processes may share a book."""

    snapshot: Snapshot
    """The file as it was last folded."""

    def __init__(self, path: Path, watcher: Watcher | None = None, *, look_only: bool = False) -> None:
        self.path = path.resolve()
        self._look_only = look_only
        self.read_only = ""
        self.seq = 0
        self.schema = SCHEMA
        self._watcher = watcher
        self._journal_path = beside(self.path, "journal")
        self._lock = Lock(beside(self.path, "lock"))
        self._mutex = threading.RLock()
        self._folding = threading.Lock()
        self._journal: Journal | None = None
        self._changed: dict[str, dict[int, bytes | None]] = {}
        self._last: dict[str, int] = {}
        self._closed = False
        self._news = False
        self._written: Identity | None = None

    @property
    def tables(self) -> list[str]:
        """The names of the tables, also of those that are empty by now."""
        return list(dict.fromkeys((*self.snapshot.index.tables, *self._changed)))

    @property
    def journal_size(self) -> int:
        """How many bytes of the journal were read."""
        return self._journal.end if self._journal else 0

    @property
    def file_size(self) -> int:
        """How many bytes the file has."""
        return self.snapshot.identity.size if self.snapshot.identity else 0

    def open(self) -> None:
        """Read the book; nothing is made where there is none."""
        with disk.reading(self.path), self._mutex, self._lock.shared():
            self._load()
            self.read_only = self._why_read_only()

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        changed = self._changed.get(table, {})
        return changed[document_id] if document_id in changed else self.snapshot.get(table, document_id)

    def parts(self, table: str) -> tuple[Mapping[int, bytes | None], Snapshot]:
        """Return the documents of a table that differ from the file, None for those taken out, and the file."""
        changed = dict(self._changed.get(table, {}))
        return changed, self.snapshot

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id."""
        changed, snapshot = self.parts(table)
        unchanged = ((found, raw) for found, raw in snapshot.documents(table) if found not in changed)
        return merge(unchanged, sorted((found, raw) for found, raw in changed.items() if raw is not None))

    def ids(self, table: str) -> Iterator[int]:
        """Yield the ids of the documents of a table, rising."""
        changed, snapshot = self.parts(table)
        unchanged = (found for found in snapshot.index.places(table).ids[:] if found not in changed)
        return merge(unchanged, sorted(found for found, raw in changed.items() if raw is not None))

    def last_id(self, table: str) -> int:
        """Return the highest id the table ever had, 0 where it had none."""
        if table not in self._last:
            ids = self.snapshot.index.places(table).ids
            self._last[table] = max(ids[-1] if ids else 0, self.snapshot.meta.last.get(table, 0))
        return self._last[table]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others from writing, having read all they wrote; hold it around a check and the `commit` it allows."""
        with self._mutex:
            if self._closed:
                raise SaveError("the book is closed: not saved")
            if self.read_only:
                raise ReadOnlyError(self.read_only)
            try:
                with disk.saving():
                    disk.make_folder(self.path.parent)
                    with self._lock.exclusive():
                        self._catch_up()
                        yield
            except ReadOnlyError as error:
                self.read_only = str(error)
                raise

    def commit(
        self,
        put: Mapping[str, Mapping[int, bytes]],
        delete: Mapping[str, list[int]] | None = None,
        *,
        durably: bool = True,
    ) -> None:
        """Put and take out documents by one line of the journal, inside `writing`.

        Args:
            put: documents by table and id.
            delete: ids by table.
            durably: wait until the line is on the platter.
        """
        raws = {
            table: {document_id: Raw(documents.on_one_line(raw)) for document_id, raw in found.items()}
            for table, found in put.items()
        }
        journal = self._started()
        try:
            commit = journal.append(raws, delete or {}, durably=durably)
        finally:
            self.read_only = journal.broken
        self._take(commit)

    def refresh(self) -> bool:
        """Read what others wrote; return whether they changed anything since the last call, also if a write read it."""
        with disk.reading(self.path), self._mutex, self._lock.shared() as nobody_writes:
            if nobody_writes and not (self._journal and self._journal.broken):
                self._catch_up()
            news, self._news = self._news, False
            return news

    def retry(self) -> str:
        """Read everything anew and return why nothing can be written, empty where it can.

        Where nothing could be written and nothing can be still, nothing is read: that costs a few system calls.
        """
        if not self.read_only or self._can_be_written():
            self.open()
        return self.read_only

    def fold(self, *, load: bool = True) -> bool:
        """Write the file anew with what the journal holds; return whether that was done.

        Others, and threads of this process, go on writing meanwhile: only the exchange of the files makes them wait.

        Args:
            load: read the new file at once. A thread beside the one that uses the shelf leaves that to the other,
                which does so when it writes or refreshes next; until then it reads what was there before.
        """
        if not self._folding.acquire(blocking=False):
            return False
        try:
            with disk.saving():
                return self._fold(load=load)
        finally:
            self._folding.release()

    def _fold(self, *, load: bool) -> bool:
        with self._mutex:
            snapshot, journal = self.snapshot, self._journal
            if self.read_only or journal is None or not any(self._changed.values()) or not journal.is_current:
                return False
            end, seq = journal.end, self.seq
            changed, meta = self._as_it_is()
        disk.sweep(self.path.parent, f"{self.path.name}.")
        with disk.prepared(self.path) as file, disk.prepared(beside(self.path, "index")) as index:
            laid = folding.write(file.fd, snapshot, changed, meta)
            file.sync()
            writer = Writer(index.fd)
            following = succeed(snapshot, changed, laid, writer) or self._read_back(file.fd, writer)
            following.write(writer, Identity.of_open(file.fd))
            index.sync()
            with self._mutex, self._lock.exclusive():
                if self._closed or self._journal is not journal or not journal.is_current:
                    return False
                self._keep_theirs()
                file.take_its_place()
                self._written = Identity.of_open(file.fd)
                index.take_its_place(durably=False)
                Journal.start(self._journal_path, Header(seq, meta.fold), journal.lines(end))
                if load:
                    self._load()
        return True

    def copy_to(self, path: Path, besides: folding.Changed = _NOTHING) -> None:
        """Write the whole book, as it is now, to another file, and read it back before it takes its place."""
        with disk.saving(), disk.prepared(path) as file:
            self.export_to(file.fd, besides)
            file.sync()
            self._read_back(file.fd)
            file.take_its_place()

    def export_to(self, fd: int, besides: folding.Changed = _NOTHING) -> None:
        """Write the whole book, as it is now, as JSON; `besides` are documents it does not have yet."""
        with self._mutex:
            snapshot = self.snapshot
            changed, meta = self._as_it_is()
        for table, found in besides.items():
            changed = {**changed, table: {**changed.get(table, {}), **found}}
            meta.last[table] = max(meta.last.get(table, 0), *found)
        folding.write(fd, snapshot, changed, meta)

    def close(self) -> None:
        """Let go of the files; a fold that another thread is at comes to nothing."""
        with self._mutex:
            self._closed = True
            if self._journal is not None:
                self._journal.close()
            self._lock.close()

    def _load(self) -> None:
        """Read the file and its journal from the start."""
        with disk.reading(self.path):
            journal = Journal.open(self._journal_path, to_write=disk.may_write(self._journal_path))
            snapshot = Snapshot(self.path, keeps_index=not self._look_only)
        if journal is not None and journal.header.fold not in {snapshot.meta.fold, snapshot.meta.after}:
            if self._may_set_aside(journal, snapshot):
                self._set_aside_and_load(journal)
                return
            journal = None
        self.snapshot, self._journal = snapshot, journal
        self._changed, self._last = {}, {}
        self.seq, self.schema = snapshot.meta.seq, snapshot.meta.schema
        if self._watcher:
            self._watcher.loaded()
        self._read_journal()

    def _set_aside_and_load(self, journal: Journal) -> None:
        """Look again where nobody else can write, for it may be a fold seen halfway; then the journal has to go."""
        if self._lock.is_held:
            self._set_aside(journal)
        with self._lock.exclusive():
            self._load()

    def _may_set_aside(self, journal: Journal, snapshot: Snapshot) -> bool:
        """Return whether the journal of a file that someone replaced by this one can be kept aside."""
        if snapshot.identity is None and journal.size > journal.end:
            raise DamagedError(f"{self.path.name} is missing, and its journal is there")
        return not self._look_only and disk.may_write(self.path.parent)

    def _set_aside(self, journal: Journal) -> None:
        """Write what a journal holds as a book of its own, at which a merge finds it; the journal is done with."""
        changed: dict[str, dict[int, bytes | None]] = {}
        for commit in journal.read():
            for table, put in commit.put.items():
                changed.setdefault(table, {}).update({document_id: bytes(raw) for document_id, raw in put.items()})
        if changed:
            nothing = Snapshot(beside(self.path, "nothing"))
            with disk.prepared(self._conflict_path(self._journal_path)) as file:
                folding.write(file.fd, nothing, changed, Meta(fold=_new_name()))
                file.take_its_place()
        self._journal_path.unlink(missing_ok=True)

    def _conflict_path(self, dated: Path) -> Path:
        when = strftime("%Y%m%d-%H%M%S", gmtime(dated.stat().st_mtime))
        return self.path.with_name(f"{self.path.stem}.conflict-{when}{self.path.suffix}")

    def _catch_up(self) -> None:
        """Read what others wrote, or everything where the files are others than before."""
        seq, lineage = self.seq, {self.snapshot.meta.fold, self.snapshot.meta.after}
        if self._journal is not None and self._journal.is_current:
            self._read_journal()
        elif self._journal or self._journal_path.exists() or Identity.of(self.path) != self.snapshot.identity:
            self._load()
        self._news |= self.seq != seq or lineage.isdisjoint({self.snapshot.meta.fold, self.snapshot.meta.after})

    def _read_journal(self) -> None:
        with disk.reading(self._journal_path):
            for commit in self._journal.read() if self._journal else ():
                if commit.seq > self.seq:
                    self._take(commit)

    def _take(self, commit: Commit) -> None:
        """Bring a line of the journal into memory."""
        for table, put in commit.put.items():
            for document_id, raw in put.items():
                self._last[table] = max(self.last_id(table), document_id)
                self._set(table, document_id, bytes(raw))
        for table, ids in commit.delete.items():
            for document_id in ids:
                self._set(table, document_id, None)
        self.seq = commit.seq

    def _set(self, table: str, document_id: int, raw: bytes | None) -> None:
        self._changed.setdefault(table, {})[document_id] = raw
        if self._watcher:
            self._watcher.put(table, document_id, raw)

    def _started(self) -> Journal:
        """Return the journal; the first write to a book makes it, and the file if there is none."""
        if self._journal is None:
            if self.snapshot.identity is None:
                with disk.prepared(self.path) as file:
                    folding.write(file.fd, self.snapshot, {}, Meta(fold=_new_name()))
                    file.take_its_place()
            Journal.start(self._journal_path, Header(self.seq, Snapshot(self.path, keeps_index=False).meta.fold))
            self._load()
        if self._journal is None:
            raise SaveError("the journal vanished while it was made: not saved")
        return self._journal

    def _as_it_is(self) -> tuple[folding.Changed, Meta]:
        """Return what differs from the file, and what a file with that would say of itself."""
        last = {table: self.last_id(table) for table in (*self.tables, *self.snapshot.meta.last)}
        meta = Meta(schema=self.schema, seq=self.seq, fold=_new_name(), after=self.snapshot.meta.fold, last=last)
        return {table: dict(found) for table, found in self._changed.items()}, meta

    def _read_back(self, fd: int, writer: Writer | None = None) -> Index:
        """Read what was just written."""
        with os.fdopen(os.dup(fd), "rb") as written:
            written.seek(0)
            return read(written, self.path.name, writer)

    def _keep_theirs(self) -> None:
        """Give a file that someone else put in the place of ours another name, at which a merge finds it."""
        if Identity.of(self.path) not in {None, self.snapshot.identity, self._written}:
            with suppress(FileExistsError):
                os.link(self.path, self._conflict_path(self.path))

    def _can_be_written(self) -> bool:
        """Return whether the lock can be had now, and a file be written beside the book."""
        if self._why_read_only():
            return False
        with self._mutex, suppress(StoreError), disk.saving(), self._lock.exclusive(at_once=True):
            with disk.prepared(beside(self.path, "try")) as file:
                disk.write_all(file.fd, bytes(_TRIED))
                file.sync()
            return True
        return False

    def _why_read_only(self) -> str:
        """Return why nothing can be written here, empty where it can."""
        if self._look_only:
            return f"{self.path.name} was opened to look at it only"
        if self.schema > SCHEMA:
            return f"{self.path.name} needs a newer fuyu (schema {self.schema}; this one knows {SCHEMA}): read-only"
        folder = self.path.parent
        if folder.exists() and not disk.may_write(folder):
            return f"not allowed to write in {folder}: read-only"
        for path in (self.path, self._journal_path):
            if path.exists() and not disk.may_write(path):
                return f"not allowed to write {path.name}: read-only"
        return ""


def beside(path: Path, kind: str) -> Path:
    """Return the path of the journal, the index or the lock of a book."""
    return path.with_name(f"{path.name}.{kind}")


def _new_name() -> str:
    return os.urandom(8).hex()
