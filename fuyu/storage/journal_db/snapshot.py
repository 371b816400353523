"""The file as it was at one moment: documents are read from it when they are asked for."""

import os
import re
import time
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from io import BytesIO
from itertools import groupby
from pathlib import Path
from typing import Annotated, NamedTuple

from msgspec import DecodeError, Raw, Struct
from msgspec import Meta as Limits
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu.errors import DamagedError, StoreError
from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import STAMP, Journal
from fuyu.storage.journal_db.layout import WRONG, IrregularError, Stray
from fuyu.storage.journal_db.places import Changed, Places, Survey, document_in, documents_in

_AT_ONCE = 1 << 17
"""Bytes read in one go, which stay in the processor's cache; a thread reading many lets others run."""
_TRIES, _A_MOMENT = 30, 0.1
"""How often, and after how many seconds, a file is looked at again that another program is writing."""
_COMPACTED = 500
"""Lines whose stamps a file remembers: some days of use, 6 kB."""


_BEYOND = 1000
"""Added to the schema of a file that needs something: a program without needs knows no such schema, and only reads."""


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
    needs: list[str] = []
    """What a program has to know of, beside the schema, to write the file; one that does not only reads it."""

    def as_written(self) -> bytes:
        """Return it as JSON; `read_meta` reads it."""
        return encode(replace(self, schema=self.schema + _BEYOND) if self.needs else self)

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
_any = Decoder(Raw)


def read_meta(raw: bytes) -> Meta:
    """Return what a file says of itself, in the words of now.

    Raises:
        DecodeError: it says nothing of the kind.
    """
    meta: Meta = _meta.decode(raw)
    if not meta.generation:
        old = _folded.decode(raw)
        meta = replace(meta, generation=old.fold, previous=meta.previous or old.after)
    return replace(meta, schema=meta.schema - _BEYOND) if meta.needs and meta.schema >= _BEYOND else meta


def head_of(path: Path) -> Meta | None:
    """Return what a file says of itself, where it says it in its first lines."""
    with suppress(OSError, StoreError, *WRONG):
        found = _HEAD.match(disk.small_content(path, _ROOM))
        return read_meta(found[1]) if found else None
    return None


class ChangedError(StoreError):
    """Another program writes the file in place: what was known of it does not count any more."""


class AstrayError(StoreError):
    """The index does not fit the file it was made for: it is to be made anew."""


class Index:
    """What is known of one version of a file."""

    def __init__(
        self,
        stamp: str = "",
        places: Mapping[str, Places] | None = None,
        strays: Sequence[Stray] = (),
        *,
        in_lines: bool = True,
    ) -> None:
        self.stamp = stamp
        """What tells its content from any other; empty where there is no file."""
        self.places = places or {}
        """Where the documents of each table lie."""
        self.strays = strays
        """What no id names."""
        self.in_lines = in_lines
        """Whether the file is laid out as it is written here."""

    @property
    def is_whole(self) -> bool:
        """Whether all that was kept of it is as it was written; this may read all of that."""
        return True


class Version(NamedTuple):
    """A version of a file that is to be indexed."""

    survey: Survey
    """All its lines."""
    identity: Identity
    stamp: str
    in_lines: bool


class Succession(NamedTuple):
    """A file that was just compacted, and what it was made of."""

    before: "Snapshot"
    changed: Changed
    """Documents that are others than before."""
    version: Version
    """The new file; its survey costs reading it."""
    places: Mapping[str, Places]
    """What such a survey would find."""


class Indexer:
    """Makes the index of a file. This one knows where documents lie and keeps nothing; another may do more."""

    def kept(self, identity: Identity) -> Index | None:
        """Return the index that was kept of exactly that version, None where there is none."""
        del identity
        return None

    def made(self, version: Version) -> Index:
        """Return the index of a version, from reading it.

        Raises:
            IrregularError: it is laid out otherwise, or a document is no JSON.
        """
        for stretch in version.survey:
            for raw in stretch.raws:
                _check(raw)
        return Index(version.stamp, version.survey.places, version.survey.strays, in_lines=version.in_lines)

    def follow(self, succession: Succession) -> None:
        """Keep the index of a file that is about to take the place of another."""

    def tidy(self, path: Path) -> None:
        """Forget what was kept of earlier versions of a file."""


def _check(raw: bytes) -> None:
    try:
        _any.decode(raw)
    except RecursionError:
        return  # it is too deep to be looked through, and stays as it is
    except DecodeError as error:
        raise IrregularError from error


class Owner:
    """What a file is read for."""

    schema = 0
    """A number that a program gives to the form of its documents; those of a higher one are only read."""
    order: Sequence[str] = ()
    """The tables that come first in the file; the others follow by name."""
    indexer = Indexer()
    """Makes the indexes of files, and may keep them."""


class Snapshot:
    """One version of the file; it can be read on when the name stands for another version already."""

    def __init__(self, path: Path, owner: Owner) -> None:
        """Read where everything lies.

        Args:
            path: the file; where there is none, the snapshot is empty.
            owner: what it is read for.

        Raises:
            DamagedError: it is no JSON that TinyDB reads.
            ChangedError: it was changed while it was read.
        """
        self._path = path
        self._fd = -1
        self._indexer = owner.indexer
        self.order = owner.order
        self._text: bytes | None = None
        """The file laid out as it is written here, where it is not."""
        self.index = Index()
        self.identity: Identity | None = None
        self.meta = Meta(schema=owner.schema)
        try:
            self._fd = disk.open_regular(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        weakref.finalize(self, disk.close, self._fd)
        self.identity = Identity.of_open(self._fd)
        self._read_index(self.identity)
        self.meta = self._read_meta()

    @classmethod
    def of_nothing(cls, owner: Owner | None = None) -> "Snapshot":
        """Return what a database without a file is."""
        return cls(Path(os.devnull) / "none", owner or Owner())

    @property
    def is_current(self) -> bool:
        """Whether the name still stands for this version of the file, or still for none."""
        return Identity.of(self._path) == self.identity

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""
        for _, raw in self.some(table, [document_id]):
            return raw
        return None

    def some(self, table: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        """Return those of some documents that are there, the ids rising; each stretch is read once."""
        try:
            return self._some(table, ids)
        except AstrayError:
            self.find_anew()
            return self._some(table, ids)

    def documents(self, table: str, after: int = -1) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids, by id, those behind an id."""
        places = self.index.places.get(table, Places())
        try:
            for first, behind in places.runs(max(places.slot(after), 0), _AT_ONCE):
                for document_id, raw in self._lines(places, first, behind):
                    if document_id > after:
                        yield document_id, raw
                        after = document_id
        except AstrayError:
            self.find_anew()
            yield from self.documents(table, after)

    def stretch(self, places: Places, slot: int) -> list[tuple[int, bytes]]:
        """Return the documents of one stretch."""
        return self._lines(places, slot, slot + 1)

    def last_id(self, table: str) -> int:
        """Return the highest id of a table, 0 where it is empty."""
        places = self.index.places.get(table, Places())
        return self.stretch(places, len(places.starts) - 1)[-1][0] if places.starts else 0

    def make_sure(self) -> None:
        """Look whether all that was kept is as it was written, before another file is made of this one."""
        if not self.index.is_whole:
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
            self._make_index(self.identity)

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file as it is laid out here.

        Raises:
            ChangedError: the file was changed since its places were found.
            AstrayError: it never had as many.
        """
        with self._unchanged():
            content = self._bytes(start, length)
        if len(content) != length:
            raise self._astray()
        return content

    @contextmanager
    def _unchanged(self) -> Iterator[None]:
        """Look whether the file is still what it was, once all is read that is read inside."""
        with disk.reading(self._path):
            yield
            if self._text is None and self.identity is not None:
                self._must_be_as_it_was()

    def _bytes(self, start: int, length: int) -> bytes:
        if self._text is not None:
            return self._text[start : start + length]
        return disk.read_all(self._fd, start, start + length)

    def _some(self, table: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        places = self.index.places.get(table, Places())
        found: list[tuple[int, bytes]] = []
        with self._unchanged():
            for slot, wanted in groupby(ids, places.slot):
                text = self._text_of(places, slot, slot + 1) if slot >= 0 else b""
                for document_id in wanted:
                    raw = document_in(text, document_id)
                    if raw is not None:
                        found.append((document_id, raw))
        return found

    def _lines(self, places: Places, first: int, behind: int) -> list[tuple[int, bytes]]:
        try:
            with self._unchanged():
                return documents_in(self._text_of(places, first, behind))
        except ValueError as error:
            raise self._astray() from error

    def _text_of(self, places: Places, first: int, behind: int) -> bytes:
        """Return the lines of some stretches, having looked whether they begin with the document they should."""
        start, end = places.starts[first], places.span(behind - 1)[1]
        text = self._bytes(start, end - start)
        if not text.startswith(b'"%d":' % places.firsts[first]) or not text.endswith(b"\n"):
            raise self._astray()
        return text

    def _astray(self) -> AstrayError:
        """Return the error for what does not lie where it should; raise another where the file itself was changed."""
        self._must_be_as_it_was()
        return AstrayError(f"the index of {self._path.name} points astray")

    def _must_be_as_it_was(self) -> None:
        if Identity.of_open(self._fd) != self.identity:
            raise ChangedError(f"another program is writing {self._path.name}")

    def _read_index(self, identity: Identity) -> None:
        """Take the index that was kept; read the whole file where there is none of this version."""
        index = self._indexer.kept(identity)
        if index is None:
            self._make_index(identity)
        else:
            self.index = index
            self._text = None if index.in_lines else self._relaid()

    def _make_index(self, identity: Identity) -> None:
        with disk.reading(self._path):
            stamp = disk.content_stamp(self._fd)
        try:
            with open(self._fd, "rb", closefd=False) as file:
                self._text = None
                self.index = self._indexer.made(Version(Survey(file), identity, stamp, in_lines=True))
        except IrregularError:
            self._text = self._relaid()
            self.index = self._indexer.made(Version(Survey(BytesIO(self._text)), identity, stamp, in_lines=False))
        self._must_be_as_it_was()

    def _relaid(self) -> bytes:
        return layout.relaid(b"".join(self.content()), self._path.name)

    def _read_meta(self) -> Meta:
        raw = self.get(layout.META, 1)
        try:
            return Meta() if raw is None else read_meta(raw)
        except WRONG as error:
            raise DamagedError(f"{self._path.name}: the document in _meta is damaged: {error}") from error


def opened(path: Path, journal_path: Path, owner: Owner) -> tuple[Snapshot, Journal | None]:
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
                return Snapshot(path, owner), journal
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
