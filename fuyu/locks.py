"""Locks between processes: held for the length of a write, or only asked about."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuyu import disk
from fuyu.errors import ReadOnlyError, SaveError, StoreError
from fuyu.system import machine

_PATIENCE = 5.0
"""Seconds to wait for another process; it holds the lock for milliseconds unless it was stopped."""


class Lock:
    """A file that one process at a time holds for the length of a write; the file is never unlinked.

    One thread at a time uses the object: the system sees one holder in it.
    """

    def __init__(self, path: Path, patience: float = _PATIENCE, program: str = "program") -> None:
        self._path = path
        self._program = program
        self._patience = patience
        self._fd = -1
        self.is_held = False
        """Whether it is held alone, by this object."""

    @contextmanager
    def exclusive(self, *, at_once: bool = False) -> Iterator[None]:
        """Hold the lock alone; wait a few seconds for others, or with `at_once` for nobody."""
        if self.is_held:
            yield
            return
        deadline = time.monotonic() + (0 if at_once else self._patience)
        while not self._take(alone=True):
            if time.monotonic() > deadline:
                raise SaveError(f"another {self._program} has been writing for seconds: not saved")
            time.sleep(0.002)
        self.is_held = True
        try:
            yield
        finally:
            self.is_held = False
            self._let_go()

    @contextmanager
    def shared(self) -> Iterator[bool]:
        """Keep writers away while reading; yields whether none is at work. No lock file is made for it."""
        if self.is_held:
            yield True
            return
        try:
            taken = not self._path.exists() or self._take(alone=False)
        except (OSError, StoreError):
            taken = True
        try:
            yield taken
        finally:
            self._let_go()

    def _let_go(self) -> None:
        """Let others have the lock; where the system will not, closing the file does it."""
        try:
            if self._fd >= 0:
                machine.unlock(self._fd)
        except OSError:
            self.close()

    def close(self) -> None:
        """Let go of the lock file."""
        if self._fd >= 0:
            disk.close(self._fd)
            self._fd = -1

    def _take(self, *, alone: bool) -> bool:
        """Try once to take the lock; a lock file that was deleted or replaced meanwhile is not the lock."""
        if self._fd < 0:
            self._fd = disk.open_private(self._path)
        try:
            machine.lock(self._fd, alone=alone)
        except BlockingIOError:
            return False
        except OSError as error:
            raise ReadOnlyError("the file system has no working locks: opened read-only") from error
        if disk.is_at(self._fd, self._path):
            return True
        self.close()
        return False


def is_held(lock: Path, *, alone: bool = True) -> bool:
    """Return whether somebody holds a lock at this moment; a process that was killed holds none.

    Args:
        lock: the file that is locked; where there is none, or it cannot be read, nobody holds it.
        alone: whether only who holds it alone counts; otherwise those who share it count too.
    """
    try:
        asking = os.open(lock, machine.OURS | (os.O_RDONLY if alone else os.O_RDWR | machine.NO_LINK))
    except OSError:
        return False
    try:
        machine.lock(asking, alone=not alone)
    except BlockingIOError:
        return True
    except OSError:
        return False
    finally:
        os.close(asking)
    return False
