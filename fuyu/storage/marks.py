"""The marks of a book of who was forgotten; few books have any, and then nothing is loaded."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fuyu.domain.action import Document, Table, lead_of
from fuyu.storage.documents import FORGOTTEN
from fuyu.storage.journal_db import JournalDB

if TYPE_CHECKING:
    from fuyu.storage.forgetting.tombstones import Silent, Tombstone, Tombstones


class BookMarks:
    """Who was forgotten in one book."""

    def __init__(self, db: JournalDB) -> None:
        self._db = db
        self._told_of = {one.id for one in self}

    def __iter__(self) -> "Iterator[Tombstone]":
        """Yield all marks."""
        return iter(self._found if self._are_any else ())

    def of(self, lead_id: int) -> "Tombstone | None":
        """Return the mark of a lead, None where nobody of that id was forgotten."""
        return self._found.of(lead_id) if self._are_any else None

    def silent(self) -> "Silent":
        """Return the marks of those who asked not to be contacted."""
        return self._found.silent()

    def is_about_them(self, document: Document) -> bool:
        """Return whether a document is about somebody who was forgotten while it was made."""
        lead_id = lead_of(document)
        return self.of(lead_id) is not None and self._db.table(Table.LEADS).raw(lead_id) is None

    def news(self) -> list[str]:
        """Return whom a team erased since this was last asked, a sentence each."""
        new = [one for one in self if one.by_team and one.id not in self._told_of]
        self._told_of.update(one.id for one in new)
        return [one.words for one in new]

    @property
    def _are_any(self) -> bool:
        return FORGOTTEN in self._db.storage.contents.tables

    @property
    def _found(self) -> "Tombstones":
        from fuyu.storage.forgetting.tombstones import Tombstones  # noqa: PLC0415 - few books ever forget anybody

        return Tombstones(self._db)
