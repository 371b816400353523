"""Beside the dashboard, in a terminal: another process writes the calendar."""

import time
from pathlib import Path

import pytest

from tests.pty.conftest import Opened
from tests.pty.terminal import PATIENCE

pytestmark = pytest.mark.pty

ENTER = "\r"


@pytest.fixture
def settings(env: dict[str, str], tmp_path: Path) -> Path:
    """Let the person's settings name a calendar; return it."""
    config = tmp_path / ".config" / "fuyu" / "config.toml"
    config.parent.mkdir(parents=True)
    file = tmp_path / "fuyu.ics"
    config.write_text(f'[calendar]\nfile = "{file}"\n')
    env |= {"XDG_CONFIG_HOME": str(tmp_path / ".config"), "FUYU_CONFIG": str(config)}
    return file


def says(file: Path, text: str) -> bool:
    """Return whether a calendar says something."""
    return file.exists() and text in file.read_text()


def wait_until_says(file: Path, text: str) -> None:
    """Wait until a calendar says something that a process of its own writes."""
    late = time.monotonic() + PATIENCE
    while not says(file, text):
        assert time.monotonic() < late, f"{text} did not come"
        time.sleep(0.05)


def test_the_calendar_follows_while_the_dashboard_is_open(settings: Path, dashboard: Opened) -> None:
    terminal = dashboard()
    terminal.wait(lambda: says(settings, "Call Sakura Tanaka"), "the calendar of the start")
    terminal.send("s" + "fri 2pm" + ENTER)
    terminal.wait(lambda: says(settings, "20260320T140000"), "the calendar with the new time")
    terminal.send("q")
    assert terminal.exit_code() == 0


def test_what_is_done_just_before_leaving_follows_too(settings: Path, dashboard: Opened) -> None:
    terminal = dashboard()
    terminal.send("s" + "fri 2pm" + ENTER + "q")
    assert terminal.exit_code() == 0
    wait_until_says(settings, "20260320T140000")


def test_a_calendar_that_cannot_be_written_is_said_in_the_status_line(settings: Path, dashboard: Opened) -> None:
    settings.mkdir()
    dashboard().wait_for("! is a directory: the calendar")
