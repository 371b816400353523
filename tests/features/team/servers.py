"""One PostgreSQL for all processes of a test run, with a database for each test; it ends with the last of them."""

import fcntl
import os
import signal
import time
from collections.abc import Callable
from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import psycopg

from fuyu.features.team.making import whole_schema
from fuyu.features.team.own_server import OwnServer, started
from tests.listening import PATIENCE

PEOPLE = {"ana": ("Ana Ruiz", "owner"), "bo": ("Bo Diaz", "caller"), "cy": ("Cy Okafor", "caller")} | {
    "rita": ("Rita Sand", "reader")
}
"""By their login the members of the team of the tests."""
OUTSIDER = "eve"
"""Somebody who may log in, and is no member."""
TEAM = 1
_TEMPLATE = "fuyu_template"
_numbers = count(1)


def shared(root: Path) -> OwnServer:
    """Return the server of a run, which the first who asks starts.

    Args:
        root: a folder that all processes of the run have.
    """
    with (root / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        place = root / "postgres"
        if place.exists():
            with suppress(FileNotFoundError):
                return OwnServer(Path(place.read_text()))
        server = started()
        prepare(server)
        place.write_text(str(server.folder))
        return server


def prepare(server: OwnServer) -> None:
    """Make the people, and the database that those of the tests are copies of."""
    with closing(psycopg.connect(server.conninfo(), autocommit=True)) as admin:
        for login in (*PEOPLE, OUTSIDER):
            admin.execute(f"CREATE ROLE {login} LOGIN PASSWORD '{login}-secret'".encode())
        admin.execute(f"CREATE DATABASE {_TEMPLATE}".encode())
    with closing(psycopg.connect(server.conninfo(_TEMPLATE), autocommit=True)) as made:
        made.execute(whole_schema().encode())
        made.execute("SELECT fuyu.make_team('acme', 'Root')")
        for login, (person, role) in PEOPLE.items():
            made.execute("SELECT fuyu.invite(%s, %s, %s, %s)", (TEAM, login, person, role))
        made.execute(f"GRANT fuyu_team TO {', '.join((*PEOPLE, OUTSIDER))}".encode())


def new_database(server: OwnServer) -> str:
    """Make a database with the team, and return its name."""
    name = f"t_{os.getpid()}_{next(_numbers)}"
    with closing(psycopg.connect(server.conninfo(), autocommit=True)) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE {_TEMPLATE}".encode())
    return name


def services(server: OwnServer, database: str) -> str:
    """Return a service file in which each person has an entry of their name, through the socket."""
    where = f"host={server.folder}\nport={server.port}\ndbname={database}\n"
    return "\n".join(f"[{login}]\n{where}user={login}" for login in (*PEOPLE, OUTSIDER, "postgres"))


def processes(server: OwnServer) -> list[int]:
    """Return the processes of a server, the main one first."""
    main = int((server.folder / "data" / "postmaster.pid").read_text().split("\n", 1)[0])
    running = [int(place.name) for place in Path("/proc").iterdir() if place.name.isdigit()]
    return [main, *(process for process in running if parent(process) == main)]


def until(so: Callable[[], object]) -> None:
    """Wait until something is so; a busy machine is slow, never wrong."""
    end = time.monotonic() + PATIENCE
    while not so():
        assert time.monotonic() < end
        time.sleep(0.005)


def parent(process: int) -> int:
    """Return the process that started one; 0 where it is gone."""
    with suppress(OSError):
        return int(Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[1])
    return 0


def send(server: OwnServer, what: signal.Signals) -> None:
    """Send every process of a server a signal."""
    for process in processes(server):
        with suppress(ProcessLookupError):
            os.kill(process, what)
