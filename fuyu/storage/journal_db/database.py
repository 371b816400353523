"""TinyDB whose changes are appended to a journal: each is one line, and costs what it changes.

`with JournalDB(path) as db: db.table("people").search(where("company") == "Acme")`
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Any, cast

from tinydb import TinyDB
from tinydb.queries import QueryLike
from tinydb.table import Document, Table

from fuyu.storage.journal_db.contents import Batch
from fuyu.storage.journal_db.storage import JournalStorage
from fuyu.storage.journal_db.views import StoredTable


class JournalTable(Table):
    """A table that writes the documents an update changed, and only those.

    Beside TinyDB's methods it has some for documents as bytes, for whoever decodes them otherwise. They ask for nothing
    that others wrote since the last write, `refresh` or call of one of TinyDB's.
    """

    _seen = -1
    """The last change that the cached queries know of."""

    @property
    def storage(self) -> JournalStorage:
        """Get the table's storage."""
        return cast("JournalStorage", self._storage)

    def raw(self, doc_id: int) -> bytes | None:
        """Return a document as it is written, None where there is none by that id."""
        return self.storage.contents.get(self._name, doc_id)

    def raws(self) -> Iterator[tuple[int, bytes]]:
        """Yield the documents as they are written, with their ids, by id."""
        return self.storage.contents.documents(self._name)

    def ids(self) -> Iterator[int]:
        """Yield the ids of the documents, rising."""
        return self.storage.contents.ids(self._name)

    @property
    def last_id(self) -> int:
        """The highest id that a document of the table ever had, 0 where it had none."""
        return self.storage.contents.last_id(self._name)

    def put(self, doc_id: int, raw: bytes) -> None:
        """Write a document, which has to be a JSON object, in the place of the one with its id."""
        with self.storage.batch() as batch:
            batch.put(self._name, doc_id, raw)

    def take_out(self, doc_id: int) -> None:
        """Remove a document; nothing happens where there is none by that id."""
        with self.storage.batch() as batch:
            if self.raw(doc_id) is not None:
                batch.put(self._name, doc_id, None)

    def insert(self, document: Mapping[str, Any]) -> int:
        """Insert a document and return its id, which is chosen while no one else writes."""
        if isinstance(document, self.document_class):
            self._next_id = None
        return self.insert_multiple([document])[0]

    def search(self, cond: QueryLike) -> list[Document]:
        """Return the documents that fulfil a condition."""
        self._forget_what_others_changed()
        return super().search(cond)

    def _get_next_id(self) -> int:
        next_id: int = super()._get_next_id()  # type: ignore[no-untyped-call]
        if self.raw(next_id) is None:
            return next_id
        self._next_id = None  # someone else took it
        return self._get_next_id()

    def _read_table(self) -> Any:
        self._forget_what_others_changed()
        return StoredTable(self.storage.contents, self._name)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        with self.storage.edited(self._name) as table:
            updater(table)
        self.clear_cache()

    def _forget_what_others_changed(self) -> None:
        self.storage.refresh()
        seq = -1 if self.storage.contents.own.batch else self.storage.contents.seq
        if self._seen != seq or seq < 0:
            self._seen = seq
            self.clear_cache()


class JournalDB(TinyDB):
    """TinyDB over a journal; see `JournalStorage` for what else it may be given."""

    default_storage_class = JournalStorage  # type: ignore[assignment] # TinyDB means any storage
    table_class = JournalTable

    @property
    def storage(self) -> JournalStorage:
        """Get the storage of this database."""
        return cast("JournalStorage", self._storage)

    def table(self, name: str, **kwargs: Any) -> JournalTable:
        """Get access to a table."""
        return cast("JournalTable", super().table(name, **kwargs))

    def batch(self, *, durably: bool = True) -> AbstractContextManager[Batch]:
        """Write all that is done inside the block by one line of the journal when it ends, or nothing where it raises.

        With `durably` the line is on the platter then; without, it survives the end of the process, not of the power.
        """
        return self.storage.batch(durably=durably)
