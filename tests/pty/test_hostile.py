"""Text that comes from people and imports: whatever stands in the book, no byte of it steers the terminal."""

import json
import re
import unicodedata
from pathlib import Path

import pytest

from fuyu.domain.text import clean
from tests.domain.test_text import WORST
from tests.pty.conftest import FUYU, Opened
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ESCAPE, ENTER = "\x1b", "\r"
CTRL_L, CTRL_P = "\x0c", "\x10"
SEEN = ("[ACME]", "Acme [/] x", "[@click=app.quit]go[/]")
"""What is text to people and was markup to others."""
STEERING = [text for text in WORST if "\ud800" not in text]
"""JSON has no lone surrogates; a document with one cannot be read."""
OWN = re.compile(rb"\x1b\[[?<>]?[0-9;]*(?:\$p|[a-zA-Z])")
"""What the program itself steers the terminal with: CSI sequences; it has no OSC, no DCS and no title."""


def words(number: int) -> str:
    """Return a text that is hostile and that one can look for."""
    return f"{STEERING[number % len(STEERING)]} {SEEN[number % len(SEEN)]}"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a book that someone wrote who means ill: each text in it is one of the worst."""
    leads, touches, notes, drafts = {}, {}, {}, {}
    for number in range(1, len(STEERING) + 1):
        text = words(number)
        step = {"day": f"2026-03-{16 + number % 3}", "why": f"why {text}", "words": text if number % 2 else ""}
        leads[number] = {
            "id": number,
            "name": f"{number} {text}",
            "company": text,
            "role": text,
            "phones": [text],
            "emails": [text],
            "links": [text],
            "place": text,
            "zone": text,
            "tags": [text],
            "about": [{"fact": f"about {text}"}],
            "next_step": step,
            "created": "2026-03-01T09:00:00Z",
        }
        entry = {"lead": number, "at": "2026-03-02T09:00:00Z", "note": f"said {text}\nand {text}"}
        earlier = [{"at": "2026-03-02T09:00:00Z", "note": text}]
        touches[number] = {"id": number, "uid": f"t{number}", "channel": "call", "outcome": "talked"} | entry
        notes[number] = {"id": number, "earlier": earlier} | entry
        drafts[number] = {"id": number, "text": f"draft {text}\n{text}", "at": "2026-03-02T09:00:00Z"}
    tables = {"leads": leads, "touches": touches, "notes": notes, "drafts": drafts}
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(tables))
    return path


def assert_clean(terminal: Terminal) -> None:
    """Check every byte that reached the terminal."""
    rest = OWN.sub(b"", bytes(terminal.raw)).decode()
    steering = {char for char in rest if unicodedata.category(char) in {"Cc", "Cf", "Cs"}} - set("\r\n")
    assert not steering, f"{steering} reached the terminal"
    assert rest == clean(rest).replace("\n", "\r\n") or clean(rest) == rest.replace("\r\n", "\n")
    for payload in (b"\x1b]52", b"\x1b[31mred", b"\xc2\x9b31m", b"\xe2\x80\xae"):
        assert payload not in terminal.raw


def test_no_pane_and_no_screen_lets_anything_through(terminal: Opened, hostile: Path) -> None:
    dashboard = terminal(*FUYU, "--db", str(hostile), size=(160, 45))
    shown: list[str] = []

    def press(keys: str, *texts: str) -> None:
        dashboard.send(keys)
        dashboard.wait_for(*texts)
        dashboard.settle()
        shown.append(dashboard.text)

    press("", "1 Overdue", "2 Today", "3 Notes", "Quit")
    for number in range(1, len(STEERING)):
        press("j", "about", str(number))
    press("g1g", "1 Overdue")
    press("l", "Log a touch with")
    press("t\tfri", "Fri 20 Mar")
    press(ESCAPE, "Quit")
    press("s", "Snooze ")
    press(ESCAPE, "Quit")
    press("D", "Delete?")
    press(ESCAPE, "Quit")
    press("h", "touch", "said")
    press("e", "Correct a note")
    press(ESCAPE, "Esc back")
    press(ESCAPE, "Quit")
    press("e", "Change ")
    press(ESCAPE, "Quit")
    press("/", "Find: ")
    press("acme", "Find: ")
    press(ESCAPE, "Quit")
    press(":", "Log")
    press("acme", "ACME")
    press(ESCAPE, "Quit")
    press("?", "Keys")
    press(ESCAPE, "Quit")
    press("+", "is hot")
    press("n" + CTRL_L + "n" + ENTER, "no answer")
    press("u", "taken back: no answer")
    press("z", "1 Overdue")
    press("z", "2 Today")
    press("q")
    assert dashboard.exit_code() == 0
    dashboard.assert_restored()
    assert_clean(dashboard)
    everything = "\n".join(shown)
    for text in SEEN:
        assert everything.count(text) > len(STEERING), f"{text} is shown as it was typed"


@pytest.mark.parametrize("text", [*STEERING, *SEEN], ids=ascii)
def test_what_is_pasted_is_cleaned_on_the_way_in(dashboard: Opened, text: str) -> None:
    pass


