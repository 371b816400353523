"""Columns of numbers in a file, read where they are asked for: opening one costs the same at any size."""

import os
import sys
import weakref
from array import array
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple, overload
from zlib import crc32

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.places import Column

_MAGIC = b"fuyu columns 3\n"
_PREFIX = len(_MAGIC) + 32
"""The magic words, then where the contents begin, their length and their CRC-32 in hexadecimal."""
_BLOCK = 1 << 18


class Contents(Struct, frozen=True):
    """What a file of columns holds; it stands at its end."""

    note: bytes
    """Whatever the writer wanted to say."""
    columns: dict[str, tuple[str, int]]
    """By name, in their order in the file: the type code of the numbers, and how many there are."""
    checksum: int
    """The CRC-32 of all the numbers."""


_contents = Decoder(Contents)


class TooShortError(LookupError, ValueError):
    """A file does not have what it is said to have."""


class ColumnFile:
    """An open file; columns keep it open for as long as they are used."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        weakref.finalize(self, disk.close, fd)

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file; a `TooShortError` where it has not as many."""
        if not 0 <= start <= start + length <= self.size:
            raise TooShortError("the file is too short")
        return disk.read_all(self._fd, start, start + length)

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return os.fstat(self._fd).st_size


class FileColumn(Column):
    """A column in a file."""

    def __init__(self, file: ColumnFile, start: int, code: str, count: int) -> None:
        self._file = file
        self._start = start
        self.code = code
        self._width = array(code).itemsize
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Column: ...

    def __getitem__(self, place: int | slice) -> int | Column:
        if isinstance(place, slice):
            first, end, _ = place.indices(self._count)
            return array(self.code, self.part(first, max(end, first)))
        place = place + self._count if place < 0 else place
        if not 0 <= place < self._count:
            raise IndexError(place)
        return int.from_bytes(self.part(place, place + 1), sys.byteorder, signed=True)

    def part(self, first: int, end: int) -> bytes:
        """Return the numbers from one place up to another as they lie in the file."""
        return self._file.read(self._start + first * self._width, (end - first) * self._width)

    def parts(self, first: int, end: int) -> Iterator[bytes]:
        """Yield the numbers from one place up to another in parts, of which none is large."""
        for place in range(first, end, _BLOCK):
            yield self.part(place, min(place + _BLOCK, end))


class Writer:
    """A file of columns in the making: one column after the other, the long ones part by part."""

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self.restart()

    def restart(self) -> None:
        """Begin anew."""
        self._columns: dict[str, tuple[str, int]] = {}
        self._end = _PREFIX
        self._checksum = 0
        os.ftruncate(self._fd, 0)
        os.lseek(self._fd, 0, os.SEEK_SET)
        disk.write_all(self._fd, bytes(_PREFIX))

    def has(self, name: str) -> bool:
        """Return whether a column was written."""
        return name in self._columns

    def add(self, name: str, code: str, part: bytes | memoryview) -> None:
        """Write a column, or the next part of the one that was written last."""
        if name in self._columns and name != next(reversed(self._columns)):
            raise ValueError(f"{name} was ended")
        disk.write_all(self._fd, part)
        self._checksum = crc32(part, self._checksum)
        _, count = self._columns.get(name, (code, 0))
        self._columns[name] = (code, count + len(part) // array(code).itemsize)
        self._end += len(part)

    def add_column(self, name: str, column: Column) -> None:
        """Write a whole column."""
        if isinstance(column, FileColumn):
            for part in column.parts(0, len(column)):
                self.add(name, column.code, part)
        else:
            found = column if isinstance(column, array) else array("q", column)
            self.add(name, found.typecode, memoryview(found).cast("B"))

    def finish(self, note: bytes) -> None:
        """Write what the file holds."""
        contents = encode(Contents(note, self._columns, self._checksum))
        disk.write_all(self._fd, contents)
        os.lseek(self._fd, 0, os.SEEK_SET)
        disk.write_all(self._fd, _MAGIC + b"%016x%08x%08x" % (self._end, len(contents), crc32(contents)))

    def written(self) -> dict[str, Column]:
        """Return what was written so far, to be read."""
        return _placed(ColumnFile(os.dup(self._fd)), self._columns)


class Stored(NamedTuple):
    """A file of columns as it was found."""

    note: bytes
    columns: dict[str, Column]
    is_whole: Callable[[], bool]
    """Reads all the numbers, and returns whether they are as they were written."""


def read(path: Path) -> Stored:
    """Return the note and the columns of a file; the numbers are read where they are asked for.

    Raises:
        ValueError: it is no such file, or its contents are not as they were written.
    """
    file = ColumnFile(disk.open_regular(path))
    prefix = file.read(0, _PREFIX)
    numbers = prefix.removeprefix(_MAGIC)
    start, length, checksum = (int(number, 16) for number in (numbers[:16], numbers[16:24], numbers[24:]))
    found = file.read(start, length)
    if crc32(found) != checksum or file.size != start + length:
        raise ValueError("the contents are not as they were written")
    contents = _contents.decode(found)

    def is_whole() -> bool:
        running = 0
        for place in range(_PREFIX, start, _BLOCK):
            running = crc32(file.read(place, min(_BLOCK, start - place)), running)
        return running == contents.checksum

    return Stored(contents.note, _placed(file, contents.columns), is_whole)


def _placed(file: ColumnFile, columns: Mapping[str, tuple[str, int]]) -> dict[str, Column]:
    """Return the columns that follow each other in a file."""
    found: dict[str, Column] = {}
    start = _PREFIX
    for name, (code, count) in columns.items():
        found[name] = FileColumn(file, start, code, count)
        start += count * array(code).itemsize
    return found
