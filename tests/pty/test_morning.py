"""The first start of a day, in a terminal, by the clock of the machine: the day's plan, once, in nobody's way."""

from pathlib import Path

import pytest

from fuyu.domain.lead import Outcome
from tests.pty.conftest import FUYU, Opened, kept
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ENTER, ESC = "\r", "\x1b"


@pytest.fixture
def start(terminal: Opened, book: Path, env: dict[str, str]) -> Opened:
    """Start on a book whose leads have all been due for long: `start()`."""
    del env["FUYU_NOW"]
    return lambda **how: terminal(*FUYU, "--db", str(book), **how)


def leave(terminal: Terminal) -> None:
    """Leave, and wait for the end."""
    terminal.send("q")
    assert terminal.exit_code() == 0


def test_the_day_begins_with_its_plan_once(start: Opened, tmp_path: Path) -> None:
    first = start()
    first.wait_for("Any key works", "Unscheduled", "1 lead without a date")
    assert "1 Overdue" not in first.text
    first.send(ENTER)
    first.wait_for("touch 1 of 7", "1 of 5")
    first.send(ESC)
    first.wait_for("1 Overdue · 5", "── ")
    leave(first)
    (remembered,) = (tmp_path / ".local/state/fuyu/mornings").iterdir()
    assert remembered.stat().st_mode & 0o777 == 0o600
    second = start()
    second.wait_for("1 Overdue · 5")
    assert "Any key works" not in second.text
    leave(second)


def test_keys_sent_the_moment_it_is_seen_do_what_they_always_do(start: Opened, book: Path) -> None:
    terminal = start()
    terminal.wait_for("Any key works")
    terminal.send("ln" + ENTER)
    terminal.wait_for(" 1/")
    leave(terminal)
    (touch,) = [entry for lead_id in range(1, 7) for entry in kept(book).history(lead_id)]
    assert touch.outcome is Outcome.NO_ANSWER


def test_a_morning_that_nobody_saw_comes_again(start: Opened) -> None:
    first = start()
    first.wait_for("Any key works")
    first.hang_up()
    first.exit_code()
    start().wait_for("Any key works")


def test_where_nothing_can_be_remembered_the_day_begins_nonetheless(
    start: Opened, env: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "state").write_text("a file, where a folder should be")
    env["XDG_STATE_HOME"] = str(tmp_path / "state")
    terminal = start()
    terminal.wait_for("Any key works")
    terminal.send("j")
    terminal.wait_for("1 Overdue · 5")
    leave(terminal)
