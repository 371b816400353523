"""The worker: what is done is in the other books at once, also once a server that was gone is back."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from threading import Thread

import pytest

from fuyu.features.team import link
from fuyu.features.team.address import address
from fuyu.features.team.aside import RefusedActions
from fuyu.features.team.link import Link, TeamStanding, TeamState, WorkerQuestion, WorkerReply, WorkerVerb
from fuyu.features.team.own_server import OwnServer, started
from fuyu.features.team.remote import Remote
from fuyu.features.team.worker import Worker
from tests.features.team import servers
from tests.features.team.model import ModelBook
from tests.features.team.servers import until
from tests.listening import PATIENCE

pytestmark = pytest.mark.slow
NOW = datetime(2026, 3, 18, 9, 30, tzinfo=UTC)


class Desk:
    """Somebody's book, with a worker in a thread of this process."""

    def __init__(self, login: str, folder: Path) -> None:
        self.path = folder / f"{login}.json"
        self.book = ModelBook(login)
        self._mine, self._theirs = socket.socketpair()
        self._login = login
        self._link = Link(self.path)
        self._thread = Thread(target=self._work, args=[folder], daemon=True)
        self._thread.start()

    def _work(self, folder: Path) -> None:
        remote = Remote(address(self._login))
        aside = RefusedActions(folder / f"{self._login}.refused")
        worker = Worker(self.book, servers.TEAM, remote, self._link, aside=aside, now=lambda: NOW)
        worker.run(self._theirs.fileno())

    @property
    def state(self) -> TeamState:
        return link._read(link._place(self.path, "json"))

    def asks(self, verb: str, lead: int = 0) -> WorkerReply | None:
        return link.ask(self.path, WorkerQuestion(WorkerVerb(verb), lead), PATIENCE)

    def write(self, lead: int, body: str) -> None:
        self.book.write((lead, body))
        assert link.poke(self.path)

    def ends(self) -> None:
        self._mine.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
        self._link.close()
        self._theirs.close()


Sit = Callable[[str], Desk]


@pytest.fixture
def sit(database: str, tmp_path: Path) -> Iterator[Sit]:
    """Let somebody work at a book of their own."""
    assert database
    with ExitStack() as stack:

        def seated(login: str) -> Desk:
            desk = Desk(login, tmp_path)
            stack.callback(desk.ends)
            return desk

        yield seated


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OwnServer]:
    """Return a server that a test may stop and kill, with a service file for it."""
    server = started()
    try:
        servers.prepare(server)
        file = tmp_path / "services.conf"
        file.write_text(servers.services(server, servers.new_database(server)))
        monkeypatch.setenv("PGSERVICEFILE", str(file))
        yield server
    finally:
        servers.send(server, signal.SIGCONT)
        server.close()


def test_what_is_written_in_one_book_is_in_the_other(sit: Sit) -> None:
    ana, bo = sit("ana"), sit("bo")
    ana.write(1, "a")
    until(lambda: bo.book.lead(1) == "a")
    bo.write(1, "b")
    until(lambda: ana.book.lead(1) == "b")
    until(lambda: (ana.state.standing, ana.state.waiting) == (TeamStanding.LIVE, 0))
    assert (ana.state.person, ana.state.role, ana.state.since) == ("Ana Ruiz", "owner", NOW)


def test_a_lead_is_claimed_by_one_and_seen_by_the_other(sit: Sit) -> None:
    ana, bo = sit("ana"), sit("bo")
    until(lambda: ana.state.standing is bo.state.standing is TeamStanding.LIVE)
    mine, theirs = ana.asks("claim", 7), bo.asks("claim", 7)
    assert mine is not None
    assert theirs is not None
    assert (mine.ok, mine.at and mine.at.is_mine) == (True, True)
    assert (theirs.ok, theirs.at and (theirs.at.person, theirs.at.is_mine)) == (True, ("Ana Ruiz", False))
    until(lambda: [one.person for one in bo.state.at_leads] == ["Ana Ruiz"])
    ana.asks("let_go", 7)
    until(lambda: bo.state.at_leads == [])


def test_who_leaves_lets_all_go(sit: Sit, tmp_path: Path) -> None:
    bo = sit("bo")
    ana = Desk("ana", tmp_path)
    until(lambda: ana.state.standing is TeamStanding.LIVE)
    ana.asks("claim", 7)
    until(lambda: bo.state.at_leads)
    ana.ends()
    until(lambda: not bo.state.at_leads)


def test_a_server_that_is_killed_costs_nothing_but_time(own: OwnServer, tmp_path: Path) -> None:
    ana, bo = Desk("ana", tmp_path), Desk("bo", tmp_path)
    until(lambda: ana.state.standing is bo.state.standing is TeamStanding.LIVE)
    servers.send(own, signal.SIGKILL)
    ana.write(1, "a")
    until(lambda: (ana.state.standing, ana.state.waiting) == (TeamStanding.OFFLINE, 1))
    assert "does not answer" in ana.state.why
    said = ana.asks("claim", 7)
    assert said == WorkerReply(ok=False, why=ana.state.why)
    own.start()
    until(lambda: bo.book.lead(1) == "a")
    until(lambda: (ana.state.standing, ana.state.waiting, ana.state.why) == (TeamStanding.LIVE, 0, ""))
    for desk in (ana, bo):
        desk.ends()


def test_a_server_that_hangs_is_found_out(own: OwnServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuyu.features.team.remote._LONG", 0.3)
    monkeypatch.setattr("fuyu.features.team.remote._SOON", 0.3)
    ana = Desk("ana", tmp_path)
    until(lambda: ana.state.standing is TeamStanding.LIVE)
    servers.send(own, signal.SIGSTOP)
    ana.write(1, "a")
    until(lambda: ana.state.standing is TeamStanding.OFFLINE)
    assert ana.state.why == "this machine does not answer: it takes more than 0.3 seconds"
    servers.send(own, signal.SIGCONT)
    until(lambda: (ana.state.standing, ana.state.waiting) == (TeamStanding.LIVE, 0))
    ana.ends()


def test_who_is_no_member_any_more_is_told_and_keeps_what_waits(sit: Sit, connect: Callable[[str], Remote]) -> None:
    bo, ana = sit("bo"), connect("ana")
    until(lambda: bo.state.standing is TeamStanding.LIVE)
    ana.remove(servers.TEAM, "bo")
    bo.write(1, "b")
    until(lambda: bo.state.standing is TeamStanding.UNWILLING)
    assert (bo.state.why, bo.state.waiting) == ("bo is no member of the team", 1)
    assert bo.state.hint == "ask an owner of the team: `fuyu team invite bo`"
    ana.invite(servers.TEAM, "bo", "Bo Diaz", "caller")
    said = bo.asks("sync")
    assert said == WorkerReply(ok=True)
    assert bo.state.waiting == 0


def test_another_role_holds_at_once_for_who_writes_and_by_a_sync_for_who_may_again(
    sit: Sit, connect: Callable[[str], Remote]
) -> None:
    bo, ana = sit("bo"), connect("ana")
    until(lambda: bo.state.role == "caller")
    ana.invite(servers.TEAM, "bo", "Bo Diaz", "reader")
    bo.write(1, "b")
    until(lambda: bo.state.role == "reader")
    assert (bo.state.standing, bo.state.waiting, bo.state.why) == (TeamStanding.LIVE, 1, "")
    ana.invite(servers.TEAM, "bo", "Bo Rey", "caller")
    assert bo.asks("sync") == WorkerReply(ok=True)
    assert (bo.state.role, bo.state.person, bo.state.waiting) == ("caller", "Bo Rey", 0)


def test_where_no_worker_is_nobody_is_asked(tmp_path: Path) -> None:
    book = tmp_path / "book.json"
    assert not link.poke(book)
    assert link.ask(book, WorkerQuestion(WorkerVerb.SYNC)) is None
    assert link.state_of(book) == TeamState()


def test_what_a_killed_worker_left_is_removed(tmp_path: Path) -> None:
    left = Link(tmp_path / "book.json")
    left.tell(TeamState())
    left._socket.close()
    assert left._folder.exists()
    anew = Link(tmp_path / "book.json")
    assert not left._folder.exists()
    assert anew._folder.stat().st_mode & 0o777 == 0o700
    anew.close()
    assert not anew._folder.exists()
