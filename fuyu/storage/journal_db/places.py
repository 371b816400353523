"""Where the documents of a file lie: what is needed of an index, and one that is made anew at each start."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from operator import lt
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol

from msgspec import DecodeError, Raw
from msgspec.json import Decoder

from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.layout import IrregularError, Stray, Stretch

Column = Sequence[int]
"""Numbers in memory or in a file; a slice of it is a column too."""
Changed = Mapping[str, Mapping[int, bytes | None]]
"""Documents by table and id that differ from the file; None was taken out."""
_any = Decoder(Raw)


class Rising:
    """Rising numbers, such as ids; where one stands is known after few looks."""

    def __init__(self, numbers: Column) -> None:
        self._numbers = numbers
        self._count = len(numbers)
        self._first, self._last = (numbers[0], numbers[-1]) if self._count else (0, -1)
        self._left_out = self._last - self._first + 1 - self._count

    def slot(self, number: int) -> int:
        """Return where a number stands, or would stand.

        Were none left out, it would stand as far from the first as it is greater; those left out say how far it may
        stand before that. So a file without gaps is asked for nothing, and one with few of them for a few numbers,
        whatever its length.
        """
        ahead = max(number - self._first, 0)
        least, most = (min(max(place, 0), self._count) for place in (ahead - self._left_out, ahead))
        return bisect_left(self._numbers, number, least, most)

    def has(self, slot: int, number: int) -> bool:
        """Return whether a number stands at a slot."""
        if not self._left_out:
            return self._first <= number <= self._last
        return slot < self._count and self._numbers[slot] == number


class Places(Rising):
    """The documents of a table by rising id: where each begins in the file, and how long it is."""

    COLUMNS = ("ids", "starts", "lengths")

    def __init__(self, ids: Column, starts: Column, lengths: Column) -> None:
        super().__init__(ids)
        self.ids, self.starts, self.lengths = ids, starts, lengths


_NOWHERE = Places((), (), ())


class Index(Protocol):
    """Where everything lies in one version of a file."""

    @property
    def in_lines(self) -> bool:
        """Whether the file has a document a line, ids rising: neighbours can be read or copied at once."""

    @property
    def stamp(self) -> str:
        """What tells the content of the file from any other."""

    @property
    def tables(self) -> Sequence[str]:
        """The tables with documents."""

    @property
    def strays(self) -> Sequence[Stray]:
        """What no id names."""

    @property
    def is_whole(self) -> Callable[[], bool]:
        """Reads all of an index that was kept, and returns whether it is as it was written."""

    def places(self, table: str) -> Places:
        """Return where the documents of a table lie."""


class Indexed(Protocol):
    """A version of a file that can be read."""

    @property
    def index(self) -> Index:
        """Where everything lies in it."""

    def get(self, table: str, document_id: int) -> bytes | None:
        """Return a document, None where there is none by that id."""


class Laid(NamedTuple):
    """A stretch of lines that was written: neighbours as they were, from slot `first` up to `end`, or one document."""

    first: int
    end: int
    document_id: int
    start: int
    """Where the (first) document begins."""
    length: int


class Written(NamedTuple):
    """A file that was just written, and what it was made of."""

    fd: int
    path: Path
    """The name it is to get."""
    before: Indexed
    changed: Changed
    laid: Mapping[str, Sequence[Laid]]
    """What was written where, by table."""
    stamp: str
    """What tells its content from any other."""


class Indexer:
    """Makes indexes. This one keeps them in memory only; another may keep them between two starts."""

    def nothing(self) -> Index:
        """Return the index of a file that is not there."""
        return Listed({})

    def kept(self, path: Path, identity: Identity) -> Index | None:
        """Return the index that was kept of exactly that version of a file, None where there is none."""
        del path, identity
        return None

    def made(self, file: BinaryIO, path: Path, identity: Identity, *, keep: bool) -> Index:
        """Read a whole file, and return its index.

        Args:
            file: at its start.
            path: its name.
            identity: what it was when it was opened: an index is kept only where it still is that.
            keep: whether the index may be kept for the next start.

        Raises:
            DamagedError: it is no JSON that TinyDB reads.
        """
        del identity, keep
        with disk.reading(path):
            stamp = disk.content_stamp(file.fileno())
        index = read(file, path.name)
        index.stamp = stamp
        return index

    @contextmanager
    def following(self, written: Written) -> Iterator[Callable[[], None]]:
        """Prepare the index of a file that was just compacted; what is yielded keeps it, once the file has its name."""
        del written
        yield _nothing


def _nothing() -> None:
    """Keep nothing."""


class Listed:
    """An index in memory."""

    is_whole: Callable[[], bool] = staticmethod(lambda: True)

    def __init__(self, places: Mapping[str, Places], strays: Sequence[Stray] = (), *, in_lines: bool = True) -> None:
        self._places = places
        self.tables = [*places]
        self.strays = strays
        self.in_lines = in_lines
        self.stamp = ""

    def places(self, table: str) -> Places:
        """Return where the documents of a table lie."""
        return self._places.get(table, _NOWHERE)


def read(file: BinaryIO, name: str) -> Listed:
    """Read a whole file once; `name` is what to call it in an error.

    Raises:
        DamagedError: it is no JSON that TinyDB reads.
    """
    with suppress(IrregularError):
        return Listed(_places(_checked(layout.in_lines(file))))
    file.seek(0)
    stretches, strays = layout.in_json(file.read(), name)
    return Listed(_places(stretches), strays, in_lines=False)


def _checked(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Pass documents on that are JSON throughout.

    Raises:
        IrregularError: one of them is not.
    """
    for stretch in stretches:
        for raw in stretch.raws:
            try:
                _any.decode(raw)
            except RecursionError:
                continue  # it is too deep to be looked through, and stays as it is
            except DecodeError as error:
                raise IrregularError from error
        yield stretch


def _places(stretches: Iterable[Stretch]) -> dict[str, Places]:
    found: dict[str, tuple[array[int], array[int], array[int]]] = {}
    for table, ids, starts, raws in stretches:
        columns = found.setdefault(table, (array("q"), array("q"), array("q")))
        for column, numbers in zip(columns, (ids, starts, layout.lengths(raws)), strict=True):
            column.extend(numbers)
    return {table: Places(*by_first(columns)) for table, columns in found.items()}


def by_first(columns: Sequence[array[int]]) -> Sequence[array[int]]:
    """Return columns in the rising order of the first; they are, unless a person edited the file."""
    first = columns[0]
    if all(map(lt, first, islice(first, 1, None))):
        return columns
    order = sorted(range(len(first)), key=first.__getitem__)
    return [array("q", (column[slot] for slot in order)) for column in columns]
