"""Looks in a terminal: no colour where none is wanted, a title that names nobody, and goes."""

import re
from pathlib import Path

import pytest

from tests.pty.conftest import FUYU, Opened
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

SGR = re.compile(rb"\x1b\[([0-9;]*)m")
TITLE = re.compile(rb"\x1b\]2;([^\x07]*)\x07")


def colours(terminal: Terminal) -> set[bytes]:
    """Return the codes that set a colour: 30-37, 40-47, 90-107, and 38 and 48 with what follows."""
    codes = {code for found in SGR.findall(bytes(terminal.raw)) for code in found.split(b";") if code}
    return {code for code in codes if 30 <= int(code) <= 38 or 40 <= int(code) <= 48 or 90 <= int(code) <= 107}


def turned_around(terminal: Terminal) -> str:
    """Return what is painted in reverse."""
    rows = terminal.screen.buffer
    cells = (rows[y][x] for y in range(terminal.screen.lines) for x in range(terminal.screen.columns))
    return "".join(cell.data for cell in cells if cell.reverse)


def test_without_colours_everything_can_still_be_read(dashboard: Opened, env: dict[str, str]) -> None:
    env["NO_COLOR"] = "1"
    terminal = dashboard()
    terminal.wait_for("5 days  ", "10:30", "5 days late", "? Help")
    assert "Sakura Tanaka" in turned_around(terminal), "the chosen lead is plain to see"
    terminal.send("lt")
    terminal.wait_for("next", "talked")
    terminal.settle()
    assert "talked" in turned_around(terminal)
    terminal.send("\x1b")
    terminal.wait_without("Log touch")
    terminal.send("s")
    terminal.wait_for("Snooze Sakura Tanaka")
    terminal.send("\x1b")
    terminal.wait_without("Snooze Sakura")
    terminal.send(":")
    terminal.wait_for("Type a command")
    terminal.settle()
    assert not colours(terminal)


def test_with_the_terminals_own_colours_only_those_are_sent(dashboard: Opened, env: dict[str, str]) -> None:
    env["FUYU_THEME"] = "terminal"
    terminal = dashboard()
    terminal.send("lt")
    terminal.wait_for("talked")
    terminal.settle()
    sent = colours(terminal)
    assert sent
    assert not sent & {b"38", b"48"}, "no colour of ours"


def test_a_look_that_there_is_not_is_said_and_the_day_begins(dashboard: Opened, env: dict[str, str]) -> None:
    env["FUYU_THEME"] = "sepia"
    dashboard(size=(120, 36)).wait_for("! $FUYU_THEME: unknown theme “sepia”")


def test_the_title_says_how_the_day_stands_and_goes_with_the_program(dashboard: Opened) -> None:
    terminal = dashboard()
    terminal.send("ln\r")
    terminal.wait_for(" 1/")
    terminal.send("q")
    assert terminal.exit_code() == 0
    titles = [title.decode() for title in TITLE.findall(bytes(terminal.raw))]
    assert titles[-1] == "fuyu: 2 overdue, 2 today"
    assert all(re.fullmatch(r"fuyu(: \d+ overdue, \d+ today)?", title) for title in titles)
    raw = bytes(terminal.raw)
    assert raw.count(b"\x1b[22;2t") == raw.count(b"\x1b[23;2t") == 1
    assert raw.index(b"\x1b[22;2t") < raw.index(b"\x1b]2;") < raw.rindex(b"\x1b[23;2t")


def test_a_console_without_titles_gets_none(terminal: Opened, book: Path, env: dict[str, str]) -> None:
    env["TERM"] = "linux"
    console = terminal(*FUYU, "--db", str(book))
    console.wait_for("Overdue · 3")
    console.send("q")
    assert console.exit_code() == 0
    assert b"\x1b]2;" not in console.raw
