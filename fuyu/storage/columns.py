"""Columns of numbers in a file, read where they are asked for: opening one costs the same at any size."""

import os
import sys
import weakref
from array import array
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import overload
from zlib import crc32

from msgspec import Struct
from msgspec.msgpack import Decoder, encode

from fuyu.storage import disk

Column = Sequence[int]
"""Numbers in memory or in a file; a slice of it is a column too."""

_MAGIC = b"fuyu columns 1\n"
_PREFIX = len(_MAGIC) + 16
"""The magic words, then the length of the contents and their CRC-32, eight digits each in hexadecimal."""


class Contents(Struct, frozen=True):
    """What a file of columns holds."""

    note: bytes
    """Whatever the writer wanted to say."""
    columns: dict[str, tuple[str, int]]
    """By name, in their order in the file: the type code of the numbers, and how many there are."""


_contents = Decoder(Contents)


class ColumnFile:
    """An open file; columns keep it open for as long as they are used."""

    def __init__(self, path: Path) -> None:
        self._fd = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        weakref.finalize(self, os.close, self._fd)

    def read(self, start: int, length: int) -> bytes:
        """Return bytes of the file; a `ValueError` where it is too short."""
        content = disk.read_all(self._fd, start, start + length)
        if len(content) != length:
            raise ValueError("the file is too short")
        return content


class FileColumn(Column):
    """A column in a file."""

    def __init__(self, file: ColumnFile, start: int, code: str, count: int) -> None:
        self._file = file
        self._start = start
        self._code = code
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
            return array(self._code, self._read(first, max(end, first)))
        place = place + self._count if place < 0 else place
        if not 0 <= place < self._count:
            raise IndexError(place)
        return int.from_bytes(self._read(place, place + 1), sys.byteorder, signed=True)

    def _read(self, first: int, end: int) -> bytes:
        return self._file.read(self._start + first * self._width, (end - first) * self._width)


def write(fd: int, note: bytes, columns: Mapping[str, Column]) -> None:
    """Write columns; those in a file are read whole for it."""
    arrays = {name: column if isinstance(column, array) else array("q", column) for name, column in columns.items()}
    contents = encode(Contents(note, {name: (found.typecode, len(found)) for name, found in arrays.items()}))
    disk.write_all(fd, _MAGIC + b"%08x%08x" % (len(contents), crc32(contents)) + contents)
    for found in arrays.values():
        disk.write_all(fd, memoryview(found).cast("B"))


def read(path: Path) -> tuple[bytes, dict[str, Column]]:
    """Return the note and the columns of a file.

    Raises:
        ValueError: it is no such file, or not as it was written.
    """
    file = ColumnFile(path)
    prefix = file.read(0, _PREFIX)
    length, checksum = (int(prefix[start : start + 8], 16) for start in (len(_MAGIC), len(_MAGIC) + 8))
    found = file.read(_PREFIX, length)
    if not prefix.startswith(_MAGIC) or crc32(found) != checksum:
        raise ValueError("the contents are not as they were written")
    contents = _contents.decode(found)
    columns: dict[str, Column] = {}
    start = _PREFIX + length
    for name, (code, count) in contents.columns.items():
        columns[name] = FileColumn(file, start, code, count)
        start += count * array(code).itemsize
    return contents.note, columns
