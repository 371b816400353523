"""Compaction: the file written anew with what its journal holds, unchanged stretches copied as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate, groupby, islice
from typing import NamedTuple
from zlib import crc32

from msgspec.json import encode

from fuyu import disk
from fuyu.errors import SaveError
from fuyu.storage.journal_db.layout import META
from fuyu.storage.journal_db.places import Changed, Places
from fuyu.storage.journal_db.snapshot import Meta, Snapshot

_BLOCK = 1 << 18
_AT_ONCE = 500
"""Documents from elsewhere that are written in one go."""
Fresh = Mapping[str, Iterable[tuple[int, bytes]]]
"""Tables whose documents come from elsewhere, each on one line, their ids rising: they are gone through once."""
NOTHING_FRESH: Fresh = {}
GoOn = Callable[[], None]
"""Asked before each part of a file that is written; an error of it ends the writing."""


def _go_on() -> None:
    """Go on in any case."""


class Laid(NamedTuple):
    """A file that was written."""

    places: dict[str, Places]
    stamp: str
    """What tells its content from any other."""


class _Writing:
    """A file in the making, and its stamp."""

    def __init__(self, fd: int, go_on: GoOn) -> None:
        self._fd, self._go_on = fd, go_on
        self.position = self._checksum = 0

    def __call__(self, part: bytes) -> None:
        self._go_on()
        disk.write_all(self._fd, part)
        self._checksum = crc32(part, self._checksum)
        self.position += len(part)

    @property
    def stamp(self) -> str:
        """The stamp of what was written so far."""
        return disk.stamp_of(self.position, self._checksum)


def write(
    fd: int, snapshot: Snapshot, changed: Changed, meta: Meta, fresh: Fresh = NOTHING_FRESH, *, go_on: GoOn = _go_on
) -> Laid:
    """Write the documents of a file, changed ones in place of the old, one a line, by rising id in each table.

    A fresh table is written as it comes, whatever the file had in it.
    """
    changed = {**changed, META: {1: meta.as_written()}}
    writing, places = _Writing(fd, go_on), dict[str, Places]()
    before = b"{\n"
    order = {table: place for place, table in enumerate((META, *snapshot.order))}
    tables = {*snapshot.index.places, *changed, *fresh}
    for table in sorted(tables, key=lambda table: (order.get(table, len(order)), table)):
        there, old = Places(), snapshot.index.places.get(table, Places())
        separator = b"%b%b:{\n" % (before, encode(table))
        parts = _together(fresh[table]) if table in fresh else _parts(snapshot, table, changed.get(table, {}))
        for part in parts:
            writing(separator)
            if isinstance(part, range):
                there.add_moved(old, part.start, part.stop, writing.position - old.starts[part.start])
                for block in _unchanged(snapshot, old, part):
                    writing(block)
            else:
                lines = [b'"%d":%b' % document for document in part]
                starts = accumulate((len(line) + len(b",\n") for line in lines), initial=writing.position)
                there.add([document_id for document_id, _ in part], [*starts][:-1], 0)
                writing(b",\n".join(lines))
            separator, before = b",\n", b"\n},\n"
            there.end = writing.position + len(b"\n")
        if strays := [stray for stray in snapshot.index.strays if stray.table == table]:
            writing(separator)
            there.end = writing.position
            writing(b",\n".join(b"%b:%b" % (encode(stray.key), stray.raw) for stray in strays))
            before = b"\n},\n"
        if there.end:
            places[table] = there
    writing(b"\n}\n}\n")
    return Laid(places, writing.stamp)


def prepare(
    file: disk.Prepared,
    snapshot: Snapshot,
    changed: Changed,
    meta: Meta,
    fresh: Fresh = NOTHING_FRESH,
    *,
    go_on: GoOn = _go_on,
) -> Laid:
    """Write a file that is to take the place of another, and read it back.

    Raises:
        SaveError: it is not every byte that was to be there.
    """
    laid = write(file.fd, snapshot, changed, meta, fresh, go_on=go_on)
    file.sync()
    if disk.content_stamp(file.fd) != laid.stamp:
        raise SaveError(f"{file.name} was not written as it should be; the file before it stays: not saved")
    return laid


def _together(documents: Iterable[tuple[int, bytes]]) -> Iterator[list[tuple[int, bytes]]]:
    """Yield documents some hundred at a time."""
    left = iter(documents)
    while together := [*islice(left, _AT_ONCE)]:
        yield together


def _parts(
    snapshot: Snapshot, table: str, changed: Mapping[int, bytes | None]
) -> Iterator[range | list[tuple[int, bytes]]]:
    """Yield what a table consists of: stretches that are as they were, and documents between them."""
    places = snapshot.index.places.get(table, Places())
    done, count = 0, len(places.starts)
    for slot, ids in groupby(sorted(changed), lambda document_id: max(places.slot(document_id), 0)):
        if done < slot:
            yield range(done, slot)
        found: dict[int, bytes | None] = dict(snapshot.stretches(places, slot, slot + 1)) if count else {}
        found |= {document_id: changed[document_id] for document_id in ids}
        if present := [(document_id, raw) for document_id, raw in sorted(found.items()) if raw is not None]:
            yield present
        done = slot + 1
    if done < count:
        yield range(done, count)


def _unchanged(snapshot: Snapshot, places: Places, slots: range) -> Iterator[bytes]:
    """Yield the lines of stretches in blocks, without what follows the last of them."""
    start, end = places.starts[slots.start], places.span(slots.stop - 1)[1]
    end -= len(b",\n") if snapshot.read(end - 2, 2) == b",\n" else len(b"\n")
    return (snapshot.read(place, min(_BLOCK, end - place)) for place in range(start, end, _BLOCK))
