"""What a person sees while a large book is read, and how they leave: it is read in a thread."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from select import select
from threading import Event, Thread
from typing import Generic, TypeVar

from fuyu.cli import output

_LONG = 0.5
"""Seconds after which it is said that a book is being read."""
_TICK = 0.1
"""Seconds after which it is said anew."""
_AT_ONCE = 1 << 12
_LEAVING = {b"q", b"\x1b"}
"""What leaves, where it is pressed alone; ctrl+c does by its signal."""
_CTRL_C = b"\x03"
T = TypeVar("T")


class Reading(Generic[T]):
    """A book that is read, in a thread where there is a terminal to say so on."""

    typed = b""
    """What was typed meanwhile and is not dealt with."""

    def __init__(self, work: Callable[[Callable[[float], None]], T]) -> None:
        """Take what reads the book; it is given what is told which part was read."""
        self._work = work
        self._part = 0.0
        self._found: list[T] = []
        self._error: BaseException | None = None
        self._is_read = Event()
        """Asked instead of the thread: Python 3.11 takes a thread for ended where ctrl+c comes while it is asked."""

    def result(self, *, takes_keys: bool) -> T:
        """Return what was read.

        Args:
            takes_keys: whether a dashboard is opened: q and escape leave, and other keys wait for it.
        """
        if not sys.stderr.isatty() or (takes_keys and not sys.stdin.isatty()):  # a page in a browser has no keys here
            return self._work(self._note)
        Thread(target=self._run, name="reading", daemon=True).start()
        if not self._is_read.wait(_LONG):
            with _key_by_key() if takes_keys else _as_it_is(), output.Progress() as progress:
                while not self._is_read.is_set():
                    progress.book(self._part)
                    self._wait() if takes_keys else self._is_read.wait(_TICK)
        if self._error is not None:
            raise self._error
        return self._found[0]

    def _note(self, part: float) -> None:
        self._part = part

    def _run(self) -> None:
        try:
            self._found.append(self._work(self._note))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is waited for
            self._error = error
        self._is_read.set()

    def _wait(self) -> None:
        """Wait for a key, or a moment; leave where that is asked for."""
        if select([sys.stdin], [], [], _TICK)[0]:
            typed = os.read(sys.stdin.fileno(), _AT_ONCE)
            if typed in _LEAVING or not typed:
                raise SystemExit(0)
            if _CTRL_C in typed:  # as a key: the terminal was left such that it sends no signal for it
                raise KeyboardInterrupt
            self.typed += typed


@contextmanager
def _key_by_key() -> Iterator[None]:
    """Let keys come as they are pressed, and not be shown."""
    import termios  # noqa: PLC0415 - only a large book needs it
    import tty  # noqa: PLC0415 - the same

    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin, termios.TCSANOW)
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSANOW, before)


@contextmanager
def _as_it_is() -> Iterator[None]:
    yield
