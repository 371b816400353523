"""The documents of a database as bytes, by table and id: the file, and what was appended to its journal since."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from heapq import merge
from pathlib import Path
from typing import Any, Protocol

from msgspec import Raw, Struct, field
from tinydb import Storage

from fuyu.errors import DamagedError, GoneError, NotFoundError, ReadOnlyError, SaveError, StoreError
from fuyu.storage.journal_db import compaction, disk, earlier, layout, replaced, strays
from fuyu.storage.journal_db.compaction import Laid
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import Commit, Header, Journal, Line, line_of
from fuyu.storage.journal_db.latecomers import Latecomers
from fuyu.storage.journal_db.layout import META
from fuyu.storage.journal_db.lock import Lock
from fuyu.storage.journal_db.places import Changed, Survey
from fuyu.storage.journal_db.policy import Policy
from fuyu.storage.journal_db.snapshot import Meta, Snapshot, Succession, Version, new_name, opened
from fuyu.storage.journal_db.strays import Clash, Past, Strays
from fuyu.storage.journal_db.views import EditedTable, StoredTable

_NOTHING: Changed = {}
_NONE: Mapping[int, bytes | None] = {}
_TRIED = 4096
"""Bytes that tell whether a disk takes any."""


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


class _Own(threading.local):
    """What each thread has of its own: others see nothing of a batch before it is written."""

    batch: Batch | None = None


class JournalStorage(Storage):
    """A storage for TinyDB that appends each change to a journal; threads and processes may share a file.

    What was read stays as it is until the next `refresh` or write.
    """

    def __init__(
        self, path: str | Path, policy: Policy | None = None, *, look_only: bool = False, **json_options: Any
    ) -> None:
        """Read a file; where there is none nothing is made, the first write does that.

        Args:
            path: the file.
            policy: what the program that uses it wants; nothing, without.
            look_only: leave everything around it untouched too: for copies, and files of others.
            json_options: for `json.dumps`, as TinyDB's own storage takes them.

        Raises:
            DamagedError: the file is no JSON that TinyDB reads; it is left as it is.
        """
        path = Path(path)
        self.path = disk.resolved(path)
        with disk.reading(path):
            if self.path.exists() and not self.path.is_file():
                raise StoreError(f"{path.name or path} is not a file", hint="name the file itself")
        self.policy = policy or Policy()
        self.json_options = json_options
        self._look_only = look_only
        self.read_only = ""
        self.snapshot = Snapshot.of_nothing(self.policy)
        """The file as it was last compacted."""
        self._gone = f"{self.path.name} is gone: it was moved or deleted, or its disk was taken away"
        self.seq = 0
        self.schema = self.policy.schema
        """The form of its documents."""
        self.copy = ""
        """The name of the file that has the documents as they were before their schema changed."""
        self.has_written = False
        """Whether anything was written since the last compaction by this object."""
        self.notices: list[str] = []
        """What was brought in or kept aside, a sentence each."""
        self._watcher: Watcher | None = None
        self._journal_path = beside(self.path, "journal")
        self._earlier_path = beside(self.path, "earlier")
        self._lock = Lock(beside(self.path, "lock"), program=self.policy.program)
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
        self._dropped: set[str] = set()
        """Tables that were dropped, and not used since."""
        self._own = _Own()
        try:
            self.reopen()
        except BaseException:
            self._lock.close()
            raise

    @property
    def tables(self) -> list[str]:
        """The names of the tables, also of those that are empty by now."""
        batch = self._own.batch
        names = dict.fromkeys((*self.snapshot.places, *self.snapshot.meta.last, *self._changed))
        dropped = self._dropped
        if batch is not None:
            names |= dict.fromkeys(batch.changed)
            dropped = dropped - batch.changed.keys() | batch.dropped
        return [name for name in names if name not in dropped]

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

    def reopen(self) -> None:
        """Read the file and its journal anew."""
        with disk.reading(self.path), self._mutex, self._lock.shared():
            self._load()
            self.read_only = self._why_read_only()

    def read(self) -> dict[str, Any] | None:
        """Return the tables by name, read as of now; None where there is nothing yet."""
        self.refresh()
        return {name: StoredTable(self, name) for name in self.tables if name != META} or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables what they are in `data`; the others are dropped."""
        with self.batch() as batch:
            for name in {*self.tables, *data} - {META}:
                wanted = data.get(name)
                if not isinstance(wanted, StoredTable):
                    with self.edited(name) as table:
                        table.clear()
                        table.update({int(key): document for key, document in (wanted or {}).items()})
                if wanted is None:
                    batch.dropped.add(name)

    @contextmanager
    def edited(self, table: str) -> Iterator[EditedTable]:
        """Let a table be changed as a mapping of ids to decoded documents; what differs then is written."""
        with self.batch() as batch:
            edited = EditedTable(self, table)
            yield edited
            if (differing := edited.differing(**self.json_options)) or table not in self.tables:
                batch.of(table).update(differing)

    def set(self, table: str, document_id: int, raw: bytes | None) -> None:
        """Put a document in the place of the one with its id, or take it out; by itself, or as a part of a batch."""
        batch = self._own.batch
        if batch is not None:
            batch.of(table)[document_id] = raw
            return
        with self.batch() as alone:
            alone.of(table)[document_id] = raw

    def watch(self, watcher: Watcher) -> None:
        """Tell a watcher what changes from now on, and at once what differs from the file."""
        self._watcher = watcher
        watcher.loaded()
        for table, changed in self._changed.items():
            for document_id, raw in changed.items():
                watcher.put(table, document_id, raw)

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        batch = self._own.batch
        if batch is not None and document_id in (found := batch.changed.get(table, _NONE)):
            return found[document_id]
        found = self._changed.get(table, _NONE)
        return found[document_id] if document_id in found else self.snapshot.get(table, document_id)

    def parts(self, table: str) -> tuple[Mapping[int, bytes | None], Snapshot]:
        """Return the documents of a table that differ from the file, None for those taken out, and the file."""
        batch = self._own.batch
        changed = {**self._changed.get(table, {}), **(batch.changed.get(table, {}) if batch else {})}
        return changed, self.snapshot

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id."""
        changed, snapshot = self.parts(table)
        unchanged = ((found, raw) for found, raw in snapshot.documents(table) if found not in changed)
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
    def batch(self, *, durably: bool = True) -> Iterator[Batch]:
        """Gather changes, which are written as one line when the block ends, or not at all where it raises.

        Others are kept from writing until then, and all they wrote was read. A batch inside another is a part of it.

        Args:
            durably: wait until the line is on the platter; the outermost batch says so.
        """
        outer = self._own.batch
        if outer is not None:
            yield outer
            return
        with self.writing():
            self._own.batch = batch = Batch(self.seq + 1, durably)
            try:
                yield batch
            finally:
                self._own.batch = None
            if batch.changed or batch.dropped:
                self._commit(batch)

    @property
    def is_in_batch(self) -> bool:
        """Whether this thread is at a batch; it may come to nothing yet."""
        return self._own.batch is not None

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others from writing, having read all they wrote."""
        with self._mutex:
            if self._closed:
                raise SaveError(f"{self.path.name} is closed: not saved")
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

    def _commit(self, batch: Batch) -> None:
        """Append changes to the journal, and bring them into memory."""
        put: dict[str, dict[int, Raw]] = {}
        delete: dict[str, list[int]] = {}
        for table, changed in batch.changed.items():
            there = {found: Raw(layout.on_one_line(raw)) for found, raw in changed.items() if raw is not None}
            gone = [found for found, raw in changed.items() if raw is None]
            if there or not gone:
                put[table] = there
            if gone:
                delete[table] = gone
        journal = self._started()
        try:
            commit = journal.append(put, delete, sorted(batch.dropped), durably=batch.durably)
        finally:
            self.read_only = journal.broken
        self.has_written = True
        self._take(commit)

    def refresh(self) -> bool:
        """Read what others wrote; return whether they changed anything since the last call, also if a write read it.

        Where the file cannot be read any more, what was read before stays, and `read_only` says why as of now.
        """
        with disk.reading(self.path), self._mutex, self._lock.shared() as nobody_writes:
            is_broken = self._journal is not None and self._journal.broken
            if nobody_writes and not (self.is_in_batch or self._closed or is_broken):
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
            before, self.read_only = self.read_only, self.policy.advice(error)
            self._news |= before != self.read_only
            self._damaged = seen if isinstance(error, DamagedError) else None

    def retry(self) -> str:
        """Read everything anew and return why nothing can be written, empty where it can.

        Where nothing could be written and nothing can be still, nothing is read: that costs a few system calls.
        """
        if not self.read_only or self._can_be_written():
            try:
                self.reopen()
            except StoreError as error:
                self.read_only = self.policy.advice(error)
        return self.read_only

    def compact(self, *, load: bool = True, wait: bool = False) -> bool:
        """Write the file anew with what the journal holds; return whether that was done.

        Others, and threads of this process, go on writing meanwhile: only the exchange of the files makes them wait.

        Args:
            load: read the new file at once. A thread beside the one that uses the storage leaves that to the other,
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
        with disk.prepared(self.path) as file:
            laid = compaction.write(file.fd, snapshot, changed, meta)
            file.sync()
            compaction.verify(file.fd, self.path.name, laid)
            with os.fdopen(os.dup(file.fd), "rb") as reader:
                version = Version(Survey(reader), Identity.of_open(file.fd), laid.stamp, in_lines=True)
                self.policy.indexer.follow(Succession(snapshot, changed, version, laid.places))
            stamps = set(meta.stamps)
            compacted = [line for line in journal.all_lines() if line.stamp in stamps]
            with self._mutex, self._lock.exclusive():
                if self._journal is not journal or not self._may_exchange():
                    return False
                with replaced.kept(self.path, snapshot.identity, snapshot.stamp):
                    file.take_its_place()
                earlier.remember(self._earlier_path, compacted)
                header = Header(seq, meta.generation, laid.stamp, meta.schema)
                Journal.start(self._journal_path, header, journal.lines(end))
                if load:
                    self._load()
        self.policy.indexer.tidy(self.path)
        self.has_written = False
        return True

    def _may_exchange(self) -> bool:
        """Return whether nobody else exchanged a file, or wrote one of them in place."""
        return not self._closed and self._are_current()

    def copy_to(self, path: Path, besides: Changed = _NOTHING) -> None:
        """Write the whole book, as it is now, to another file, and read it back before it takes its place."""
        with disk.saving(), disk.prepared(path) as file:
            laid = self.export_to(file.fd, besides)
            file.sync()
            compaction.verify(file.fd, path.name, laid)
            file.take_its_place()

    def export_to(self, fd: int, besides: Changed = _NOTHING) -> Laid:
        """Write the whole book, as it is now, as JSON; `besides` are documents it does not have yet."""
        with self._mutex:
            snapshot = self.snapshot
            snapshot.make_sure()
            changed, meta = self._as_it_is()
        for table, found in besides.items():
            changed = {**changed, table: {**changed.get(table, {}), **found}}
            meta.last[table] = max(meta.last.get(table, 0), *found)
        return compaction.write(fd, snapshot, changed, meta)

    @property
    def stamps(self) -> list[str]:
        """The stamps of the lines it holds, as far as it remembers them."""
        return [*self.snapshot.meta.stamps, *(self._journal.stamps if self._journal else [])]

    def take(self, journal: Path) -> None:
        """Take what another journal holds into memory only, over what is here: to look at it, and to merge it."""
        found = Journal.open(journal, to_write=False)
        if found is None:
            raise NotFoundError(f"there is no file {journal}")
        lines = self.policy.lines_of(found, trusting=True)
        for commit in self.policy.replay(Strays(lines, Clash.GO_ON), self).commits:
            self._take(commit)

    def forget_earlier(self) -> None:
        """Keep the lines that were compacted last no more."""
        earlier.forget(self._earlier_path)

    def overlay(self, put: Mapping[str, Mapping[int, bytes]]) -> None:
        """Take documents into memory only, over what is here."""
        raws = {table: {found: Raw(raw) for found, raw in documents.items()} for table, documents in put.items()}
        self._take(Commit(self.seq, raws))

    def close(self) -> None:
        """Compact what was written, and let go of the file."""
        with suppress(StoreError, OSError):
            self.compact()
        self.let_go()

    def let_go(self) -> None:
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
        snapshot, journal = opened(self.path, self._journal_path, self.policy)
        if snapshot.identity is None and past.snapshot.identity is not None:
            raise GoneError(self._gone)
        strays.refuse_without_file(self.path.name, snapshot, journal)
        belongs = journal is not None and journal.continues(snapshot.meta.generation, snapshot.stamp)
        self._hold(snapshot, journal if belongs else None)
        before = earlier.recall(self._earlier_path, snapshot.meta.stamps) if snapshot.identity else []
        found = self._strays(past, journal, before, belongs=belongs)
        self._journal_seen = Identity.of(self._journal_path)
        if not found.anything:
            return
        if self._look_only or self._why_read_only():
            done = self.policy.replay(found, self)
            self.notices += self.policy.said(self.path.name, found, done, None)
            for commit in done.commits:
                self._take(commit)
        elif not self._lock.is_held:  # it may be a compaction seen halfway: look again where nobody else can write
            with self._lock.exclusive():
                self._load(past)
        else:
            self._bring_in(found)

    def _strays(self, past: Past, journal: Journal | None, before: list[Line], *, belongs: bool) -> Strays:
        """Return what is not in the file, nor in the journal that belongs to it.

        Args:
            past: the file and the journal that were read before, if any, and what they held.
            journal: the one that lies there now.
            before: lines that were compacted here before, where the file may not have them.
            belongs: whether that journal was made for this file; it was read then.
        """
        meta, lines_of = self.snapshot.meta, self.policy.lines_of
        found: list[Line] = []
        overwritten = _NOTHING
        is_damaged = False
        if journal is not None:
            lines = lines_of(journal) if not belongs or journal.is_damaged or past.journal else []
            read = set(journal.stamps)
            found += [line for line in strays.not_in(lines, meta) if line.stamp not in read]
            is_damaged = journal.is_damaged
        if past.journal is not None:
            if past.journal.is_as_read:
                present = {line.text for line in (lines_of(journal) if journal else ())}
                theirs = strays.not_in(lines_of(past.journal), meta)
                found = [line for line in theirs if line.text not in present] + found
            else:
                overwritten = past.changed
        is_edited = any(made is not None and made.is_of(meta.generation) for made in (past.journal, journal))
        is_replaced = not strays.comes_from(meta, past.snapshot)
        overtaken = [] if is_replaced else strays.not_in(before, meta)
        return Strays(
            lines=found,
            clash=Clash.GO_ON if is_damaged else Clash.KEEP_BOTH if is_edited else Clash.LEAVE,
            overwritten=overwritten,
            damaged=journal if is_damaged else None,
            where=journal.end if journal else 0,
            replaced=past.snapshot if is_replaced else None,
            overtaken=overtaken if self.policy.matter(overtaken) else [],
        )

    def _hold(self, snapshot: Snapshot, journal: Journal | None) -> None:
        """Begin with a file, and read its journal."""
        if not self._look_only:
            self._latecomers.watch(self.snapshot)
        self.snapshot, self._journal = snapshot, journal
        self._changed, self._last, self._dropped = {}, {}, set()
        self.seq, self.schema, self.copy = snapshot.meta.seq, snapshot.meta.schema, snapshot.meta.copy
        if self._watcher:
            self._watcher.loaded()
        self._read_journal()

    def _bring_in(self, found: Strays) -> None:
        """Write what is to be brought in behind what belongs to the file, and aside what does not fit."""
        done = self.policy.replay(found, self)
        schema = max(self.schema, self.policy.schema)
        kept = strays.keep(self.path, found, done, schema)
        self.notices += self.policy.said(self.path.name, found, done, kept)
        meta = self.snapshot.meta
        header, text = Header(meta.seq, meta.generation, self.snapshot.stamp, schema), b""
        if self._journal is not None:
            header, text = self._journal.header, self._journal.text()
        Journal.start(self._journal_path, header, text + b"".join(map(line_of, done.commits)))
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
        if self._dropped or commit.drop:
            self._dropped = self._dropped - commit.put.keys() | {*commit.drop}
        for table, put in commit.put.items():
            self._changed.setdefault(table, {})
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
                    compaction.write(file.fd, self.snapshot, {}, Meta(schema=self.schema, generation=new_name()))
                    file.take_its_place()
                self.snapshot = Snapshot(self.path, self.policy)
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
        last = {table: self.last_id(table) for table in self.tables}
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
        if 0 < self.policy.schema < self.schema:
            known = f"(schema {self.schema}; this one knows {self.policy.schema})"
            return f"{self.path.name} needs a newer {self.policy.program} {known}: read-only"
        folder = self.path.parent
        if folder.exists() and not disk.may_write(folder):
            return f"not allowed to write in {folder}: read-only"
        for path in (self.path, self._journal_path):
            if path.exists() and not disk.may_write(path):
                return f"not allowed to write {path.name}: read-only"
        return ""


def beside(path: Path, kind: str) -> Path:
    """Return the path of what lies beside a file: its journal, its index, its lock."""
    return path.with_name(f"{path.name}.{kind}")
