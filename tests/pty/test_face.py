"""What a first start offers, and the theme that is chosen, in a terminal."""

from pathlib import Path

import pytest

from tests.pty.conftest import FUYU, Opened
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty


def ground(terminal: Terminal) -> str:
    """Return the colour behind the first line."""
    return terminal.screen.buffer[0][1].bg


def leave(terminal: Terminal) -> None:
    """Leave, and wait for the end."""
    terminal.send("q")
    assert terminal.exit_code() == 0


def test_sample_leads_are_looked_at_and_left_for_the_own_empty_book(terminal: Opened, tmp_path: Path) -> None:
    book = tmp_path / "own.json"
    dashboard = terminal(*FUYU, "--db", str(book))
    dashboard.wait_for("Nobody is here yet", "T Demo")
    dashboard.send("T")
    dashboard.wait_for("1 Overdue · 7")
    dashboard.send("q")
    dashboard.wait_for("no leads yet", "T Demo")
    dashboard.send("a")
    dashboard.wait_for("Enter Add")
    dashboard.send("Ann Lee\r")
    dashboard.wait_for("2 Today · 1")
    leave(dashboard)
    assert "Ann Lee" in book.read_text() + book.with_name("own.json.journal").read_text()


def test_a_theme_that_is_chosen_is_on_at_the_next_start(dashboard: Opened, tmp_path: Path, env: dict[str, str]) -> None:
    env["COLORTERM"] = "truecolor"
    first = dashboard()
    assert ground(first) == "19212c"
    first.send(":theme\r")
    first.wait_for("From Textual")
    first.send("j\r")
    first.wait_for("theme snow, also from the next start on")
    first.wait(lambda: ground(first) == "e8edf2", "snow")
    leave(first)
    assert (tmp_path / ".local/state/fuyu/theme.json").stat().st_mode & 0o777 == 0o600
    second = dashboard()
    assert ground(second) == "e8edf2"
    leave(second)
