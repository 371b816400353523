"""What stands between a book and its server changes nothing: a pooler, a slow line."""

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from fuyu.features.team.address import address
from fuyu.features.team.aside import RefusedActions
from fuyu.features.team.exchange import Exchange
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import Remote
from tests.features.team import lines
from tests.features.team.lines import SlowLine
from tests.features.team.model import ModelBook
from tests.features.team.servers import PEOPLE, TEAM, until

pytestmark = pytest.mark.slow


def through(port: int, folder: Path) -> None:
    """Let all services lead through a port of this machine."""
    file = folder / "services.conf"
    lines = file.read_text().splitlines()
    kept = [line for line in lines if not line.startswith(("host=", "port="))]
    here = f"\nhost=127.0.0.1\nport={port}\nsslmode=disable"
    file.write_text("\n".join(line + here if line.startswith("[") else line for line in kept))
    passwords = folder / "passwords"
    passwords.touch(mode=0o600)
    passwords.write_text("".join(f"*:*:*:{login}:{login}-secret\n" for login in PEOPLE))


@contextmanager
def pgbouncer(server: OwnServer) -> Iterator[int]:
    """Give the port of a PgBouncer in front of a server, in transaction mode, as its own manual sets it up."""
    program = shutil.which("pgbouncer", path=f"{os.environ['PATH']}:/usr/sbin")
    if program is None:
        pytest.skip("PgBouncer is not installed; the pooler of these tests gives each transaction another backend, too")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    folder = server.folder / "pgbouncer"
    folder.mkdir(mode=0o755)
    (folder / "users").write_text("".join(f'"{login}" ""\n' for login in PEOPLE))
    (folder / "settings").write_text(
        f"[databases]\n* = host={server.folder} port={server.port}\n[pgbouncer]\nlisten_addr = 127.0.0.1\n"
        f"listen_port = {port}\nunix_socket_dir =\nauth_type = trust\nauth_file = {folder}/users\n"
        "pool_mode = transaction\nserver_round_robin = 1\ndefault_pool_size = 3\n"
    )
    owner = (server.folder / "data").stat()
    as_owner: dict[str, Any] = (
        {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []} if os.geteuid() == 0 else {}
    )
    with subprocess.Popen(
        [program, "-q", folder / "settings"], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL, **as_owner
    ) as running:
        try:
            until(lambda: listens(port))
            yield port
        finally:
            running.send_signal(signal.SIGTERM)
    shutil.rmtree(folder)


def listens(port: int) -> bool:
    """Return whether somebody listens."""
    with socket.socket() as there:
        return there.connect_ex(("127.0.0.1", port)) == 0


class Machine:
    """A book, and its line to the server."""

    def __init__(self, login: str, folder: Path) -> None:
        self.book, self.remote = ModelBook(device=login), Remote(address(login))
        self.remote.open()
        self.exchange = Exchange(self.book, self.remote, RefusedActions(folder / f"{login}.refused"), TEAM)
        self.exchange.begin()


@pytest.mark.parametrize("kind", ["of the tests", "PgBouncer"])
def test_a_pooler_that_gives_each_transaction_another_backend(
    server: OwnServer, database: str, tmp_path: Path, kind: str
) -> None:
    assert database
    with (lines.pooler if kind == "of the tests" else pgbouncer)(server) as port:
        through(port, tmp_path)
        ana, bo = Machine("ana", tmp_path), Machine("bo", tmp_path)
        with closing(ana.remote), closing(bo.remote):
            pids = {ana.remote._there.execute("SELECT pg_backend_pid()").fetchone() for _ in range(4)}
            assert len(pids) > 1 or kind == "PgBouncer"
            for number in range(60):
                ana.book.write((number % 7, f"ana {number}"))
                bo.book.write((10 + number % 7, f"bo {number}"))
            for machine in (ana, bo, ana):
                machine.exchange.all()
            assert ana.book.bodies == bo.book.bodies
            assert len(ana.book.bodies) == 14
            assert ana.remote.claim(TEAM, ana.book.number, 3, 60).is_mine
            assert not bo.remote.claim(TEAM, bo.book.number, 3, 60).is_mine
            assert [one.person for one in bo.remote.news(TEAM).claims] == ["Ana Ruiz"]
            ana.remote.let_go(TEAM, ana.book.number)
            assert ana.remote.members(TEAM)
            assert [their.id for their in bo.remote.documents(TEAM, "leads")] == [*range(7), *range(10, 17)]
            assert not bo.remote.rang() or kind == "PgBouncer", (
                "a ring may stay with the pooler, or go to somebody else"
            )


def test_a_long_day_offline_takes_few_turns_over_a_slow_line(server: OwnServer, database: str, tmp_path: Path) -> None:
    """GIVEN 500 actions made offline THEN they are there after some twenty turns: at 50 ms each, that is a second."""
    assert database
    line = SlowLine(server.port)
    with line.port() as port:
        through(port, tmp_path)
        offline = ModelBook("ana")
        for number in range(500):
            offline.write((number % 40, f"{number}"))
        with closing(Remote(address("ana"))) as remote:
            remote.open()
            exchange = Exchange(offline, remote, RefusedActions(tmp_path / "refused"), TEAM)
            exchange.begin()
            exchange.all()
            assert offline.waiting() == {}
            assert remote.news(TEAM).seq == len([20, 40, 80, 160, 200])
    assert line.turns <= 22
