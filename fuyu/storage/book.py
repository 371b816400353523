"""A book of leads in a journalled TinyDB file."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Generic, TypeVar
from weakref import proxy

from fuyu.domain.action import Action, Change, Document, Head, Table
from fuyu.domain.history import Draft, Entry, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.text import fold
from fuyu.errors import DamagedError, StaleError, StoreError
from fuyu.storage import documents
from fuyu.storage.documents import ACTIONS, TEAM, Located, UnreadableError
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.contents import Batch
from fuyu.storage.lead_index import RowsInFile, asked
from fuyu.storage.marks import BookMarks
from fuyu.storage.port import Applied, Care, News, Reversal, Theirs
from fuyu.storage.rows import Rows
from fuyu.storage.since import Since
from fuyu.storage.undo import Done, Originals, UndoRecords, as_it_was, taken_back
from fuyu.storage.words import SEARCHED, encoded

if TYPE_CHECKING:
    from fuyu.domain.query import Term
    from fuyu.storage.team.shared import Shared

CareT = TypeVar("CareT", bound=Care)
_SMALL = 25_000_000
"""Bytes of a file, 7,000 leads, that is compacted on close: half a second; a larger one waits for an idle moment."""


class Book(Generic[CareT]):
    """The store that keeps a person's leads. Opening one that does not exist makes nothing; the first write does."""

    def __init__(self, db: JournalDB, care: CareT) -> None:
        """Stand on the tables of a database; `care` looks after its files."""
        self.care = care
        self.team: Shared | None = None
        """What the book shares with a team, None where it belongs to none."""
        self._changed_leads: set[int] | None = set()
        """The leads that were put or taken out since the last `refresh`, None where the file was read anew."""
        self._db = db
        self._storage = self._db.storage
        self._tables = {table: self._db.table(table) for table in Table}
        self._undo = UndoRecords(self._db.table(ACTIONS))
        self._storage.contents.watch(proxy(self))  # no cycle: the files are let go with the last reference
        self._changed_leads = set()
        self.forgotten = BookMarks(db)
        """The marks of who was forgotten."""

    @property
    def read_only(self) -> str:
        """Why nothing can be written here, as a sentence; empty where it can."""
        return self._storage.read_only

    @property
    def me(self) -> str:
        """What the team calls the person of this book; empty without a team."""
        return self.team.person if self.team else ""

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
        return [draft for draft in self.documents(Table.DRAFTS) if isinstance(draft, Draft)]

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
        found = asked(snapshot, lambda index: index.vocabulary(snapshot).leads_with(wanted, since.leads))
        return chain(found[0], since.leads_with(found[1])) if found else iter(())

    def meeting(self, terms: "Sequence[Term]") -> Iterator[int]:
        """Yield ids of leads that meet all terms of a query, the oldest lead first."""
        from fuyu.domain.query import takes_all  # noqa: PLC0415 - most commands ask nothing

        since, snapshot = self._since, self._storage.contents.snapshot
        found = asked(snapshot, lambda index: [*index.columns(snapshot).leads_with(terms, since.leads)]) or []
        return iter(sorted((*found, *(lead for lead in [*since.leads] if takes_all(terms, since.lead(lead))))))

    def values(self, operator: str) -> Iterable[str]:
        """Return the values that leads hold by the name of an operator of queries."""
        from fuyu.domain.query import OPERATORS  # noqa: PLC0415 - the same

        since, snapshot, of = self._since, self._storage.contents.snapshot, OPERATORS[operator].of
        found = asked(snapshot, lambda index: index.columns(snapshot).values(operator)) or ()
        return {*found, *(value for lead in map(since.lead, [*since.leads]) if lead for value in of(lead))}

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
            before = self._write(batch, action.changes, self._undo.originals(action.of))
            if self.team is None:
                self._undo.keep(batch.seq, action, before)
            else:
                after = self.team.note(batch.seq, action.uid, before)
                self._undo.keep(batch.seq, action, before, after, self.team.numbers_waiting)
        self._storage.compact_before_it_grows()
        return Applied.OK

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed, without waiting for the disk; it survives `kill -9`. Empty text drops it."""
        with self._db.batch(durably=False) as batch:
            if self.forgotten.is_about_them(draft):
                return
            if draft.text:
                batch.put(Table.DRAFTS, draft.id, documents.rewritten(None, None, draft))
            else:
                self._tables[Table.DRAFTS].take_out(draft.id)
        self._storage.compact_before_it_grows()

    def keep_typed(self, *changes: Change) -> None:
        """Keep what is being typed in several places by one line, without waiting for the disk."""
        with self._db.batch(durably=False) as batch:
            kept = [one for one in changes if one.after is None or not self.forgotten.is_about_them(one.after)]
            self._write(batch, kept, {})
        self._storage.compact_before_it_grows()

    def share(self, service: str, team: int, at: datetime) -> None:
        """Share the book with a team from now on; all that is in it waits for the team.

        Args:
            service: the name of the connection.
            team: the team.
            at: the time.
        """
        from fuyu.storage.team import shared  # noqa: PLC0415 - most books are shared with nobody

        shared.begin(self._db, service, team, at)

    def load(self, service: str, team: int, cursor: int, found: Mapping[Table, Iterable[Theirs]]) -> bool:
        """Share the book with a team from now on, with all that the team has, where it has nothing of its own.

        Args:
            service: the name of the connection.
            team: the team.
            cursor: how far the team was before anything was asked for.
            found: the documents of the team, by table, their ids rising.

        Returns:
            Whether that was done; the book is as it was where not.
        """
        from fuyu.storage.team.loading import load  # noqa: PLC0415 - most books are shared with nobody
        from fuyu.storage.team.shared import Membership  # noqa: PLC0415 - as above

        return load(self._db, Membership(service=service, team=team, cursor=cursor), found)

    def share_no_more(self) -> None:
        """Share the book with nobody any more; what the team has stays there, and here."""
        from fuyu.storage.team import shared  # noqa: PLC0415 - as above

        shared.end(self._db)

    def refresh(self) -> News:
        """Read what others wrote since; return what they changed since this was last asked."""
        is_any = self._storage.refresh()
        if is_any:
            self._storage.files.notices += self.forgotten.news()
        leads, self._changed_leads = self._changed_leads, set()
        return News(is_any, None if leads is None else frozenset(leads)) if is_any else News()

    def retry(self) -> str:
        """Try whether the book can be written again; return why not, empty where it can."""
        return self._storage.retry()

    def compact(self) -> bool:
        """Write the file anew with what its journal holds; return whether that was done."""
        return self._storage.compact()

    def close(self) -> str:
        """Let go of the file; the store is not used afterwards. It is compacted where that is quick."""
        is_small = self._storage.contents.file_size + self._storage.journal_size < _SMALL
        if is_small and not self._storage.compact_quietly(wait=True):
            with suppress(StoreError, OSError):
                self._storage.refresh()  # another fuyu may be at it, or have done it
            self._storage.compact_quietly(wait=True)
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
        from fuyu.storage.team.numbering import Numbering  # noqa: PLC0415 - as above
        from fuyu.storage.team.shared import Shared  # noqa: PLC0415 - as above

        numbering = Numbering(paths.device(self._storage.path))
        return Shared(self._db, numbering, proxy(self).history, self._storage.compact_before_it_grows)

    def _write(self, batch: Batch, changes: Sequence[Change], originals: Originals) -> list[Located]:
        """Write documents as they are after changes; return them as they are written before.

        One that is as it originally was gets those bytes. A `StaleError` says that one is no longer as its change says.
        """
        if any(change.after is not None and self.forgotten.is_about_them(change.after) for change in changes):
            raise StaleError("somebody was forgotten meanwhile")
        before = [(change.table, change.id, self._tables[change.table].raw(change.id)) for change in changes]
        for change, (table, document_id, raw) in zip(changes, before, strict=True):
            if not documents.is_as(raw, table, document_id, change.before):
                raise StaleError(f"{table} {document_id} was changed meanwhile")
            after = originals.get((table, document_id))
            if after is None or not documents.is_as(after, table, document_id, change.after):
                after = documents.rewritten(raw, change.before, change.after)
            batch.put(table, document_id, after)
        return before
