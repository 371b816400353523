"""A book of an older schema, brought to the present one."""

from collections.abc import Mapping
from contextlib import suppress

from msgspec import DecodeError

from fuyu.domain.action import Table
from fuyu.storage import upgrading
from fuyu.storage.documents import ACTIONS
from fuyu.storage.journal_db.snapshot import SCHEMA
from fuyu.storage.journal_db.storage import Shelf

Found = Mapping[str, Mapping[int, bytes]]


def migrate(shelf: Shelf, copy: str) -> bool:
    """Bring a book to the present schema; return whether it was of an older one. Doing it twice does no harm.

    What was done before cannot be undone afterwards: the actions have the words of then, and are left to the copy.

    Args:
        shelf: the book.
        copy: the name of the file that has the book as it was.
    """
    if shelf.schema >= SCHEMA or shelf.read_only:
        return False
    with shelf.writing():
        gone = list(shelf.ids(ACTIONS))
        shelf.commit(_changed(shelf), {ACTIONS: gone} if gone else {})
        shelf.schema, shelf.copy = SCHEMA, copy
        shelf.notices.append(
            f"{shelf.path.name} is of an older fuyu and was brought up to date: {copy} has it as it was"
        )
    shelf.compact()
    shelf.forget_earlier()  # they have the words of before
    return True


def migrate_in_memory(shelf: Shelf) -> None:
    """Look at a book that cannot be written in the words of the present schema; its files stay as they are."""
    if shelf.schema < SCHEMA:
        shelf.overlay(_changed(shelf))
        shelf.schema = SCHEMA


def _changed(shelf: Shelf) -> Found:
    """Return the documents that look different in the present schema, by table and id."""
    settled = upgrading.settled_by(raw for _, raw in shelf.documents(Table.TOUCHES)) if shelf.schema < SCHEMA else {}
    put: dict[str, dict[int, bytes]] = {}
    for table in Table:
        for document_id, raw in shelf.documents(table):
            with suppress(DecodeError, UnicodeDecodeError, RecursionError):  # what is no document stays as it is
                after = upgrading.upgraded(shelf.schema, table, document_id, raw)
                if table is Table.LEADS and document_id in settled:
                    after = upgrading.with_promises(after, settled[document_id])
                if after is not raw:
                    put.setdefault(table, {})[document_id] = after
    return put
