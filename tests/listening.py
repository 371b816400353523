"""Servers on loopback that say whatever a test wants: each connection in a thread of its own, all gone at its end."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

PATIENCE = 30.0
"""Seconds after which a test gives up on a thread: long, and never waited for where all is well."""


class Line:
    """One connection, seen from the server."""

    def __init__(self, sock: socket.socket, number: int, ended: threading.Event) -> None:
        self.sock = sock
        self.number = number
        """Which connection it is, from 0."""
        self._ended = ended
        self._file = sock.makefile("rb")

    def hear(self) -> bytes:
        """Return the next line; empty where the other side has gone."""
        try:
            return self._file.readline()
        except OSError:
            return b""

    def read(self, size: int) -> bytes:
        """Return so many bytes."""
        return self._file.read(size)

    def say(self, words: bytes) -> bool:
        """Say something; return whether anybody was there."""
        try:
            self.sock.sendall(words)
        except OSError:
            return False
        return True

    def say_for_ever(self, words: bytes) -> None:
        """Say it again and again until the other side has gone, or the test ends."""
        while not self._ended.is_set() and self.say(words):
            pass

    def drip(self, words: bytes, pause: float) -> None:
        """Say it byte by byte, with a pause after each, until the other side has gone, or the test ends."""
        for byte in words:
            if not self.say(bytes([byte])) or self._ended.wait(pause):
                return

    def hang(self) -> None:
        """Say nothing until the test ends."""
        self._ended.wait(PATIENCE)


@contextmanager
def listening(talk: Callable[[Line], object]) -> Iterator[int]:
    """Run a server, and give its port; `talk` has one connection, which ends with it."""
    ended, threads = threading.Event(), list[threading.Thread]()
    server = socket.create_server(("127.0.0.1", 0))

    def one(sock: socket.socket, number: int) -> None:
        with sock, suppress(OSError):
            line = Line(sock, number, ended)
            try:
                talk(line)
            finally:
                line._file.close()

    def accept() -> None:
        number = 0
        with suppress(OSError):
            while True:
                sock, _ = server.accept()
                sock.settimeout(PATIENCE)
                thread = threading.Thread(target=one, args=(sock, number), daemon=True)
                threads.append(thread)
                thread.start()
                number += 1

    accepting = threading.Thread(target=accept, daemon=True)
    accepting.start()
    try:
        yield server.getsockname()[1]
    finally:
        ended.set()
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        for thread in (accepting, *threads):
            thread.join(PATIENCE)
            assert not thread.is_alive()
