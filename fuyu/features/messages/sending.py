"""Who sends the messages of a book: one process at a time, which holds a lock as long as it is at it."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fuyu import disk
from fuyu.errors import StoreError
from fuyu.system import machine

_LOOKS = 20
"""How often the lock is asked for: somebody who only looks whether anybody sends has it for microseconds."""
_PAUSE = 0.005
"""Seconds between two of them."""


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Be the only one who sends; refuse where someone does."""
    disk.make_folder(lock.parent)
    held = os.open(lock, os.O_RDWR | os.O_CREAT | machine.OURS, 0o600)
    try:
        if not any(_taken(held) for _ in range(_LOOKS)):
            raise StoreError("another fuyu is sending right now")
        yield
    finally:
        os.close(held)


def _taken(held: int) -> bool:
    """Take the lock and return that it is taken; where somebody has it, wait for a moment."""
    try:
        machine.lock(held, alone=True)
    except BlockingIOError:
        time.sleep(_PAUSE)
        return False
    return True
