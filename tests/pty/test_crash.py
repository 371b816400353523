"""A fault of ours: two lines without anybody's name, the terminal as it was, the text kept, and not exit code 0."""

import re
import sys
from pathlib import Path

import pytest

from tests.pty.conftest import Opened, kept

pytestmark = pytest.mark.pty

CTRL_S, F2, F3 = "\x13", "\x1bOQ", "\x1bOR"
SEQUENCE = re.compile(r"\x1b\[[?<0-9;]*[a-z]")
RUNNER = """
import sys

from fuyu.cli import main
from fuyu.desk import Desk
from fuyu.desk.{module} import {owner}

desks = []
begin, works = Desk.__init__, {owner}.{method}

def begun(self, *arguments, **fields):
    desks.append(self)
    begin(self, *arguments, **fields)

def broken(self, *arguments, **fields):
    if arguments == ("tomorrow",):  # asked beside the keys, at any moment, so that the library is there
        return works(self, *arguments, **fields)
    name = desks[0].leads.card(1).lead.name
    raise ValueError(f"{{name}} +44 20 7946 0000 {{arguments}}")

Desk.__init__, {owner}.{method} = begun, broken
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize(
    ("method", "keys"),
    [
        ("commands.Commands.keep_note", CTRL_S),
        ("phrases.Phrases.when", F2 + "fri"),
        ("leads.Leads.find_names", F3),
        ("leads.Leads.find_mentions", F3 + "q"),
        ("drafts.Drafts.keep", ""),
    ],
    ids=["in a key", "in a prompt", "in a screen", "in a thread", "in what keeps the text"],
)
def test_a_crash_says_where_and_nothing_of_anybody(
    terminal: Opened, book: Path, tmp_path: Path, method: str, keys: str
) -> None:
    runner = tmp_path / "runner.py"
    module, owner, name = method.split(".")
    runner.write_text(RUNNER.format(module=module, owner=owner, method=name))
    crashing = terminal(sys.executable, str(runner), "--db", str(book))
    crashing.wait_for("── Sakura Tanaka")
    crashing.send("n" + "half a thought" + keys)
    assert crashing.exit_code() == 70
    crashing.assert_restored()
    left = SEQUENCE.sub("", bytes(crashing.raw).rpartition(b"\x1b[?1049l")[2].decode())
    assert left.startswith("fuyu: a fault of fuyu's own: ValueError at runner.py:")
    assert left.count("\n") == 3
    assert not any(private in left for private in ("Sakura", "Tanaka", "7946", "half", "Traceback"))
    report = tmp_path / ".local" / "state" / "fuyu" / "last-fault.txt"
    assert f"this file, it names nobody:\r\n{report}\r\n" in left
    assert report.stat().st_mode & 0o777 == 0o600
    written = report.read_text()
    assert "ValueError" in written
    assert "runner.py:" in written
    assert not any(private in written for private in ("Sakura", "Tanaka", "7946", "half", "fuyu.json"))
    if name != "keep":
        assert kept(book).draft(1).text == "half a thought"
