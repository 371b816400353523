"""A large book that is read for a while: how far it is is said, and keys are alive."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.pty.conftest import Opened
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

RUNNER = """
import sys
import time
from pathlib import Path

from fuyu.cli import main, opening

works = opening.open_book

def slow(path, backups, progress):
    progress(0.4)
    while not path.with_name("go").exists():
        time.sleep(0.01)
    return works(path, backups, progress)

opening.open_book = slow
sys.exit(main(sys.argv[1:]))
"""
SAID = "reading the book: 40%"
F3 = "\x1bOR"


@pytest.fixture
def slow(terminal: Opened, book: Path) -> Callable[..., Terminal]:
    """Run fuyu on a book that is read until `go` lies beside it, and wait until that is said."""

    def opened(*words: str) -> Terminal:
        found = terminal(sys.executable, "-c", RUNNER, *words, "--db", str(book))
        found.wait_for(SAID)
        return found

    return opened


@pytest.mark.parametrize(("key", "code"), [("q", 0), ("\x1b", 0), ("\x03", 130)], ids=["q", "escape", "ctrl+c"])
def test_who_waits_for_a_large_book_may_leave_at_once(slow: Callable[..., Terminal], key: str, code: int) -> None:
    terminal = slow()
    terminal.send(key)
    assert terminal.exit_code() == code
    assert SAID not in terminal.text
    terminal.assert_line_restored()


def test_what_is_pressed_meanwhile_waits_for_the_day(slow: Callable[..., Terminal], book: Path) -> None:
    terminal = slow()
    terminal.send(F3)
    terminal.send("horvat")
    book.with_name("go").touch()
    terminal.wait_for("Find", "horvat", "1 name")


def test_a_command_says_it_too_and_takes_it_away(slow: Callable[..., Terminal], book: Path) -> None:
    terminal = slow("today")
    book.with_name("go").touch()
    assert terminal.exit_code() == 0
    assert "Sakura Tanaka" in terminal.text
    assert SAID not in terminal.text
