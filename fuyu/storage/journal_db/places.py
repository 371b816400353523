"""Where the documents of a file lie: the first id and the place of each stretch of lines, some numbers for any size.

A document is found by its key in its stretch, so that nothing is ever taken for another.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from fuyu.storage.journal_db import layout
from fuyu.storage.journal_db.layout import Stray, Stretch

Changed = Mapping[str, Mapping[int, bytes | None]]
"""Documents by table and id that differ from the file; None was taken out."""
_SIZE = 1 << 14
"""Bytes from which on another stretch begins: reading one costs what reading a document does."""


class Places:
    """The stretches of one table, the ids in them rising."""

    def __init__(self, firsts: bytes = b"", starts: bytes = b"", end: int = 0) -> None:
        self.firsts = array("q", firsts)
        """The first id of each."""
        self.starts = array("q", starts)
        """Where each begins in the file; it ends where the next one begins."""
        self.end = end
        """Where the last one ends."""

    def add(self, ids: list[int], starts: list[int], end: int) -> None:
        """Take in lines that follow those before."""
        place = bisect_left(starts, self.starts[-1] + _SIZE) if self.starts else 0
        while place < len(ids):
            self.firsts.append(ids[place])
            self.starts.append(starts[place])
            place = bisect_left(starts, starts[place] + _SIZE, place + 1)
        self.end = end if ids or not self.end else self.end

    def add_moved(self, other: "Places", first: int, last: int, shift: int) -> None:
        """Take in stretches of another file that lie elsewhere in this one."""
        self.firsts += other.firsts[first:last]
        self.starts += array("q", (start + shift for start in other.starts[first:last]))
        self.end = other.span(last - 1)[1] + shift

    def slot(self, document_id: int) -> int:
        """Return the stretch in which a document would lie; -1 where it would lie before the first."""
        return bisect_right(self.firsts, document_id) - 1

    def span(self, slot: int) -> tuple[int, int]:
        """Return where a stretch begins and ends."""
        return self.starts[slot], self.starts[slot + 1] if slot + 1 < len(self.starts) else self.end

    def runs(self, first: int, size: int) -> Iterator[tuple[int, int]]:
        """Yield the stretches from one on in runs of about so many bytes: the first of them, and the one behind it."""
        while first < len(self.starts):
            behind = max(bisect_left(self.starts, self.starts[first] + size), first + 1)
            yield first, behind
            first = behind


def documents_in(text: bytes) -> list[tuple[int, bytes]]:
    """Return the documents of whole lines with their ids."""
    split = [line.partition(b":") for line in text.split(b"\n")[:-1]]
    return [(int(key[1:-1]), raw.removesuffix(b",")) for key, _, raw in split]


def document_in(text: bytes, document_id: int) -> bytes | None:
    """Return one document of whole lines, None where it is not there."""
    key = b'\n"%d":' % document_id
    begin = -1 if text.startswith(key[1:]) else text.find(key)
    if begin < 0 and not text.startswith(key[1:]):
        return None
    return text[begin + len(key) : text.index(b"\n", begin + len(key))].removesuffix(b",")


class Survey:
    """Goes through all lines of a file, and knows afterwards where they lie."""

    def __init__(self, file: BinaryIO) -> None:
        """Take a file that is laid out as it is written here."""
        self._file = file
        self.places: dict[str, Places] = {}
        self.strays: list[Stray] = []

    def __iter__(self) -> Iterator[Stretch]:
        """Yield the lines from the start; raise an `IrregularError` where they are something else."""
        self._file.seek(0)
        self.places, self.strays = {}, []
        for stretch in layout.in_lines(self._file):
            self.places.setdefault(stretch.table, Places()).add(stretch.ids, stretch.starts, stretch.end)
            self.strays += stretch.strays
            yield stretch
