"""Linux, macOS and their like."""

import fcntl
import os
import signal
from pathlib import Path

OURS = os.O_CLOEXEC
"""What every file is opened with: no program that is started has it open, too."""
NO_LINK = os.O_NOFOLLOW
"""Refuses a link in place of a file."""
AT_ONCE = os.O_NONBLOCK
"""Waits for nobody at the other end of a pipe."""
ENDING = (signal.SIGTERM, signal.SIGHUP, signal.SIGINT)
"""Signals that tell a program to end."""
_ROOT = 0


def lock(fd: int, *, alone: bool, waits: bool = False) -> None:
    """Hold the lock of an open file, alone or shared.

    Raises:
        BlockingIOError: somebody else holds it; not where it `waits`.
        OSError: the file system has no locks.
    """
    fcntl.flock(fd, (fcntl.LOCK_EX if alone else fcntl.LOCK_SH) | (0 if waits else fcntl.LOCK_NB))


def unlock(fd: int) -> None:
    """Let others have the lock."""
    fcntl.flock(fd, fcntl.LOCK_UN)


def read_at(fd: int, count: int, start: int) -> bytes:
    """Read so many bytes from a place on, or fewer."""
    return os.pread(fd, count, start)


def write_at(fd: int, content: bytes, start: int) -> None:
    """Write bytes at a place."""
    os.pwrite(fd, content, start)


def sync(fd: int) -> None:
    """Wait until the file's bytes are on the platter; macOS calls that F_FULLFSYNC."""
    full_sync = getattr(fcntl, "F_FULLFSYNC", None)
    if full_sync is None:
        os.fdatasync(fd)
    else:
        fcntl.fcntl(fd, full_sync)


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the platter."""
    fd = os.open(folder, os.O_RDONLY | OURS)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def put_in_place(file: Path, of: Path) -> None:
    """Give a file the name of another, which is gone then."""
    file.rename(of)


def is_read_only_by_all(fd: int) -> bool:
    """Return whether it is certain that no program has the file open to write: Linux gives a read lease only then."""
    lease = getattr(fcntl, "F_SETLEASE", None)
    if lease is None:
        return False
    fcntl.fcntl(fd, fcntl.F_SETSIG, signal.SIGURG)  # ignored, should somebody open it now; SIGIO would end us
    fcntl.fcntl(fd, lease, fcntl.F_RDLCK)
    fcntl.fcntl(fd, lease, fcntl.F_UNLCK)
    return True


def give_to_the_owner(fd: int, like: Path) -> None:
    """Let what root makes in a person's folder belong to that person, who could not write it otherwise."""
    if os.geteuid() == _ROOT:
        wanted, made = like.stat(), os.fstat(fd)
        if (wanted.st_uid, wanted.st_gid) != (made.st_uid, made.st_gid):
            os.fchown(fd, wanted.st_uid, wanted.st_gid)


def give_folder_to_the_owner(folder: Path, like: Path) -> None:
    """Do so with a folder."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | OURS)
    try:
        give_to_the_owner(fd, like)
    finally:
        os.close(fd)


def is_alive(process: int) -> bool:
    """Return whether a process runs."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
