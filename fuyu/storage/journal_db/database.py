"""TinyDB's own API over a book: its tables, queries and documents, each change one line of the journal.

`with JournalledDB(path) as db: db.table("leads").search(where("company") == "Acme")`
"""

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.storages import Storage
from tinydb.table import Document, Table

from fuyu.errors import StoreError
from fuyu.storage.journal_db.layout import META, id_of
from fuyu.storage.journal_db.storage import Shelf

Fields = dict[str, Any]


class StoredTable(Mapping[str, Fields]):
    """A table as storages hand it out, ids as text; documents are decoded when they are asked for."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf = shelf
        self._name = name

    def __getitem__(self, key: str) -> Fields:
        document_id = id_of(key)
        raw = None if document_id is None else self._shelf.get(self._name, document_id)
        if raw is None:
            raise KeyError(key)
        return _decoded(raw)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._shelf.ids(self._name))

    def __len__(self) -> int:
        return sum(1 for _ in self._shelf.ids(self._name))

    def items(self) -> Any:
        """Yield ids with documents, read in long stretches."""
        return ((str(document_id), _decoded(raw)) for document_id, raw in self._shelf.documents(self._name))


class EditedTable(MutableMapping[int, Fields]):
    """A table under the hands of one of TinyDB's updaters: it notes what is set, deleted and changed in place."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        self._shelf = shelf
        self._name = name
        self._set: dict[int, Fields] = {}
        self._deleted: dict[int, None] = {}

    def __getitem__(self, document_id: int) -> Fields:
        if document_id not in self._set:
            raw = None if document_id in self._deleted else self._shelf.get(self._name, document_id)
            if raw is None:
                raise KeyError(document_id)
            self._set[document_id] = _decoded(raw)
        return self._set[document_id]

    def __setitem__(self, document_id: int, document: Fields) -> None:
        if id_of(str(document_id)) is None:
            raise ValueError(f"{document_id} is no document id: whole numbers of up to 16 digits are")
        self._set[document_id] = document
        self._deleted.pop(document_id, None)

    def __delitem__(self, document_id: int) -> None:
        if document_id not in self:
            raise KeyError(document_id)
        self._set.pop(document_id, None)
        self._deleted[document_id] = None

    def __contains__(self, document_id: object) -> bool:
        return document_id in self._set or (self._is_stored(document_id) and document_id not in self._deleted)

    def __iter__(self) -> Iterator[int]:
        yield from (found for found in self._shelf.ids(self._name) if found not in self._deleted)
        yield from [found for found in self._set if not self._is_stored(found)]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Delete every document."""
        self._deleted |= dict.fromkeys(self._shelf.ids(self._name))
        self._set.clear()

    def commit(self) -> None:
        """Write what differs."""
        put = {document_id: json.dumps(document).encode() for document_id, document in self._set.items()}
        put = {
            document_id: raw
            for document_id, raw in put.items()
            if json.loads(raw) != json.loads(self._shelf.get(self._name, document_id) or b"null")
        }
        deleted = [document_id for document_id in self._deleted if self._is_stored(document_id)]
        if put or deleted:
            self._shelf.commit({self._name: put}, {self._name: deleted} if deleted else {})

    def _is_stored(self, document_id: object) -> bool:
        return isinstance(document_id, int) and self._shelf.get(self._name, document_id) is not None


class JournalledStorage(Storage):
    """A storage for `TinyDB(path, storage=JournalledStorage)`: it appends what differs of what it is given."""

    def __init__(self, path: str | Path) -> None:
        self.shelf = Shelf(Path(path))
        self.shelf.open()

    def read(self) -> dict[str, Any] | None:
        """Return the tables by name, None where there is nothing yet."""
        self.shelf.refresh()
        return {name: StoredTable(self.shelf, name) for name in self.shelf.tables if name != META} or None

    def write(self, data: Mapping[str, Mapping[str, Fields]]) -> None:
        """Make the tables what they are in `data`; the others become empty."""
        with self.shelf.writing():
            for name in {*self.shelf.tables, *data} - {META}:
                wanted = data.get(name, {})
                if not isinstance(wanted, StoredTable):
                    table = EditedTable(self.shelf, name)
                    table.clear()
                    table.update({int(key): document for key, document in wanted.items()})
                    table.commit()

    def close(self) -> None:
        """Fold what was written into the file and let go of it."""
        with suppress(StoreError, OSError):
            self.shelf.compact()
        self.shelf.close()


class JournalledTable(Table):
    """A table that writes the documents an update changed, and only those."""

    _seen = -1
    """The last change that the cached queries know of."""

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its id, which is chosen while no one else writes."""
        return self.insert_multiple([document])[0]

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that fulfil a condition."""
        self._forget_what_others_changed()
        return super().search(cond)

    def _get_next_id(self) -> int:
        next_id: int = super()._get_next_id()  # type: ignore[no-untyped-call]
        if self._shelf.get(self.name, next_id) is None:
            return next_id
        self._next_id = None  # someone else took it
        return self._get_next_id()

    def _read_table(self) -> Any:
        self._forget_what_others_changed()
        return StoredTable(self._shelf, self.name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self._shelf.writing():
            table = EditedTable(self._shelf, self.name)
            updater(table)
            table.commit()
        self.clear_cache()

    def _forget_what_others_changed(self) -> None:
        self._shelf.refresh()
        if self._seen != self._shelf.seq:
            self._seen = self._shelf.seq
            self.clear_cache()

    @property
    def _shelf(self) -> Shelf:
        if not isinstance(self.storage, JournalledStorage):
            raise TypeError("a JournalledTable needs a JournalledStorage")
        return self.storage.shelf


class JournalledDB(TinyDB):
    """TinyDB whose changes are appended to a journal instead of rewriting the file."""

    default_storage_class = JournalledStorage  # type: ignore[assignment] # TinyDB means any storage
    table_class = JournalledTable


def _decoded(raw: bytes) -> Fields:
    decoded: Fields = json.loads(raw)
    return decoded
