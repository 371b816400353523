"""A server, a database with a team, and its members' connections to it."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from fuyu.features.team.address import address
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import Remote
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
