"""A web server that is asked for one thing after another: nothing it answers is long, late, or sends us elsewhere."""

import ssl
from collections.abc import Callable, Mapping
from email.message import Message
from functools import partial
from http.client import HTTPConnection, HTTPResponse, IncompleteRead
from selectors import EVENT_READ, DefaultSelector
from socket import socket
from types import MappingProxyType
from typing import Any, NamedTuple, cast
from urllib.parse import SplitResult, unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from fuyu.errors import ServerError
from fuyu.features.calendar.login import Login, offers
from fuyu.wire import TROUBLE, TimeLeft, TooMuchError, readable, reader, wrong_with

_PORTS = {"http": 80, "https": 443}
_MOVED = frozenset({301, 302, 307, 308})
_MOST_MOVES = 3
_NOT_LET_IN = frozenset({401, 403})
_LISTS = frozenset({200, 207})
_PART = 65_536
MOST = 1_048_576
"""Bytes of an answer, where nothing else is said."""


class LongAnswerError(ServerError):
    """There is more in an answer than anybody asked for; the rest of it was not read."""


class Question(NamedTuple):
    """What a server is asked."""

    method: str
    url: str
    body: bytes = b""
    headers: Mapping[str, str] = MappingProxyType({})


class SiteAnswer(NamedTuple):
    """What a server answers."""

    status: int
    headers: Message
    body: bytes


class Sink(NamedTuple):
    """What takes a long answer, part by part."""

    feed: Callable[[bytes], object]
    most: int
    """Bytes."""


class Site:
    """One server, by one connection, opened when it is first needed and anew where it was closed."""

    def __init__(self, url: str, login: Login, clock: TimeLeft) -> None:
        """Prepare it; the server is not asked anything yet.

        Args:
            url: any address on it.
            login: who asks; is told to this server only.
            clock: how long it may take.

        Raises:
            ValueError: the address is none.
        """
        self._origin = _origin(urlsplit(url))
        self.host = self._origin[1]
        self._login = login
        self._clock = clock
        self._line: _Line | None = None

    def ask(self, asked: Question, sink: Sink | None = None) -> SiteAnswer:
        """Ask for one thing.

        Args:
            asked: what, on this server.
            sink: takes the answer's body instead, where it is a good one.

        Raises:
            LongAnswerError: it has more in it than it may.
            ServerError: the server is not reached, does not let us in, takes too long, or sends us elsewhere.
        """
        self._clock.restart()
        try:
            for _ in range(_MOST_MOVES):
                answer = self._let_in(asked, sink)
                if answer.status not in _MOVED:
                    return answer
                asked = asked._replace(url=self._moved(asked.url, answer.headers.get("Location") or ""))
        except TROUBLE as error:
            self.close()
            raise self._wrong(error) from None  # its own words may hold addresses and passwords
        except BaseException:
            self.close()
            raise
        raise ServerError(f"{self.host} sends on from one address to the next, without an end")

    def close(self) -> None:
        """Hang up."""
        if self._line is not None:
            self._line.close()
            self._line = None

    def _let_in(self, asked: Question, sink: Sink | None) -> SiteAnswer:
        """Ask, and once more as the server wants it where it asks who we are."""
        answer = self._once(asked, sink)
        if answer.status == 401:  # noqa: PLR2004 - as everybody knows it
            wanted = [str(value) for value in answer.headers.get_all("WWW-Authenticate", [])]
            if self._login.asked(wanted, guess=self._origin[0] == "https"):
                answer = self._once(asked, sink)
            elif self._login.user and wanted:
                names = readable(", ".join(one.scheme for one in offers(wanted)))
                raise ServerError(f"{self.host} asks for a login by {names}; fuyu knows Basic and Digest")
        if answer.status in _NOT_LET_IN:
            raise ServerError(f"{self.host} does not let you in: look at calendar.user and the password")
        return answer

    def _once(self, asked: Question, sink: Sink | None) -> SiteAnswer:
        parts = urlsplit(asked.url)
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        line = self._connected()
        line.request(asked.method, path, asked.body, {**asked.headers, **self._login.header(asked.method, path)})
        response = line.getresponse()
        return SiteAnswer(response.status, response.headers, self._body(response, sink))

    def _body(self, response: HTTPResponse, sink: Sink | None) -> bytes:
        """Read an answer to its end, which keeps the connection fit for the next."""
        packed = response.headers.get("Content-Encoding") or "identity"
        if packed.strip().lower() != "identity" and response.status in _LISTS:
            self.close()
            raise ServerError(f"{self.host} packs its answers ({readable(packed)}), though it was asked not to")
        parts: list[bytes] = []
        taking = sink if sink and response.status in _LISTS else Sink(parts.append, MOST)
        left = taking.most - (response.length or 0)
        while left >= 0 and (part := response.read(_PART)):
            if response.length is None:
                left -= len(part)
            taking.feed(part)
        if left < 0:
            raise TooMuchError
        if response.length:
            raise IncompleteRead(b"", response.length)
        return b"".join(parts)

    def _connected(self) -> "_Line":
        """Return a connection that the server has not closed meanwhile."""
        if self._line is not None and self._line.has_ended():
            self.close()
        if self._line is None:
            self._line = _Line(*self._origin, self._clock)
        return self._line

    def _moved(self, url: str, location: str) -> str:
        """Return where the same server sends us on to."""
        there = urljoin(url, location)
        parts = urlsplit(there)
        if not location or _origin(parts) != self._origin:
            where = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}" if location else "nowhere"
            raise ServerError(
                f"{self.host} sends on to {readable(where)}; nothing goes there: is calendar.url the right address?"
            )
        return there

    def _wrong(self, error: Exception) -> ServerError:
        """Return what is wrong, as a sentence."""
        if isinstance(error, TooMuchError):
            return LongAnswerError(wrong_with(self.host, error, "calendar"))
        name = "" if isinstance(error, OSError) else f": {type(error).__name__}"
        return ServerError(f"{wrong_with(self.host, error, 'calendar')}{name}")


class _Line(HTTPConnection):
    """The library's connection, with an end to the whole of each answer."""

    def __init__(self, scheme: str, host: str, port: int, clock: TimeLeft) -> None:
        super().__init__(host, port)
        self._clock = clock
        self._context = ssl.create_default_context() if scheme == "https" else None
        self._name = host
        self.response_class = cast("type[HTTPResponse]", partial(_Response, clock))  # made in the same way
        proxy = urlsplit(getproxies().get("https", "")) if self._context and not proxy_bypass(host) else None
        if proxy and proxy.hostname:  # what goes to this machine goes there without one
            self.set_tunnel(host, port, _proxy_login(proxy))
            self.host, self.port = proxy.hostname, proxy.port or _PORTS["http"]

    def connect(self) -> None:
        self.timeout = self._clock.left()
        super().connect()
        if self._context:
            self.sock.settimeout(self._clock.left())  # for the whole handshake
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self._name)

    def request(self, *args: Any, **kwargs: Any) -> None:
        if self.sock is not None:
            self.sock.settimeout(self._clock.left())
        super().request(*args, **kwargs)

    def has_ended(self) -> bool:
        """Return whether the server has hung up, or says what nobody asked."""
        if self.sock is None:
            return False
        with DefaultSelector() as waiting:
            waiting.register(self.sock, EVENT_READ)
            return bool(waiting.select(0))


class _Response(HTTPResponse):
    """The library's answer, read by the clock."""

    def __init__(self, clock: TimeLeft, sock: socket, method: str | None = None) -> None:
        super().__init__(sock, method=method)
        self.fp.close()
        self.fp = reader(sock, clock)


def _proxy_login(proxy: SplitResult) -> dict[str, str]:
    """Return the header that a proxy with a user in its address wants."""
    login = Login(unquote(proxy.username or ""), unquote(proxy.password or ""))
    login.asked([], guess=True)
    return {f"Proxy-{name}": value for name, value in login.header("CONNECT", "").items()}


def _origin(url: SplitResult) -> tuple[str, str, int]:
    """Return what has to be the same for a login to be told (RFC 6454)."""
    scheme = url.scheme.lower()
    return scheme, (url.hostname or "").lower(), url.port or _PORTS.get(scheme, 0)
