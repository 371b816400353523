"""A promise through a week, in a terminal: it is on the screen at every step, and it is kept on its day."""

import datetime as dt
from pathlib import Path

import pytest

from fuyu.care import open_book
from fuyu.domain.promise import PromiseState
from fuyu.domain.step import Channel
from tests.builders import a_lead, a_promise, adding
from tests.pty.conftest import FUYU, Opened, kept

pytestmark = pytest.mark.pty

ENTER = "\r"
PROMISED = "promised Fri 20 Mar 10:00 · meeting · demo"


@pytest.fixture
def kims_book(tmp_path: Path) -> Path:
    """Return a book with somebody who was promised a demo on Friday at ten."""
    path = tmp_path / "fuyu.json"
    demo = a_promise(
        dt.date(2026, 3, 20),
        time=dt.time(10),
        zone="Europe/London",
        channel=Channel.MEETING,
        why="demo",
        made=dt.datetime(2026, 3, 16, 9, tzinfo=dt.UTC),
    )
    store = open_book(path)
    store.apply(adding(a_lead(1, "Kim Ha-neul", None, company="Hana", promises=(demo,))))
    store.close()
    return path


def test_a_promise_stands_through_a_week_and_is_kept_on_its_day(terminal: Opened, kims_book: Path) -> None:
    def on(at: str, find: str, outcome: str, *, seen: str, proposed: str, said: str) -> None:
        """Open the dashboard at that time, log a touch, and look at each step."""
        opened = terminal(*FUYU, "--db", str(kims_book), "--at", at, "--tz", "Europe/London")
        opened.wait_for("1 Overdue · 0")
        opened.send(find)
        opened.wait_for("── Kim Ha-neul · Hana · touch ", PROMISED, seen)
        opened.send("l")
        opened.wait_for("what came of it?", PROMISED)
        opened.send(outcome)
        opened.wait_for(proposed, PROMISED)
        opened.send(ENTER)
        opened.wait_for(said)
        opened.send("q")
        assert opened.exit_code() == 0

    find, stays = f"/kim{ENTER}", "◆ Fri 20 Mar 10:00 stays"
    still = "Kim Ha-neul; promised Fri 20 Mar 10:00"
    on("2026-03-18T09:30", find, "n", seen="0 today", proposed=stays, said=f"no answer, {still}, in 2 days")
    on("2026-03-19T11:00", find, "s", seen="18 Mar  call · no answer", proposed=stays, said=f"sent, {still}, tomorrow")
    assert kept(kims_book).lead(1).promises[0].is_open
    on("2026-03-20T10:00", "", "t", seen="1 today", proposed="next = Fri 27 Mar", said="promise kept  (u undoes it)")
    lead = kept(kims_book).lead(1)
    assert [promise.state for promise in lead.promises] == [PromiseState.KEPT]
    assert lead.plan is not None
    assert lead.touches == 3
