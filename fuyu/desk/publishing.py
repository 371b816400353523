"""A calendar file that follows the book: written whole, and only where it says something new."""

import os
import stat
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from fuyu import paths
from fuyu.desk.coming import coming
from fuyu.desk.desk import Desk
from fuyu.domain.wishes import Showing
from fuyu.errors import SaveError, UsageError
from fuyu.interop.calendar import Rewritten, is_ours, may_become, rewritten
from fuyu.storage.journal_db import disk
from fuyu.storage.journal_db.lock import Lock

_LARGEST = 500_000_000
"""Bytes of a calendar; one of 100,000 leads has eighty million."""
_PATIENCE = 60.0
"""Seconds to wait for another process that writes the same calendar."""


class Published(Struct, frozen=True):
    """What became of a calendar file."""

    events: int
    cancelled: int
    changed: int
    written: bool
    """Whether it said something else before; otherwise it was not touched."""


def publish(desk: Desk, file: Path, book: str, showing: Showing, lock: Path) -> Published:
    """Let a calendar file show the book as it is now.

    Args:
        desk: the book; what others wrote to it is read first.
        file: where to; of a symbolic link the target.
        book: tells the book from any other.
        showing: how much it shows.
        lock: a file that one process at a time holds while it writes, so that the newer book has the last word.

    Raises:
        UsageError: the file is something else than a calendar of this book.
        StoreError: it could not be read or written; it is as it was.
    """
    with disk.saving():
        disk.make_folder(lock.parent)
        alone = Lock(lock, _PATIENCE, "fuyu")
        try:
            with alone.exclusive():
                desk.book.refresh()
                return _publish(desk, paths.resolved(file), book, showing)
        finally:
            alone.close()


def shows_another(file: Path, book: str) -> bool:
    """Return whether a file is a calendar of fuyu's that shows another book."""
    present = _read(file)
    return is_ours(present) and not may_become(present, book)


def _publish(desk: Desk, file: Path, book: str, showing: Showing) -> Published:
    present = _read(file)
    try:
        made = rewritten(present, coming(desk, showing), book, desk.now())
    except UsageError as error:
        raise UsageError(f"{file} is left as it is: {error}") from error
    if made.text != present:
        _write(file, made)
    return Published(made.events, made.cancelled, made.changed, made.text != present)


def _read(file: Path) -> bytes:
    try:
        return paths.small_file(file, _LARGEST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise SaveError(f"{disk.reason(error)}: the calendar {file} cannot be read") from error


def _write(file: Path, made: Rewritten) -> None:
    try:
        disk.sweep(file.parent, f"{file.name}.")
        with disk.prepared(file) as anew:
            disk.write_all(anew.fd, made.text)
            with suppress(FileNotFoundError):  # who subscribes to it through a web server lets that read it
                os.fchmod(anew.fd, stat.S_IMODE(file.stat().st_mode))
            anew.take_its_place()
    except OSError as error:
        raise SaveError(f"{disk.reason(error)}: the calendar {file} is not written") from error
