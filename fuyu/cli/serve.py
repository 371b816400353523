"""`fuyu serve`: the same dashboard in a browser of this machine, for whoever has the address that is printed once."""

import logging
import secrets
import shlex
import socket
import sys
from argparse import Namespace
from hmac import compare_digest
from pathlib import Path

from fuyu.cli import output
from fuyu.cli.opening import book_path
from fuyu.errors import UsageError
from fuyu.extras import how_to_add

try:
    from aiohttp import web
    from aiohttp.typedefs import Handler
    from textual_serve.server import Server
except ImportError as error:
    raise UsageError(f"fuyu serve needs the library textual-serve: {how_to_add('web')}") from error

_HERE = "127.0.0.1"
_LAST_PORT = 65_535
_PAGES = Path(__file__).parent / "served"


def serve(asked: Namespace) -> int:
    """Serve until ctrl+c; nobody but this machine reaches it, and nobody without the address sees anything."""
    if not 0 <= asked.port <= _LAST_PORT:
        raise UsageError(f"a port is a number up to {_LAST_PORT}, not {asked.port}")
    try:
        listening = socket.create_server((_HERE, asked.port))
    except OSError as error:
        reason = f"port {asked.port} cannot be used: {error.strerror}"
        raise UsageError(f"{reason}; without --port, a free one is") from error
    port = listening.getsockname()[1]
    gate = Gate(port)
    output.line(gate.invitation)
    output.words("open it in a browser of this machine; it lets in once. ctrl+c ends it.")
    sys.stdout.flush()
    logging.getLogger("textual-serve").setLevel(logging.CRITICAL)  # its words hold what was in hand
    logging.getLogger("aiohttp").setLevel(logging.CRITICAL)
    web.run_app(Dashboards(_command(asked), port, gate).application(), sock=listening, print=None, access_log=None)
    return 0


def _command(asked: Namespace) -> str:
    """Return the dashboard as a command; a shell reads it, so each part of it is quoted."""
    named = [option for name in ("at", "tz") if (value := getattr(asked, name)) for option in (f"--{name}", value)]
    return shlex.join([sys.executable, "-m", "fuyu", "--db", str(book_path(asked).absolute()), *named])


class Gate:
    """Lets in whoever brings the token, once; after that, whoever brings the cookie they were given."""

    def __init__(self, port: int) -> None:
        self.origin = f"http://{_HERE}:{port}"
        self._host = f"{_HERE}:{port}"
        self._cookie = f"fuyu-{port}"
        self._token = secrets.token_urlsafe(32)
        self._secret = secrets.token_urlsafe(32)

    @property
    def invitation(self) -> str:
        """The address that lets in once."""
        return f"{self.origin}/?token={self._token}"

    def admit(self, request: web.Request) -> web.HTTPFound | None:
        """Return where to go on with a cookie, None where a cookie was brought.

        Raises:
            HTTPForbidden: neither was; or another site asked, under another name or from a page of its own.
        """
        if request.host != self._host or request.headers.get("Origin", self.origin) != self.origin:
            raise web.HTTPForbidden(text="fuyu answers nobody else")
        token = request.query.get("token", "")
        if request.path == "/" and self._token and compare_digest(token.encode(), self._token.encode()):
            self._token = ""
            found = web.HTTPFound("/")
            found.set_cookie(self._cookie, self._secret, httponly=True, samesite="Strict", path="/")
            return found
        if not compare_digest(request.cookies.get(self._cookie, "").encode(), self._secret.encode()):
            raise web.HTTPForbidden(text="this address has let somebody in already, or never did; run fuyu serve again")
        return None


class Dashboards(Server):
    """A dashboard for each page that is opened."""

    def __init__(self, command: str, port: int, gate: Gate) -> None:
        super().__init__(command, _HERE, port, "fuyu", gate.origin, templates_path=_PAGES)
        self._gate = gate

    async def application(self) -> web.Application:
        """Return the application behind the gate."""
        application = await self._make_app()

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            found = self._gate.admit(request)
            if found is not None:
                raise found
            return await handler(request)

        async def harden(_request: web.Request, response: web.StreamResponse) -> None:
            response.headers.update(_HEADERS)

        application.middlewares.append(guard)
        application.on_response_prepare.append(harden)
        return application

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the address is printed."""


_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
    ),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
}
"""Nothing from anywhere else, in nobody's frame, and no token in anybody's log."""
