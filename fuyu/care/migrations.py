"""A book of an older schema, brought to the present one."""

from collections.abc import Mapping
from contextlib import suppress

from fuyu import disk
from fuyu.care import upgrading
from fuyu.domain.action import Table
from fuyu.errors import SaveError
from fuyu.storage.documents import ACTIONS, SCHEMA
from fuyu.storage.journal_db import JournalStorage
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.layout import WRONG


def bring_up_to_date(storage: JournalStorage) -> None:
    """Bring a book to the present schema, once there is a copy of it. Doing it twice does no harm.

    Where it cannot be written, it is looked at in the words of the present schema, and its files stay as they are.
    """
    contents, path = storage.contents, storage.path
    if not storage.read_only:
        try:
            with disk.saving():
                before = path.with_name(f"{path.stem}.before-schema-{SCHEMA}{path.suffix}")
                if not before.exists():
                    disk.copy(path, before)
                _migrate(storage, before.name)
        except SaveError as error:
            storage.read_only = f"{path.name} is of an older fuyu and cannot be brought up to date: {error}"
    if contents.schema < SCHEMA:
        contents.overlay(_changed(contents))
        contents.schema = SCHEMA


def _migrate(storage: JournalStorage, copy: str) -> None:
    """Write a book in the present schema.

    What was done before cannot be undone afterwards: the actions have the words of then, and are left to the copy.

    Args:
        storage: the book's.
        copy: the name of the file that has the book as it was.
    """
    contents = storage.contents
    with storage.writing():
        changed = _changed(contents)
        with storage.batch() as batch:  # a line is written also where no document differs: else nothing is compacted
            batch.of(ACTIONS).update(dict.fromkeys([*contents.ids(ACTIONS)]))
            for table, found in changed.items():
                batch.of(table).update(found)
        contents.schema, contents.copy = SCHEMA, copy
        storage.files.notices.append(
            f"{storage.path.name} is of an older fuyu and was brought up to date: {copy} has it as it was"
        )
    storage.compact()
    storage.files.keeper.forget()  # they have the words of before


def _changed(contents: Contents) -> Mapping[str, Mapping[int, bytes]]:
    """Return the documents that look different in the present schema, by table and id."""
    settled = upgrading.settled_by(raw for _, raw in contents.documents(Table.TOUCHES))
    put: dict[str, dict[int, bytes]] = {}
    for table in Table:
        for document_id, raw in contents.documents(table):
            with suppress(*WRONG):  # what is no document stays as it is
                after = upgrading.upgraded(contents.schema, table, document_id, raw)
                if table is Table.LEADS and document_id in settled:
                    after = upgrading.with_promises(after, settled[document_id])
                if after is not raw:
                    put.setdefault(table, {})[document_id] = after
    return put
