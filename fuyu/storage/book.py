"""A book of leads in a journalled TinyDB file."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import proxy

from fuyu.domain.action import Action, Change, Document, Head, Table
from fuyu.domain.history import Draft, Entry, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.text import fold
from fuyu.errors import DamagedError, SaveError, StaleError, StoreError
from fuyu.storage import documents
from fuyu.storage.backups import newest_good
from fuyu.storage.care import BookCare
from fuyu.storage.documents import ACTIONS, SCHEMA, TEAM, Located, UnreadableError
from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.snapshot import Indexer
from fuyu.storage.lead_index import RowsInFile, asked
from fuyu.storage.policy import open_db
from fuyu.storage.port import Applied, News, Reversal
from fuyu.storage.rows import Rows
from fuyu.storage.since import Since
from fuyu.storage.undo import Done, Originals, UndoRecords, as_it_was, taken_back
from fuyu.storage.words import SEARCHED, encoded

if TYPE_CHECKING:
    from fuyu.storage.shared import Shared

_SMALL = 25_000_000
"""Bytes of a file, 7,000 leads, that is compacted on close: half a second; a larger one waits for an idle moment."""


class Book:
    """The store that keeps a person's leads. Opening one that does not exist makes nothing; the first write does."""

    def __init__(
        self, path: Path, backups: Path | None = None, indexer: Indexer | None = None, *, look_only: bool = False
    ) -> None:
        self.rows = Rows()
        self.team: Shared | None = None
        """What the book shares with a team, None where it belongs to none."""
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
        self._since = Since(self._storage.contents.snapshot, self._storage.contents.get)
        self._tables = {table: self._db.table(table) for table in Table}
        self._undo = UndoRecords(self._db.table(ACTIONS))
        own = proxy(self)  # makes no cycle, so that the files are let go with the last reference
        self.care = BookCare(self._storage, backups, lambda: len(own.rows))
        self._storage.contents.watch(own)
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
        drafts = [draft for draft in self.documents(Table.DRAFTS) if isinstance(draft, Draft)]
        return sorted(drafts, key=lambda draft: draft.id)

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id, or none that can be read."""
        raw = self._tables[table].raw(document_id)
        if raw is not None and table is Table.LEADS and document_id not in self._since.leads:
            self._in_file.compare(document_id, raw)
        with suppress(UnreadableError):
            return None if raw is None else documents.decode(table, document_id, raw)
        return None

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table that can be read, by id."""
        for document_id, raw in self._tables[table].raws():
            with suppress(UnreadableError):
                yield documents.decode(table, document_id, raw)

    def changed_at(self) -> dict[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""
        return self._undo.changed_at()

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""
        return self.team.next_id(table) if self.team else self._tables[table].last_id + 1

    def mentions(self, words: str) -> Iterator[int]:
        """Yield ids of leads about whom all the words are written: in their contact data, about, touches or notes."""
        wanted = [encoded(word) for word in fold(words).split()]
        if not wanted:
            return (row.id for row in self.rows)
        since, snapshot = self._since, self._storage.contents.snapshot
        return asked(snapshot, lambda index: index.vocabulary(snapshot).leads_with(wanted, since)) or iter(())

    def heads(self) -> Sequence[Head]:
        """Return the actions that can still be told apart, oldest first, without their documents."""
        return self._undo.heads()

    def reversal(self, uid: str) -> Reversal:
        """Return what would take an action back: what was done since stays.

        Raises:
            NotFoundError: the action is not kept any more, or never was.
            DamagedError: one of the documents cannot be read, as it is or as it was.
        """
        record, left, done = self._undo.record(uid), self._undo.left(uid), []
        for table, document_id, before in as_it_was(record):
            now = self._tables[table].raw(document_id)
            raws = (before, left.get((table, document_id), now), now)
            try:
                done.append(Done(table, *(documents.decode_if_there(table, document_id, raw) for raw in raws)))
            except UnreadableError as error:
                raise DamagedError(f"{table} {document_id} cannot be read: {error}") from error
        return taken_back(done, self.history, record.at)

    def apply(self, action: Action) -> Applied:
        """Write an action, wholly or not at all, durably on return."""
        with self._db.batch() as batch:
            if action.uid in self._undo:
                return Applied.DUPLICATE
            before = self._as_expected(action.changes)
            self._put(action.changes, before, self._undo.originals(action.of))
            if self.team is None:
                self._undo.keep(batch.seq, action, before)
            else:
                after = self.team.note(batch.seq, action.uid, before)
                self._undo.keep(batch.seq, action, before, after, self.team.numbers_waiting)
        self.care.compact_before_it_grows()
        return Applied.OK

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed, without waiting for the disk; it survives `kill -9`. Empty text drops it."""
        with self._db.batch(durably=False):
            if draft.text:
                self._tables[Table.DRAFTS].put(draft.id, documents.rewritten(None, None, draft))
            else:
                self._tables[Table.DRAFTS].take_out(draft.id)
        self.care.compact_before_it_grows()

    def keep_typed(self, *changes: Change) -> None:
        """Keep what is being typed in several places by one line, without waiting for the disk."""
        with self._db.batch(durably=False):
            self._put(changes, self._as_expected(changes), {})
        self.care.compact_before_it_grows()

    def share(self, service: str, team: int, at: datetime) -> None:
        """Share the book with a team from now on; all that is in it waits for the team.

        Args:
            service: the name of the connection.
            team: the team.
            at: the time.
        """
        from fuyu.storage import shared  # noqa: PLC0415 - most books are shared with nobody

        shared.begin(self._db, service, team, at)

    def share_no_more(self) -> None:
        """Share the book with nobody any more; what the team has stays there, and here."""
        from fuyu.storage import shared  # noqa: PLC0415 - as above

        shared.end(self._db)

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

    def take(self, journal: Path) -> None:
        """Take what another journal holds into memory only, over what is here: to look at it, and to merge it."""
        self._storage.take(journal)

    def compact(self) -> bool:
        """Write the file anew with what its journal holds; return whether that was done."""
        return self._storage.compact()

    def close(self) -> str:
        """Let go of the file; the store is not used afterwards. It is compacted where that is quick."""
        is_small = self._storage.contents.file_size + self._storage.journal_size < _SMALL
        if is_small and not self.care.compact_quietly(wait=True):
            with suppress(StoreError, OSError):
                self._storage.refresh()  # another fuyu may be at it, or have done it
            self.care.compact_quietly(wait=True)
        is_behind = self._storage.has_written and self._storage.contents.is_behind
        self._storage.let_go()
        name = self._storage.path.name
        return f"the last changes are in {name}.journal; “fuyu backup” writes them into {name}" if is_behind else ""

    def loaded(self) -> None:
        """Start over: the file was read anew."""
        self._changed_leads = None
        self.team = self._shared()
        self._undo.forget()
        self._since = Since(self._storage.contents.snapshot, self._storage.contents.get)
        self._in_file = RowsInFile(self._storage.contents.snapshot)
        self.rows = Rows(base=self._in_file)

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
            elif table == ACTIONS:
                self._undo.put(document_id, raw)

    def _shared(self) -> "Shared | None":
        """Return what the book shares with a team, None where it belongs to none."""
        if TEAM not in self._storage.contents.needs:
            return None
        from fuyu import paths  # noqa: PLC0415 - most books are shared with nobody
        from fuyu.storage.numbering import Numbering  # noqa: PLC0415 - as above
        from fuyu.storage.shared import Shared  # noqa: PLC0415 - as above

        own = proxy(self)
        numbering = Numbering(paths.device(self._storage.path))
        return Shared(self._db, numbering, own.history, own.care.compact_before_it_grows)

    def _as_expected(self, changes: Sequence[Change]) -> list[Located]:
        """Return the documents that changes change, or raise where one is no longer as its change says."""
        found = [(change.table, change.id, self._tables[change.table].raw(change.id)) for change in changes]
        for change, (table, document_id, raw) in zip(changes, found, strict=True):
            if not documents.is_as(raw, table, document_id, change.before):
                raise StaleError(f"{table} {document_id} was changed meanwhile")
        return found

    def _put(self, changes: Sequence[Change], before: Sequence[Located], originals: Originals) -> None:
        """Write documents as they are after changes; one that is as it originally was gets those bytes."""
        for change, (table, document_id, raw) in zip(changes, before, strict=True):
            original = originals.get((table, document_id))
            if change.after is None:
                self._tables[table].take_out(document_id)
            elif original is not None and documents.is_as(original, table, document_id, change.after):
                self._tables[table].put(document_id, original)
            else:
                self._tables[table].put(document_id, documents.rewritten(raw, change.before, change.after))

    def _migrate(self) -> None:
        """Bring a book of an older schema to the present one, once there is a copy of it."""
        path = self._storage.path
        if self._storage.contents.schema >= SCHEMA:
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
