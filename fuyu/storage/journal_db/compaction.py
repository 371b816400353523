"""Compaction: the file written anew with what its journal holds, unchanged stretches copied as they are."""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import merge
from typing import BinaryIO

from msgspec.json import encode

from fuyu.errors import DamagedError, SaveError
from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.layout import META, IrregularError, Stray, Stretch
from fuyu.storage.journal_db.places import Changed, Laid, Places
from fuyu.storage.journal_db.snapshot import Meta, Snapshot

_BLOCK = 1 << 18


def write(fd: int, snapshot: Snapshot, changed: Changed, meta: Meta) -> dict[str, list[Laid]]:
    """Write the documents of a file, changed ones in place of the old, one a line, by rising id in each table.

    Returns:
        What was written where, by table.
    """
    laid: dict[str, list[Laid]] = {}
    changed = {**changed, META: {1: encode(meta)}}
    before = b"{\n"
    position = 0
    with_strays = {stray.table for stray in snapshot.index.strays}
    for table in sorted(
        {*snapshot.index.tables, *changed, *with_strays}, key=lambda table: _place(table, (META, *snapshot.order))
    ):
        separator = b"%b%b:{\n" % (before, encode(table))
        for stretch, key, blocks in _stretches(snapshot, table, changed.get(table, {})):
            disk.write_all(fd, separator + key)
            position += len(separator) + len(key)
            laid.setdefault(table, []).append(stretch._replace(start=position))
            for block in blocks:
                disk.write_all(fd, block)
                position += len(block)
            separator, before = b",\n", b"\n},\n"
    disk.write_all(fd, b"\n}\n}\n")
    return laid


def verify(fd: int, name: str, snapshot: Snapshot, changed: Changed) -> None:
    """Read back what `write` wrote, before it takes the place of anything.

    Raises:
        SaveError: it is not every document that was to be there, or one that changed is not as it should be.
    """
    found: dict[str, array[int]] = {}
    try:
        with os.fdopen(os.dup(fd), "rb") as file:
            file.seek(0)
            stretches, strays = _read_back(file, name, has_strays=bool(snapshot.index.strays))
            for stretch in stretches:
                found.setdefault(stretch.table, array("q")).extend(stretch.ids)
                _compare(stretch, changed.get(stretch.table, {}))
        tables = {*snapshot.index.tables, *changed, *found} - {META}
        is_whole = strays == _named(snapshot.index.strays) and all(
            found.get(table, array("q")) == _expected(snapshot, table, changed.get(table, {})) for table in tables
        )
    except (IrregularError, DamagedError):
        is_whole = False
    if not is_whole:
        raise SaveError(f"{name} was not written as it should be; the file before it stays: not saved")


def _read_back(file: BinaryIO, name: str, *, has_strays: bool) -> tuple[Iterable[Stretch], set[tuple[str, str]]]:
    """Return the documents of a file, and where there may be any, the names of what no id names."""
    if not has_strays:
        return layout.in_lines(file), set()
    stretches, strays = layout.in_json(file.read(), name)
    return stretches, _named(strays)


def _named(strays: Iterable[Stray]) -> set[tuple[str, str]]:
    return {(stray.table, stray.key) for stray in strays}


def _compare(stretch: Stretch, changed: Mapping[int, bytes | None]) -> None:
    for document_id, raw in zip(stretch.ids, stretch.raws, strict=True) if changed else ():
        if document_id in changed and changed[document_id] != bytes(raw):
            raise IrregularError


def _expected(snapshot: Snapshot, table: str, changed: Mapping[int, bytes | None]) -> array[int]:
    """Return the ids that a table has after its changes, rising."""
    there = snapshot.index.places(table).ids
    if not changed:
        return array("q", there[:])
    unchanged = (document_id for document_id in there[:] if document_id not in changed)
    return array("q", merge(unchanged, sorted(found for found, raw in changed.items() if raw is not None)))


_Stretch = tuple[Laid, bytes, Iterable[bytes]]
"""What it is, the key it begins with, and what follows in blocks."""


def _place(table: str, order: Sequence[str]) -> tuple[int, str]:
    return (order.index(table) if table in order else len(order), table)


def _stretches(snapshot: Snapshot, table: str, changed: Mapping[int, bytes | None]) -> Iterator[_Stretch]:
    """Yield a table's lines in stretches; between them belongs a comma."""
    places = snapshot.index.places(table)
    done = 0
    for document_id in sorted(changed):
        slot = places.slot(document_id)
        yield from _unchanged(snapshot, places, done, slot)
        done = slot + places.has(slot, document_id)
        raw = changed[document_id]
        if raw is not None:
            yield _single(document_id, raw)
    yield from _unchanged(snapshot, places, done, len(places.ids))
    for stray in snapshot.index.strays:
        if stray.table == table:
            raw = layout.on_one_line(snapshot.read(stray.start, stray.length))
            yield Laid(0, 0, 0, 0, len(raw)), b"%b:" % encode(stray.key), (raw,)


def _single(document_id: int, raw: bytes) -> _Stretch:
    return Laid(0, 0, document_id, 0, len(raw)), b'"%d":' % document_id, (raw,)


def _unchanged(snapshot: Snapshot, places: Places, first: int, end: int) -> Iterator[_Stretch]:
    """Yield the lines of the slots from `first` up to `end`."""
    if first < end and snapshot.index.in_lines:
        begin, stop = places.starts[first], places.starts[end - 1] + places.lengths[end - 1]
        blocks = (snapshot.read(start, min(_BLOCK, stop - start)) for start in range(begin, stop, _BLOCK))
        yield Laid(first, end, 0, 0, 0), b'"%d":' % places.ids[first], blocks
        return
    for slot in range(first, end):
        raw = snapshot.read(places.starts[slot], places.lengths[slot])
        yield _single(places.ids[slot], layout.on_one_line(raw))
