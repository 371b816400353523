"""What is kept beside a file, under a name that tells where it comes from: `leads.conflict-TIME-CHECKSUM.json`."""

from collections.abc import Iterable
from glob import escape
from pathlib import Path
from time import gmtime, strftime

from fuyu import disk
from fuyu.storage.journal_db import compaction
from fuyu.storage.journal_db.journal import Header, Line, line_of
from fuyu.storage.journal_db.places import Changed
from fuyu.storage.journal_db.snapshot import Meta, Snapshot

CONFLICT, DAMAGED = "conflict", "damaged"


def keep_documents(path: Path, aside: Changed, schema: int) -> Path:
    """Write documents as a database of their own beside a file; return where."""
    with disk.prepared(path) as file:
        compaction.write(file.fd, Snapshot.of_nothing(), aside, Meta(schema=schema))
        return _named_by_content(path, file, CONFLICT, path.suffix)


def keep_lines(path: Path, lines: Iterable[Line], schema: int) -> Path:
    """Write lines as a journal of their own beside a file; return where."""
    content = [line_of(Header(0, schema=schema)), *(line.text for line in lines)]
    return keep_content(path, CONFLICT, content, f"{path.suffix}.journal")


def keep_content(path: Path, kind: str, content: Iterable[bytes], suffix: str) -> Path:
    """Write a content beside a file; return where."""
    with disk.prepared(path) as file:
        for block in content:
            disk.write_all(file.fd, block)
        return _named_by_content(path, file, kind, suffix)


def _named_by_content(path: Path, file: disk.Prepared, kind: str, suffix: str) -> Path:
    """Give a file a name that no other content has: the same one, written twice, is one file, also much later."""
    size, checksum = disk.content_stamp(file.fd).split("-")
    for kept in path.parent.glob(f"{escape(path.stem)}.{kind}-*-{checksum}{escape(suffix)}"):
        if kept.stat().st_size == int(size, 16):
            return kept
    when = strftime("%Y%m%d-%H%M%S", gmtime(path.stat().st_mtime if path.exists() else 0))
    name = path.with_name(f"{path.stem}.{kind}-{when}-{checksum}{suffix}")
    file.take_its_place(name)
    return name
