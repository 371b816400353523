"""A store that keeps nothing: the twin that tests the others, and the desk's tests."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import chain
from pathlib import Path

from msgspec.json import encode

from fuyu import disk
from fuyu.domain.action import Action, Change, Document, Head, Table, lead_of
from fuyu.domain.cleaning import cleaned
from fuyu.domain.find import mentioned
from fuyu.domain.history import Draft, Entry, Note, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.query import OPERATORS, Term, takes_all
from fuyu.domain.text import fold
from fuyu.errors import NotFoundError, StaleError
from fuyu.storage.forgetting.forget import ForgettingWish
from fuyu.storage.forgetting.tombstones import Silent, Tombstone
from fuyu.storage.port import Applied, Cleaned, News, Reversal, Share
from fuyu.storage.rows import Rows
from fuyu.storage.undo import Done, taken_back


class MemoryStore:
    """A book in a dictionary a table."""

    read_only = ""
    copy_before = ""

    def __init__(self) -> None:
        self.rows = Rows()
        self.team: Share | None = None
        self._tables: dict[Table, dict[int, Document]] = {table: {} for table in Table}
        self._last_id = dict.fromkeys(Table, 0)
        self._actions: dict[str, Action] = {}
        self.care = self

    @property
    def me(self) -> str:
        """What the team calls the person of this book; empty without a team."""
        return self.team.person if self.team else ""

    def lead(self, lead_id: int) -> Lead | None:
        """Return a lead, None where there is none by that id."""
        lead = self._tables[Table.LEADS].get(lead_id)
        return lead if isinstance(lead, Lead) else None

    def history(self, lead_id: int) -> Sequence[Entry]:
        """Return the touches and notes of a lead, newest first."""
        documents = [*self._tables[Table.TOUCHES].values(), *self._tables[Table.NOTES].values()]
        entries = [entry for entry in documents if isinstance(entry, (Touch, Note)) and entry.lead == lead_id]
        return sorted(entries, key=lambda entry: (entry.at, isinstance(entry, Touch), entry.id), reverse=True)

    def draft(self, lead_id: int) -> Draft | None:
        """Return what is being typed about a lead."""
        draft = self._tables[Table.DRAFTS].get(lead_id)
        return draft if isinstance(draft, Draft) else None

    def drafts(self) -> Sequence[Draft]:
        """Return every draft, by lead id."""
        drafts = [draft for draft in self._tables[Table.DRAFTS].values() if isinstance(draft, Draft)]
        return sorted(drafts, key=lambda draft: draft.id)

    def document(self, table: Table, document_id: int) -> Document | None:
        """Return any document, None where there is none by that id."""
        return self._tables[table].get(document_id)

    def documents(self, table: Table) -> Iterator[Document]:
        """Yield the documents of a table, by id."""
        found = self._tables[table]
        return (found[document_id] for document_id in sorted(found))

    def changed_at(self) -> Mapping[int, datetime]:
        """Return when each lead was last changed."""
        done = [(change, action.at) for action in self._actions.values() for change in action.changes]
        return {change.id: at for change, at in done if change.table is Table.LEADS}

    def next_id(self, table: Table) -> int:
        """Return an id that no document of the table has or ever had."""
        return self._last_id[table] + 1

    def mentions(self, words: str) -> Iterator[int]:
        """Yield ids of leads about whom all the words are written."""
        searched = (Table.LEADS, Table.TOUCHES, Table.NOTES)
        return mentioned(chain.from_iterable(map(self.documents, searched)), fold(words).split())

    def meeting(self, terms: Sequence[Term]) -> Iterator[int]:
        """Yield ids of leads that meet all terms of a query."""
        return (lead.id for lead in self._leads() if takes_all(terms, lead))

    def values(self, operator: str) -> Iterable[str]:
        """Return the values that leads hold by the name of an operator of queries."""
        return {value for lead in self._leads() for value in OPERATORS[operator].of(lead)}

    def _leads(self) -> Iterator[Lead]:
        return (lead for lead in self.documents(Table.LEADS) if isinstance(lead, Lead))

    def heads(self) -> Sequence[Head]:
        """Return the actions, oldest first."""
        return [Head(uid=a.uid, verb=a.verb, title=a.title, of=a.of) for a in self._actions.values()]

    def reversal(self, uid: str) -> Reversal:
        """Return what would take an action back."""
        if uid not in self._actions:
            raise NotFoundError("that is too long ago to be taken back")
        done = self._actions[uid]
        changed = [
            Done(one.table, one.before, one.after and cleaned(one.after), self._tables[one.table].get(one.id))
            for one in done.changes
        ]
        return taken_back(changed, self.history, done.at)

    def apply(self, action: Action) -> Applied:
        """Write an action, wholly or not at all."""
        if action.uid in self._actions:
            return Applied.DUPLICATE
        self._change(action.changes)
        self._actions[action.uid] = action
        return Applied.OK

    @property
    def forgotten(self) -> "MemoryStore":
        """Nobody is forgotten by memory."""
        return self

    def __iter__(self) -> Iterator[Tombstone]:
        """There is no mark."""
        return iter(())

    def of(self, lead_id: int) -> None:
        """There is no mark."""

    def silent(self) -> Silent:
        """There is no mark."""
        return Silent(())

    def forget(self, ids: Collection[int], wish: ForgettingWish) -> Cleaned:  # noqa: ARG002 - the port has it
        """Forget leads, with what is about them."""
        for table, found in self._tables.items():
            for document_id in [one for one, document in found.items() if lead_of(document) in ids]:
                self._put(table, document_id, None)
        return Cleaned()

    def deleted(self) -> Mapping[int, str]:
        """Nobody who was deleted is looked for."""
        return {}

    def finish_forgetting(self) -> bool:
        """There are no files to clean."""
        return True

    def keep_draft(self, draft: Draft) -> None:
        """Keep what is being typed; empty text drops it."""
        self._put(Table.DRAFTS, draft.id, cleaned(draft) if draft.text else None)

    def keep_typed(self, *changes: Change) -> None:
        """Keep what is being typed in several places."""
        self._change(changes)

    def refresh(self) -> News:
        """Nobody else writes here."""
        return News()

    def retry(self) -> str:
        """Nothing keeps memory from being written."""
        return ""

    def warnings(self) -> list[str]:
        """There are no files to warn about."""
        return []

    def news(self) -> list[str]:
        """There are no files."""
        return []

    def tidy(self) -> bool:
        """There are no files to tidy."""
        return False

    def back_up(self, today: date) -> Path | None:  # noqa: ARG002 - the port has it
        """There is no file to copy."""
        return None

    def copy_to(self, path: Path, held: Sequence[Change] = ()) -> None:
        """Write the whole book to a new file, as plain TinyDB would, with changes that are not saved."""
        tables: dict[str, dict[str, Document | None]] = {
            table: {str(document_id): document for document_id, document in found.items()}
            for table, found in self._tables.items()
        }
        for change in held:
            tables[change.table][str(change.id)] = change.after
        with disk.claimed(path):
            path.write_bytes(encode({table: {i: d for i, d in found.items() if d} for table, found in tables.items()}))

    def close(self) -> str:
        """Forget nothing: a test may look afterwards."""
        return ""

    def _change(self, changes: Sequence[Change]) -> None:
        for change in changes:
            if self._tables[change.table].get(change.id) != change.before:
                raise StaleError(f"{change.table} {change.id} was changed meanwhile")
        for change in changes:
            self._put(change.table, change.id, change.after and cleaned(change.after))

    def _put(self, table: Table, document_id: int, document: Document | None) -> None:
        if document is None:
            self._tables[table].pop(document_id, None)
        else:
            self._tables[table][document_id] = document
            self._last_id[table] = max(self._last_id[table], document_id)
        if table is Table.LEADS:
            self.rows.drop(document_id)
            if isinstance(document, Lead):
                self.rows.put(document.row())
