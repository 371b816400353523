"""What a team costs: figures on a PostgreSQL of one's own, each beside something that says what the machine does.

`python bench/team.py` prints a table; `python bench/team.py load idle` only some rows. Trust it on a quiet machine.
"""

import argparse
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psycopg

from bench.books import write_book
from fuyu.care import Book, open_book
from fuyu.clock import SystemClock
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.action import Table
from fuyu.domain.lead import Outcome
from fuyu.features.team.address import address
from fuyu.features.team.own_server import OwnServer, started
from fuyu.features.team.remote import Remote
from fuyu.storage.port import Edit, Waiting
from tests.features.team import servers
from tests.features.team.lines import SlowLine

LEADS, TOUCHES_EACH = 100_000, 2
SAVES, OFFLINE, QUIET = 300, 500, 5.0
ONE_WAY = 0.025
"""Seconds that everything takes over the slow line, each way."""
TICKS = os.sysconf("SC_CLK_TCK")
TEAMS, AT_ONCE, PUSHING = 50, 4, 8.0
"""Teams on one server, processes that push for them, and for how many seconds."""
FUYU = [sys.executable, "-m", "fuyu"]


class Place:
    """A server with a database, a folder, and a service for each person."""

    def __init__(self, folder: Path, server: OwnServer) -> None:
        self.folder, self.server = folder, server
        self.begin()

    def begin(self) -> None:
        """Begin with a team that has nothing yet."""
        self.database = servers.new_database(self.server)
        self.reach(f"host={self.server.folder}\nport={self.server.port}")

    def reach(self, where: str) -> None:
        """Let all services lead to a host and a port."""
        lines = (
            f"[{login}]\n{where}\ndbname={self.database}\nuser={login}\n" for login in (*servers.PEOPLE, "postgres")
        )
        (self.folder / "services.conf").write_text("".join(lines))

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        """Be connected as its administrator."""
        with closing(psycopg.connect(self.server.conninfo(self.database), autocommit=True)) as admin:
            yield admin


@contextmanager
def place() -> Iterator[Place]:
    """Start a server; what fuyu keeps goes to a folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="fuyu-bench-") as folder, ExitStack() as stack:
        root = Path(folder)
        for name in ("STATE", "CACHE", "CONFIG", "DATA"):
            os.environ[f"XDG_{name}_HOME"] = str(root / name)
        os.environ |= {"PGSERVICEFILE": str(root / "services.conf"), "PGPASSFILE": str(root / "passwords")}
        server = stack.enter_context(closing(started()))
        servers.prepare(server)
        secrets = "".join(f"*:*:*:{login}:{login}-secret\n" for login in servers.PEOPLE)
        (root / "passwords").touch(mode=0o600)
        (root / "passwords").write_text(secrets)
        yield Place(root, server)


def load(there: Place) -> Iterator[str]:
    """Let an empty book join a team of 100,000 leads with 200,000 touches."""
    fill(there)
    path = there.folder / "loaded.json"
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    took = timed(lambda: quietly("team", "join", "--service", "bo", "--db", path))
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime
    copied = timed(lambda: path.with_suffix(".copy").write_bytes(path.read_bytes()))
    yield (
        f"first load of {LEADS:,} leads and {TOUCHES_EACH * LEADS:,} touches | {took:.1f} s, {seconds:.1f} s of CPU, "
        f"{used.ru_maxrss / 1024:.0f} MB | {took / copied:.0f} x copying the file"
    )


def fill(there: Place) -> None:
    """Let the team have what a book has."""
    book = there.folder / "source.json"
    write_book(book, LEADS, TOUCHES_EACH)
    with there.admin() as admin, closing(open_book(book)) as source:
        tables = ((str(table), source._db.table(table)) for table in (Table.LEADS, Table.TOUCHES))  # noqa: SLF001
        rows = ((table, *row) for table, documents in tables for row in documents.raws())
        with admin.cursor().copy("COPY fuyu.document (team, kind, id, seq, at, body) FROM STDIN") as copy:
            for number, (kind, found, raw) in enumerate(rows):
                copy.write_row((servers.TEAM, kind, found, 1 + number // 500, "2026-03-18 09:30Z", raw.decode()))
        admin.execute("UPDATE fuyu.team SET seq = %s WHERE team = %s", (1 + number // 500, servers.TEAM))
        admin.execute("ANALYZE")


def save(there: Place) -> Iterator[str]:
    """Log touches in a book of a team whose server is frozen, and in one that is alone, in turn."""
    there.begin()
    quietly("team", "join", "--service", "ana", "--db", there.folder / "team.json")
    with closing(a_desk(there.folder / "alone.json")) as alone, closing(a_desk(there.folder / "team.json")) as team:
        words = [*FUYU, "team", "sync", "--stay", "--db", str(there.folder / "team.json")]
        with subprocess.Popen(words, stdin=subprocess.PIPE) as worker:
            time.sleep(QUIET)
            servers.send(there.server, signal.SIGSTOP)
            took: dict[str, list[float]] = {"alone": [], "team": []}
            for number in range(SAVES):
                for name, store in (("alone", alone), ("team", team)):
                    desk = Desk(store, SystemClock())
                    log = partial(desk.commands.log, [row.id for row in desk.leads.rows()][number % 40])
                    took[name].append(timed(partial(log, TouchMade(outcome=Outcome.NO_ANSWER, note=f"note {number}"))))
            servers.send(there.server, signal.SIGCONT)
            worker.communicate()
    both = {name: 1000 * median(found[-100:]) for name, found in took.items()}
    yield (
        f"a touch logged, durably, {SAVES} waiting, the server frozen | {both['team']:.1f} ms "
        f"| {both['team'] / both['alone']:.2f} x alone"
    )


def a_desk(path: Path) -> Book:
    """Open a book with forty leads."""
    book = open_book(path)
    desk = Desk(book, SystemClock())
    for number in range(40):
        desk.commands.add(NewLead(name=f"Lead {number}"))
    return book


def idle(there: Place) -> Iterator[str]:
    """Look at a worker that has nothing to do, of the book that was loaded where there is one."""
    path = there.folder / "loaded.json"
    if not path.exists():
        quietly("team", "join", "--service", "bo", "--db", path)
    with subprocess.Popen([*FUYU, "team", "sync", "--stay", "--db", path], stdin=subprocess.PIPE) as worker:
        time.sleep(2 * QUIET)
        before = ticks(worker.pid)
        time.sleep(4 * QUIET)
        spent = ticks(worker.pid) - before
        kept = next(line for line in Path(f"/proc/{worker.pid}/status").read_text().splitlines() if "VmHWM" in line)
        worker.communicate()
    yield f"a worker with nothing to do | {int(kept.split()[1]) / 1024:.0f} MB | {spent} ticks of 10 ms in 20 s"


def ticks(process: int) -> int:
    """Return the time that a process used, in the ticks of the system."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])


def offline(there: Place) -> Iterator[str]:
    """Send what was done offline over a slow line."""
    path = there.folder / "offline.json"
    there.begin()
    quietly("team", "join", "--service", "cy", "--db", path)
    with closing(a_desk(path)) as book:
        desk = Desk(book, SystemClock())
        quietly("team", "sync", "--db", path)
        leads = [row.id for row in desk.leads.rows()]
        for number in range(OFFLINE):
            desk.commands.log(leads[number % 40], TouchMade(outcome=Outcome.NO_ANSWER, note=f"note {number}"))
    line = SlowLine(there.server.port, ONE_WAY)
    with line.port() as port:
        there.reach(f"host=127.0.0.1\nport={port}\nsslmode=disable")
        took = timed(lambda: quietly("team", "sync", "--db", path))
    there.reach(f"host={there.server.folder}\nport={there.server.port}")
    start = timed(
        lambda: subprocess.run([*FUYU, "team", "status", "--db", path], check=True, stdout=subprocess.DEVNULL)
    )
    yield (
        f"`fuyu team sync` of {OFFLINE} actions, {2000 * ONE_WAY:.0f} ms there and back "
        f"| {took:.1f} s, of which {start:.1f} s to start | {line.turns} turns"
    )


def many(there: Place) -> Iterator[str]:
    """Push for many teams on one server, an action of a lead and a touch each."""
    with there.admin() as admin:
        for number in range(2, TEAMS + 2):
            admin.execute("SELECT fuyu.make_team(%s, 'Root')", (f"team {number}",))
    shares = [range(2 + mine, TEAMS + 2, AT_ONCE) for mine in range(AT_ONCE)]
    with get_context("fork").Pool(AT_ONCE) as pool:
        pushed, spent = (sum(each) for each in zip(*pool.map(push_for, shares), strict=True))
    yield (
        f"{TEAMS} teams on one server, {AT_ONCE} processes that push | {pushed / PUSHING:,.0f} pushes a second "
        f"| {1000 * spent / pushed:.1f} ms of CPU for each, here and there: two cores have room for "
        f"{2 * pushed / spent:,.0f}"
    )


def push_for(teams: Sequence[int]) -> tuple[int, float]:
    """Push for some teams in turn until the time is over; return how often, and the seconds of CPU that took."""
    body = '{"id":%d,"name":"Ann Lee","touches":%d}'
    pushed = 0
    with closing(Remote(address("postgres"))) as remote:
        remote.open()
        numbers = {team: remote.hello(team, 0, f"device {team}").number for team in teams}
        bodies: dict[int, str | None] = dict.fromkeys(teams)
        process = remote._there.info.backend_pid  # noqa: SLF001 - the one of this connection
        before, end = time.process_time() + ticks(process) / TICKS, time.monotonic() + PUSHING
        while time.monotonic() < end:
            for team in teams:
                after = body % (1, pushed)
                lead = Edit("leads", 1, bodies[team], after)
                touch = Edit("touches", pushed + 1, None, f'{{"id":{pushed + 1},"lead":1,"note":"nobody picked up"}}')
                action = Waiting(
                    uid=f"{team} {pushed}", at=SystemClock().now(), verb="log", title="no answer", changes=[lead, touch]
                )
                if remote.push(team, numbers[team], [action]).outcome != "ok":
                    raise SystemExit("a push was not taken")
                bodies[team] = after
                pushed += 1
        return pushed, time.process_time() + ticks(process) / TICKS - before


def quietly(*words: str | Path) -> None:
    """Run a command."""
    subprocess.run([*FUYU, *words], check=True, stdout=subprocess.DEVNULL)


def timed(work: Callable[[], object]) -> float:
    """Return the seconds that something takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


ROWS: dict[str, Callable[[Place], Iterator[str]]] = {
    "load": load,
    "idle": idle,
    "save": save,
    "offline": offline,
    "many": many,
}


def main() -> None:
    """Print a row for each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rows", nargs="*", choices=[*ROWS, []])
    chosen = parser.parse_args().rows or [*ROWS]
    print("| what | it takes | beside |\n| --- | --- | --- |")
    with place() as there:
        for name in chosen:
            for row in ROWS[name](there):
                print(f"| {row} |", flush=True)
    print(f"\nload of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
