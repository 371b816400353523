"""The lines that were compacted last, for the day the file comes back as it was before.

Somebody copies an old version over the file, or a sync tool puts another machine's in its place: what was compacted
since is then nowhere else. So these lines stay, some days of them, and are offered where a file has none of them.
"""

import os
from collections.abc import Container, Sequence
from contextlib import suppress
from pathlib import Path

from fuyu import disk
from fuyu.errors import StoreError
from fuyu.storage.journal_db.journal import STAMP, Line, commit_of
from fuyu.system import machine

_ROOM = 1 << 19
"""Bytes: some hundred lines. The file grows to twice as much before it is written anew."""


def remember(path: Path, lines: Sequence[Line]) -> None:
    """Keep lines behind those that are there.

    Nobody waits for the disk: the file they were compacted into is safe there. Where it fails, they are not kept.
    """
    with suppress(OSError, StoreError):
        content = b"".join(map(_with_stamp, lines))
        fd = disk.open_private(path, os.O_APPEND | machine.AT_ONCE)
        try:
            size = os.fstat(fd).st_size + len(content)
            if size <= 2 * _ROOM:
                disk.write_all(fd, content)
        finally:
            disk.close(fd)
        if size > 2 * _ROOM:
            _write_anew(path, path.read_bytes() + content)


def recall(path: Path, compacted: Container[str]) -> list[Line]:
    """Return the lines that were kept, oldest first; none where a file has the last one, as it nearly always has.

    Args:
        path: where they were kept.
        compacted: the stamps that the file has.
    """
    with suppress(OSError, StoreError), os.fdopen(disk.open_regular(path), "rb") as file:
        last = disk.last_line(file.fileno())
        if last[:STAMP].decode(errors="replace") not in compacted:
            return [line for text in file if (line := _of_stamped(text)) is not None]
    return []


def forget(path: Path) -> None:
    """Keep the lines no more: they are in the book, or aside."""
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _write_anew(path: Path, content: bytes) -> None:
    """Keep the last lines only."""
    _, _, newest = content[-_ROOM:].partition(b"\n")
    with disk.prepared(path) as file:
        disk.write_all(file.fd, newest)
        file.take_its_place(durably=False)


def _with_stamp(line: Line) -> bytes:
    """Return a line as it is kept outside of its journal: its stamp, a blank, the line."""
    return b"%b %b" % (line.stamp.encode(), line.text)


def _of_stamped(text: bytes) -> Line | None:
    """Return the line that was kept so, None where it is not what was written."""
    stamp, _, line = text.partition(b" ")
    commit = commit_of(line)
    return None if commit is None else Line(line, commit, stamp.decode(errors="replace"))
