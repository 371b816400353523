"""The database of a book: opened, and in the schema of now."""

from pathlib import Path

from fuyu.care.policy import BookPolicy
from fuyu.storage.documents import SCHEMA
from fuyu.storage.journal_db import JournalDB, JournalStorage
from fuyu.storage.journal_db.snapshot import Indexer


class BookStorage(JournalStorage):
    """A storage whose documents are in the schema of now, whoever wrote the file."""

    def reopen(self) -> None:
        """Read the file and its journal anew."""
        super().reopen()
        if self.contents.schema < SCHEMA:
            from fuyu.care.migrations import bring_up_to_date  # noqa: PLC0415 - only an older book needs it

            bring_up_to_date(self)


def open_db(path: Path, indexer: Indexer | None = None, *, look_only: bool = False) -> JournalDB:
    """Open the database of a book."""
    return JournalDB(path, BookPolicy(indexer), look_only=look_only, storage=BookStorage)
