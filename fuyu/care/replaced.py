"""The file that another takes the place of, kept under a second name while some program may still write to it.

TinyDB keeps its file open as long as it runs: what it writes after a compaction goes into the file before it, which
without a name is gone as soon as nobody has it open. The second name says what the file was when it was replaced, so
whoever looks later, in any process, can tell whether it was written to since: `fuyu.replaced-WHEN-CONTENT.json`.
What a sync tool or an editor replaces has no second name; the last few of these stay open, and are looked at.
"""

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from fuyu import disk
from fuyu.care import aside
from fuyu.disk import Identity
from fuyu.errors import StoreError
from fuyu.storage.journal_db.snapshot import Snapshot

_KEPT = 10
"""Files kept where the system cannot tell who has them open; the oldest go first."""
_WATCHED = 3
"""Versions that stay open."""
_NAME = re.compile(r"\.replaced-([0-9a-f]{16})-([0-9a-f]+-[0-9a-f]{8})(?:\.|$)")


@contextmanager
def kept(book: Path, identity: Identity | None = None, stamp: str = "") -> Iterator[None]:
    """Keep the file of a book that is replaced inside the block, where one lies there; the caller holds the lock.

    Where the file system gives no second names, the file goes as it did before.

    Args:
        book: where the file lies.
        identity: what the file was when it was read; None is what it is now.
        stamp: of its content then; empty is of what it has now.
    """
    identity = identity or Identity.of(book)
    if identity is not None:
        with suppress(OSError):
            _link(book, identity, stamp or _stamp_of(book))
    try:
        yield
    finally:
        _tidy(book)


def _link(book: Path, identity: Identity, stamp: str) -> None:
    _drop_the_book_itself(book)
    os.link(book, book.with_name(f"{book.stem}.replaced-{identity.changed_ns:016x}-{stamp}{book.suffix}"))


def is_replaced(path: Path) -> bool:
    """Return whether a name is one that is given here."""
    return _NAME.search(path.name) is not None


def was_written_since(path: Path) -> bool:
    """Return whether a replaced file is another than it was when it was replaced."""
    found, now = _NAME.search(path.name), Identity.of(path)
    if found is None or now is None:
        return False
    changed_ns, stamp = int(found[1], 16), found[2]
    size = int(stamp.partition("-")[0], 16)
    return (now.changed_ns, now.size) != (changed_ns, size) and _stamp_of(path) != stamp


class Latecomers:
    """Watches the versions of a file that were replaced last."""

    def __init__(self, book: Path, notices: list[str]) -> None:
        """Watch the versions of a book's file; `notices` gets a sentence for each that was written late."""
        self._book = book
        self._notices = notices
        self._replaced: dict[Snapshot, Identity] = {}
        """With what each was at the last look."""

    def watch(self, snapshot: Snapshot) -> None:
        """Watch a version that another takes the place of; one that was written in place already has been read."""
        if snapshot.identity is not None and not snapshot.is_current and snapshot.present() == snapshot.identity:
            self._replaced[snapshot] = snapshot.identity
            for oldest in list(self._replaced)[:-_WATCHED]:
                del self._replaced[oldest]

    def look(self, *, at_last: bool = False) -> None:
        """Keep aside what was written late, as soon as the writer has paused, or `at_last` at once."""
        for snapshot, before in list(self._replaced.items()):
            now = snapshot.present()
            if now != snapshot.identity and (now == before or at_last):
                kept = _name_of(self._book, now) or aside.keep_content(
                    self._book, aside.CONFLICT, snapshot.content(), self._book.suffix
                )
                name = self._book.name
                self._notices.append(f"another program had {name} open and wrote to it: that is kept in {kept.name}")
                del self._replaced[snapshot]
            else:
                self._replaced[snapshot] = now


def _name_of(book: Path, identity: Identity) -> Path | None:
    """Return the second name of a file that was replaced, None where it has none."""
    for path in _all(book):
        found = Identity.of(path)
        if found is not None and found[:2] == identity[:2]:
            return path
    return None


def _all(book: Path) -> list[Path]:
    """Return the replaced files that are kept, oldest first."""
    beginning = f"{book.stem}.replaced-"
    found = (path for path in book.parent.iterdir() if path.name.startswith(beginning) and is_replaced(path))
    return sorted(path for path in found if path.name.endswith(book.suffix))


def _tidy(book: Path) -> None:
    """Remove what nobody can write to any more, and nobody has written to."""
    with suppress(OSError):
        _drop_the_book_itself(book)
        unwritten = [path for path in _all(book) if not was_written_since(path)]
        for place, path in enumerate(unwritten):
            if place < len(unwritten) - _KEPT or not disk.may_be_written(path):
                path.unlink(missing_ok=True)


def drop(book: Path) -> None:
    """Remove the replaced files that nobody has written to since, whoever may have them open."""
    for path in _all(book):
        if not was_written_since(path):
            path.unlink(missing_ok=True)


def _drop_the_book_itself(book: Path) -> None:
    """Remove a second name of the file that is the book still: nothing took its place."""
    for path in _all(book):
        if path.samefile(book):
            path.unlink()


def _stamp_of(path: Path) -> str:
    with suppress(OSError, StoreError), disk.regular(path) as fd:
        return disk.content_stamp(fd)
    return ""
