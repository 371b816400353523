"""The demo of a team: a server of its own, which the first who comes begins and the last who goes ends."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from fuyu import disk, paths
from fuyu.care import open_book
from fuyu.clock import SystemClock
from fuyu.domain.text import clean_line, shortened
from fuyu.errors import UsageError
from fuyu.features.team.library import need_library
from fuyu.features.team.own_server import OwnServer, started
from fuyu.registry import load

_ADMIN = "postgres"
_PEOPLE = {"ana": "Ana Ruiz", "bo": "Bo Diaz", "cy": "Cy Okafor", "di": "Di Park"}
"""Who can take part; the first of them is the owner. Whoever comes first brings the leads."""
_DATABASE, _NAME = "fuyu", "demo"


@contextmanager
def together(who: str, book: Path) -> Iterator[None]:
    """Let somebody take part for as long as this is entered.

    Args:
        who: who it is.
        book: the sample, which is the team's from then on; who comes later takes what the team has instead.

    Raises:
        UsageError: nobody is called so in the demo.
    """
    need_library()
    if who not in _PEOPLE:
        raise UsageError(f"nobody is called “{shortened(who)}” in the demo; choose {', '.join(_PEOPLE)}")
    found = _begun_by_somebody()
    with closing(found or _begun()) as server, _reached(server):
        if found:
            book.unlink()
        with closing(open_book(book)) as opened:
            load("fuyu.features.team.service:join")(opened, book, SystemClock(), service=who, name=_NAME)
        yield


def _begun_by_somebody() -> OwnServer | None:
    """Return the server of somebody else in the demo, None where nobody is."""
    with suppress(OSError):
        return OwnServer(Path(_place().read_text()))
    return None


def _begun() -> OwnServer:
    """Begin a server, and say where it is."""
    server = started()
    try:
        with _reached(server):
            _make_team(server)
        with disk.saving():
            disk.make_folder(_place().parent)
            disk.replace_with(_place(), str(server.folder).encode())
    except BaseException:
        server.close()
        raise
    return server


def _place() -> Path:
    return paths.state() / "team" / "demo"


def _make_team(server: OwnServer) -> None:
    """Make the team, and a login for everybody; all of them are this person, so the socket lets them in."""
    from fuyu.features.team.making import let_in, make_database, make_team  # noqa: PLC0415 - it needs the library

    with load("fuyu.features.team.service:connected")(_ADMIN) as remote:
        make_database(remote, _DATABASE)
    (server.folder / "services").write_text(_services(server, _DATABASE))
    with load("fuyu.features.team.service:connected")(_ADMIN) as remote:
        team = make_team(remote, _NAME, clean_line(_ADMIN))
        for login, person in _PEOPLE.items():
            remote.invite(team, login, person, "owner" if login == next(iter(_PEOPLE)) else "caller")
            let_in(remote, login)
        remote.remove(team, _ADMIN)


@contextmanager
def _reached(server: OwnServer) -> Iterator[None]:
    """Let libpq find the server, here and in the worker."""
    file = server.folder / "services"
    if not file.exists():
        file.write_text(_services(server, _ADMIN))
    before = {name: os.environ.get(name) for name in ("PGSERVICEFILE", "PGPASSFILE")}
    os.environ.update(PGSERVICEFILE=str(file), PGPASSFILE=str(server.passwords))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _services(server: OwnServer, database: str) -> str:
    where = f"host={server.folder}\nport={server.port}\ndbname={database}\n"
    return "".join(f"[{login}]\n{where}user={login}\n" for login in (_ADMIN, *_PEOPLE))
