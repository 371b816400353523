"""Tables as TinyDB sees them: mappings of ids to documents, which are decoded when they are asked for."""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.layout import id_of

Fields = dict[str, Any]
_THERE: Fields = {}
"""Stands for a document that nobody asked for."""


class StoredTable(Mapping[str, Fields]):
    """A table as storages hand it out, ids as text."""

    def __init__(self, contents: Contents, name: str) -> None:
        self._contents = contents
        self._name = name

    def __getitem__(self, key: str) -> Fields:
        document_id = id_of(key)
        raw = None if document_id is None else self._contents.get(self._name, document_id)
        if raw is None:
            raise KeyError(key)
        return _decoded(raw)

    def __iter__(self) -> Iterator[str]:
        return map(str, self._contents.ids(self._name))

    def __len__(self) -> int:
        return sum(1 for _ in self._contents.ids(self._name))

    def items(self) -> Any:
        """Yield ids with documents, read in long stretches."""
        return ((str(document_id), _decoded(raw)) for document_id, raw in self._contents.documents(self._name))


class EditedTable(MutableMapping[int, Fields]):
    """A table under the hands of one of TinyDB's updaters: it notes what is set, deleted and changed in place."""

    def __init__(self, contents: Contents, name: str) -> None:
        self._contents = contents
        self._name = name
        self._seen: dict[int, Fields | None] = {}
        """What was asked for, which may be changed in place, or set; None is not there, or not any more."""

    def __getitem__(self, document_id: int) -> Fields:
        if document_id not in self._seen:
            raw = self._stored(document_id)
            self._seen[document_id] = None if raw is None else _decoded(raw)
        document = self._seen[document_id]
        if document is None:
            raise KeyError(document_id)
        return document

    def __setitem__(self, document_id: int, document: Fields) -> None:
        if id_of(str(document_id)) is None:
            raise ValueError(f"{document_id} is no document id: whole numbers of up to 16 digits are")
        self._seen[document_id] = document

    def __delitem__(self, document_id: int) -> None:
        if document_id not in self:
            raise KeyError(document_id)
        self._seen[document_id] = None

    def __iter__(self) -> Iterator[int]:
        yield from (found for found in self._contents.ids(self._name) if self._seen.get(found, _THERE) is not None)
        yield from [found for found in self._seen if found in self and self._stored(found) is None]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Delete every document."""
        self._seen = dict.fromkeys(self._contents.ids(self._name))

    def differing(self, **options: Any) -> dict[int, bytes | None]:
        """Return the documents that are otherwise than they are stored, None for those that are to go.

        Args:
            options: for `json.dumps`.

        Raises:
            ValueError: a document has a number that JSON cannot hold.
            TypeError: it has something else that JSON cannot hold.
        """
        found: dict[int, bytes | None] = {}
        for document_id, document in self._seen.items():
            stored = self._stored(document_id)
            raw = None if document is None else json.dumps(document, allow_nan=False, **options).encode()
            is_same = raw is stored if raw is None or stored is None else json.loads(raw) == json.loads(stored)
            if not is_same:
                found[document_id] = raw
        return found

    def _stored(self, document_id: int) -> bytes | None:
        return self._contents.get(self._name, document_id)


def _decoded(raw: bytes) -> Fields:
    decoded: Fields = json.loads(raw)
    return decoded
