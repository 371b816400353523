"""A storage for TinyDB: documents are read from the file and its journal, and changes appended to the journal."""

import os
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from msgspec.structs import replace
from tinydb import Storage

from fuyu import disk
from fuyu.disk import Identity
from fuyu.errors import DamagedError, GoneError, ReadOnlyError, SaveError, StoreError
from fuyu.storage.journal_db import compaction
from fuyu.storage.journal_db.compaction import NOTHING_FRESH, Fresh
from fuyu.storage.journal_db.contents import Batch, Contents
from fuyu.storage.journal_db.files import Files
from fuyu.storage.journal_db.journal import Header, Journal
from fuyu.storage.journal_db.keeper import Policy
from fuyu.storage.journal_db.layout import META
from fuyu.storage.journal_db.places import Changed, Survey
from fuyu.storage.journal_db.snapshot import Meta, Snapshot, Succession, Version
from fuyu.storage.journal_db.views import EditedTable, StoredTable

_NOTHING: Changed = {}
_SHARE, _SHORT, _LONG = 8, 1_000_000, 8_000_000
"""A journal is compacted at once from this part of the file on, yet not below, and in any case above, these sizes."""


class _Moment(NamedTuple):
    """What there is at one moment."""

    snapshot: Snapshot
    journal: Journal
    end: int
    """How far the journal was read."""
    changed: Changed
    """What differs from the file."""
    meta: Meta
    """What a file with that says of itself."""


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
        self.read_only = ""
        """Why nothing can be written, as a sentence; empty where it can."""
        self.has_written = False
        """Whether anything was written since the last compaction by this object."""
        self.contents = Contents(Snapshot.of_nothing(self.policy))
        """The documents."""
        self.files = Files(self.path, self.policy, self.contents, look_only=look_only)
        """Where they lie, and what was said about that."""
        self._mutex = threading.RLock()
        self._compacting = threading.Lock()
        self._beside: threading.Thread | None = None
        """The thread that compacts, or did last."""
        self._damaged: tuple[Identity | None, Identity | None] | None = None
        """The file and the journal that were damaged at the last look."""
        self._closed = False
        self._news = False
        self._compact_at = 0
        try:
            self.reopen()
        except BaseException:
            self.files.lock.close()
            raise

    @property
    def journal_size(self) -> int:
        """How many bytes of the journal were read."""
        return self.files.journal.end if self.files.journal else 0

    def reopen(self) -> None:
        """Read the file and its journal anew."""
        with disk.reading(self.path), self._mutex, self.files.lock.shared():
            self.files.load()
            self.read_only = self.files.why_read_only()

    def read(self) -> dict[str, Any] | None:
        """Return the tables by name, read as of now; None where there is nothing yet."""
        self.refresh()
        return {name: StoredTable(self.contents, name) for name in self.contents.tables if name != META} or None

    def write(self, data: Mapping[str, Mapping[str, Any]]) -> None:
        """Make the tables what they are in `data`; the others are dropped."""
        self._refuse_by_hand()
        with self.batch() as batch:
            for name in {*self.contents.tables, *data} - {META}:
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
        self._refuse_by_hand()
        with self.batch() as batch:
            edited = EditedTable(self.contents, table)
            yield edited
            if (differing := edited.differing(**self.json_options)) or table not in self.contents.tables:
                batch.of(table).update(differing)

    def _refuse_by_hand(self) -> None:
        """Refuse TinyDB's own calls where more has to be written with each change than they know of."""
        if self.contents.needs and not self.read_only:
            why = ", ".join(self.contents.needs)
            raise SaveError(f"{self.path.name} is written by {self.policy.program} alone ({why}): not saved")

    @contextmanager
    def batch(self, *, durably: bool = True) -> Iterator[Batch]:
        """Gather changes, which are written as one line when the block ends, or not at all where it raises.

        Others are kept from writing until then, and all they wrote was read. A batch inside another is a part of it.

        Args:
            durably: wait until the line is on the platter; the outermost batch says so.
        """
        own = self.contents.own
        if own.batch is not None:
            yield own.batch
            return
        with self.writing():
            own.batch = batch = Batch(self.contents.seq + 1, durably)
            try:
                yield batch
            finally:
                own.batch = None
            if batch.changed or batch.dropped:
                self._commit(batch)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Keep others from writing, having read all they wrote."""
        with self._mutex:
            self._refuse_when_closed()
            if self.read_only:
                raise ReadOnlyError(self.read_only)
            try:
                with disk.saving():
                    if self.contents.snapshot.identity is None:
                        disk.make_folder(self.path.parent)
                    elif Identity.of(self.path) is None:
                        raise GoneError(self.files.gone)  # noqa: TRY301 - before a lock is made where the folder was
                    with self.files.lock.exclusive():
                        self._news |= self.files.catch_up()
                        yield
            except (ReadOnlyError, GoneError) as error:
                self.read_only = str(error)
                raise

    def _refuse_when_closed(self) -> None:
        if self._closed:
            raise SaveError(f"{self.path.name} is closed: not saved")

    def _commit(self, batch: Batch) -> None:
        """Append changes to the journal, and bring them into memory."""
        journal = self.files.started()
        try:
            commit = journal.append(batch.commit, durably=batch.durably)
        finally:
            self.read_only = journal.broken
        self.has_written = True
        self.contents.take(commit)

    def refresh(self) -> bool:
        """Read what others wrote; return whether they changed anything since the last call, also if a write read it.

        Where the file cannot be read any more, what was read before stays, and `read_only` says why as of now.
        """
        with disk.reading(self.path), self._mutex, self.files.lock.shared() as nobody_writes:
            is_broken = self.files.journal is not None and self.files.journal.broken
            if nobody_writes and not (self.contents.own.batch or self._closed or is_broken):
                self._look()
                self.files.keeper.look()
            news, self._news = self._news, False
            return news

    def _look(self) -> None:
        """Catch up, or note why that cannot be; what is damaged is not read a second time until it is another."""
        seen = self.files.state()
        if seen == self._damaged:
            return
        self._damaged = None
        try:
            self._news |= self.files.catch_up()
        except StoreError as error:
            before, self.read_only = self.read_only, self.policy.advice(error)
            self._news |= before != self.read_only
            self._damaged = seen if isinstance(error, DamagedError) else None

    def retry(self) -> str:
        """Read everything anew and return why nothing can be written, empty where it can.

        Where nothing could be written and nothing can be still, nothing is read: that costs a few system calls.
        """
        with self._mutex:
            can_be_written = not self.read_only or self.files.can_be_written()
        if can_be_written:
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

    def fill(self, fresh: Fresh, besides: Changed, needs: Sequence[str]) -> bool:
        """Write the file anew with whole tables from elsewhere, which go through neither memory nor the journal.

        Args:
            fresh: the tables.
            besides: documents of other tables that are then others, too.
            needs: what a program has to know of from then on.

        Returns:
            Whether that was done; not where others wrote meanwhile: all is as it was then.
        """
        with self.writing():
            self.files.started()
        with self._compacting, disk.saving():
            moment = self._moment()
            if moment is None:
                return False
            changed = {**moment.changed, **{table: {**found} for table, found in besides.items()}}
            meta = replace(moment.meta, needs=[*needs])
            return self._rewrite(moment._replace(changed=changed, meta=meta), fresh, load=True)

    def _compact(self, *, load: bool) -> bool:
        with self._mutex:
            moment = self._moment() if self.contents.has_more else None
        return moment is not None and self._rewrite(moment, load=load)

    def _moment(self) -> _Moment | None:
        """Return all that is here now; None where nothing can be written."""
        with self._mutex:
            snapshot, journal = self.contents.snapshot, self.files.journal
            if self.read_only or journal is None or not journal.is_current:
                return None
            snapshot.make_sure()
            return _Moment(snapshot, journal, journal.end, *self.contents.as_it_is(self.files.stamps))

    def _rewrite(self, moment: _Moment, fresh: Fresh = NOTHING_FRESH, *, load: bool) -> bool:
        """Write the file anew as it was at a moment; what others wrote since stays in the journal.

        Where tables come from elsewhere, nobody may have written since: they may be others now.
        """
        snapshot, journal, end, changed, meta = moment
        disk.sweep(self.path.parent, f"{self.path.name}.")
        with disk.prepared(self.path) as file:
            laid = compaction.prepare(file, snapshot, changed, meta, fresh, go_on=self._refuse_when_closed)
            self._refuse_when_closed()
            if not fresh:
                with os.fdopen(os.dup(file.fd), "rb") as reader:
                    version = Version(Survey(reader), Identity.of_open(file.fd), laid.stamp, in_lines=True)
                    self.policy.indexer.follow(Succession(snapshot, changed, version, laid.places))
            stamps = set(meta.stamps)
            compacted = [line for line in journal.all_lines() if line.stamp in stamps]
            with self._mutex, self.files.lock.exclusive():
                if self.files.journal is not journal or self._closed or not self.files.are_current():
                    return False
                since = journal.content(end)
                if fresh and since:
                    return False
                with self.files.keeper.replacing(snapshot, compacted):
                    file.take_its_place()
                header = Header(meta.seq, meta.generation, laid.stamp, meta.schema)
                Journal.start(self.files.journal_path, header, since)
                if load:
                    self.files.load()
        self.policy.indexer.tidy(self.path)
        self.has_written = False
        return True

    def compact_quietly(self, *, wait: bool = False) -> bool:
        """Compact; one that fails is no one's problem, the journal is there for the next."""
        with suppress(StoreError, OSError):
            return self.compact(load=False, wait=wait)
        return False

    def compact_before_it_grows(self) -> None:
        """Compact in a thread when the journal has become long; where that failed, when it has grown as much again."""
        size = self.journal_size
        step = min(max(self.contents.file_size // _SHARE, _SHORT), _LONG)
        self._compact_at = max(min(self._compact_at, size + step), step)
        if size > self._compact_at:
            self._compact_at = size + step
            self._beside = threading.Thread(target=self.compact_quietly, name="compaction", daemon=True)
            self._beside.start()

    def copy_to(self, path: Path, besides: Changed = _NOTHING) -> None:
        """Write the whole book, as it is now, to another file; `besides` are documents it does not have yet."""
        with disk.saving(), disk.prepared(path) as file:
            compaction.prepare(file, *self._all(besides))
            file.take_its_place()

    def export_to(self, fd: int) -> None:
        """Write the whole book, as it is now, as JSON."""
        compaction.write(fd, *self._all(_NOTHING))

    def _all(self, besides: Changed) -> tuple[Snapshot, Changed, Meta]:
        """Return what a file with all that is here now is made of."""
        with self._mutex:
            snapshot = self.contents.snapshot
            snapshot.make_sure()
            changed, meta = self.contents.as_it_is(self.files.stamps)
        for table, found in besides.items():
            changed = {**changed, table: {**changed.get(table, {}), **found}}
            meta.last[table] = max(meta.last.get(table, 0), *found)
        return snapshot, changed, meta

    def close(self) -> None:
        """Compact what was written, and let go of the file."""
        with suppress(StoreError, OSError):
            self.compact()
        self.let_go()

    def let_go(self) -> None:
        """Let go of the files; a compaction that a thread is at comes to nothing, and is waited for."""
        with self._mutex:
            self._closed = True
        if self._beside is not None:
            self._beside.join()
        with self._mutex:
            self.files.let_go()
