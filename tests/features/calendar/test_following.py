"""The calendar of config.toml follows the dashboard once the person pauses."""

from threading import Event

import pytest

from fuyu.background import Process
from fuyu.desk import NewLead
from fuyu.features.calendar.following import Following
from tests.tui.conftest import Morning


class Slow:
    """Another process that writes the calendar: it says what was in the way, and may take its time."""

    def __init__(self) -> None:
        self.written = 0
        self.left = 0
        self.trouble = ""
        self.may_end = Event()
        self.may_end.set()

    def catch_up(self, command: str) -> str:
        """Write it."""
        assert command == "calendar"
        self.may_end.wait(20)
        self.written += 1
        return self.trouble

    def leave(self, *command: str) -> None:
        """Have it written."""
        assert command == ("calendar",)
        self.left += 1

    def stay(self, *command: str) -> Process:
        """Begin nothing that stays."""
        raise AssertionError(command)


class Seconds:
    """Seconds that pass beside a desk."""

    def __init__(self, morning: Morning, follower: Slow) -> None:
        self.desk = morning.desk
        self.follower = follower
        self.following = Following(morning.desk, follower)
        self.said: list[str] = []

    def pass_by(self, seconds: int) -> None:
        """Let so many seconds pass; what is begun in one of them ends in it, where it may."""
        for _ in range(seconds):
            self.following.each_second(self.said.append, lambda _words, _rings: None)
            if self.follower.may_end.is_set():
                self.following.wait()

    def act(self) -> None:
        """Do something."""
        self.desk.commands.add(NewLead(name="Ann"))


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
    def fail(command: str) -> str:
        assert command == "calendar"
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
    seconds.following.leave()
    assert seconds.follower.left == 0
    seconds.act()
    seconds.following.leave()
    assert seconds.follower.left == 1
