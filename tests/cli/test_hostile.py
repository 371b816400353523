"""A book in which every text of every field means ill: whatever is asked of it, nothing steers a terminal."""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fuyu.cli.arguments import groups
from fuyu.domain.text import clean
from tests.cli.conftest import Shell
from tests.hostile import STEERING, STRAY, tables
from tests.rows import mapped

SEEN = "[@click=app.quit]Acme [/] x[/]"
"""What is text to people and was markup to others."""
STYLES: dict[str, tuple[str, ...]] = {"people": (), "plain": ("--plain",), "json": ("--json",)}


WORST = f"{''.join(STEERING)}{STRAY} {SEEN}"


@pytest.fixture
def hostile(fuyu: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """Run commands on a terminal, on a book that someone else wrote who means ill, beside more of theirs."""
    monkeypatch.chdir(tmp_path)
    write_book(fuyu.book, WORST)
    write_book(tmp_path / "OTHER.json", f"other {WORST}")
    (tmp_path / "FILE.csv").write_text(f"Name,E-mail,{WORST.splitlines()[0]}\nBo {STEERING[0]},bo@x.example,{SEEN}\n")
    return fuyu


def write_book(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(tables(text), ensure_ascii=False))
    path.chmod(0o600)


@contextmanager
def a_terminal() -> Iterator[None]:
    """Let what is printed go to what says it is a terminal."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys.stdout, "isatty", lambda: True)
        yield


ASKED: dict[str, tuple[tuple[str, ...], ...]] = {
    "today": ((),),
    "log": (("1", "talked"), ("1", "no_answer", "a word")),
    "note": (("1", "a word"),),
    "promise": (("1", "fri", "--why", "a word"), ("1", "mon", "--task"), ("1", "--withdraw", "x")),
    "done": (("1",), ("1", "x")),
    "snooze": (("1", "2w"),),
    "reopen": (("1", "--next", "2w"),),
    "decide": (("1", "channel"), ("1", "x")),
    "skip": (("1",),),
    "spread": (("--dry-run",), ()),
    "correct": (("1", "1", "a word"), ("1", "99", "a word")),
    "undo": ((),),
    "redo": ((),),
    "morning": ((),),
    "evening": ((),),
    "reschedule": (("--dry-run",), ()),
    "away": ((), ("mon to tue", "--dry-run")),
    "count": ((), ("--format", "{overdue} {unscheduled}")),
    "find": (("acme",), ("acme", "--all"), ("tag:x", "company:acme")),
    "company": (("acme",), ("zzz",)),
    "view": (("acme", "company:acme"), ()),
    "show": (("1",),),
    "tick": (("1",),),
    "add": (("Bo", "--zone", "Europe/Rome"),),
    "backup": ((),),
    "restore": ((),),
    "edit": (("1", "--value", "5k"), ("1", "--value", "5k a month")),
    "join": (("1", "2"),),
    "delete": (("3",),),
    "forget": (("1",), ("2", "--yes")),
    "merge": (("OTHER.json", "--dry-run"), ("OTHER.json",)),
    "check": ((),),
    "doctor": ((),),
    **mapped("hostile"),
}
"""What is asked of the hostile book, by command."""
OWN_BELL = "\a"
"""How a terminal is told of a promise."""
OF_NOBODY = {"when", "keys", "theme", "completion", "serve", "demo"}
"""Commands that open no book of anybody's."""


def test_every_command_is_asked() -> None:
    assert {verb.name for group in groups().values() for verb in group} == {*ASKED} | OF_NOBODY


@pytest.mark.parametrize("style", STYLES.values(), ids=STYLES)
@pytest.mark.parametrize("command", ASKED)
def test_nothing_that_is_printed_steers_the_terminal(hostile: Shell, command: str, style: tuple[str, ...]) -> None:
    for asked in ASKED[command]:
        with a_terminal():
            said = hostile(command, *asked, *(style if "--json" not in asked else ()))
        assert said.code in {0, 1, 2, 3}
        assert "Traceback" not in said.err
        for printed in (said.out.removesuffix(OWN_BELL), said.err):
            assert printed == clean(printed)


@pytest.mark.parametrize("asked", [("show", "1"), ("today",), ("find", "acme")], ids=" ".join)
def test_markup_of_others_is_shown_as_it_was_typed(hostile: Shell, asked: tuple[str, ...]) -> None:
    assert SEEN in hostile.ok(*asked).out
