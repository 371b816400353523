"""Windows: locks of bytes, no owners to give files to, and nothing to wait for but a file itself."""

import errno
import msvcrt
import os
import signal
import time
from pathlib import Path

OURS = getattr(os, "O_BINARY", 0) | getattr(os, "O_NOINHERIT", 0)
"""What every file is opened with: its bytes as they are, and by no program that is started."""
NO_LINK = 0
"""Links are for administrators here."""
AT_ONCE = 0
ENDING = (signal.SIGTERM, signal.SIGINT)
"""Signals that tell a program to end."""

_PLACE, _SHARES = 1 << 30, 64
"""Where in a file its lock lies, far behind what it holds, for a locked byte cannot be read; and how many share it."""
_PAUSE = 0.01
"""Seconds until a lock is asked for again."""
_held: dict[int, tuple[int, int]] = {}
"""The place and the length of what is locked, by open file."""


def lock(fd: int, *, alone: bool, waits: bool = False) -> None:
    """Hold the lock of an open file: all of its bytes alone, or any one of them shared.

    Raises:
        BlockingIOError: somebody else holds it; not where it `waits`.
    """
    unlock(fd)
    places = [(_PLACE, _SHARES)] if alone else [(_PLACE + share, 1) for share in range(_SHARES)]
    while not any(_is_taken(fd, *place) for place in places):
        if not waits:
            raise BlockingIOError(errno.EWOULDBLOCK, os.strerror(errno.EWOULDBLOCK))
        time.sleep(_PAUSE)


def _is_taken(fd: int, place: int, length: int) -> bool:
    """Try to lock some bytes."""
    try:
        _locking(fd, msvcrt.LK_NBLCK, place, length)  # type: ignore[attr-defined] # known on Windows alone
    except OSError:
        return False
    _held[fd] = place, length
    return True


def unlock(fd: int) -> None:
    """Let others have the lock."""
    if place := _held.pop(fd, None):
        _locking(fd, msvcrt.LK_UNLCK, *place)  # type: ignore[attr-defined] # the same


def _locking(fd: int, how: int, place: int, length: int) -> None:
    """Lock bytes at a place, or let go of them; where the file is read next is as before."""
    before = os.lseek(fd, 0, os.SEEK_CUR)
    os.lseek(fd, place, os.SEEK_SET)
    try:
        msvcrt.locking(fd, how, length)  # type: ignore[attr-defined] # the same
    finally:
        os.lseek(fd, before, os.SEEK_SET)


def read_at(fd: int, count: int, start: int) -> bytes:
    """Read so many bytes from a place on, or fewer."""
    before = os.lseek(fd, 0, os.SEEK_CUR)
    os.lseek(fd, start, os.SEEK_SET)
    try:
        return os.read(fd, count)
    finally:
        os.lseek(fd, before, os.SEEK_SET)


def write_at(fd: int, content: bytes, start: int) -> None:
    """Write bytes at a place."""
    before = os.lseek(fd, 0, os.SEEK_CUR)
    os.lseek(fd, start, os.SEEK_SET)
    try:
        os.write(fd, content)
    finally:
        os.lseek(fd, before, os.SEEK_SET)


def sync(fd: int) -> None:
    """Wait until the file's bytes are on the platter."""
    os.fsync(fd)


def sync_folder(_folder: Path) -> None:
    """Nothing waits for the names in a folder here."""


def put_in_place(file: Path, of: Path) -> None:
    """Give a file the name of another, which is gone then; that takes another call here."""
    file.replace(of)


def is_read_only_by_all(_fd: int) -> bool:
    """Return whether it is certain that no program has the file open to write: it never is."""
    return False


def give_to_the_owner(_fd: int, _like: Path) -> None:
    """Files belong to whoever makes them."""


def give_folder_to_the_owner(_folder: Path, _like: Path) -> None:
    """So do folders."""


def is_alive(_process: int) -> bool:
    """Return whether a process may run: to ask one would end it here."""
    return True
