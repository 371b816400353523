"""What colleagues cost at the screen, on a PostgreSQL of one's own: each figure beside what it is a ratio to.

`python bench/colleagues.py` prints a table; `python bench/colleagues.py claim` only some rows.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from zoneinfo import ZoneInfo

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.books import write_book
from bench.programs import Samples, command, fuyu, terminal
from bench.team import Place, place, timed
from fuyu.care import open_book
from fuyu.clock import StoppedClock, SystemClock
from fuyu.desk import Desk, NewLead
from fuyu.features.team import link, service
from fuyu.features.team.address import address
from fuyu.features.team.link import TeamStanding, WorkerQuestion, WorkerVerb
from fuyu.features.team.remote import Remote
from tests.features.team.lines import SlowLine

LEADS, KEYS, CLAIMS, SEEN = 1_000, 40, 25, 20
DAY = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
"""The day that `fuyu` of `programs` stands on."""
ONE_WAYS = (0.0, 0.025, 0.1)
"""Seconds that everything takes over the line, each way."""
_PATIENCE = 30.0


def joined(there: Place, who: str, leads: int = 0) -> Path:
    """Return a book of somebody in the team, which brings some leads."""
    path = there.folder / f"{who}.json"
    if leads:
        write_book(path, leads)
    with closing(open_book(path)) as book:
        service.join(book, path, SystemClock(), service=who, name="acme")
    return path


@contextmanager
def worker(book: Path) -> Iterator[None]:
    """Run the worker of a book, as a dashboard does, and wait until it is live."""
    words = [sys.executable, "-m", "fuyu", "team", "sync", "--stay", "--db", str(book)]
    with subprocess.Popen(words, stdin=subprocess.PIPE) as process:
        wait(lambda: link.state_of(book).standing is TeamStanding.LIVE)
        yield
        process.communicate()


def claim(there: Place) -> Iterator[str]:
    """Ask for a lead as the call card does, over lines of several lengths."""
    book = joined(there, "ana")
    for seconds in ONE_WAYS:
        with SlowLine(there.server.port, seconds).port() as port:
            there.reach(f"host=127.0.0.1\nport={port}\nsslmode=disable")
            with closing(Remote(address("ana"))) as remote, worker(book):
                remote.open()
                trips = [timed(remote.teams) for _ in range(CLAIMS)]
                asked = []
                for lead in range(1, CLAIMS + 1):
                    asked.append(timed(lambda lead=lead: ask(book, lead)))
                    sleep(0.1 + 6 * seconds)  # nobody calls the next before the worker has looked who is where
        trip, took = 1000 * median(trips), 1000 * median(asked)
        yield (
            f"a claim, {2000 * seconds:.0f} ms there and back | {took:.1f} ms | "
            f"{took / trip:.2f} x a question over the same line, {took - 1.3 * trip:+.1f} ms beside 1.3 x"
        )
    there.reach(f"host={there.server.folder}\nport={there.server.port}")


def ask(book: Path, lead: int) -> None:
    """Ask for a lead, which must be answered."""
    said = link.ask(book, WorkerQuestion(WorkerVerb.CLAIM, lead), _PATIENCE)
    if said is None or not said.ok:
        raise SystemExit("a claim was not answered")


def seen(there: Place) -> Iterator[str]:
    """Change a lead in one book until it stands in the dashboard on another; and claim it until the list says who."""
    ana = joined(there, "ana")
    done, claimed = list[float](), list[float]()
    with worker(ana), closing(open_book(ana)) as book:
        desk = Desk(book, StoppedClock(DAY))
        desk.commands.add(NewLead(name="Zero"))
        lead = next(row.id for row in desk.leads.rows())
        service.sync(book, ana)
        bo = joined(there, "bo")
        with terminal(fuyu(bo)) as term:
            term.wait_text("Zero")
            wait(lambda: link.state_of(bo).standing is TeamStanding.LIVE)
            for number in range(SEEN):
                sleep(0.05 * (number % 7))  # the dashboard looks each second: at any time within it
                start = perf_counter()
                desk.commands.edit(lead, company=f"Acme-{number:02}")
                link.poke(ana)
                term.wait_text(f"Acme-{number:02}", timeout=600)
                done.append(perf_counter() - start)
                start = perf_counter()
                ask(ana, lead)
                term.wait_text("with Ana", timeout=600)
                claimed.append(perf_counter() - start)
                link.ask(ana, WorkerQuestion(WorkerVerb.LET_GO, lead), _PATIENCE)
                term.rest(1.5)
            term.quit("q")
    for what, took in ("what is done", done), ("a claim", claimed):
        yield f"{what} in one book, on the screen of the other | {median(took):.2f} s | at most {max(took):.2f} s"


def keys(there: Place) -> Iterator[str]:
    """Press keys on a team's book and on the same book alone, both open, in turn; and print the day of either."""
    alone = there.folder / "alone.json"
    write_book(alone, LEADS)
    books = {"alone": alone, "team": joined(there, "cy", LEADS)}
    found = {name: Samples(list) for name in books}
    with ExitStack() as stack:
        terms = {name: stack.enter_context(terminal(fuyu(book))) for name, book in books.items()}
        for term in terms.values():
            term.wait_text("Overdue")
        wait(lambda: link.state_of(books["team"]).standing is TeamStanding.LIVE)
        for number in range(KEYS):
            for name, term in terms.items():
                for what, key in ("cursor", "up" if number % 2 else "down"), ("log", "l"), ("log closed", "escape"):
                    found[name][what].append(term.press(key)["last"])
        for term in terms.values():
            term.quit("q")
    for _ in range(KEYS // 4):
        for name, book in books.items():
            command(found[name], "`fuyu today`", fuyu(book, "today"))
    for what in ("cursor", "log", "log closed", "`fuyu today`"):
        alone_ms, team_ms = median(found["alone"][what]), median(found["team"][what])
        yield f"{what} | {team_ms:.2f} ms | {team_ms / alone_ms:.2f} x the same book alone"


def wait(so: Callable[[], object]) -> None:
    """Wait until something is so."""
    end = perf_counter() + _PATIENCE
    while not so():
        if perf_counter() > end:
            raise SystemExit("it does not come")
        sleep(0.02)


ROWS: dict[str, Callable[[Place], Iterator[str]]] = {"claim": claim, "seen": seen, "keys": keys}


def main(wanted: Sequence[str]) -> None:
    """Print a row for each, and how busy the machine was."""
    with place() as there:
        for name in wanted or ROWS:
            for row in ROWS[name](there):
                print(f"| {row} | load {os.getloadavg()[0]:.1f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
