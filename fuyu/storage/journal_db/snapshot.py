"""The file as it was at one moment: documents are read from it when they are asked for."""

import os
import re
import time
import weakref
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Protocol

from msgspec import DecodeError, Struct
from msgspec import Meta as Limits
from msgspec.json import Decoder
from msgspec.structs import replace

from fuyu.errors import DamagedError, StoreError
from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import STAMP, Journal
from fuyu.storage.journal_db.places import Index, Indexer, Places

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

    schema: Annotated[int, Limits(ge=0)] = 0
    """What the program that uses the file calls the form of its documents; 0 is what plain TinyDB writes."""
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


class _Folded(Struct, frozen=True):
    """What generations were called before."""

    fold: str = ""
    after: str = ""


_HEAD = re.compile(rb'\{\s*"_meta"\s*:\s*\{\s*"1"\s*:\s*(\{[^\n]*\})\s*\}')
_ROOM = 1 << 15
_meta = Decoder(Meta)
_folded = Decoder(_Folded)


def read_meta(raw: bytes) -> Meta:
    """Return what a file says of itself, in the words of now.

    Raises:
        DecodeError: it says nothing of the kind.
    """
    meta: Meta = _meta.decode(raw)
    if not meta.generation:
        old = _folded.decode(raw)
        meta = replace(meta, generation=old.fold, previous=meta.previous or old.after)
    return meta


def head_of(path: Path) -> Meta | None:
    """Return what a file says of itself, where it says it in its first lines."""
    with suppress(OSError, StoreError, DecodeError, UnicodeDecodeError):
        fd = disk.open_regular(path)
        try:
            found = _HEAD.match(disk.read_all(fd, 0, _ROOM))
        finally:
            disk.close(fd)
        return read_meta(found[1]) if found else None
    return None


class Owner(Protocol):
    """What a file is read for."""

    @property
    def schema(self) -> int:
        """The form of the documents of a file that is not there yet."""

    @property
    def order(self) -> Sequence[str]:
        """The tables that come first when it is written anew."""

    @property
    def indexer(self) -> Indexer:
        """Makes its index."""


class _Nobody:
    schema = 0
    order: Sequence[str] = ()
    indexer = Indexer()


class ChangedError(StoreError):
    """Another program writes the file in place: what was known of it does not count any more."""


class AstrayError(StoreError):
    """The index does not fit the file it was made for: it is to be made anew."""


class Snapshot:
    """One version of the file; it can be read on when the name stands for another version already."""

    def __init__(self, path: Path, owner: Owner, *, keeps_index: bool = True) -> None:
        """Read where everything lies.

        Args:
            path: the file; where there is none, the snapshot is empty.
            owner: what it is read for.
            keeps_index: whether an index that has to be made may be kept.

        Raises:
            DamagedError: it is no JSON that TinyDB reads.
            ChangedError: it was changed while it was read.
        """
        self._path = path
        self._fd = -1
        self._indexer = owner.indexer
        self._keeps_index = keeps_index
        self.order = owner.order
        self.identity: Identity | None = None
        try:
            self._fd = disk.open_regular(path)
        except (FileNotFoundError, NotADirectoryError):
            self.index: Index = self._indexer.nothing()
            self.meta = Meta(schema=owner.schema)
        else:
            weakref.finalize(self, disk.close, self._fd)
            self.identity = Identity.of_open(self._fd)
            self.index = self._indexer.kept(path, self.identity) or self._made_index(self.identity)
            self.meta = self._read_meta()

    @classmethod
    def of_nothing(cls, owner: Owner | None = None) -> "Snapshot":
        """Return what a database without a file is."""
        return cls(Path(os.devnull) / "none", owner or _Nobody())

    @property
    def stamp(self) -> str:
        """What tells its content from any other; empty where there is no file."""
        return self.index.stamp

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
            self.index = self._made_index(self.identity)

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

    def _made_index(self, identity: Identity) -> Index:
        """Read the whole file for an index."""
        with open(self._fd, "rb", closefd=False) as file:
            file.seek(0)
            index = self._indexer.made(file, self._path, identity, keep=self._keeps_index)
        self._must_be_as_it_was()
        return index

    def _read_meta(self) -> Meta:
        raw = self.get(layout.META, 1)
        try:
            if raw is None:
                return Meta()
            return read_meta(raw)
        except (DecodeError, UnicodeDecodeError) as error:
            raise DamagedError(f"{self._path.name}: the document in _meta is damaged: {error}") from error


def opened(path: Path, journal_path: Path, owner: Owner, *, keeps_index: bool) -> tuple[Snapshot, Journal | None]:
    """Open a file and its journal; where another program is writing the file, wait until it is done.

    Raises:
        DamagedError: the file is no JSON that TinyDB reads.
        ChangedError: it is written all the time.
    """
    last = None
    for _ in range(_TRIES):
        try:
            with disk.reading(path):
                journal = Journal.open(journal_path, to_write=disk.may_write(journal_path))
                return Snapshot(path, owner, keeps_index=keeps_index), journal
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
