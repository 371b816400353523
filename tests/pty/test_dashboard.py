"""The dashboard in a terminal: it opens at every size, reads bursts and pastes, stops and goes on, and leaves."""

import os
import shutil
import signal
from pathlib import Path

import pytest

from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome
from tests.pty.conftest import FUYU, Opened, kept
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ESCAPE, ENTER = "\x1b", "\r"
CTRL_C, CTRL_L, CTRL_S, CTRL_Z = "\x03", "\x0c", "\x13", "\x1a"
TYPING = "^l Log"
"""A hint that only those see who type a note."""


def type_note(terminal: Terminal, text: str) -> None:
    """Go into the notes and type, as fast as the line carries it."""
    terminal.send("n")
    terminal.wait_for(TYPING)
    terminal.send(text)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (160, 45)], ids="{0[0]}x{0[1]}".format)
def test_it_opens_on_today_and_q_leaves(dashboard: Opened, size: tuple[int, int]) -> None:
    terminal = dashboard(size=size)
    terminal.wait_for("Wed 18 Mar 09:30", "3 overdue", "2 today", "1 Overdue · 3", "2 Today · 2", "3 Notes", "? Help")
    assert all(len(line) <= size[0] for line in terminal.text.split("\n"))
    terminal.send("q")
    assert terminal.exit_code() == 0
    terminal.assert_restored()


def test_q_keeps_what_was_typed_a_moment_ago(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    type_note(terminal, "half a thought" + ESCAPE)
    terminal.wait_for("? Help")
    terminal.send("q")
    assert terminal.exit_code() == 0
    assert kept(book).draft(1).text == "half a thought"


def test_a_kill_once_a_note_is_kept_loses_no_key(dashboard: Opened, book: Path) -> None:
    terminal, journal = dashboard(), book.with_name(f"{book.name}.journal")
    type_note(terminal, "wants the quote by Friday")
    terminal.wait(lambda: b"wants the quote by Friday" in journal.read_bytes(), "the note in the journal")
    terminal.wait_for("saved 09:30")
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_code() == -signal.SIGKILL
    dashboard().wait_for("wants the quote by Friday")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT], ids=lambda number: number.name)
@pytest.mark.parametrize("text", ["wor", "word " * 80], ids=["in a word", "in a burst"])
def test_a_signal_keeps_every_key_and_gives_the_terminal_back(
    dashboard: Opened, book: Path, number: signal.Signals, text: str
) -> None:
    terminal = dashboard()
    type_note(terminal, text)
    terminal.signal(number)
    assert terminal.exit_code() == 128 + number
    terminal.assert_restored()
    assert kept(book).draft(1).text == text


def test_ctrl_c_in_the_middle_of_a_word_keeps_every_key(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    type_note(terminal, "wants a quo" + CTRL_C)
    assert terminal.exit_code() == 0
    terminal.assert_restored()
    assert kept(book).draft(1).text == "wants a quo"


def test_a_closed_terminal_ends_it_and_keeps_every_key(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    type_note(terminal, typed := "word " * 40 + "end")
    terminal.wait_for("end")  # a key that the kernel still has when the terminal closes is lost to everybody
    terminal.hang_up()
    assert terminal.exit_code() == 128 + signal.SIGHUP
    assert kept(book).draft(1).text == typed


def test_the_demo_leaves_nothing_behind(terminal: Opened, env: dict[str, str], tmp_path: Path) -> None:
    env["TMPDIR"] = str(tmp_path / "temporary")
    Path(env["TMPDIR"]).mkdir()
    demo = terminal(*FUYU, "demo", size=(120, 36))
    demo.wait_for("1 Overdue · ", "2 Today · ", "Wed 18 Mar 09:30", "? Help")
    assert list(Path(env["TMPDIR"]).iterdir())
    type_note(demo, "half")
    demo.signal(signal.SIGTERM)
    assert demo.exit_code() == 128 + signal.SIGTERM
    demo.assert_restored()
    assert not list(Path(env["TMPDIR"]).iterdir())


def test_a_theme_that_is_chosen_in_the_demo_is_not_that_of_the_own_book(terminal: Opened) -> None:
    demo = terminal(*FUYU, "demo", size=(120, 36))
    demo.wait_for("? Help")
    demo.send(":theme" + ENTER)
    demo.wait_for("Enter Choose")
    demo.send("j" + ENTER)
    demo.wait_for("until you quit: nothing is remembered here")
    demo.send("q")
    assert demo.exit_code() == 0
    listed = terminal(*FUYU, "theme")
    listed.wait_for("* winter")
    assert listed.exit_code() == 0


def test_a_closed_terminal_ends_the_demo_too(terminal: Opened) -> None:
    demo = terminal(*FUYU, "demo")
    demo.wait_for("? Help")
    demo.hang_up()
    assert demo.exit_code() == 128 + signal.SIGHUP


def test_three_keys_in_one_packet_log_no_answer_for_the_chosen_lead(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    terminal.send("ln" + ENTER)
    terminal.wait_for(" 1/", "─ Ana Horvat", "no answer, Sakura Tanaka")
    terminal.send("jln" + ENTER)
    terminal.wait_for(" 2/", "no answer, M. al-Ahmad")
    assert [entry.outcome for entry in kept(book).history(1)] == [Outcome.NO_ANSWER]
    assert [entry.outcome for entry in kept(book).history(3)] == [Outcome.NO_ANSWER]
    assert not kept(book).history(2)


def test_a_note_and_its_touch_in_one_packet_belong_together(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    terminal.send("jnbudget in April" + CTRL_L + "t" + ENTER)
    terminal.wait_for(" 1/", "─ M. al-Ahmad")
    (touch,) = kept(book).history(2)
    assert isinstance(touch, Touch)
    assert (touch.note, touch.outcome) == ("budget in April", Outcome.TALKED)
    assert not kept(book).drafts()


def test_a_day_of_keys_in_one_packet_ends_where_it_ends_when_they_come_one_by_one(
    dashboard: Opened, book: Path
) -> None:
    terminal = dashboard()
    terminal.send("x" + "s3" + ENTER + "ncalls back" + CTRL_S + ESCAPE)
    terminal.wait_for("note  calls back", "? Help")
    terminal.send("u" * 2 + "q")
    assert terminal.exit_code() == 0
    assert kept(book).lead(1).touches == 1
    assert kept(book).lead(2).next_step.snoozed == 0
    assert not kept(book).history(3)
    assert kept(book).draft(3).text == "calls back", "an undo gives the words back"


@pytest.mark.skipif(not shutil.which("bash"), reason="job control needs a shell; there is no bash")
def test_ctrl_z_gives_the_shell_back_and_fg_the_dashboard(terminal: Opened, book: Path) -> None:
    shell = terminal("bash", "--norc", "--noprofile", "-i")
    shell.send(f"PS1='sh''ell> '; {' '.join(FUYU)} --db {book}\r")
    shell.wait_for("─ Sakura Tanaka")
    shell.send("j")
    shell.wait_for("─ Ana Horvat")
    type_note(shell, "half" + ESCAPE)
    shell.wait_for("? Help")
    shell.send(CTRL_Z)
    shell.wait_for("shell>", "Stopped")
    shell.send("echo ec''ho\r")
    shell.wait_for("\necho\n")
    assert kept(book).draft(2).text == "half"
    shell.send("fg\r")
    shell.wait_for("─ Ana Horvat", "half", "? Help")
    shell.send("n too" + CTRL_C)
    shell.wait_for("shell>")
    assert kept(book).draft(2).text == "half too"
    shell.send("exit\r")
    assert shell.exit_code() == 0


def test_a_storm_of_sizes_loses_nothing(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    type_note(terminal, "half")
    terminal.wait_for("half")
    for size in [(1, 1), (500, 2), (2, 100), (39, 9), (300, 90), (1, 1)] * 3:
        terminal.resize(*size)
        terminal.send("x")
        terminal.read(0.01)
    terminal.resize(30, 8)
    terminal.wait_for("fuyu needs 40 x 10")
    terminal.resize(80, 24)
    terminal.wait_for("─ Sakura Tanaka", "half" + "x" * 18, TYPING)
    terminal.send(" a thought")
    terminal.wait_for("half" + "x" * 18 + " a thought")
    terminal.send(CTRL_L + "t" + ENTER)
    terminal.wait_for(" 1/", "─ Ana Horvat")
    assert kept(book).history(1)[0].note == "half" + "x" * 18 + " a thought"


def test_a_paste_of_ten_megabytes_is_refused_in_words(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    type_note(terminal, "before ")
    terminal.send(b"\x1b[200~" + b"0123456789 " * 950_000 + b"\x1b[201~")
    terminal.wait_for("10,450,000 characters", "nothing was pasted")
    terminal.send("after")
    terminal.wait_for("before after")
    terminal.send("\x1b[200~two\nlines\x1b[201~" + CTRL_C)
    assert terminal.exit_code() == 0
    assert kept(book).draft(1).text == "before aftertwo\nlines"


def test_two_dashboards_on_one_book_see_each_other(dashboard: Opened, book: Path) -> None:
    mine, theirs = dashboard(), dashboard()
    mine.send("j")
    mine.wait_for("─ Ana Horvat")
    type_note(mine, "half a thought")
    mine.wait_for("half a thought", "saved 09:30")
    theirs.send("ln" + ENTER)
    theirs.wait_for(" 1/")
    mine.wait_for(" 1/", "1 Overdue · 2", "─ Ana Horvat", patience=3)
    mine.send(" goes on")
    mine.wait_for("half a thought goes on")
    mine.send(CTRL_L + "t" + ENTER)
    mine.wait_for(" 2/")
    theirs.wait_for(" 2/", "1 Overdue · 1", patience=3)
    assert [entry.note for entry in kept(book).history(2)] == ["half a thought goes on"]
    theirs.send("u")
    theirs.wait_for("undone: talked, Ana Horvat", "half a thought goes on")
    mine.wait_for(" 1/", patience=3)
    os.kill(theirs.process.pid, signal.SIGKILL)
    mine.send("x")
    mine.wait_for(" 2/")


def test_a_letter_that_comes_by_halves_is_whole(dashboard: Opened) -> None:
    terminal = dashboard()
    type_note(terminal, "")
    for byte in "日本é!".encode():
        terminal.send(bytes([byte]))
        terminal.settle(0.05)
    terminal.wait_for("日本é!")


def test_the_mouse_chooses_opens_and_scrolls_and_shift_stays_the_terminals_own(dashboard: Opened) -> None:
    terminal = dashboard()
    row = next(number for number, line in enumerate(terminal.text.split("\n"), start=1) if "M. al-Ahmad" in line)

    def click() -> str:
        return f"\x1b[<0;10;{row}M\x1b[<0;10;{row}m"

    terminal.send(click())
    terminal.wait_for("─ M. al-Ahmad")
    terminal.send(f"\x1b[<65;10;{row}M")
    terminal.settle()
    assert "─ M. al-Ahmad" in terminal.text
    terminal.send(click() * 2)
    terminal.wait_for("^o Dial")
    assert b"\x1b[>1s" not in terminal.raw, "XTSHIFTESCAPE would take shift and the mouse from the terminal"
    assert b"\x1b[?1001h" not in terminal.raw, "the terminal selects by itself"
