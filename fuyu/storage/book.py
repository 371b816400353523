"""A book of leads in a journalled TinyDB file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from itertools import accumulate
from pathlib import Path
from threading import Thread
from weakref import proxy

from fuyu.domain.action import Action, Change, Document, Head, Table
from fuyu.domain.history import Draft, Entry, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.text import fold
from fuyu.errors import DamagedError, NotFoundError, SaveError, StaleError, StoreError
from fuyu.storage import documents
from fuyu.storage.backups import back_up, list_backups, newest_good
from fuyu.storage.documents import ACTIONS, NOTHING, SCHEMA, UnreadableError
from fuyu.storage.folded import FoldedRows
from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.snapshot import Indexer
from fuyu.storage.lead_index import Problem, asked, index_of
from fuyu.storage.policy import open_db
from fuyu.storage.port import Applied, News
from fuyu.storage.rows import Rows
from fuyu.storage.since import Since
from fuyu.storage.surroundings import access_warnings, conflict_copies, offer
from fuyu.storage.words import SEARCHED, encoded

_Place = tuple[Table, int]
_Originals = Mapping[_Place, bytes | None]
_Before = tuple[Table, int, bytes | None]
"""A document as it is written, None where there is none."""
_UNDO_DEPTH, _UNDO_SLACK = 200, 100
"""Actions that can be taken back; older ones go when there are some more."""
_UNDO_BYTES, _UNDO_LEAST = 4_000_000, 10
"""What they may take together; the last few stay however large they are."""
_SMALL = 25_000_000
"""Bytes of a file, 7,000 leads, that is compacted on close: half a second; a larger one waits for an idle moment."""
_WORTH = 50
"""A journal is worth compacting from this part of the file on."""
_SHARE, _SHORT, _LONG = 8, 1_000_000, 8_000_000
"""A journal is compacted at once from this part of the file on, yet not below, and in any case above, these sizes."""


class Book:
    """The store that keeps a person's leads. Opening one that does not exist makes nothing; the first write does."""

    def __init__(
        self, path: Path, backups: Path | None = None, indexer: Indexer | None = None, *, look_only: bool = False
    ) -> None:
        self.rows = Rows()
        self._backups = backups
        self._compact_at = 0
        self._action_ids: dict[str, int] | None = None
        self._action_sizes: dict[int, int] = {}
        self._changed_leads: set[int] | None = set()
        """The leads that were put or taken out since the last `refresh`, None where the file was read anew."""
        try:
            self._db = open_db(path, indexer, look_only=look_only)
        except DamagedError as error:
            good = backups and newest_good(disk.resolved(path), backups)
            if good:
                raise DamagedError(f"{error}; “fuyu restore {good.day}” brings back the copy of that day") from error
            raise
        self._storage = self._db.storage
        self._since = Since(self._storage.snapshot, self._storage.get)
        self._tables = {table: self._db.table(table) for table in (*Table, ACTIONS)}
        self._storage.watch(proxy(self))  # a proxy makes no cycle, so that the files are let go with the last reference
        self._migrate()
        self._changed_leads = set()

    @property
    def read_only(self) -> str:
        """Why nothing can be written here, as a sentence; empty where it can."""
        return self._storage.read_only

    def lead(self, lead_id: int) -> Lead | None:
        """Return a lead, None where there is none by that id."""
        lead = self.document(Table.LEADS, lead_id)
        return lead if isinstance(lead, Lead) else None

    def history(self, lead_id: int) -> Sequence[Entry]:
        """Return the touches and notes of a lead, newest first."""
        entries = self._since.history(lead_id)
        return sorted(entries, key=lambda entry: (entry.at, isinstance(entry, Touch), entry.id), reverse=True)

    def draft(self, lead_id: int) -> Draft | None:
        """Return what is being typed about a lead."""
        draft = self.document(Table.DRAFTS, lead_id)
        return draft if isinstance(draft, Draft) else None

    def drafts(self) -> Sequence[Draft]:
        """Return every draft, by lead id."""
        drafts = [draft for _, draft in self._documents(Table.DRAFTS) if isinstance(draft, Draft)]
        return sorted(drafts, key=lambda draft: draft.id)

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id, or none that can be read."""
        raw = self._tables[table].raw(document_id)
        if raw is not None and table is Table.LEADS and document_id not in self._since.leads:
            self._folded.compare(document_id, raw)
        with suppress(UnreadableError):
            return None if raw is None else documents.decode(table, document_id, raw)
        return None

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table that can be read, by id."""
        return (document for _, document in self._documents(table))

    def changed_at(self) -> dict[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""
        last: dict[int, datetime] = {}
        for _, raw in self._tables[ACTIONS].raws():
            with suppress(UnreadableError):
                record = documents.decode_record(raw)
                for table, document_id, _ in record.before:
                    if table is Table.LEADS:
                        last[document_id] = record.at
        return last

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""
        return self._tables[table].last_id + 1

    def mentions(self, words: str) -> Iterator[int]:
        """Yield ids of leads about whom all the words are written: in their contact data, about, touches or notes."""
        wanted = [encoded(word) for word in fold(words).split()]
        if not wanted:
            return (row.id for row in self.rows)
        since, snapshot = self._since, self._storage.snapshot
        return asked(snapshot, lambda index: index.vocabulary(snapshot).leads_with(wanted, since)) or iter(())

    def heads(self) -> Sequence[Head]:
        """Return the actions that can still be told apart, oldest first, without their documents."""
        found = []
        for _, raw in self._tables[ACTIONS].raws():
            with suppress(UnreadableError):
                found.append(documents.decode_head(raw))
        return found

    def reversal(self, uid: str) -> tuple[Change, ...]:
        """Return the changes that would take an action back: from every document as it is now to as it was before.

        Raises:
            NotFoundError: the action is not kept any more, or never was.
            DamagedError: one of the documents cannot be read, as it is or as it was.
        """
        changes = []
        for table, document_id, raw in reversed(self._before(uid)):
            present = self._tables[table].raw(document_id)
            try:
                now, then = (
                    None if found is None else documents.decode(table, document_id, found) for found in (present, raw)
                )
            except UnreadableError as error:
                raise DamagedError(f"{table} {document_id} cannot be read: {error}") from error
            if now != then:
                changes.append(Change(before=now, after=then))
        return tuple(changes)

    def apply(self, action: Action) -> Applied:
        """Write an action, wholly or not at all, durably on return."""
        with self._db.batch() as batch:
            if action.uid in self._actions():
                return Applied.DUPLICATE
            before = self._as_expected(action.changes)
            self._put(action.changes, before, self._originals(action.of))
            self._tables[ACTIONS].put(batch.seq, documents.encode_record(action, before))
            for too_old in self._too_old():
                self._tables[ACTIONS].take_out(too_old)
        self._compact_before_it_grows()
        return Applied.OK

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed, without waiting for the disk; it survives `kill -9`. Empty text drops it."""
        with self._db.batch(durably=False):
            if draft.text:
                self._tables[Table.DRAFTS].put(draft.id, documents.rewritten(None, None, draft))
            else:
                self._tables[Table.DRAFTS].take_out(draft.id)
        self._compact_before_it_grows()

    def keep_typed(self, *changes: Change) -> None:
        """Keep what is being typed in several places by one line, without waiting for the disk."""
        with self._db.batch(durably=False):
            self._put(changes, self._as_expected(changes), {})
        self._compact_before_it_grows()

    def refresh(self) -> News:
        """Read what others wrote since; return what they changed since this was last asked."""
        is_any = self._storage.refresh()
        leads, self._changed_leads = self._changed_leads, set()
        return News(is_any, None if leads is None else frozenset(leads)) if is_any else News()

    def retry(self) -> str:
        """Try whether the book can be written again; return why not, empty where it can."""
        self._storage.retry()
        self._migrate()
        return self._storage.read_only

    @property
    def copy_before(self) -> str:
        """The name of the file that has the book as it was before its schema changed; empty where it never did."""
        return self._storage.copy

    def problems(self) -> Sequence[Problem]:
        """Return the documents that cannot be read; they are kept as they are."""
        index = index_of(self._storage.snapshot)
        return index.note.problems if index else ()

    def warnings(self) -> list[str]:
        """Return what the person should know about the book's files, a sentence each."""
        found = access_warnings(self._storage.path)
        found += map(offer, self.conflicts())
        if not self._storage.file_size and self._backups and (kept := list_backups(self._storage.path, self._backups)):
            found.append(f"no book here: “fuyu restore {kept[0].day}” brings back a copy of {self._storage.path}")
        return [*found, *self.unreadable()]

    def unreadable(self) -> list[str]:
        """Return the sentence that says how many documents cannot be read, where there are any."""
        count = len(self.problems())
        return (
            [f"{count} {'record' if count == 1 else 'records'} cannot be read; “fuyu check” lists them"]
            if count
            else []
        )

    def take(self, journal: Path) -> None:
        """Take what another journal holds into memory only, over what is here: to look at it, and to merge it."""
        self._storage.take(journal)

    def news(self) -> list[str]:
        """Return what was done about the book's files since this was last asked, a sentence each."""
        said, self._storage.notices = self._storage.notices, []
        return said

    def conflicts(self) -> list[Path]:
        """Return the copies beside the book that hold someone else's changes."""
        return conflict_copies(self._storage)

    def tidy(self) -> bool:
        """Compact where the journal is worth it, for an idle moment and any thread; return whether that was done."""
        is_done = self._storage.journal_size * _WORTH > self._storage.file_size and self._compact_quietly()
        with suppress(StoreError, OSError):
            snapshot = self._storage.snapshot
            snapshot.make_sure()
            asked(snapshot, lambda index: index.vocabulary(snapshot))  # for the next search
        return is_done

    def back_up(self, today: date) -> Path | None:
        """Copy the book to the backups, once a day; return the copy. Any thread may do it."""
        if self._backups is None or not len(self.rows):
            return None
        return back_up(self._storage.path, self._backups, today, self._storage.copy_to)

    def copy_to(self, path: Path, held: Sequence[Change] = ()) -> None:
        """Write the whole book to a new file, also where its own cannot be written, with changes that are not saved."""
        changed: dict[str, dict[int, bytes | None]] = {}
        for change in held:
            raw = None if change.after is None else documents.rewritten(None, None, change.after)
            changed.setdefault(change.table, {})[change.id] = raw
        with disk.claimed(path):
            self._storage.copy_to(path, changed)

    def export_to(self, fd: int) -> None:
        """Write the whole book as JSON to an open file, such as standard output."""
        self._storage.export_to(fd)

    def compact(self) -> bool:
        """Write the file anew with what its journal holds; return whether that was done."""
        return self._storage.compact()

    def close(self) -> str:
        """Let go of the file; the store is not used afterwards. It is compacted where that is quick."""
        is_small = self._storage.file_size + self._storage.journal_size < _SMALL
        if is_small and not self._compact_quietly(wait=True):
            with suppress(StoreError, OSError):
                self._storage.refresh()  # another fuyu may be at it, or have done it
            self._compact_quietly(wait=True)
        is_behind = self._storage.has_written and self._storage.is_behind
        self._storage.let_go()
        name = self._storage.path.name
        return f"the last changes are in {name}.journal; “fuyu backup” writes them into {name}" if is_behind else ""

    def loaded(self) -> None:
        """Start over: the file was read anew."""
        self._changed_leads = None
        self._action_ids = None
        self._since = Since(self._storage.snapshot, self._storage.get)
        self._folded = FoldedRows(self._storage.snapshot)
        self.rows = Rows(base=self._folded)

    def put(self, table: str, document_id: int, raw: bytes | None) -> None:
        """Take notice of one document that is now another, or None."""
        with suppress(UnreadableError):
            if table in SEARCHED:
                self._since.put(Table(table), document_id, raw)
            if table == Table.LEADS:
                if self._changed_leads is not None:
                    self._changed_leads.add(document_id)
                self.rows.drop(document_id)
                if raw is not None:
                    self.rows.put(documents.decode_row(document_id, raw))
            elif table == ACTIONS and self._action_ids is not None:
                if raw is None:
                    self._action_ids = None
                else:
                    self._action_ids[documents.decode_head(raw).uid] = document_id
                    self._action_sizes[document_id] = len(raw)

    def _as_expected(self, changes: Sequence[Change]) -> list[_Before]:
        """Return the documents that changes change, or raise where one is no longer as its change says."""
        found = [(change.table, change.id, self._tables[change.table].raw(change.id)) for change in changes]
        for change, (table, document_id, raw) in zip(changes, found, strict=True):
            if not documents.is_as(raw, table, document_id, change.before):
                raise StaleError(f"{table} {document_id} was changed meanwhile")
        return found

    def _put(self, changes: Sequence[Change], before: Sequence[_Before], originals: _Originals) -> None:
        """Write documents as they are after changes; one that is as it originally was gets those bytes."""
        for change, (table, document_id, raw) in zip(changes, before, strict=True):
            original = originals.get((table, document_id))
            if change.after is None:
                self._tables[table].take_out(document_id)
            elif original is not None and documents.is_as(original, table, document_id, change.after):
                self._tables[table].put(document_id, original)
            else:
                self._tables[table].put(document_id, documents.rewritten(raw, change.before, change.after))

    def _documents(self, table: Table) -> Iterator[tuple[int, Document]]:
        for document_id, raw in self._tables[table].raws():
            with suppress(UnreadableError):
                yield document_id, documents.decode(table, document_id, raw)

    def _actions(self) -> dict[str, int]:
        """Return the id of each action by its uid."""
        if self._action_ids is None:
            self._action_ids, self._action_sizes = {}, {}
            for action_id, raw in self._tables[ACTIONS].raws():
                self.put(ACTIONS, action_id, raw)
        return self._action_ids

    def _before(self, uid: str) -> list[_Before]:
        """Return the documents an action changed as they were before it."""
        raw = self._tables[ACTIONS].raw(self._actions().get(uid, 0))
        if raw is None:
            raise NotFoundError("that is too long ago to be taken back")
        before = [(table, document_id, bytes(raw)) for table, document_id, raw in documents.decode_record(raw).before]
        return [(table, document_id, None if raw == NOTHING else raw) for table, document_id, raw in before]

    def _originals(self, uid: str) -> dict[_Place, bytes | None]:
        """Return the documents that taking back an action restores, to the byte."""
        if uid not in self._actions():
            return {}
        return {(table, document_id): raw for table, document_id, raw in self._before(uid)}

    def _compact_before_it_grows(self) -> None:
        """Compact in a thread when the journal has become long; where that failed, when it has grown as much again."""
        size = self._storage.journal_size
        step = min(max(self._storage.file_size // _SHARE, _SHORT), _LONG)
        self._compact_at = max(min(self._compact_at, size + step), step)
        if size > self._compact_at:
            self._compact_at = size + step
            Thread(target=self._compact_quietly, name="compaction", daemon=True).start()

    def _compact_quietly(self, *, wait: bool = False) -> bool:
        """Compact; one that fails is no one's problem, the journal is there for the next."""
        with suppress(StoreError, OSError):
            return self._storage.compact(load=False, wait=wait)
        return False

    def _migrate(self) -> None:
        """Bring a book of an older schema to the present one, once there is a copy of it."""
        path = self._storage.path
        if self._storage.schema >= SCHEMA:
            return
        from fuyu.storage.migrations import migrate, migrate_in_memory  # noqa: PLC0415 - only an older book needs it

        if self._storage.read_only:
            migrate_in_memory(self._db)
            return
        try:
            with disk.saving():
                before = path.with_name(f"{path.stem}.before-schema-{SCHEMA}{path.suffix}")
                if not before.exists():
                    disk.copy(path, before)
                migrate(self._db, before.name)
        except SaveError as error:
            migrate_in_memory(self._db)
            self._storage.read_only = f"{path.name} is of an older fuyu and cannot be brought up to date: {error}"

    def _too_old(self) -> list[int]:
        """Return the ids of the actions that are too long ago to be taken back, or too large together."""
        if len(self._action_sizes) <= _UNDO_DEPTH + _UNDO_SLACK and sum(self._action_sizes.values()) <= _UNDO_BYTES:
            return []
        newest_first = sorted(self._action_sizes, reverse=True)
        together = dict(zip(newest_first, accumulate(self._action_sizes[found] for found in newest_first), strict=True))
        kept = [found for found in newest_first[:_UNDO_DEPTH] if together[found] <= _UNDO_BYTES]
        return sorted(set(newest_first) - set(kept) - set(newest_first[:_UNDO_LEAST]))
