"""Two people at one list: who calls whom is seen by the other, by real workers and a real server; nobody is blocked."""

import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, closing
from pathlib import Path
from random import Random
from threading import Lock, Thread

import pytest
from textual.pilot import Pilot

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.features.team import link, service
from fuyu.features.team.colleagues import TeamColleagues
from fuyu.features.team.link import TeamStanding, WorkerQuestion, WorkerVerb
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import Remote
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from fuyu.tui.preferences import preferences
from tests.builders import adding
from tests.features.team import servers
from tests.features.team.test_worker import Desk as Seat
from tests.features.team.test_worker import Sit, own, sit
from tests.listening import PATIENCE
from tests.tui.conftest import WEDNESDAY, due, press, until

pytestmark = pytest.mark.slow
__all__ = ("own", "sit")  # fixtures
LEADS = (due(1, "Ann Lee", 0, "Acme"), due(2, "Bea Roe", 0, "Globex"), due(3, "Cy Ng", 0))


class Person:
    """Somebody's dashboard on a book of a team, with a worker in a thread."""

    def __init__(self, stack: ExitStack, login: str, folder: Path) -> None:
        self.path = folder / f"{login}.json"
        clock = StoppedClock(WEDNESDAY)
        with closing(open_book(self.path)) as book:
            if login == "ana":
                book.apply(adding(*LEADS))
            service.join(book, self.path, clock, service=login, name="acme")
        self._mine, theirs = socket.socketpair()
        self._thread = Thread(target=service.work, args=(self.path, theirs.fileno(), clock), daemon=True)
        self._thread.start()
        stack.callback(theirs.close)
        stack.callback(self.ends)
        self.desk = Desk(stack.enter_context(closing(open_book(self.path))), clock)
        beside = Beside(colleagues=TeamColleagues(self.desk, self.path))
        self.app = FuyuApp(self.desk, preferences=preferences(Config(), {}), beside=beside)
        self.pilot: Pilot[None]

    @property
    def standing(self) -> TeamStanding:
        return link.state_of(self.path).standing

    def ends(self) -> None:
        """End the worker, as with the dashboard."""
        self._mine.close()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()

    def line(self, words: str) -> str:
        """Return the first line of the screen that has some words, each blank once; empty where none has."""
        screen = self.app.screen
        strips = screen._compositor.render_strips(screen.size)
        lines = (" ".join(strip.text.strip("│╭╮╰╯━─ ▂▃▄▅▆▇▁█").split()) for strip in strips)
        return next((line for line in lines if words in line), "")

    async def press(self, *keys: str) -> None:
        await press(self.pilot, *keys)

    async def sees(self, words: str, beside: str = "") -> None:
        """Wait until some words stand on the screen, in a line with others; the seconds pass meanwhile."""

        def so() -> bool:
            self.app.day.work.upkeep.each_second()
            return words in self.line(beside or words)

        await until(self.pilot, so)


@asynccontextmanager
async def together(folder: Path, *logins: str) -> AsyncIterator[list[Person]]:
    """Open the dashboards of several people, who are all connected."""
    with ExitStack() as stack:
        people = [Person(stack, login, folder) for login in logins]
        async with AsyncExitStack() as opened:
            for person in people:
                person.pilot = await opened.enter_async_context(person.app.run_test(size=(80, 24)))
                app = person.app
                await until(person.pilot, lambda app=app: app.day.is_whole)  # type: ignore[misc] # bound now
                await until(person.pilot, lambda person=person: person.standing is TeamStanding.LIVE)  # type: ignore[misc]
            yield people


async def test_who_is_called_by_a_colleague_is_seen_in_the_list_and_on_the_card(database: str, tmp_path: Path) -> None:
    assert database
    async with together(tmp_path, "ana", "bo") as (ana, bo):
        await ana.press("enter")
        await ana.sees("team yours")
        await bo.sees("with Ana Ruiz", "Ann Lee")
        await bo.press("enter")
        await bo.sees("team Ana Ruiz since")
        await ana.press("escape")
        await bo.sees("team yours")
        await ana.sees("with Bo Diaz", "Ann Lee")


async def test_nobody_is_blocked_and_who_did_something_is_named(database: str, tmp_path: Path) -> None:
    assert database
    async with together(tmp_path, "ana", "bo") as (ana, bo):
        await ana.press("enter")
        await bo.sees("with Ana Ruiz", "Ann Lee")
        await bo.press("l")
        assert bo.line("is at Ann Lee now") == "Ana Ruiz is at Ann Lee now"
        await bo.press("t", "enter")
        assert bo.line("talked, Ann Lee").endswith("(Ana Ruiz is there now)")
        await ana.sees("team Bo Diaz called just now · yours")
        await ana.press("ctrl+down")
        await ana.sees("team yours")
        await bo.sees("with Ana Ruiz", "Bea Roe")
        await bo.press(">")
        assert bo.line("Bea Roe").endswith("(Ana Ruiz is there now)")
        await ana.press("ctrl+q")


async def test_who_logs_from_the_list_or_types_a_note_is_at_the_lead_meanwhile(database: str, tmp_path: Path) -> None:
    assert database
    async with together(tmp_path, "ana", "bo") as (ana, bo):
        await ana.press("l")
        await ana.sees("Log touch")
        await bo.sees("with Ana Ruiz", "Ann Lee")
        await ana.press("escape", "j", "n", "~likes tea")
        await ana.sees("likes tea")
        await bo.sees("with Ana Ruiz", "Bea Roe")
        await ana.press("escape")
        await ana.sees("Bea Roe")
        await until(bo.pilot, lambda: link.state_of(bo.path).at_leads == [])


async def test_who_quits_lets_go_at_once(database: str, tmp_path: Path) -> None:
    assert database
    async with together(tmp_path, "ana", "bo") as (ana, bo):
        await ana.press("enter")
        await bo.sees("with Ana Ruiz", "Ann Lee")
        ana.app.day.view.presence.colleagues.leave()
        await until(bo.pilot, lambda: link.state_of(bo.path).at_leads == [])


async def test_the_first_leads_that_a_colleague_brings_take_the_welcome_away(database: str, tmp_path: Path) -> None:
    assert database
    async with together(tmp_path, "bo", "cy") as (bo, cy):
        assert cy.line("Welcome to fuyu")
        await bo.press("a", "~Dee Ito", "enter")
        await cy.sees("Dee Ito")
        assert not cy.line("Welcome to fuyu")


async def test_a_server_that_is_gone_costs_a_key_nothing_and_is_said(own: OwnServer, tmp_path: Path) -> None:
    async with together(tmp_path, "ana", "bo") as (ana, bo):
        servers.send(own, signal.SIGKILL)
        await until(ana.pilot, lambda: ana.standing is TeamStanding.OFFLINE)
        await ana.press("enter")
        await ana.sees("offline: nobody can say who else calls")
        await ana.press("ctrl+l", "t", "enter")
        assert ana.desk.book.unsent == 1
        await ana.sees("offline since", "offline")
        await ana.sees("1 waiting", "offline")
        own.start()
        await ana.sees("team yours")
        await until(ana.pilot, lambda: not ana.line("waiting"))
        await bo.sees("with Ana Ruiz", "Bea Roe")


def test_four_callers_on_six_leads_never_have_the_same_one(sit: Sit, chance: Random) -> None:
    seats = [sit(login) for login in ("ana", "bo", "cy", "postgres")]
    servers.until(lambda: all(seat.state.standing is TeamStanding.LIVE for seat in seats))
    held, overlaps, calls = {lead: Lock() for lead in range(1, 7)}, list[int](), list[int]()

    def caller(seat: Seat, chance: Random) -> None:
        while len(calls) < 200:
            lead = chance.randint(1, 6)
            said = seat.asks("claim", lead)
            assert said is not None
            assert said.at is not None
            if said.at.is_mine:
                if not held[lead].acquire(blocking=False):
                    overlaps.append(lead)
                calls.append(lead)
                held[lead].release()
                seat.asks("let_go", lead)

    chances = [Random(chance.random()) for _ in seats]  # noqa: S311 - one for each thread
    callers = [Thread(target=caller, args=(seat, chances[number])) for number, seat in enumerate(seats)]
    for one in callers:
        one.start()
    for one in callers:
        one.join(PATIENCE)
        assert not one.is_alive()
    assert (overlaps, set(calls)) == ([], {*held})


def test_who_is_killed_has_the_lead_no_longer_than_the_lease(database: str, connect: Callable[[str], Remote]) -> None:
    """By the clock of the server, which says when the next one has it."""
    assert database
    bo = connect("bo")
    number = bo.hello(servers.TEAM, 0, "bo").number
    script = (
        "import os; from fuyu.features.team.remote import Remote; from fuyu.features.team.address import address;"
        "ana = Remote(address('ana')); ana.open(); n = ana.hello(1, 0, 'ana').number; ana.claim(1, n, 7, 1);"
        "print(flush=True); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", script], stdout=subprocess.PIPE, check=False)
    assert killed.returncode == -9
    first = bo.claim(servers.TEAM, number, 7, 120)
    servers.until(lambda: bo.claim(servers.TEAM, number, 7, 120).is_mine)
    mine = bo.claim(servers.TEAM, number, 7, 120)
    if not first.is_mine:  # on a machine that was not too busy to see it
        assert first.person == "Ana Ruiz"
        assert (mine.since - first.since).total_seconds() >= 1
    assert bo.news(servers.TEAM).claims[0].person == "Bo Diaz"


@pytest.fixture
def claimed(sit: Sit) -> Seat:
    """Return a worker whose dashboard is at a lead."""
    seat = sit("ana")
    servers.until(lambda: seat.state.standing is TeamStanding.LIVE)
    assert seat.asks("claim", 7) is not None
    return seat


def test_a_word_that_nobody_waits_for_lets_go(claimed: Seat) -> None:
    servers.until(lambda: claimed.state.at_leads)
    assert link.tell(claimed.path, WorkerQuestion(WorkerVerb.LET_GO, 7))
    servers.until(lambda: not claimed.state.at_leads)
