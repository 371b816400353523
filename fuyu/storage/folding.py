"""Folding: the file written anew with what its journal holds, unchanged stretches copied as they are."""

from collections.abc import Iterator, Mapping

from msgspec.json import encode

from fuyu.domain.action import Table
from fuyu.storage import disk, documents
from fuyu.storage.index import Places
from fuyu.storage.layout import META
from fuyu.storage.snapshot import Meta, Snapshot

Changed = Mapping[str, Mapping[int, bytes | None]]
"""Documents by table and id that differ from the file; None was taken out."""

_BLOCK = 1 << 18
_ORDER = (META, *Table, documents.ACTIONS)


def write(fd: int, snapshot: Snapshot, changed: Changed, meta: Meta) -> None:
    """Write the documents of a file, changed ones in place of the old, one a line, by rising id in each table."""
    changed = {**changed, META: {1: encode(meta)}}
    before = b"{\n"
    for table in sorted({*snapshot.index.tables, *changed}, key=_place):
        separator = b"%b%b:{\n" % (before, encode(table))
        for stretch in _stretches(snapshot, table, changed.get(table, {})):
            disk.write_all(fd, separator)
            for block in stretch:
                disk.write_all(fd, block)
            separator, before = b",\n", b"\n},\n"
    disk.write_all(fd, b"\n}\n}\n")


def _place(table: str) -> tuple[int, str]:
    return (_ORDER.index(table) if table in _ORDER else len(_ORDER), table)


def _stretches(snapshot: Snapshot, table: str, changed: Mapping[int, bytes | None]) -> Iterator[Iterator[bytes]]:
    """Yield a table's lines in stretches, each a few blocks of bytes; between them belongs a comma."""
    places = snapshot.index.places(table)
    done = 0
    for document_id in sorted(changed):
        slot = places.slot(document_id)
        yield from _unchanged(snapshot, places, done, slot)
        done = slot + places.has(slot, document_id)
        raw = changed[document_id]
        if raw is not None:
            yield iter((b'"%d":%b' % (document_id, raw),))
    yield from _unchanged(snapshot, places, done, len(places.ids))
    for stray in snapshot.index.strays:
        if stray.table == table:
            raw = documents.on_one_line(snapshot.read(stray.start, stray.length))
            yield iter((b"%b:%b" % (encode(stray.key), raw),))


def _unchanged(snapshot: Snapshot, places: Places, first: int, end: int) -> Iterator[Iterator[bytes]]:
    """Yield the lines of the slots from `first` up to `end`."""
    if first == end:
        return
    if snapshot.index.in_lines:
        begin = places.starts[first] - len('"":') - len(str(places.ids[first]))
        yield _blocks(snapshot, begin, places.starts[end - 1] + places.lengths[end - 1])
        return
    for slot in range(first, end):
        raw = documents.on_one_line(snapshot.read(places.starts[slot], places.lengths[slot]))
        yield iter((b'"%d":%b' % (places.ids[slot], raw),))


def _blocks(snapshot: Snapshot, begin: int, end: int) -> Iterator[bytes]:
    for start in range(begin, end, _BLOCK):
        yield snapshot.read(start, min(_BLOCK, end - start))
