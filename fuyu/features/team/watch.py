"""An end in time for what a library does without one: a thread looks now and then, and breaks off what takes long."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from math import inf
from threading import Event, Thread

_TICK = 0.2
"""Seconds between two looks."""
_QUIET = 10
"""Looks after which it sleeps where there was nothing to look at: then an idle process costs nothing."""


class Watch:
    """Looks after one thing at a time; it costs a call next to nothing, for no thread is begun for it."""

    def __init__(self, break_off: Callable[[], None]) -> None:
        """Take what breaks off, from another thread."""
        self._break_off = break_off
        self._end = inf
        self._is_wanted, self._is_over = Event(), Event()
        self._thread: Thread | None = None

    @contextmanager
    def within(self, seconds: float) -> Iterator[None]:
        """Break off what is done inside where it takes longer."""
        if self._thread is None:
            self._thread = Thread(target=self._look, name="watch", daemon=True)
            self._thread.start()
        self._end = time.monotonic() + seconds
        self._is_wanted.set()
        try:
            yield
        finally:
            self._end = inf

    def close(self) -> None:
        """Look no more."""
        self._is_over.set()
        self._is_wanted.set()

    def _look(self) -> None:
        while not self._is_over.is_set():
            self._is_wanted.wait()
            self._is_wanted.clear()
            quiet = 0
            while quiet < _QUIET and not self._is_over.wait(_TICK):
                quiet = quiet + 1 if self._end == inf else 0
                if time.monotonic() > self._end:
                    self._end = inf
                    self._break_off()
