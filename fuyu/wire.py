"""What every talk with a server needs: an end in time, a cap on what is read, and its words made fit to be shown."""

import io
import socket
import time
from http.client import HTTPException
from ipaddress import ip_address
from typing import TYPE_CHECKING

from fuyu.domain.text import clean_line

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

TROUBLE = (OSError, ValueError, HTTPException)
"""What the standard library raises where a server breaks off, or says what it should not; of mail, it is an OSError."""
_LONGEST = 200
"""Characters of a server's words that are shown: a line or two."""


class TooMuchError(OSError):
    """A server says more than anybody asked for."""


class TimeLeft:
    """The time that a talk has left."""

    def __init__(self, patience: float, whole: float | None = None) -> None:
        """Start the talk.

        Args:
            patience: seconds for each answer, from `restart` to its last byte.
            whole: seconds for all answers together; None sets no such end.
        """
        self._patience = patience
        self._end = None if whole is None else time.monotonic() + whole
        self.restart()

    def restart(self) -> None:
        """Give the next answer its time."""
        self._answer = time.monotonic() + self._patience

    def left(self) -> float:
        """Return the seconds that are left for this answer.

        Raises:
            TimeoutError: none are.
        """
        end = self._answer if self._end is None else min(self._answer, self._end)
        left = end - time.monotonic()
        if left <= 0:
            raise TimeoutError("it takes too long")
        return left


class _Raw(io.RawIOBase):
    """Reads a socket byte by byte late or early, but never past the end of the time or of what may come."""

    def __init__(self, sock: socket.socket, clock: TimeLeft, most: int | None) -> None:
        self._sock = sock
        self._file = sock.makefile("rb", buffering=0)
        self._clock = clock
        self._room = most

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer") -> int:
        self._sock.settimeout(self._clock.left())
        got = self._file.readinto(buffer) or 0
        if self._room is not None:
            self._room -= got
            if self._room < 0:
                raise TooMuchError("it says too much")
        return got

    def close(self) -> None:
        self._file.close()
        super().close()


def reader(sock: socket.socket, clock: TimeLeft, most: int | None = None) -> io.BufferedReader:
    """Return a file that reads from a socket.

    Args:
        sock: where from.
        clock: ends it with a `TimeoutError`, however slowly the bytes come.
        most: bytes, after which it ends with a `TooMuchError`; None sets no such end.
    """
    return io.BufferedReader(_Raw(sock, clock, most))


def is_this_machine(host: str) -> bool:
    """Return whether a host is this machine itself, so that nobody listens in on what goes there."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def readable(said: bytes | str) -> str:
    """Return a server's words on one line, without what steers a terminal, and short enough to be read."""
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    line = clean_line(text[: 10 * _LONGEST])
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1].rstrip()}…"


def wrong_with(host: str, error: Exception, kind: str) -> str:
    """Return what is wrong with a server that was asked, as a sentence.

    Args:
        host: its name.
        error: what came of asking.
        kind: what it does not answer as, where it answers something else.
    """
    if isinstance(error, TooMuchError):
        return f"{host} answers with more than can be right"
    if isinstance(error, TimeoutError):
        return f"{host} takes too long"
    if isinstance(error, OSError):
        return f"{host} cannot be reached: {trouble(error)}"
    return f"{host} does not answer as a {kind} server"


def trouble(error: Exception) -> str:
    """Return what is wrong with a connection, in words."""
    if isinstance(error, TimeoutError):
        return "it takes too long"
    words = getattr(error, "strerror", None)
    return readable(words if isinstance(words, str) and words else str(error) or type(error).__name__)
