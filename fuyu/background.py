"""What goes on beside the keys: each in a thread of its own, which holds up neither a key nor leaving."""

from collections.abc import Callable
from threading import Thread
from typing import Protocol

Said = Callable[[str], None]
"""Takes a sentence about what was in the way, from any thread."""
Told = Callable[[str, str], None]
"""Takes a sentence for the person, and what makes the terminal ring; from any thread."""


class Chore(Protocol):
    """Something that goes on beside the keys."""

    def each_second(self, said: Said, told: Told) -> None:
        """Begin what is due."""

    def leave(self) -> None:
        """The dashboard ends: have done what is not done yet, without waiting."""


class Process(Protocol):
    """A process that ends with this one at the latest."""

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""

    def end(self) -> None:
        """Have it end, without waiting."""


class Elsewhere(Protocol):
    """Another process of fuyu on the same book, at the same time."""

    def catch_up(self, command: str) -> str:
        """Wait until it has done a command; return what was in the way, empty where nothing was."""

    def leave(self, *command: str) -> None:
        """Have it do a command that nobody waits for, and whose trouble the next one tells of."""

    def stay(self, *command: str) -> Process:
        """Have it do a command that goes on until its input ends: with this process, however that ends."""


class Background:
    """One kind of work, once at a time."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._thread: Thread | None = None
        self._trouble = ""

    @property
    def is_busy(self) -> bool:
        """Whether it is still at what was begun last."""
        return self._thread is not None and self._thread.is_alive()

    def begin(self, work: Callable[[], None]) -> None:
        """Begin some work."""
        self._thread = Thread(target=work, name=self._name, daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Wait for what was begun last."""
        if self._thread is not None:
            self._thread.join()

    def say(self, words: str, said: Said) -> None:
        """Say what was in the way, once until it is another thing; empty words mean that nothing is."""
        if words and words != self._trouble:
            said(words)
        self._trouble = words
