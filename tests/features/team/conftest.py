"""A server, a database with a team, and its members' connections to it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fuyu.cli.beside import OtherProcess
from fuyu.features.team import link
from fuyu.features.team.address import address
from fuyu.features.team.link import TeamStanding
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import Remote
from tests.cli.conftest import NOW, Said, Shell
from tests.features.team.servers import new_database, services, shared


@pytest.fixture(scope="session")
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> OwnServer:
    """Return the server of the run."""
    own = tmp_path_factory.getbasetemp()
    return shared(own.parent if hasattr(request.config, "workerinput") else own)


@pytest.fixture(autouse=True)
def _short_folder(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let workers have their sockets in a folder with a short path, which goes with what killed ones left in it."""
    with TemporaryDirectory(prefix="fuyu-", ignore_cleanup_errors=True) as folder:
        monkeypatch.setenv("TMPDIR", folder)
        monkeypatch.setattr(tempfile, "tempdir", folder)
        yield


@pytest.fixture
def database(server: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Make a database with the team acme, and a service file in which each person has an entry; return its name."""
    name = new_database(server)
    file = tmp_path / "services.conf"
    file.write_text(services(server, name))
    monkeypatch.setenv("PGSERVICEFILE", str(file))
    monkeypatch.setenv("PGPASSFILE", str(tmp_path / "passwords"))
    return name


Connect = Callable[[str], Remote]


@pytest.fixture
def connect(database: str) -> Iterator[Connect]:
    """Connect a person to the database of the test."""
    assert database
    with ExitStack() as stack:

        def connected(login: str) -> Remote:
            remote = stack.enter_context(closing(Remote(address(login))))
            remote.open()
            return remote

        yield connected


class People:
    """Each runs commands on a book of their own."""

    def __init__(self, shell: Shell, folder: Path) -> None:
        self._shell = shell
        self.folder = folder
        self.begun: list[tuple[str, ...]] = []
        """What was begun in other processes."""
        self.now: tuple[str, ...] = NOW

    def book(self, who: str) -> Path:
        return self.folder / f"{who}.json"

    def __call__(self, who: str, *words: str) -> Said:
        return self._shell.bare(*words, "--db", str(self.book(who)), *self.now)

    def later(self) -> None:
        """Let a minute pass."""
        what, then, *zone = self.now
        self.now = (what, f"{datetime.fromisoformat(then) + timedelta(minutes=1):%Y-%m-%dT%H:%M}", *zone)

    def ok(self, who: str, *words: str) -> Said:
        said = self(who, *words)
        assert said.code == 0, said
        return said

    def joins(self, *names: str) -> None:
        for who in names:
            self.ok(who, "team", "join", "--service", who)

    def is_live(self, who: str) -> bool:
        return link.state_of(self.book(who)).standing is TeamStanding.LIVE

    def names(self, who: str) -> list[str]:
        return [lead["name"] for lead in self.ok(who, "today", "--json").json["today"]]


@pytest.fixture
def people(fuyu: Shell, tmp_path: Path, database: str, monkeypatch: pytest.MonkeyPatch) -> People:
    """Return the people of a team; nothing is begun in another process, but noted."""
    assert database
    found = People(fuyu, tmp_path)
    monkeypatch.setattr(OtherProcess, "leave", lambda _self, *words: found.begun.append(words))
    return found
