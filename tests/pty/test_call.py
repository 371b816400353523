"""Call mode in a terminal: bursts, signals, and the program that dials."""

import os
import signal
from pathlib import Path

import pytest

from fuyu.care import open_book
from fuyu.domain.history import Touch
from tests.builders import a_lead, adding
from tests.pty.conftest import FUYU, Opened, kept

pytestmark = pytest.mark.pty

ESCAPE, ENTER, CTRL_L, CTRL_O = "\x1b", "\r", "\x0c", "\x0f"
CTRL_DOWN = "\x1b[1;5B"
CALLING = "^o Dial"


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)], ids="{0[0]}x{0[1]}".format)
def test_two_calls_in_one_packet_keep_their_own_notes(dashboard: Opened, book: Path, size: tuple[int, int]) -> None:
    terminal = dashboard(size=size)
    terminal.send(ENTER + "first" + CTRL_L + "n" + ENTER + "second" + CTRL_L + "t" + ENTER + "third")
    terminal.wait_for(
        "2/5" if size == (80, 24) else "2 of 5", "─ M. al-Ahmad", "third", "touch 1 of 7 · 3 of 5", CALLING
    )
    assert all(len(line) <= size[0] for line in terminal.text.split("\n"))
    terminal.send(ESCAPE)
    terminal.wait_for("1 Overdue · 1", "? Help")
    terminal.send("q")
    assert terminal.exit_code() == 0
    touches = [entry for lead_id in (1, 2) for entry in kept(book).history(lead_id) if isinstance(entry, Touch)]
    assert [touch.note for touch in touches] == ["first", "second"]
    assert kept(book).draft(3).text == "third"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_in_the_middle_of_a_call_keeps_every_key(
    dashboard: Opened, book: Path, number: signal.Signals
) -> None:
    terminal = dashboard()
    terminal.send(ENTER)
    terminal.wait_for(CALLING)
    terminal.send(CTRL_DOWN + "wants the quote by Fri")
    terminal.signal(number)
    assert terminal.exit_code() == 128 + number
    terminal.assert_restored()
    assert kept(book).draft(2).text == "wants the quote by Fri"


def test_a_kill_within_a_second_of_the_last_key_of_a_call_loses_no_key(dashboard: Opened) -> None:
    terminal = dashboard()
    terminal.send(ENTER)
    terminal.wait_for(CALLING)
    terminal.send("wants the quote")
    terminal.wait_for("wants the quote", "saved 09:30")
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_code() == -signal.SIGKILL
    dashboard().wait_for("wants the quote")


def test_ctrl_o_hands_one_number_after_the_other_to_the_program_that_dials(
    terminal: Opened, env: dict[str, str], tmp_path: Path
) -> None:
    dialled, program = tmp_path / "dialled", tmp_path / "xdg-open"
    program.write_text(f'#!/bin/sh\necho "$1" >> {dialled}\necho said; echo said >&2\n')
    program.chmod(0o700)
    env |= {"PATH": f"{tmp_path}{os.pathsep}{env['PATH']}", "DISPLAY": ":0"}
    book = tmp_path / "fuyu.json"
    store = open_book(book)
    store.apply(adding(a_lead(1, "Ann Lee", phones=("+44 (0)161 496 0118", "0161 496-0119 ext. 3"))))
    store.close()
    dashboard = terminal(*FUYU, "--db", str(book))
    dashboard.wait_for("─ Ann Lee")
    dashboard.send(ENTER + "hello ")
    for number in ("+44 (0)161 496 0118", "0161 496-0119 ext. 3", "+44 (0)161 496 0118"):
        dashboard.send(CTRL_O)
        dashboard.wait_for(f"dialling {number}")
    dashboard.wait(lambda: dialled.exists() and dialled.read_text().count("tel:") == 3, "three numbers")
    dashboard.send("Ann")
    dashboard.wait_for("hello Ann")
    assert dialled.read_text().split() == ["tel:+441614960118", "tel:01614960119;ext=3", "tel:+441614960118"]
    assert "said" not in dashboard.text


def test_a_storm_of_sizes_in_the_middle_of_a_call_loses_nothing(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    terminal.send(ENTER)
    terminal.wait_for(CALLING)
    terminal.send("half")
    for size in [(1, 1), (500, 2), (2, 100), (39, 9), (300, 90), (1, 1)] * 3:
        terminal.resize(*size)
        terminal.send("x")
        terminal.read(0.01)
    terminal.resize(80, 24)
    terminal.wait_for("half" + "x" * 18, CALLING, "touch 1 of 7")
    terminal.resize(1, 1)
    terminal.send("y")
    terminal.signal(signal.SIGHUP)
    assert terminal.exit_code() == 128 + signal.SIGHUP
    assert kept(book).draft(1).text == "half" + "x" * 18 + "y"
