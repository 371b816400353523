"""What is typed in a real terminal: whatever ends it, the next start has the words."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.pty.conftest import FUYU, Opened, kept
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

CTRL_C, CTRL_R, F4 = "\x03", "\x12", "\x1bOS"


def on_disk(terminal: Terminal, book: Path, words: str) -> None:
    """Wait until the words are in the journal, or in the file, where that was compacted meanwhile."""
    files = (book.with_name(f"{book.name}.journal"), book)
    terminal.wait(lambda: any(words.encode() in file.read_bytes() for file in files), f"{words!r} on the disk")


@pytest.mark.parametrize(
    ("opens", "title", "types"),
    [
        ("m", "Write to Sakura Tanaka", "\t\t\tdear Sakura"),
        ("e", "Edit Sakura Tanaka", "\r\rdear CFO"),
        ("a", "Every field", "dear Bo Diaz"),
        ("s", "Snooze Sakura Tanaka", "dear fri"),
        ("lo", "in their words", "\tdear me"),
        ("A", "from when to when?", "dear sat"),
    ],
    ids=["message", "form", "line", "snooze", "their words", "away"],
)
def test_a_kill_loses_nothing_that_is_typed_anywhere(
    dashboard: Opened, book: Path, opens: str, title: str, types: str
) -> None:
    terminal = dashboard()
    terminal.send(opens)
    terminal.wait_for(title)
    terminal.send(types)
    on_disk(terminal, book, types.strip())
    terminal.signal(signal.SIGKILL)
    assert terminal.exit_code() == -signal.SIGKILL
    terminal = dashboard()
    terminal.send(opens[0])
    terminal.wait_for("continue", "dear", "start anew")


def test_a_paste_whose_end_never_comes_is_in_the_note_and_the_keys_work_again(dashboard: Opened, book: Path) -> None:
    terminal = dashboard()
    terminal.send("n")
    terminal.wait_for("Esc Lists")
    terminal.send("\x1b[200~two\nlines")
    terminal.wait_for("lines")
    terminal.send("\x1b")
    terminal.wait_for("? Help")
    terminal.send("q")
    assert terminal.exit_code() == 0
    assert kept(book).draft(1).text == "two\nlines"


@pytest.mark.parametrize("ends", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_within_such_a_paste_loses_nothing(dashboard: Opened, book: Path, ends: signal.Signals) -> None:
    terminal = dashboard()
    terminal.send("n")
    terminal.wait_for("Esc Lists")
    terminal.send("half a \x1b[200~sen")
    terminal.wait_for("half a")
    terminal.signal(ends)
    assert terminal.exit_code() == 128 + ends
    assert kept(book).draft(1).text == "half a sen"


def test_a_restore_while_one_types_keeps_the_words(dashboard: Opened, book: Path, env: dict[str, str]) -> None:
    copy = book.with_name("copy.json")
    copy.write_bytes(book.read_bytes())
    terminal = dashboard()
    terminal.send("nhalf a sen")
    on_disk(terminal, book, "half a sen")
    done = subprocess.run(
        [*FUYU, "--db", str(book), "restore", str(copy)], env=env, capture_output=True, text=True, check=True
    )
    assert "what is being typed stays: 1 draft" in done.stdout
    terminal.send("tence")
    terminal.wait_for("half a sentence")
    terminal.send(CTRL_C)
    assert terminal.exit_code() == 0
    assert kept(book).draft(1).text == "half a sentence"


EDITOR = """
import pathlib, signal, sys, time
path = pathlib.Path(sys.argv[1])
def rescue(*_):
    path.with_name("note.md.save").write_text("rescued words\\n")
    sys.exit(1)
signal.signal(signal.SIGHUP, rescue)
signal.signal(signal.SIGTERM, rescue)
path.write_text("saved words\\n")
print("EDITING", flush=True)
while True:
    time.sleep(0.05)
"""


@pytest.fixture
def editing(dashboard: Opened, env: dict[str, str], tmp_path: Path) -> Terminal:
    """Return a terminal in which another editor has the note and has saved something."""
    script = tmp_path / "editor.py"
    script.write_text(EDITOR)
    env["EDITOR"] = f"{sys.executable} {script}"
    terminal = dashboard()
    terminal.send("nhalf " + F4)
    terminal.wait_for("EDITING")
    return terminal


@pytest.mark.parametrize("how", ["closed", "told"])
def test_what_an_editor_rescues_when_it_is_ended_is_in_the_draft(
    editing: Terminal, book: Path, how: str, tmp_path: Path
) -> None:
    if how == "closed":
        editing.hang_up()
    else:
        editing.signal(signal.SIGTERM)
    assert editing.exit_code() == 128 + (signal.SIGHUP if how == "closed" else signal.SIGTERM)
    assert kept(book).draft(1).text == "rescued words"
    assert not list(tmp_path.rglob("note.md*")), "all of it is safe"


def test_what_an_editor_saved_is_in_the_draft_at_the_start_after_a_kill(
    editing: Terminal, dashboard: Opened, book: Path, tmp_path: Path
) -> None:
    (note,) = tmp_path.rglob("note.md")
    editing.signal(signal.SIGKILL)
    assert editing.exit_code() == -signal.SIGKILL
    editing.hang_up()  # which ends the editor
    assert kept(book).draft(1).text == "half "
    while not note.with_name("note.md.save").exists():
        os.sched_yield()
    terminal = dashboard()
    terminal.wait_for("rescued words", "what was typed in the note on Sakura Tanaka is in the notes")
    assert kept(book).draft(1).text == "rescued words"
