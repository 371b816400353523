"""Five books, a server, and whatever can be killed: nothing is lost and nothing doubled, and all have the same."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest

from fuyu.care import open_book
from fuyu.cli import main
from fuyu.domain.action import Table, Verb
from fuyu.features.team.own_server import OwnServer
from fuyu.storage.documents import SHARED
from tests.features.team import servers
from tests.features.team.servers import TEAM, until
from tests.features.team.test_worker import own  # noqa: F401 - a fixture

LOGINS = ("ana", "bo", "cy", "postgres", "ana")
"""Who the five are; one of them has two machines."""


class Machine:
    """One book, who works in it, and its worker; each is begun again where it was killed."""

    def __init__(self, folder: Path, number: int, seed: int, actions: int) -> None:
        self.book = folder / f"book{number}.json"
        self.ledger = folder / f"ledger{number}"
        self._seed, self._actions = f"{seed} {number}", actions
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def join(self, login: str) -> None:
        assert main(["team", "join", "--service", login, "--db", str(self.book)]) == 0

    def go_on(self) -> bool:
        """Begin what is not running; return whether the person is done."""
        words = {"worker": ["-m", "fuyu", "team", "sync", "--stay", "--db", str(self.book)]}
        if not self.is_done:
            ledger = [str(self._actions), str(self.ledger)]
            words["person"] = ["-m", "tests.features.team.actor", str(self.book), self._seed, *ledger]
        for kind, command in words.items():
            running = self._processes.get(kind)
            assert running is None or running.poll() in {None, 0, -signal.SIGKILL}, kind
            if running is None or running.poll() is not None:
                self.kill(kind)
                self._processes[kind] = subprocess.Popen([sys.executable, *command], stdin=subprocess.PIPE)
        return self.is_done

    @property
    def is_done(self) -> bool:
        return len(self.told()) >= self._actions

    def told(self) -> list[list[Any]]:
        """Return what was acknowledged."""
        lines = self.ledger.read_text().splitlines() if self.ledger.exists() else []
        return [json.loads(line) for line in lines]

    def kill(self, kind: str) -> None:
        if (found := self._processes.get(kind)) is not None:
            found.kill()
            found.communicate()

    def end(self) -> None:
        for kind in self._processes:
            self.kill(kind)

    def documents(self) -> dict[tuple[str, int], bytes]:
        """Return what the book shares, as it is written."""
        with closing(open_book(self.book, look_only=True)) as store:
            tables = ((table, store._tables[table].raws()) for table in SHARED)
            return {(str(table), number): bytes(raw) for table, raws in tables for number, raw in raws}

    def is_quiet(self) -> bool:
        with closing(open_book(self.book, look_only=True)) as store:
            return store.team is not None and not store.team.waiting()


class Told:
    """What all were told, and what the server has."""

    def __init__(self, server: OwnServer, database: str, machines: list[Machine]) -> None:
        self.lines = [line for machine in machines for line in machine.told()]
        with closing(psycopg.connect(server.conninfo(database))) as admin:
            found = admin.execute("SELECT kind, id, body FROM fuyu.document WHERE team = %s", (TEAM,)).fetchall()
            self.documents = {(kind, number): body.encode() for kind, number, body in found if body is not None}
            done = admin.execute("SELECT uid, verb, reverses FROM fuyu.action").fetchall()
            self.actions = {uid for uid, _, _ in done}
            self.undone = {of for _, verb, of in done if verb == Verb.UNDO}
            self.seqs = [row[0] for row in admin.execute("SELECT DISTINCT seq FROM fuyu.action ORDER BY 1").fetchall()]

    @property
    def lost(self) -> list[str]:
        return [uid for uid, *_ in self.lines if uid not in self.actions]

    @property
    def touches(self) -> set[str]:
        """The uids of the touches that were logged and not undone.

        Whoever was killed may have undone something that is not in the ledger yet; so the server tells what was undone.
        """
        logged = [(uid, touches) for uid, verb, _, touches in self.lines if verb == Verb.LOG]
        return {touch for uid, touches in logged if uid not in self.undone for touch in touches}

    def of(self, kind: str) -> list[dict[str, Any]]:
        return [json.loads(body) for (found, _), body in self.documents.items() if found == kind]


def run(server: OwnServer, folder: Path, seed: int, *, actions: int, books: int, kills: int) -> None:
    """Let people work in books until each did so many actions, kill what there is, and look at what came of it."""
    chance = Random(seed)  # noqa: S311 - nothing secret
    database = _database(folder)
    machines = [Machine(folder, number, seed, actions) for number in range(books)]
    assert main(["add", "Ann Lee", "--next", "today", "--db", str(machines[0].book)]) == 0
    try:
        for machine, login in zip(machines, LOGINS, strict=False):
            machine.join(login)
        plan = ["server", *["worker"] * 2, "person"] * kills
        chance.shuffle(plan)
        while [machine for machine in machines if not machine.go_on()]:
            time.sleep(0.5)
            if plan:
                _kill(plan.pop(), server, chance.choice(machines))
        until(lambda: all(machine.is_quiet() for machine in machines))
        first = machines[0].documents
        until(lambda: all(machine.documents() == first() for machine in machines))
        told = Told(server, database, machines)
    finally:
        for machine in machines:
            machine.end()
    assert told.lost == []
    assert told.seqs == [*range(1, len(told.seqs) + 1)]
    assert all(machine.documents() == told.documents for machine in machines)
    logged = Counter(touch["uid"] for touch in told.of(Table.TOUCHES))
    assert set(logged.values()) <= {1}
    assert told.touches - logged.keys() == set()
    touches = Counter(touch["lead"] for touch in told.of(Table.TOUCHES))
    counts = {lead["id"]: (lead.get("touches", 0), touches[lead["id"]]) for lead in told.of(Table.LEADS)}
    assert not {lead: both for lead, both in counts.items() if both[0] != both[1]}
    assert {entry["lead"] for kind in (Table.TOUCHES, Table.NOTES) for entry in told.of(kind)} <= counts.keys()
    assert all(main(["check", "--db", str(machine.book)]) == 0 for machine in machines)


def _database(folder: Path) -> str:
    lines = (folder / "services.conf").read_text().splitlines()
    return next(line for line in lines if line.startswith("dbname=")).removeprefix("dbname=")


def _kill(what: str, server: OwnServer, machine: Machine) -> None:
    if what == "server":
        servers.send(server, signal.SIGKILL)
        server.start()
    else:
        machine.kill(what)


@pytest.mark.slow
def test_two_books_and_what_is_killed(own: OwnServer, tmp_path: Path, seed: int) -> None:  # noqa: F811 - the fixture
    run(own, tmp_path, seed, actions=40, books=2, kills=1)


@pytest.mark.soak
def test_five_books_and_what_is_killed(own: OwnServer, tmp_path: Path, seed: int) -> None:  # noqa: F811 - the fixture
    assert os.environ["PGSERVICEFILE"]
    run(own, tmp_path, seed, actions=400, books=5, kills=3)
