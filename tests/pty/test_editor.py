"""The editor of the person, in the terminal of the dashboard: the terminal is theirs meanwhile, and no key is lost."""

import sys
from pathlib import Path

import pytest

from tests.pty.conftest import Opened, kept

pytestmark = pytest.mark.pty

F4, CTRL_C, CTRL_S = "\x1bOS", "\x03", "\x13"
FAKE = """
import pathlib, sys, time
line = input("EDITING ")
path = pathlib.Path(sys.argv[1])
path.write_text(path.read_text() + line + "\\n")
if "wait" in line:
    try:
        print("WAITING", flush=True)
        while True:
            time.sleep(0.05)  # a signal that comes between a prompt and its read would be lost
    except KeyboardInterrupt:
        pass
"""


@pytest.fixture
def _editor(env: dict[str, str], tmp_path: Path) -> None:
    script = tmp_path / "my editor.py"
    script.write_text(FAKE)
    env["EDITOR"] = f"{sys.executable} '{script}'"


@pytest.mark.usefixtures("_editor")
def test_a_note_is_written_elsewhere_and_comes_back(dashboard: Opened, book: Path, tmp_path: Path) -> None:
    terminal = dashboard()
    terminal.send("nhalf " + F4)
    terminal.wait_for("EDITING")
    assert kept(book).draft(1).text == "half "
    terminal.send("more\r")
    terminal.wait_for("─ Sakura Tanaka", "more", "^l Log")
    terminal.send("!")
    terminal.wait_for("more!")
    terminal.send("\x1a" * 2)
    terminal.wait_without("more")
    terminal.wait_for("half")
    terminal.send("\x19" * 2 + "ctrl" + CTRL_S + CTRL_C)
    assert terminal.exit_code() == 0
    terminal.assert_restored()
    assert kept(book).history(1)[0].note.startswith("half \nmore")
    assert not list(tmp_path.glob("fuyu-note-*"))


@pytest.mark.usefixtures("_editor")
def test_an_interrupt_in_the_editor_is_the_editors_and_keys_typed_there_last_come_after(
    dashboard: Opened, book: Path
) -> None:
    terminal = dashboard()
    terminal.send("n" + F4)
    terminal.wait_for("EDITING")
    terminal.send("wait\r")
    terminal.wait_for("WAITING")
    terminal.send(CTRL_C)
    terminal.wait_for("─ Sakura Tanaka", "wait", "^l Log")
    terminal.send("on" + CTRL_S)
    terminal.wait_for("note")
    terminal.send(CTRL_C)
    assert terminal.exit_code() == 0
    assert kept(book).history(1)[0].note.endswith("waiton")
