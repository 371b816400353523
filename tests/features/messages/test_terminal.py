"""Writing to a lead in a terminal: whatever ends it or bends it, what was typed is kept, and does not go."""

import signal
from pathlib import Path

import pytest

from fuyu.domain.action import Table
from fuyu.domain.message import Message, State
from tests.pty.conftest import Opened, kept
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ESCAPE = "\x1b"
TO, SUBJECT = "sakura@denki.example\t", "The quote\t\t"
SIZES = [(1, 1), (500, 2), (2, 100), (39, 9), (300, 90), (1, 1)]


def write(terminal: Terminal, text: str) -> None:
    """Open the message, and type a text as fast as the line carries it."""
    terminal.send("m")
    terminal.wait_for("Write to Sakura Tanaka", "^s Queue")
    terminal.send(TO + SUBJECT + text)


def message(book: Path) -> Message:
    """Return the only message there is."""
    (found,) = kept(book).documents(Table.MESSAGES)
    assert isinstance(found, Message)
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("text", ["half a sen", "word " * 80 + "end"], ids=["in a word", "in a burst"])
def test_a_signal_keeps_every_key_as_a_message_that_does_not_go(
    dashboard: Opened, book: Path, number: signal.Signals, text: str
) -> None:
    terminal = dashboard()
    write(terminal, text)
    terminal.signal(number)
    assert terminal.exit_code() == 128 + number
    terminal.assert_restored()
    found = message(book)
    assert (found.to, found.subject, found.text) == ("sakura@denki.example", "The quote", text)
    assert found.state is State.NEEDS_REVIEW
    assert kept(book).lead(1).next_step.why == ""


def test_a_closed_terminal_keeps_what_was_written(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    write(terminal, "half a sen")
    terminal.wait_for("half a sen")
    terminal.hang_up()
    assert terminal.exit_code() == 128 + signal.SIGHUP
    assert message(book).text == "half a sen"


def test_a_storm_of_sizes_loses_nothing(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    write(terminal, "half")
    terminal.wait_for("half")
    for size in SIZES * 3:
        terminal.resize(*size)
        terminal.send("x")
        terminal.read(0.01)
    terminal.resize(80, 24)
    terminal.wait_for("Write to Sakura Tanaka", "half" + "x" * 18, "^s Queue")
    terminal.resize(1, 1)
    terminal.send("y")
    terminal.signal(signal.SIGTERM)
    assert terminal.exit_code() == 128 + signal.SIGTERM
    assert message(book).text == "half" + "x" * 18 + "y"
