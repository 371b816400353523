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

from msgspec import Meta as Limits
from msgspec import Struct
from msgspec.json import Decoder, decode, encode
from msgspec.structs import replace

from fuyu import disk
from fuyu.disk import Identity
from fuyu.errors import DamagedError, StoreError
from fuyu.storage.journal_db import layout
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


_HEAD = re.compile(rb'\{\s*"_meta"\s*:\s*\{\s*"1"\s*:\s*(\{[^\n]*\})\s*\}')
_ROOM = 1 << 15
_meta = Decoder(Meta)


def read_meta(raw: bytes) -> Meta:
    """Return what a file says of itself, in the words of now.

    Raises:
        DecodeError: it says nothing of the kind.
    """
    meta: Meta = _meta.decode(raw)
    if not meta.generation:  # it was called a fold before
        old = decode(raw)
        meta = replace(meta, generation=str(old.get("fold", "")), previous=meta.previous or str(old.get("after", "")))
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
                layout.check(raw)
        return Index(version.stamp, version.survey.places, version.survey.strays, in_lines=version.in_lines)

    def follow(self, succession: Succession) -> None:
        """Keep the index of a file that is about to take the place of another."""

    def tidy(self, path: Path) -> None:
        """Forget what was kept of earlier versions of a file."""


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
        self._last_ids: dict[str, int] = {}
        self._read: tuple[int, int, bytes] = (0, 0, b"")
        """The stretch that was read last, with its place: who acts on a lead reads it several times."""
        self.identity: Identity | None = None
        self.meta = Meta(schema=owner.schema)
        try:
            self._fd = disk.open_regular(path)
        except (FileNotFoundError, NotADirectoryError):
            return
        weakref.finalize(self, disk.close, self._fd)
        self.identity = Identity.of_open(self._fd)
        kept = self._indexer.kept(self.identity)
        if kept is None:
            self.find_anew()
        else:
            self.index = kept
            self._text = None if kept.in_lines else self._relaid()
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
        """Return a document, None where there is none by that id; for an id above all others nothing is read."""
        if document_id > self.last_id(table):
            return None
        return dict(self.some(table, [document_id])).get(document_id)

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
                for document_id, raw in self.stretches(places, first, behind):
                    if document_id > after:
                        yield document_id, raw
                        after = document_id
        except AstrayError:
            self.find_anew()
            yield from self.documents(table, after)

    def stretches(self, places: Places, first: int, behind: int) -> list[tuple[int, bytes]]:
        """Return the documents of some stretches."""
        with self._reading():
            return documents_in(self._text_of(places, first, behind))

    def last_id(self, table: str) -> int:
        """Return the highest id of a table, 0 where it is empty."""
        if table not in self._last_ids:
            places = self.index.places.get(table, Places())
            count = len(places.firsts)
            try:
                self._last_ids[table] = self.stretches(places, count - 1, count)[-1][0] if count else 0
            except AstrayError:
                self.find_anew()
                return self.last_id(table)
        return self._last_ids[table]

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
        if self.identity is None:
            return
        self._last_ids, self._read, self._text = {}, (0, 0, b""), None
        with disk.reading(self._path):
            stamp = disk.content_stamp(self._fd)
        try:
            with open(self._fd, "rb", closefd=False) as file:
                self.index = self._indexer.made(Version(Survey(file), self.identity, stamp, in_lines=True))
        except IrregularError:
            self._text = self._relaid()
            text = BytesIO(self._text)
            self.index = self._indexer.made(Version(Survey(text), self.identity, stamp, in_lines=False))
        self._must_be_as_it_was()

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file as it is laid out here.

        Raises:
            ChangedError: the file was changed since its places were found.
            AstrayError: it never had as many.
        """
        with self._reading():
            content = self._bytes(start, length)
            if len(content) != length:
                raise ValueError
        return content

    @contextmanager
    def _reading(self) -> Iterator[None]:
        """Look whether the file is still what it was, once all is read that is read inside.

        A `ValueError` inside says that what lies there is not what should; where the file is unchanged, the index is
        wrong.
        """
        astray: ValueError | None = None
        with disk.reading(self._path):
            try:
                yield
            except ValueError as error:
                astray = error
            if self.identity is not None and (self._text is None or astray):
                self._must_be_as_it_was()
        if astray:
            raise AstrayError(f"the index of {self._path.name} points astray") from astray

    def _bytes(self, start: int, length: int) -> bytes:
        if self._text is not None:
            return self._text[start : start + length]
        return disk.read_all(self._fd, start, start + length)

    def _some(self, table: str, ids: Sequence[int]) -> list[tuple[int, bytes]]:
        places = self.index.places.get(table, Places())
        found: list[tuple[int, bytes]] = []
        with self._reading():
            for slot, wanted in groupby(ids, places.slot):
                text = self._text_of(places, slot, slot + 1) if slot >= 0 else b""
                for document_id in wanted:
                    raw = document_in(text, document_id)
                    if raw is not None:
                        found.append((document_id, raw))
        return found

    def _text_of(self, places: Places, first: int, behind: int) -> bytes:
        """Return the lines of some stretches; raise a `ValueError` where they begin with another document."""
        start, end = places.starts[first], places.span(behind - 1)[1]
        known_start, known_end, text = self._read
        if (known_start, known_end) != (start, end):
            text = self._bytes(start, end - start)
            self._read = start, end, text
        if not text.startswith(b'"%d":' % places.firsts[first]) or not text.endswith(b"\n"):
            raise ValueError
        return text

    def _must_be_as_it_was(self) -> None:
        if Identity.of_open(self._fd) != self.identity:
            raise ChangedError(f"another program is writing {self._path.name}")

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
