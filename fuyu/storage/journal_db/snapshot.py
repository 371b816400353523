"""fuyu.json as it was at one moment: documents are read from it when they are asked for."""

import os
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Annotated

from msgspec import DecodeError, Struct
from msgspec import Meta as Limits
from msgspec.json import Decoder
from msgspec.structs import replace

from fuyu.errors import DamagedError, StoreError
from fuyu.storage.columns import Writer
from fuyu.storage.index import Index, Places
from fuyu.storage.indexing import Builder, read
from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import STAMP, Journal

SCHEMA = 2
_ENDS = (b"},", b"}\n")
"""How a document ends, and what follows it."""
_AT_ONCE = 256
"""Documents read in one go: some 100 kB, which stay in the processor's cache; a thread reading many lets others run."""


_TRIES, _A_MOMENT = 30, 0.1
"""How often, and after how many seconds, a file is looked at again that another program is writing."""
_COMPACTED = 500
"""Lines whose stamps a file remembers: some days of use, 6 kB."""


class Meta(Struct, frozen=True, kw_only=True):
    """What a file says of itself, in the one document of its table `_meta`."""

    schema: Annotated[int, Limits(ge=0)] = SCHEMA
    seq: Annotated[int, Limits(ge=0, lt=2**52)] = 0
    """The sequence number of the last line of a journal that was compacted into it."""
    generation: str = ""
    """A name that no other compaction has."""
    previous: str = ""
    """The name of the compaction before."""
    compacted: str = ""
    """The stamps of the journals' last lines that it holds, newest last: a journal with other lines holds more."""
    copy: str = ""
    """The name of the file that has the book as it was before its schema changed."""
    last: dict[str, int] = {}
    """The highest id each table ever had: none is given twice."""

    @property
    def stamps(self) -> list[str]:
        """The stamps one by one."""
        return [self.compacted[place : place + STAMP] for place in range(0, len(self.compacted), STAMP)]

    def compacted_with(self, stamps: list[str]) -> str:
        """Return the stamps with those of more lines, the latest of them."""
        return "".join([*self.stamps, *stamps][-_COMPACTED:])


class _Folded(Meta, frozen=True, kw_only=True):
    """What schema 1 called the generations."""

    fold: str = ""
    after: str = ""


_meta = Decoder(Meta)
_folded = Decoder(_Folded)


def read_meta(raw: bytes) -> Meta:
    """Return what a file says of itself, in the words of the present schema.

    Raises:
        DecodeError: it says nothing of the kind.
    """
    meta: Meta = _meta.decode(raw)
    if meta.schema < SCHEMA:
        old = _folded.decode(raw)
        meta = replace(meta, generation=meta.generation or old.fold, previous=meta.previous or old.after)
    return meta


class ChangedError(StoreError):
    """Another program writes the file in place: what was known of it does not count any more."""


class AstrayError(StoreError):
    """The index does not fit the file it was made for: it is to be made anew."""


class Snapshot:
    """One version of the file; it can be read on when the name stands for another version already."""

    def __init__(self, path: Path, *, keeps_index: bool = True, trusts_index: bool = True) -> None:
        """Read where everything lies.

        Args:
            path: the file; where there is none, the snapshot is empty.
            keeps_index: whether an index that has to be made is written beside the file.
            trusts_index: whether an index that lies there is used.

        Raises:
            DamagedError: it is no JSON that TinyDB reads.
            ChangedError: it was changed while it was read.
        """
        self._path = path
        self._fd = -1
        self._keeps_index = keeps_index
        self.stamp = ""
        """What tells its content from any other; empty where there is no file."""
        self.identity: Identity | None = None
        try:
            self._fd = disk.open_regular(path)
        except (FileNotFoundError, NotADirectoryError):
            self.index = Builder().finish(in_lines=True)
        else:
            weakref.finalize(self, disk.close, self._fd)
            self.identity = Identity.of_open(self._fd)
            self.index = self._read_index(path, self.identity, keeps_index=keeps_index, trusts_index=trusts_index)
        self.meta = self._read_meta()

    @classmethod
    @cache
    def of_nothing(cls) -> "Snapshot":
        """Return what a book without a file is."""
        return cls(Path(os.devnull) / "none")

    @property
    def is_current(self) -> bool:
        """Whether the name still stands for this version of the file, or still for none."""
        return Identity.of(self._path) == self.identity

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        try:
            return self._get(table, document_id)
        except (AstrayError, LookupError):
            self.find_anew()
            return self._get(table, document_id)

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id."""
        places = self.index.places(table)
        first = 0
        while first < len(places.ids):
            try:
                found = self._some(places, slice(first, first + _AT_ONCE))
            except (AstrayError, LookupError):
                self.find_anew()
                places = self.index.places(table)
                found = self._some(places, slice(first, first + _AT_ONCE))
            yield from found
            first += _AT_ONCE

    def make_sure(self) -> None:
        """Read the whole index, and make it anew where it is not as it was written: before the file is written anew."""
        if not self.index.is_whole():
            self.find_anew()

    def content(self) -> Iterator[bytes]:
        """Yield all bytes of the file as they are now, whoever wrote them."""
        return disk.blocks(self._fd)

    def present(self) -> Identity:
        """Return what the file is now; another than `identity` where it was written in place."""
        return Identity.of_open(self._fd)

    def find_anew(self) -> None:
        """Read where everything lies once more, for the index that was kept is not of this file."""
        if self.identity is not None:
            self.index = self._read_index(self._path, self.identity, keeps_index=self._keeps_index, trusts_index=False)

    def _get(self, table: str, document_id: int) -> bytes | None:
        places = self.index.places(table)
        slot = places.slot(document_id)
        if not places.has(slot, document_id):
            return None
        return self.documents_at([document_id], [places.starts[slot]], [places.lengths[slot]])[0]

    def _some(self, places: Places, part: slice) -> list[tuple[int, bytes]]:
        """Return some neighbours, read at once."""
        ids, starts, lengths = (column[part] for column in (places.ids, places.starts, places.lengths))
        if not self.index.in_lines:
            raws = [self.read(start, length) for start, length in zip(starts, lengths, strict=True)]
        else:
            offset = starts[0]
            block = self.read(offset, starts[-1] + lengths[-1] - offset)
            begins = (start - offset for start in starts)
            raws = [block[begin : begin + length] for begin, length in zip(begins, lengths, strict=True)]
            if not all(raw.startswith(b"{") and raw.endswith(b"}") for raw in raws):
                raise self._astray()
        return list(zip(ids, raws, strict=True))

    def documents_at(self, ids: Sequence[int], starts: Sequence[int], lengths: Sequence[int]) -> list[bytes]:
        """Return the documents that lie at places, having looked whether each is the one it should be.

        Raises:
            AstrayError: something else lies there, or no document.
            ChangedError: the file was changed since its places were found.
        """
        if not self.index.in_lines:
            return [self.read(start, length) for start, length in zip(starts, lengths, strict=True)]
        found = []
        with disk.reading(self._path):
            for document_id, start, length in zip(ids, starts, lengths, strict=True):
                key = b'"%d":' % document_id
                begins = len(key)
                if start < begins or not self._has(start, length):
                    raise self._astray()
                text = os.pread(self._fd, begins + length + 1, start - begins)
                if not text.startswith(key) or text[begins + length - 1 :] not in _ENDS:
                    raise self._astray()
                found.append(text[begins:-1])
            self._must_be_as_it_was()
        return found

    def _has(self, start: int, length: int) -> bool:
        """Return whether the file has as many bytes there."""
        size = self.identity.size if self.identity else 0
        return 0 <= start <= start + length <= size

    def _astray(self) -> AstrayError:
        """Return the error for what does not lie where it should; raise another where the file itself was changed."""
        self._must_be_as_it_was()
        return AstrayError(f"the index of {self._path.name} points astray")

    def _must_be_as_it_was(self) -> None:
        if Identity.of_open(self._fd) != self.identity:
            raise ChangedError(f"another program is writing {self._path.name}")

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file.

        Raises:
            ChangedError: the file was changed since its places were found.
            AstrayError: it never had as many.
        """
        with disk.reading(self._path):
            if not self._has(start, length):
                raise self._astray()
            content = disk.read_all(self._fd, start, start + length)
            self._must_be_as_it_was()
        if len(content) != length:
            raise self._astray()
        return content

    def _read_index(self, path: Path, identity: Identity, *, keeps_index: bool, trusts_index: bool) -> Index:
        """Open the index beside the file; read the whole file where there is none of this version."""
        index_path = path.with_name(f"{path.name}.index")
        index = Index.load(index_path, identity) if trusts_index else None
        if index is None:
            with disk.reading(path):
                self.stamp = disk.content_stamp(self._fd)
            index = self._make_index(index_path, identity, keeps_index=keeps_index)
            if Identity.of_open(self._fd) != identity:
                raise ChangedError(f"another program is writing {path.name}")
        self.stamp = index.stamp
        return index

    def _make_index(self, index_path: Path, identity: Identity, *, keeps_index: bool) -> Index:
        name = self._path.name
        with open(self._fd, "rb", closefd=False) as file:
            if keeps_index:
                with suppress(OSError), disk.prepared(index_path) as prepared:
                    writer = Writer(prepared.fd)
                    index = read(file, name, writer)
                    index.stamp = self.stamp
                    index.write(writer, identity)
                    if Identity.of_open(self._fd) == identity:
                        prepared.take_its_place(durably=False)
                    return index
            file.seek(0)
            index = read(file, name)
            index.stamp = self.stamp
            return index

    def _read_meta(self) -> Meta:
        raw = self.get(layout.META, 1)
        try:
            if raw is None:
                return Meta(schema=SCHEMA if self.identity is None else 0)
            return read_meta(raw)
        except (DecodeError, UnicodeDecodeError) as error:
            raise DamagedError(f"{self._path.name}: the document in _meta is damaged: {error}") from error


def opened(path: Path, journal_path: Path, *, keeps_index: bool) -> tuple[Snapshot, Journal | None]:
    """Open a file and its journal; where another program is writing the file, wait until it is done.

    Raises:
        DamagedError: the file is not what TinyDB or fuyu wrote.
        ChangedError: it is written all the time.
    """
    last = None
    for _ in range(_TRIES):
        try:
            with disk.reading(path):
                journal = Journal.open(journal_path, to_write=disk.may_write(journal_path))
                return Snapshot(path, keeps_index=keeps_index), journal
        except (DamagedError, ChangedError) as error:
            now = Identity.of(path)
            if now == last:
                raise
            last, failed = now, error
            time.sleep(_A_MOMENT)
    raise failed


def new_name() -> str:
    """Return a name for a compaction that no other has."""
    return os.urandom(8).hex()
