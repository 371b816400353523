"""What goes on beside the keys: the calendar follows once the person pauses, and promises are told of."""

import datetime as dt
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event

import pytest
from msgspec.structs import replace

from fuyu.desk import Desk, NewLead
from fuyu.desk.reminding import Reminders
from fuyu.domain.reminder import Notice
from fuyu.domain.step import Plan
from fuyu.domain.wishes import Bell, Quiet, Reminding
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from tests.tui.conftest import LONDON, Morning, due, press


class Slow:
    """A calendar elsewhere that says what was in the way, and may take its time."""

    def __init__(self) -> None:
        self.written = 0
        self.left = 0
        self.trouble = ""
        self.may_end = Event()
        self.may_end.set()

    def catch_up(self) -> str:
        """Write it."""
        self.may_end.wait(20)
        self.written += 1
        return self.trouble

    def leave(self) -> None:
        """Have it written."""
        self.left += 1


class Seconds:
    """Seconds that pass beside a desk."""

    def __init__(self, morning: Morning, follower: Slow) -> None:
        self.desk = morning.desk
        self.follower = follower
        self.beside = Beside(morning.desk, follower)
        self.said: list[str] = []

    def pass_by(self, seconds: int) -> None:
        """Let so many seconds pass; what is begun in one of them ends in it, where it may."""
        for _ in range(seconds):
            self.beside.each_second(self.said.append, lambda _notices: None)
            if self.follower.may_end.is_set() and self.beside._following:
                self.beside._following.join()

    def act(self) -> None:
        """Do something."""
        self.desk.add(NewLead(name="Ann"))


@pytest.fixture
def seconds() -> Seconds:
    """Return seconds after a calendar has followed the start."""
    passing = Seconds(Morning(), Slow())
    passing.pass_by(3)
    assert passing.follower.written == 1
    return passing


def test_a_calendar_follows_once_after_several_actions(seconds: Seconds) -> None:
    for _ in range(3):
        seconds.act()
    seconds.pass_by(1)
    assert seconds.follower.written == 1
    seconds.pass_by(10)
    assert seconds.follower.written == 2


def test_it_follows_also_while_nobody_pauses(seconds: Seconds) -> None:
    for _ in range(10):
        seconds.act()
        seconds.pass_by(1)
    assert seconds.follower.written == 3


def test_it_is_never_written_twice_at_a_time_and_what_is_done_meanwhile_follows(seconds: Seconds) -> None:
    seconds.follower.may_end.clear()
    seconds.act()
    seconds.pass_by(3)
    seconds.act()
    seconds.pass_by(9)
    assert seconds.follower.written == 1
    seconds.follower.may_end.set()
    seconds.pass_by(3)
    assert seconds.follower.written == 3


def test_what_is_in_the_way_is_said_once_and_again_when_it_comes_back(seconds: Seconds) -> None:
    for trouble in ("disk full", "disk full", "", "disk full"):
        seconds.follower.trouble = trouble
        seconds.act()
        seconds.pass_by(3)
    assert seconds.said == ["disk full", "disk full"]


def test_a_process_that_cannot_be_begun_is_said_and_the_next_one_is_tried(seconds: Seconds) -> None:
    def fail() -> str:
        raise OSError(24, "Too many open files")

    seconds.follower.catch_up = fail  # type: ignore[method-assign]
    seconds.act()
    seconds.pass_by(3)
    assert seconds.said == ["the calendar does not follow: Too many open files"]
    del seconds.follower.catch_up
    seconds.act()
    seconds.pass_by(3)
    assert seconds.follower.written == 2


def test_leaving_has_it_follow_what_it_does_not_show_yet_and_nothing_else(seconds: Seconds) -> None:
    seconds.beside.leave()
    assert seconds.follower.left == 0
    seconds.act()
    seconds.beside.leave()
    assert seconds.follower.left == 1


# Reminders

ZOE = due(4, "Zoë [b]O'Brien", 0, "Ōkami Studio", time=dt.time(10, 30), zone="Europe/London", promised=True, why="demo")
Reminded = Callable[..., Morning]


@pytest.fixture
def reminded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reminded]:
    """Make a morning whose dashboard reminds; nothing on the path shows it on a desktop."""
    monkeypatch.setenv("PATH", str(tmp_path))

    def make(reminding: Reminding | None = None, at: dt.time = dt.time(10, 20)) -> Morning:
        morning = Morning(ZOE, due(5, "Li Wei", 0))
        morning.clock.at = dt.datetime.combine(morning.clock.at.date(), at, LONDON)
        reminders = Reminders(morning.desk, reminding or Reminding(), tmp_path / "reminded" / "book.json")
        morning.app = FuyuApp(morning.desk, beside=Beside(morning.desk, reminders=lambda: reminders))
        return morning

    yield make
    assert os.environ["PATH"] == str(tmp_path)


async def a_second(morning: Morning) -> None:
    """Let a second pass in the dashboard, and what it began end."""
    view = morning.app.day
    view.each_second()
    if view._beside._reminding:
        view._beside._reminding.join()


async def test_a_promise_is_told_in_the_status_line_until_the_next_key(reminded: Reminded) -> None:
    morning = reminded()
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await a_second(morning)
        await pilot.pause()
        assert "10:30 call Zoë [b]O'Brien, in 10 minutes" in morning.text()
        await press(pilot, "j")
        morning.app.day.status.was_read()
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


async def test_it_is_told_again_at_the_time_and_then_no_more(reminded: Reminded) -> None:
    morning = reminded()
    told = []
    async with morning.app.run_test(size=(80, 24)) as pilot:
        for _ in range(20):
            await a_second(morning)
            await pilot.pause()
            told += [word for word in ("in 10 minutes", "O'Brien, now") if word in morning.text()]
            await press(pilot, "j")
            morning.app.day.status.was_read()
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
    desk.edit(4, promises=(replace(promise, time=dt.time(10, 40)),))
    assert [one.text("{time}") for one in reminders.near()] == ["10:40"]
    plan = Plan(day=promise.day, time=dt.time(10, 40), zone="Europe/London")
    desk.edit(4, promises=(), plan=plan)
    assert [one.text("{time}") for one in reminders.near()] == ["10:40"], "a plan with a time, too"
    desk.edit(4, plan=replace(plan, time=None))
    assert reminders.near() == []
