"""Text that comes from people and imports: whatever stands in the book, no byte of it steers the terminal."""

import base64
import json
import re
from pathlib import Path

import pytest

from fuyu.domain.action import KINDS
from fuyu.domain.step import Plan
from fuyu.domain.text import clean
from tests.hostile import STEERING, STRAY, document, tables
from tests.pty.conftest import FUYU, Opened
from tests.pty.terminal import Terminal

pytestmark = pytest.mark.pty

ESCAPE, ENTER = "\x1b", "\r"
TYPING = "^l Log"
CTRL_L, CTRL_DOWN = "\x0c", "\x1b[1;5B"
CTRL_F, CTRL_S, CTRL_T = "\x06", "\x13", "\x14"
UNDECIDED = 6
"""The lead that was snoozed twice."""
SEEN = ("[ACME]", "Acme [/] x", "[@click=app.quit]go[/]")
"""What is text to people and was markup to others."""
OWN = re.compile(
    rb"\x1b\[[?<>]?[0-9;]*(?:\$p|[a-zA-Z])|\x1b\](?:22;[a-z]+|2;fuyu[a-z0-9:, ]*|52;c;[a-zA-Z0-9+/=]*)\x07"
)
"""What the program itself steers the terminal with: CSI sequences, the shape of the mouse pointer, its title and its
clipboard, which is looked at by itself."""


def words(number: int) -> str:
    """Return a text that is hostile and that one can look for."""
    return f"{STEERING[number % len(STEERING)]} {SEEN[number % len(SEEN)]}"


PASTED = f"\x1b[200~{' '.join(map(words, range(len(STEERING))))} Fin\x1b[201~"


@pytest.fixture
def hostile(tmp_path: Path) -> Path:
    """Return a book that someone wrote who means ill: each text in it is one of the worst."""
    book: dict[str, dict[int, dict[str, object]]] = {table.value: {} for table in KINDS}
    for number in range(1, len(STEERING) + 1):
        text = words(number)
        made = {table.value: document(kind, text) | {"id": number, "lead": number} for table, kind in KINDS.items()}
        step: dict[str, object] = {
            "day": f"2026-03-{16 + number % 3}",
            "why": f"why {text}",
            "quote": text * (number % 2),
        }
        if number == UNDECIDED:
            step |= {"first_day": "2026-03-02", "snoozed": 2}
        made["leads"] |= {
            "name": f"{number} {text}",
            "phones": [f"+44 20 7946 0958 {text}"],
            "emails": [text, f"{text}@acme.example"],
            "links": [f"https://acme.example/{text}", text],
            "about": [{"fact": f"about {text}"}],
            "plan": document(Plan, text) | step,
            "created": "2026-03-01T09:00:00Z",
        }
        made["touches"] |= {"uid": f"t{number}", "outcome": "talked", "note": f"said {text}\nand {text}"}
        made["notes"] |= {"note": f"said {text}\nand {text}"}
        made["drafts"] |= {"text": f"draft {text}\n{text}"}
        made["messages"] |= {"text": f"{text}\n{text}"}
        made["away"] |= dict.fromkeys(("first", "last"), f"2026-04-{number:02}")
        for table, one in made.items():
            book[table][number] = one
    path = tmp_path / "hostile.json"
    path.write_text(json.dumps(book))
    path.chmod(0o600)
    return path


@pytest.fixture
def letters(tmp_path: Path, env: dict[str, str]) -> None:
    """Let somebody who means ill name and write the templates, the first with a mistake in it."""
    folder = tmp_path / "settings" / "messages"
    folder.mkdir(parents=True)
    env["FUYU_CONFIG"] = str(folder.parent / "config.toml")
    names = [text.replace("/", "").replace("\0", "") for text in (STEERING[0], STEERING[2])]
    (folder / f"1 {names[0]}.txt").write_text(f"{{nmae}} {STEERING[0]}", encoding="utf-8")
    (folder / f"2 {names[1]}.txt").write_text(
        f"Subject: {STEERING[3]} {{name}}\n\n{words(1)} {{quote}} {{company}} [b]Fin[/b]\n", encoding="utf-8"
    )


def assert_clean(terminal: Terminal, after: str) -> None:
    """Check every byte that reached the terminal."""
    words = OWN.sub(b"", bytes(terminal.raw)).decode().replace("\r\n", "\n")
    steering = sorted(set(words) - set(clean(words)))
    assert not steering, f"{steering} reached the terminal after {after!r}"


class Walk:
    """Presses keys, and checks after each what reached the terminal."""

    def __init__(self, dashboard: Terminal) -> None:
        self.dashboard = dashboard
        self.shown: list[str] = []

    def press(self, keys: str, *texts: str, gone: str = "") -> None:
        """Press keys, and wait for texts, or for the end of one."""
        self.dashboard.send(keys)
        self.dashboard.wait(lambda: not gone or gone not in self.dashboard.text, f"the end of {gone!r}")
        self.dashboard.wait_for(*texts)
        self.dashboard.settle(0.08)
        assert_clean(self.dashboard, keys)
        self.shown.append(self.dashboard.text)

    def look(self, keys: str, *texts: str) -> None:
        """Open something by keys, and close it."""
        self.press(keys, *texts)
        self.press(ESCAPE, gone=texts[0])


def test_no_pane_and_no_screen_lets_anything_through(terminal: Opened, hostile: Path) -> None:
    dashboard = terminal(*FUYU, "--db", str(hostile), size=(160, 45))
    walk = Walk(dashboard)
    press, look = walk.press, walk.look
    press("", "1 Overdue", "2 Today", "3 Notes", "? Help")
    for _ in STEERING[1:]:
        press("j")
    press("1g", "─ 3 ")
    press("l", "Log touch 1 of 7 with 3 ")
    look("t\tfri", "Log touch 1 of 7 with 3 ", "Fri 20 Mar")
    look("s", "Snooze 3 ")
    look("D", "Delete?")
    press("h", "━ 3 ", "0 touches", "said")
    look("e", "Correct a note")
    press(ESCAPE, gone="0 touches")
    look("e", "Edit 3 ")
    press("/", "Find: ")
    look("acme", "Find: ", "6 names")
    press(":", "Type a command")
    look("acme", "━ Commands ━", "Eve]52;c;ZXZpbA== [ACME] Eve")
    look("?", "Moving around")
    press("+", "is hot")
    press(ENTER, "touch 1 of 7", "^o Dial")
    for _ in STEERING[3:]:
        press(CTRL_DOWN, "touch 1 of 7")
    press("\x0f", "+44 20 7946 0958")
    press(ESCAPE, "1 Overdue", gone="^o Dial")
    press("1g", "─ 3 ")
    press("n" + CTRL_L + "n" + ENTER, " 1/", "no answer, 3 ")
    press("u", "undone: no answer, 3 ")
    for open_it, title in (("a", "Enter Add"), ("/", "Find: "), ("s", "Snooze 3 ")):
        press(open_it, title)
        look(PASTED, title, "Fin")
    press("n", TYPING)
    press(PASTED, "Fin")
    press(ESCAPE, gone=TYPING)
    dashboard.send("q")
    assert dashboard.exit_code() == 0
    dashboard.assert_restored()
    assert_clean(dashboard, "the end")
    everything = "\n".join(walk.shown)
    for text in SEEN:
        assert everything.count(text) > len(STEERING), f"{text} is shown as it was typed"


@pytest.mark.parametrize("look", ["snow", "contrast", "terminal"])
def test_no_look_lets_anything_through(terminal: Opened, hostile: Path, env: dict[str, str], look: str) -> None:
    env |= {"FUYU_THEME": look}
    dashboard = terminal(*FUYU, "--db", str(hostile), size=(120, 36))
    dashboard.wait_for("1 Overdue", "? Help")
    dashboard.send("j" * len(STEERING) + "h")
    dashboard.wait_for("0 touches")
    dashboard.settle()
    assert_clean(dashboard, look)


def test_keys_and_looks_that_someone_set_who_means_ill(
    terminal: Opened, hostile: Path, env: dict[str, str], tmp_path: Path
) -> None:
    settings = tmp_path / "settings.toml"
    worst = json.dumps(STEERING[0])
    settings.write_text(f"[keys]\n{worst} = {worst}\n[look]\ntheme = {worst}\n", encoding="utf-8")
    env |= {"FUYU_CONFIG": str(settings), "FUYU_THEME": STEERING[1].replace("\0", "")}
    dashboard = terminal(*FUYU, "--db", str(hostile), size=(160, 45))
    dashboard.wait_for("1 Overdue", "look.theme is")
    dashboard.settle()
    assert_clean(dashboard, "the settings")


def test_nothing_that_is_opened_copied_or_searched_lets_anything_through(terminal: Opened, hostile: Path) -> None:
    dashboard = terminal(*FUYU, "--db", str(hostile), size=(160, 45))
    walk = Walk(dashboard)
    press, look = walk.press, walk.look
    press("", "1 Overdue", "? Help")
    look("o", "Open for 3 ", "+44 20 7946 0958")
    press("o", "Open for 3 ")
    press("1", "nothing here opens it")
    look("y", "Copy of 3 ", "+44 20 7946 0958")
    for digit in "12":
        press("y", "Copy of 3 ")
        press(digit, "asked the terminal to copy")
    look(";", "Jump to the lead with the letter")
    press("n\x06", "Search")
    press("acme", "said")
    press(ESCAPE)
    press(ESCAPE, TYPING)
    press(ESCAPE, gone=TYPING)
    copied = [base64.b64decode(text).decode() for text in re.findall(rb"\x1b\]52;c;([^\x07]*)", dashboard.raw)]
    assert len(copied) == 2
    assert all(text == clean(text) for text in copied)


@pytest.mark.usefixtures("letters")
@pytest.mark.parametrize("size", [(80, 24), (160, 45)], ids="{0[0]}x{0[1]}".format)
def test_nothing_that_is_planned_written_or_brought_in_lets_anything_through(
    terminal: Opened, hostile: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    contacts = tmp_path / "contacts.csv"
    contacts.write_text("\n".join(f'"{words(number)}","{words(number + 1)}"' for number in range(len(STEERING))))
    dashboard = terminal(*FUYU, "--db", str(hostile), size=size)
    walk = Walk(dashboard)
    press, look = walk.press, walk.look
    press("", "1 Overdue", "? Help", "─ 3 ")
    press("m", "Write to 3 ")
    press(CTRL_T, " ? /")
    press(CTRL_T, "Fin[/b]")
    press(PASTED, "Fin")
    press("\x1b[Z" + PASTED + CTRL_S, "Write to 3 ")
    press(ESCAPE, "unfinished message to 3 ")
    press("m", "Write to 3 ")
    press(ESCAPE, gone="Write to 3 ")
    look("P", "Reschedule ")
    press("A", "from when to when?")
    press("today to fri: " + PASTED, " = ")
    press(ENTER, "Back to the dates")
    press(ENTER, "1 Overdue")
    press("u", "undone: ")
    look("M", "Any key")
    look("E", "Evening: ")
    look("V", "The last 8 weeks")
    press("I", "━ Import")
    press(f"{contacts}{ENTER}", "What would come in", "[ACME]")
    press("j\x1b[C", "What would come in")
    press(ESCAPE + ESCAPE, "1 Overdue")
    press("j", f"─ {UNDECIDED} ")
    press("s", "was snoozed 2 times")
    press(ESCAPE, f"Snooze {UNDECIDED} ")
    press(ESCAPE, gone=f"Snooze {UNDECIDED} ")
    press("r", f"Whom did {UNDECIDED} ")
    look(PASTED, "Whom did ", "Fin")
    press(ENTER, "^o Dial")
    press(PASTED, "Fin")
    press(CTRL_F, "Search")
    press(ESCAPE + ESCAPE + ESCAPE, "1 Overdue")
    look(";", "Jump to the lead with the letter")
    dashboard.send("q")
    assert dashboard.exit_code() == 0
    assert_clean(dashboard, "the end")


@pytest.mark.parametrize("kind", ["--json", "--csv", "--vcard", "--day"])
def test_nothing_that_is_exported_to_a_terminal_lets_anything_through(
    terminal: Opened, tmp_path: Path, kind: str
) -> None:
    path = tmp_path / "theirs.json"
    path.write_text(json.dumps(tables(f"{''.join(STEERING)}{STRAY}"), ensure_ascii=False))
    path.chmod(0o600)
    shown = terminal(*FUYU, "export", kind, "-", "--db", str(path), size=(160, 45))
    assert shown.exit_code() == 0
    assert b"Eve" in shown.raw
    assert b"\r" not in bytes(shown.raw).replace(b"\r\n", b"")
    assert_clean(shown, kind)
