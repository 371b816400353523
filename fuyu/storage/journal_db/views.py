"""Tables as TinyDB sees them: mappings of ids to documents, which are decoded when they are asked for."""

import json
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.layout import id_of

Fields = dict[str, Any]


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
        self._set: dict[int, Fields] = {}
        self._deleted: dict[int, None] = {}

    def __getitem__(self, document_id: int) -> Fields:
        if document_id not in self._set:
            raw = None if document_id in self._deleted else self._stored(document_id)
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
        return document_id in self._set or (
            isinstance(document_id, int) and document_id not in self._deleted and self._stored(document_id) is not None
        )

    def __iter__(self) -> Iterator[int]:
        yield from (found for found in self._contents.ids(self._name) if found not in self._deleted)
        yield from [found for found in self._set if self._stored(found) is None]

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Delete every document."""
        self._deleted |= dict.fromkeys(self._contents.ids(self._name))
        self._set.clear()

    def differing(self, **options: Any) -> dict[int, bytes | None]:
        """Return the documents that are otherwise than they are stored, None for those that are to go.

        Args:
            options: for `json.dumps`.

        Raises:
            ValueError: a document has a number that JSON cannot hold.
            TypeError: it has something else that JSON cannot hold.
        """
        found: dict[int, bytes | None] = {}
        for document_id, document in self._set.items():
            raw = json.dumps(document, allow_nan=False, **options).encode()
            stored = self._stored(document_id)
            if stored is None or json.loads(raw) != json.loads(stored):
                found[document_id] = raw
        return found | {gone: None for gone in self._deleted if self._stored(gone) is not None}

    def _stored(self, document_id: int) -> bytes | None:
        return self._contents.get(self._name, document_id)


def _decoded(raw: bytes) -> Fields:
    decoded: Fields = json.loads(raw)
    return decoded
