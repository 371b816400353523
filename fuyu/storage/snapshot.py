"""fuyu.json as it was at one moment: documents are read from it when they are asked for."""

import os
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from fuyu.errors import DamagedError
from fuyu.storage import disk, layout
from fuyu.storage.columns import Writer
from fuyu.storage.disk import Identity
from fuyu.storage.index import Index
from fuyu.storage.indexing import Builder, read

SCHEMA = 1
_AT_ONCE = 256
"""Documents read in one go: some 100 kB, which stay in the processor's cache; a thread reading many lets others run."""


class Meta(Struct, frozen=True, kw_only=True):
    """What a file says of itself, in the one document of its table `_meta`."""

    schema: int = SCHEMA
    seq: int = 0
    """The sequence number of the last line of a journal that was folded in."""
    fold: str = ""
    """A name that no other fold has."""
    after: str = ""
    """The name of the fold before: a crash may leave its journal behind."""
    last: dict[str, int] = {}
    """The highest id each table ever had: none is given twice."""


_meta = Decoder(Meta)


class Snapshot:
    """One version of the file; it can be read on when the name stands for another version already."""

    def __init__(self, path: Path, *, keeps_index: bool = True) -> None:
        self._path = path
        self._fd = -1
        self.identity = Identity.of(path)
        if self.identity is None:
            self.index = Builder().finish(in_lines=True)
        else:
            self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
            weakref.finalize(self, disk.close, self._fd)
            self.identity = Identity.of_open(self._fd)
            self.index = self._read_index(path, self.identity, keeps_index=keeps_index)
        self.meta = self._read_meta()

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        places = self.index.places(table)
        slot = places.slot(document_id)
        return self.read(places.starts[slot], places.lengths[slot]) if places.has(slot, document_id) else None

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id."""
        places = self.index.places(table)
        for first in range(0, len(places.ids), _AT_ONCE):
            part = slice(first, first + _AT_ONCE)
            ids, starts, lengths = (column[part] for column in (places.ids, places.starts, places.lengths))
            if not self.index.in_lines:
                raws = [self.read(start, length) for start, length in zip(starts, lengths, strict=True)]
            else:
                offset = starts[0]
                block = self.read(offset, starts[-1] + lengths[-1] - offset)
                begins = (start - offset for start in starts)
                raws = [block[begin : begin + length] for begin, length in zip(begins, lengths, strict=True)]
            yield from zip(ids, raws, strict=True)

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file."""
        with disk.reading(self._path):
            content = disk.read_all(self._fd, start, start + length)
        if len(content) != length:
            raise DamagedError(f"{self._path.name} became shorter while it was open")
        return content

    def _read_index(self, path: Path, identity: Identity, *, keeps_index: bool) -> Index:
        """Open the index beside the file; read the whole file where there is none of this version."""
        index_path = path.with_name(f"{path.name}.index")
        index = Index.load(index_path, identity)
        if index is not None:
            return index
        with open(self._fd, "rb", closefd=False) as file:
            if keeps_index:
                with suppress(OSError), disk.prepared(index_path) as prepared:
                    writer = Writer(prepared.fd)
                    index = read(file, path.name, writer)
                    index.write(writer, identity)
                    prepared.take_its_place(durably=False)
                    return index
            file.seek(0)
            return read(file, path.name)

    def _read_meta(self) -> Meta:
        raw = self.get(layout.META, 1)
        try:
            if raw is None:
                return Meta(schema=SCHEMA if self.identity is None else 0)
            return _meta.decode(raw)
        except (DecodeError, UnicodeDecodeError) as error:
            raise DamagedError(f"{self._path.name}: the document in _meta is damaged: {error}") from error
