"""Hours of a cat on the keyboard: nothing crashes, and undo takes everything back.

`FUYU_SOAK_SECONDS` says how long (ten minutes without), `--seed` which keys.
"""

import datetime as dt
import os
import random
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk
from fuyu.domain.action import Document, Table
from fuyu.sample import book as sample
from tests.pty.conftest import FUYU, Opened
from tests.pty.terminal import Terminal

pytestmark = [pytest.mark.pty, pytest.mark.soak]

SECONDS = float(os.environ.get("FUYU_SOAK_SECONDS", "600"))
MORNING = dt.datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
LETTERS = "jkgGnlxs>ehy+-Da/cSuUzR:?;123456789tmriowdpbfv \r\t"
SPECIAL = (
    *("\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1b[H", "\x1b[F", "\x1b[5~", "\x1b[6~", "\x1b[Z", "\x1b[3~", "\x7f"),
    *("\x1bOP", "\x1bOQ", "\x1bOR", "\x1b[15~", "\x1b[17~", "\x1b[18~", "\x1b[19~", "\x1b[20~", "\x1b[21~"),
    *("\x02", "\x04", "\x06", "\x0e", "\x0c", "\x0f", "\x10", "\x13", "\x14", "\x15", "\x19"),
)
"""Everything but what leaves, stops, or opens another editor."""
WORDS = (
    "fri 2pm",
    "3w",
    "tomorrow",
    "31 jan",
    "Ann Lee, Acme hot call fri",
    "- one\r",
    "[ACME] ",
    "日本 ",
    "2099-01-01",
)
_TOGETHER = 20
"""Times that something is pressed before the screen has to come to rest: a cat is no faster."""
SIZES = ((80, 24), (120, 36), (160, 45), (40, 10), (39, 9), (1, 1), (300, 4), (20, 80))


def documents(path: Path) -> dict[Table, list[Document]]:
    """Return everything in a book but what is being typed."""
    store = open_book(path)
    try:
        return {table: list(store.documents(table)) for table in Table if table is not Table.DRAFTS}
    finally:
        store.close()


def taken_back(path: Path) -> int:
    """Take everything back, and return how many actions that were."""
    store = open_book(path)
    try:
        desk = Desk(store, StoppedClock(MORNING))
        count = 0
        while desk.undo.last() is not None:
            count += 1
        return count
    finally:
        store.close()


def press(terminal: Terminal, chance: random.Random) -> str:
    """Press something, and return what it was."""
    kind = chance.random()
    if kind < 0.03:
        size = chance.choice(SIZES)
        terminal.resize(*size)
        return f"{size}"
    if kind < 0.05:
        keys = f"\x1b[200~{chance.choice(WORDS)}\n{chance.choice(WORDS)}\x1b[201~"
    elif kind < 0.07:
        keys = f"\x1b[<0;{chance.randint(1, 160)};{chance.randint(1, 45)}M"
    elif kind < 0.15:
        keys = chance.choice(WORDS)
    elif kind < 0.35:
        keys = "".join(chance.choices(SPECIAL, k=chance.randint(1, 4)))
    elif kind < 0.5:
        keys = "\x1b"
    else:
        keys = "".join(chance.choices(LETTERS, k=chance.randint(1, 8)))
    terminal.send(keys)
    terminal.read(0.05 if keys == "\x1b" else 0.0)
    return keys


_FAULT = b"a fault of fuyu's own"
"""What it says when it ends so; by then keys are the shell's, and ctrl+s would hold up what it still says."""


def a_round(terminal: Terminal, chance: random.Random, late: float) -> None:
    """Press keys until it is late, or until a command left; anything else that ends it is a fault."""
    pressed: list[str] = []
    while time.monotonic() < late and terminal.process.poll() is None and _FAULT not in terminal.raw[-5000:]:
        pressed.append(press(terminal, chance))
        while terminal.read():
            pass
        if len(pressed) % _TOGETHER == 0:
            terminal.settle(0.1)
    if terminal.process.poll() is None and _FAULT not in terminal.raw[-5000:]:
        terminal.send("\x03\x03")
    try:
        assert terminal.exit_code() == 0
    except AssertionError as error:
        raise AssertionError(f"after {pressed[-40:]!r}:\n{terminal.text}") from error
    terminal.assert_restored()


def test_random_keys_neither_crash_nor_change_what_undo_cannot_take_back(
    terminal: Opened, tmp_path: Path, chance: random.Random
) -> None:
    path = tmp_path / "fuyu.json"
    path.touch(mode=0o600)
    path.write_bytes(sample(MORNING))
    before, late, undone = documents(path), time.monotonic() + SECONDS, 0
    while time.monotonic() < late:
        opened = terminal(*FUYU, "--db", str(path), size=(120, 36))
        opened.wait_for("Overdue")
        a_round(opened, chance, min(late, time.monotonic() + 20))
        opened.hang_up()
        undone += taken_back(path)
        after = documents(path)
        for table, was in before.items():
            assert after[table] == was, f"undo has not taken everything back in {table}"
    assert undone, "something was done at all"
