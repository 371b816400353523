"""What may stand between a book and its server: a pooler that gives each transaction another backend, a slow line."""

import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle
from pathlib import Path
from queue import SimpleQueue

from fuyu.features.team.own_server import OwnServer
from tests.listening import Line, listening

_ENCRYPTION = {80877103, 80877104}
"""What a client asks before it says who it is: for TLS, and for GSSAPI."""
_READY, _RING, _BYE = b"Z", b"A", b"X"
_ENDS = {b"Q", b"S"}
"""What a client says and then waits: a simple query, and the end of another."""
_BLOCK = 1 << 16


def _message(sock: socket.socket) -> tuple[bytes, bytes]:
    """Read a message; return its type, empty at the end of the talk, and all of it."""
    head = _exactly(sock, 5)
    return (head[:1], head + _exactly(sock, struct.unpack("!I", head[1:])[0] - 4)) if head else (b"", b"")


def _exactly(sock: socket.socket, size: int) -> bytes:
    found = b""
    while len(found) < size:
        if not (block := sock.recv(size - len(found))):
            return b""
        found += block
    return found


def _startup(line: Line) -> bytes:
    """Return how a client says who it is; it is not encrypted."""
    while head := _exactly(line.sock, 8):
        size, code = struct.unpack("!II", head)
        if code not in _ENCRYPTION:
            return head + _exactly(line.sock, size - 8)
        line.say(b"N")
    return b""


class _Backend:
    """One connection to the server, as whom a client says they are."""

    def __init__(self, place: Path, startup: bytes, stack: ExitStack) -> None:
        self._sock = stack.enter_context(socket.socket(socket.AF_UNIX))
        self._sock.connect(str(place))
        self._sock.sendall(startup)
        self.hello = b"".join(self.answer())
        """What it says when it lets somebody in."""
        self.is_idle = True

    def say(self, message: bytes) -> None:
        """Hand a message of the client on."""
        self._sock.sendall(message)

    def answer(self) -> Iterator[bytes]:
        """Yield what it says until it is ready for more, but for rings, which may be of others."""
        kind = b""
        while kind != _READY:
            kind, message = _message(self._sock)
            if not kind:
                raise OSError("the server is gone")
            self.is_idle = message[-1:] == b"I"
            if kind != _RING:
                yield message


@contextmanager
def pooler(server: OwnServer) -> Iterator[int]:
    """Give the port of a pooler in front of a server that has another backend for each transaction.

    It lets in whoever the server lets in by its socket.
    """
    place = server.folder / f".s.PGSQL.{server.port}"

    def talk(line: Line) -> None:
        startup = _startup(line)
        with ExitStack() as stack:
            backends = [_Backend(place, startup, stack) for _ in range(2)]
            line.say(backends[0].hello)
            for backend in cycle(backends):
                _transaction(line, backend)

    with listening(talk) as port:
        yield port


def _transaction(line: Line, backend: _Backend) -> None:
    """Hand on what is said until a transaction is over; raise an `OSError` where the client goes."""
    is_over = False
    while not is_over:
        kind, message = _message(line.sock)
        if kind in {b"", _BYE}:
            raise OSError("the client is gone")
        backend.say(message)
        if kind in _ENDS:
            line.say(b"".join(backend.answer()))
            is_over = backend.is_idle


class SlowLine:
    """A line to a server over which everything takes a while; it counts how often the two sides waited in turn."""

    def __init__(self, port: int, seconds: float = 0.0) -> None:
        """Take the port of the server, and the seconds that everything takes, each way."""
        self._port, self._seconds = port, seconds
        self.turns = 0
        """How often the client spoke after the server had: each costs the time there and back."""
        self._server_spoke = True
        self._mutex = threading.Lock()

    @contextmanager
    def port(self) -> Iterator[int]:
        """Give the port that leads to the server."""
        with listening(self._talk) as port:
            yield port

    def _talk(self, line: Line) -> None:
        with socket.create_connection(("127.0.0.1", self._port)) as there:
            back = threading.Thread(target=self._hand_on, args=(there, line.sock), daemon=True)
            back.start()
            self._hand_on(line.sock, there, is_client=True)
            back.join()

    def _hand_on(self, source: socket.socket, target: socket.socket, *, is_client: bool = False) -> None:
        blocks: SimpleQueue[tuple[float, bytes]] = SimpleQueue()
        sending = threading.Thread(target=self._send, args=(blocks, target), daemon=True)
        sending.start()
        with suppress(OSError):
            while block := source.recv(_BLOCK):
                self._count(is_client=is_client)
                blocks.put((time.monotonic() + self._seconds, block))
        blocks.put((0.0, b""))
        sending.join()

    def _send(self, blocks: "SimpleQueue[tuple[float, bytes]]", target: socket.socket) -> None:
        with suppress(OSError):
            while (due := blocks.get())[1]:
                time.sleep(max(due[0] - time.monotonic(), 0.0))
                target.sendall(due[1])
            target.shutdown(socket.SHUT_RDWR)

    def _count(self, *, is_client: bool) -> None:
        with self._mutex:
            self.turns += is_client and self._server_spoke
            self._server_spoke = not is_client
