"""What comes near is told of while the dashboard is open, each once."""

import datetime as dt
import math
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu import paths
from fuyu.desk import Desk
from fuyu.domain.step import Plan
from fuyu.features.reminders.minutes import Minutes
from fuyu.features.reminders.rules import Bell, Notice, Quiet, Reminding
from fuyu.features.reminders.service import Reminders
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from tests.tui.conftest import LONDON, Morning, due, press

ZOE = due(4, "Zoë [b]O'Brien", 0, "Ōkami Studio", time=dt.time(10, 30), zone="Europe/London", promised=True, why="demo")
Reminded = Callable[..., Morning]


@pytest.fixture
def reminded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reminded]:
    """Make a morning whose dashboard reminds; nothing on the path shows it on a desktop."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(paths, "state", lambda: tmp_path / "state")

    def make(reminding: Reminding | None = None, at: dt.time = dt.time(10, 20)) -> Morning:
        morning = Morning(ZOE, due(5, "Li Wei", 0))
        morning.clock.at = dt.datetime.combine(morning.clock.at.date(), at, LONDON)
        minutes = Minutes(morning.desk, reminding or Reminding(), tmp_path / "book.json")
        morning.app = FuyuApp(morning.desk, beside=Beside([minutes]))
        return morning

    yield make
    assert os.environ["PATH"] == str(tmp_path)


async def a_second(morning: Morning) -> None:
    """Let a second without a key pass in the dashboard, and what it began end."""
    upkeep = morning.app.day.work.upkeep
    morning.app.keyed_at = 0.0
    upkeep.each_second()
    (minutes,) = upkeep._beside._doings
    assert isinstance(minutes, Minutes)
    minutes.wait()


async def test_a_promise_is_told_in_the_status_line_until_the_next_key(reminded: Reminded) -> None:
    morning = reminded()
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await a_second(morning)
        await pilot.pause()
        assert "10:30 call Zoë [b]O'Brien, in 10 minutes" in morning.text()
        await press(pilot, "j")
        morning.app.day.panes.said.was_read()
        await pilot.pause()
        assert "in 10 minutes" not in morning.text()


async def test_what_is_told_while_another_screen_is_open_is_said_when_it_closes(reminded: Reminded) -> None:
    morning = reminded()
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "/")
        await a_second(morning)
        await pilot.pause()
        assert "in 10 minutes" not in morning.text()
        await press(pilot, "~li", "escape")
        await pilot.pause()
        assert "10:30 call Zoë [b]O'Brien, in 10 minutes" in morning.text()


async def test_who_presses_keys_is_held_up_after_a_while_only(reminded: Reminded) -> None:
    morning = reminded()
    morning.app.keyed_at = math.inf  # a key each moment
    async with morning.app.run_test(size=(80, 24)) as pilot:
        upkeep = morning.app.day.work.upkeep
        (minutes,) = upkeep._beside._doings
        assert isinstance(minutes, Minutes)
        upkeep.each_second()
        assert not minutes._minute, "it has not looked yet"
        for _ in range(10):
            upkeep.each_second()
        minutes.wait()
        await pilot.pause()
        assert "10:30 call Zoë [b]O'Brien, in 10 minutes" in morning.text()


async def test_it_is_told_again_at_the_time_and_then_no_more(reminded: Reminded) -> None:
    morning = reminded()
    told = []
    async with morning.app.run_test(size=(80, 24)) as pilot:
        for _ in range(20):
            await a_second(morning)
            await pilot.pause()
            told += [word for word in ("in 10 minutes", "O'Brien, now") if word in morning.text()]
            await press(pilot, "j")
            morning.app.day.panes.said.was_read()
            await pilot.pause()
            morning.clock.at += dt.timedelta(minutes=1)
    assert told == ["in 10 minutes", "O'Brien, now"]


async def test_nothing_is_told_in_quiet_hours(reminded: Reminded) -> None:
    morning = reminded(Reminding(quiet=Quiet(dt.time(10), dt.time(11))), dt.time(10, 30))
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await a_second(morning)
        await pilot.pause()
        assert "O'Brien, now" not in morning.text()


async def test_two_dashboards_tell_it_once(reminded: Reminded) -> None:
    first, second = reminded(), reminded()
    told = []
    for morning in (first, second):
        async with morning.app.run_test(size=(80, 24)) as pilot:
            await a_second(morning)
            await pilot.pause()
            told.append("in 10 minutes" in morning.text())
    assert told == [True, False]


def test_a_terminal_rings_as_it_is_set(reminded: Reminded) -> None:
    morning = reminded()
    notices: Sequence[Notice] = [Notice("a", "b"), Notice("c", "d")]
    record = Path("nowhere")
    rung = [Reminders(morning.desk, Reminding(terminal=bell), record).rings(notices) for bell in (Bell.BELL, Bell.OFF)]
    assert rung == ["\a\a", ""]


def test_a_lead_that_is_snoozed_is_told_of_at_the_new_time(reminded: Reminded, tmp_path: Path) -> None:
    morning = reminded(at=dt.time(10, 30))
    desk: Desk = morning.desk
    reminders = Reminders(desk, Reminding(), tmp_path / "r.json")
    assert len(reminders.tell(reminders.near(), heard=True).notices) == 1
    promise = ZOE.promises[0]
    desk.commands.edit(4, promises=(replace(promise, time=dt.time(10, 40)),))
    assert [one.text("{time}") for one in reminders.near()] == ["10:40"]
    plan = Plan(day=promise.day, time=dt.time(10, 40), zone="Europe/London")
    desk.commands.edit(4, promises=(), plan=plan)
    assert [one.text("{time}") for one in reminders.near()] == ["10:40"], "a plan with a time, too"
    desk.commands.edit(4, plan=replace(plan, time=None))
    assert reminders.near() == []
