"""The documents of a book as bytes, by table and id: fuyu.json, and what was appended to its journal since."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import merge
from pathlib import Path
from typing import Protocol

from msgspec import Raw

from fuyu.errors import DamagedError, GoneError, NotFoundError, ReadOnlyError, SaveError, StoreError
from fuyu.storage import documents, rejoining
from fuyu.storage.columns import Writer
from fuyu.storage.indexing import read_back
from fuyu.storage.journal_db import compaction, disk, earlier, replaced
from fuyu.storage.journal_db.compaction import Changed
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import Commit, Header, Journal
from fuyu.storage.journal_db.latecomers import Latecomers
from fuyu.storage.journal_db.lock import Lock
from fuyu.storage.journal_db.snapshot import SCHEMA, Meta, Snapshot, new_name, opened
from fuyu.storage.rejoining import Past, Strays
from fuyu.storage.replay import Clash, Here, Replayed
from fuyu.storage.succession import succeed
from fuyu.storage.surroundings import Known, conflict_copies

_NOTHING: Changed = {}
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

    def __init__(self, path: Path, watcher: Watcher | None = None, *, look_only: bool = False) -> None:
        self.path = disk.resolved(path)
        with disk.reading(path):
            if self.path.exists() and not self.path.is_file():
                raise StoreError(f"{path.name} is not a file")
        self._look_only = look_only
        self.read_only = ""
        self.snapshot = Snapshot.of_nothing()
        """The file as it was last compacted."""
        self._gone = f"{self.path.name} is gone: it was moved or deleted, or its disk was taken away"
        self.seq = 0
        self.schema = SCHEMA
        self.copy = ""
        """The name of the file that has the book as it was before its schema changed."""
        self.has_written = False
        """Whether anything was written since the last compaction by this object."""
        self.notices: list[str] = []
        """What was brought in or kept aside, a sentence each."""
        self._watcher = watcher
        self._journal_path = beside(self.path, "journal")
        self._earlier_path = beside(self.path, "earlier")
        self._lock = Lock(beside(self.path, "lock"))
        self._mutex = threading.RLock()
        self._compacting = threading.Lock()
        self._journal: Journal | None = None
        self._journal_seen: Identity | None = None
        """The journal that lay there at the last look, where it is not one that can be read on."""
        self._changed: dict[str, dict[int, bytes | None]] = {}
        self._last: dict[str, int] = {}
        self._damaged: tuple[Identity | None, Identity | None] | None = None
        """The file and the journal that were damaged at the last look."""
        self._closed = False
        self._news = False
        self._latecomers = Latecomers(self.path)

    @property
    def tables(self) -> list[str]:
        """The names of the tables, also of those that are empty by now."""
        return list(dict.fromkeys((*self.snapshot.index.tables, *self._changed)))

    @property
    def journal_size(self) -> int:
        """How many bytes of the journal were read."""
        return self._journal.end if self._journal else 0

    @property
    def is_behind(self) -> bool:
        """Whether the journal holds something that the file does not."""
        return any(self._changed.values())

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
                    if self.snapshot.identity is None:
                        disk.make_folder(self.path.parent)
                    elif Identity.of(self.path) is None:
                        raise GoneError(self._gone)  # noqa: TRY301 - before a lock is made where the folder was
                    with self._lock.exclusive():
                        self._catch_up()
                        yield
            except (ReadOnlyError, GoneError) as error:
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
        self.has_written = True
        self._take(commit)

    def refresh(self) -> bool:
        """Read what others wrote; return whether they changed anything since the last call, also if a write read it.

        Where the file cannot be read any more, what was read before stays, and `read_only` says why as of now.
        """
        with disk.reading(self.path), self._mutex, self._lock.shared() as nobody_writes:
            if nobody_writes and not self._closed and not (self._journal and self._journal.broken):
                self._look()
                self._latecomers.look()
            self.notices += self._latecomers.said()
            news, self._news = self._news, False
            return news

    def _look(self) -> None:
        """Catch up, or note why that cannot be; what is damaged is not read a second time until it is another."""
        seen = Identity.of(self.path), Identity.of(self._journal_path)
        if seen == self._damaged:
            return
        self._damaged = None
        try:
            self._catch_up()
        except StoreError as error:
            before, self.read_only = self.read_only, _with_advice(error)
            self._news |= before != self.read_only
            self._damaged = seen if isinstance(error, DamagedError) else None

    def retry(self) -> str:
        """Read everything anew and return why nothing can be written, empty where it can.

        Where nothing could be written and nothing can be still, nothing is read: that costs a few system calls.
        """
        if not self.read_only or self._can_be_written():
            try:
                self.open()
            except StoreError as error:
                self.read_only = _with_advice(error)
        return self.read_only

    def compact(self, *, load: bool = True, wait: bool = False) -> bool:
        """Write the file anew with what the journal holds; return whether that was done.

        Others, and threads of this process, go on writing meanwhile: only the exchange of the files makes them wait.

        Args:
            load: read the new file at once. A thread beside the one that uses the shelf leaves that to the other,
                which does so when it writes or refreshes next; until then it reads what was there before.
            wait: where another thread is at it, begin when that one is done.
        """
        if not self._compacting.acquire(blocking=wait):
            return False
        try:
            with disk.saving():
                return self._compact(load=load)
        finally:
            self._compacting.release()

    def _compact(self, *, load: bool) -> bool:
        with self._mutex:
            snapshot, journal = self.snapshot, self._journal
            if self.read_only or journal is None or not self._has_more() or not journal.is_current:
                return False
            snapshot.make_sure()
            end, seq = journal.end, self.seq
            changed, meta = self._as_it_is()
        disk.sweep(self.path.parent, f"{self.path.name}.")
        with disk.prepared(self.path) as file, disk.prepared(beside(self.path, "index")) as index:
            laid = compaction.write(file.fd, snapshot, changed, meta)
            file.sync()
            compaction.verify(file.fd, self.path.name, snapshot, changed)
            writer = Writer(index.fd)
            following = succeed(snapshot, changed, laid, writer) or read_back(file.fd, self.path.name, writer)
            following.stamp = disk.content_stamp(file.fd)
            following.write(writer, Identity.of_open(file.fd))
            index.sync()
            stamps = set(meta.stamps)
            compacted = [line for line in journal.all_lines() if line.stamp in stamps]
            with self._mutex, self._lock.exclusive():
                if self._journal is not journal or not self._may_exchange():
                    return False
                with replaced.kept(self.path, snapshot.identity, snapshot.stamp):
                    file.take_its_place()
                with suppress(OSError):  # it is made anew where it is missing
                    index.take_its_place(durably=False)
                earlier.remember(self._earlier_path, compacted)
                header = Header(seq, meta.generation, following.stamp, SCHEMA)
                Journal.start(self._journal_path, header, journal.lines(end))
                if load:
                    self._load()
        self.has_written = False
        return True

    def _may_exchange(self) -> bool:
        """Return whether nobody else exchanged a file, or wrote one of them in place."""
        return not self._closed and self._are_current()

    def copy_to(self, path: Path, besides: Changed = _NOTHING) -> None:
        """Write the whole book, as it is now, to another file, and read it back before it takes its place."""
        with disk.saving(), disk.prepared(path) as file:
            snapshot, changed = self.export_to(file.fd, besides)
            file.sync()
            compaction.verify(file.fd, path.name, snapshot, changed)
            file.take_its_place()

    def export_to(self, fd: int, besides: Changed = _NOTHING) -> tuple[Snapshot, Changed]:
        """Write the whole book, as it is now, as JSON; `besides` are documents it does not have yet.

        Returns:
            The file it was made of, and what is otherwise in the copy.
        """
        with self._mutex:
            snapshot = self.snapshot
            snapshot.make_sure()
            changed, meta = self._as_it_is()
        for table, found in besides.items():
            changed = {**changed, table: {**changed.get(table, {}), **found}}
            meta.last[table] = max(meta.last.get(table, 0), *found)
        compaction.write(fd, snapshot, changed, meta)
        return snapshot, changed

    def conflicts(self) -> list[Path]:
        """Return the copies beside the book that may hold what it does not."""
        meta = self.snapshot.meta
        stamps = frozenset((*meta.stamps, *(self._journal.stamps if self._journal else ())))
        return conflict_copies(self.path, Known(stamps, frozenset({meta.generation, meta.previous}), self._has_action))

    def take(self, journal: Path) -> None:
        """Take what another journal holds into memory only, over what is here: to look at it, and to merge it."""
        found = Journal.open(journal, to_write=False)
        if found is None:
            raise NotFoundError(f"there is no file {journal}")
        for commit in self._replayed(Strays(rejoining.lines_of(found, trusting=True), Clash.GO_ON)).commits:
            self._take(commit)

    def forget_earlier(self) -> None:
        """Keep the lines that were compacted last no more."""
        earlier.forget(self._earlier_path)

    def overlay(self, put: Mapping[str, Mapping[int, bytes]]) -> None:
        """Take documents into memory only, over what is here."""
        raws = {table: {found: Raw(raw) for found, raw in documents.items()} for table, documents in put.items()}
        self._take(Commit(self.seq, raws))

    def _has_action(self, uid: str) -> bool:
        return uid in rejoining.by_uid(self.documents(documents.ACTIONS))

    def close(self) -> None:
        """Let go of the files; a compaction that another thread is at comes to nothing."""
        with self._mutex:
            self._closed = True
            self._latecomers.look(at_last=True)
            if self._journal is not None:
                self._journal.close()
            self._lock.close()

    def _load(self, past: Past | None = None) -> None:
        """Read the file and its journal from the start, and bring in what lies there and does not belong to them."""
        past = past or Past(self.snapshot, self._journal, self._changed)
        snapshot, journal = opened(self.path, self._journal_path, keeps_index=not self._look_only)
        if snapshot.identity is None and past.snapshot.identity is not None:
            raise GoneError(self._gone)
        rejoining.refuse_without_file(self.path.name, snapshot, journal)
        belongs = journal is not None and journal.continues(snapshot.meta.generation, snapshot.stamp)
        self._hold(snapshot, journal if belongs else None)
        before = earlier.recall(self._earlier_path, snapshot.meta.stamps) if snapshot.identity else []
        found = rejoining.strays(snapshot, past, journal, before, belongs=belongs)
        self._journal_seen = Identity.of(self._journal_path)
        if not found.anything:
            return
        if self._look_only or self._why_read_only():
            done = self._replayed(found)
            self.notices += rejoining.to_come(self.path, found, done)
            for commit in done.commits:
                self._take(commit)
        elif not self._lock.is_held:  # it may be a compaction seen halfway: look again where nobody else can write
            with self._lock.exclusive():
                self._load(past)
        else:
            self._bring_in(found)

    def _hold(self, snapshot: Snapshot, journal: Journal | None) -> None:
        """Begin with a file, and read its journal."""
        if not self._look_only:
            self._latecomers.watch(self.snapshot)
        self.snapshot, self._journal = snapshot, journal
        self._changed, self._last = {}, {}
        self.seq, self.schema, self.copy = snapshot.meta.seq, snapshot.meta.schema, snapshot.meta.copy
        if self._watcher:
            self._watcher.loaded()
        self._read_journal()

    def _replayed(self, found: Strays) -> Replayed:
        last_ids = {table: self.last_id(table) for table in self.tables}
        known = rejoining.by_uid(self.documents(documents.ACTIONS))
        return rejoining.replayed(found, Here(self.get, last_ids, known, self.seq))

    def _bring_in(self, found: Strays) -> None:
        """Write what is to be brought in behind what belongs to the file, and aside what does not fit."""
        done = self._replayed(found)
        self.notices += rejoining.keep_aside(self.path, found, done)
        header, kept = Header(self.snapshot.meta.seq, self.snapshot.meta.generation, self.snapshot.stamp, SCHEMA), b""
        if self._journal is not None:
            header, kept = self._journal.header, self._journal.text()
        Journal.start(self._journal_path, header, kept + rejoining.as_lines(done.commits))
        earlier.forget(self._earlier_path)
        self._hold(self.snapshot, Journal.open(self._journal_path))
        self._journal_seen = Identity.of(self._journal_path)

    def _catch_up(self) -> None:
        """Read what others wrote, or everything where the files are others than before."""
        before = self.seq, self.snapshot.meta.generation, self.snapshot.identity
        if self._are_current():
            self._read_journal()
        if not self._are_current() or (self._journal is not None and self._journal.is_damaged):
            self._load()
        self._news |= before[:1] != (self.seq,) or before[1:] != (self.snapshot.meta.generation, self.snapshot.identity)

    def _are_current(self) -> bool:
        """Return whether the files that were read are still those of the book."""
        if not self.snapshot.is_current:
            return False
        if self._journal is not None:
            return self._journal.is_current
        return Identity.of(self._journal_path) == self._journal_seen

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
                earlier.forget(self._earlier_path)
                with disk.prepared(self.path) as file:
                    compaction.write(file.fd, self.snapshot, {}, Meta(generation=new_name()))
                    file.take_its_place()
                self.snapshot = Snapshot(self.path, keeps_index=False)
            meta = self.snapshot.meta
            Journal.start(self._journal_path, Header(self.seq, meta.generation, self.snapshot.stamp, self.schema))
            self._load()
        if self._journal is None:
            raise SaveError("the journal vanished while it was made: not saved")
        return self._journal

    def _has_more(self) -> bool:
        """Return whether the file is not what it should be: without the latest changes, or of another layout."""
        is_old = self.schema != self.snapshot.meta.schema
        return is_old or self.is_behind or not self.snapshot.index.in_lines

    def _as_it_is(self) -> tuple[Changed, Meta]:
        """Return what differs from the file, and what a file with that would say of itself."""
        there = self.snapshot.meta
        last = {table: self.last_id(table) for table in (*self.tables, *there.last)}
        compacted = there.compacted_with(self._journal.stamps if self._journal else [])
        meta = Meta(
            schema=self.schema,
            seq=self.seq,
            generation=new_name(),
            previous=there.generation,
            compacted=compacted,
            copy=self.copy,
            last=last,
        )
        return {table: dict(found) for table, found in self._changed.items()}, meta

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


def _with_advice(error: StoreError) -> str:
    """Return why a book cannot be read, and what helps where it is damaged."""
    return f"{error}; “fuyu restore” lists its copies" if isinstance(error, DamagedError) else str(error)


def beside(path: Path, kind: str) -> Path:
    """Return the path of what lies beside a book: its journal, its index, its lock."""
    return path.with_name(f"{path.name}.{kind}")
