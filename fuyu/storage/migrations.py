"""What became of documents from one schema to the next. `tests/storage/data` has a file of each old schema."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Raw
from msgspec.json import Decoder, encode

from fuyu.domain.action import Table
from fuyu.storage.shelf import Shelf
from fuyu.storage.snapshot import SCHEMA

Step = Callable[[str, int, dict[str, Raw]], dict[str, Raw]]
"""Takes a table, an id and a document's fields; returns those it has in the next schema, unchanged ones as they are."""

_fields = Decoder(dict[str, Raw])


def _with_id(_table: str, document_id: int, fields: dict[str, Raw]) -> dict[str, Raw]:
    """Schema 0 is what plain TinyDB writes: there, only the key tells the id."""
    return fields if "id" in fields else {"id": Raw(b"%d" % document_id), **fields}


STEPS: Mapping[int, Step] = {0: _with_id}
"""By the schema it starts from."""


def migrate(shelf: Shelf) -> bool:
    """Bring a book to the present schema; return whether it was of an older one. Doing it twice does no harm."""
    if shelf.schema >= SCHEMA or shelf.read_only:
        return False
    with shelf.writing():
        put: dict[str, dict[int, bytes]] = {}
        for table in Table:
            put[table] = dict(_changed(shelf, table))
        shelf.commit({table: found for table, found in put.items() if found})
        shelf.schema = SCHEMA
    shelf.compact()
    return True


def _changed(shelf: Shelf, table: str) -> Iterator[tuple[int, bytes]]:
    """Yield the documents that look different in the present schema."""
    for document_id, raw in shelf.documents(table):
        before = _fields.decode(raw)
        after = before
        for schema in range(shelf.schema, SCHEMA):
            after = STEPS[schema](table, document_id, after)
        if after is not before:
            yield document_id, encode(after)
