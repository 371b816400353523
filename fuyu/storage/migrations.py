"""A book of an older schema, brought to the present one."""

from collections.abc import Mapping
from contextlib import suppress

from fuyu.domain.action import Table
from fuyu.storage import upgrading
from fuyu.storage.documents import ACTIONS, SCHEMA
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.layout import WRONG

Found = Mapping[str, Mapping[int, bytes]]


def migrate(db: JournalDB, copy: str) -> None:
    """Bring a book of an older schema to the present one. Doing it twice does no harm.

    What was done before cannot be undone afterwards: the actions have the words of then, and are left to the copy.

    Args:
        db: the book.
        copy: the name of the file that has the book as it was.
    """
    storage = db.storage
    with storage.writing():
        with db.batch() as batch:
            batch.of(ACTIONS)  # a line is written also where no document differs: without one nothing is compacted
            for table, found in _changed(db).items():
                for document_id, raw in found.items():
                    db.table(table).put(document_id, raw)
            for action_id in db.table(ACTIONS).ids():
                db.table(ACTIONS).take_out(action_id)
        storage.contents.schema, storage.contents.copy = SCHEMA, copy
        storage.files.notices.append(
            f"{storage.path.name} is of an older fuyu and was brought up to date: {copy} has it as it was"
        )
    storage.compact()
    storage.forget_earlier()  # they have the words of before


def migrate_in_memory(db: JournalDB) -> None:
    """Look at a book that cannot be written in the words of the present schema; its files stay as they are."""
    if db.storage.contents.schema < SCHEMA:
        db.storage.contents.overlay(_changed(db))
        db.storage.contents.schema = SCHEMA


def _changed(db: JournalDB) -> Found:
    """Return the documents that look different in the present schema, by table and id."""
    schema = db.storage.contents.schema
    settled = upgrading.settled_by(raw for _, raw in db.table(Table.TOUCHES).raws())
    put: dict[str, dict[int, bytes]] = {}
    for table in Table:
        for document_id, raw in db.table(table).raws():
            with suppress(*WRONG):  # what is no document stays as it is
                after = upgrading.upgraded(schema, table, document_id, raw)
                if table is Table.LEADS and document_id in settled:
                    after = upgrading.with_promises(after, settled[document_id])
                if after is not raw:
                    put.setdefault(table, {})[document_id] = after
    return put
