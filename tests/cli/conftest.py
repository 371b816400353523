"""The command line in process: arguments in, exit code, stdout and stderr out."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from fuyu.care import open_book
from fuyu.cli import main
from fuyu.domain.action import Table
from tests.builders import a_lead, adding

NOW = ("--at", "2026-03-18T09:30", "--tz", "Europe/London")
"""A Wednesday morning."""
MORNING = datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
"""The same, as a time."""


class Said(NamedTuple):
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """The answer, line by line."""
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        """The answer, read as JSON."""
        return json.loads(self.out)


class Shell:
    """Runs commands on one book, on one morning."""

    def __init__(self, book: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.book = book
        self._capsys = capsys

    def __call__(self, *arguments: str) -> Said:
        """Run a command on the book; it must not say anything on the wrong side."""
        return self.bare(*arguments, "--db", str(self.book), *NOW)

    def bare(self, *arguments: str) -> Said:
        """Run a command with these arguments alone."""
        try:
            code = main(arguments)
        except SystemExit as exit_:  # argparse ends so
            code = exit_.code if isinstance(exit_.code, int) else 1
        out, err = self._capsys.readouterr()
        return Said(code, out, err)

    def ok(self, *arguments: str) -> Said:
        """Run a command that must succeed."""
        said = self(*arguments)
        assert said.code == 0, said
        return said


@pytest.fixture(autouse=True)
def _nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Keep the settings and the books of whoever runs the tests out of them."""
    for name in ("FUYU_DB", "FUYU_NOW", "FUYU_TZ", "SHELL", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def fuyu(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Run commands: `fuyu("today", "--json")`."""
    return Shell(tmp_path / "book" / "fuyu.json", capsys)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the books that many tests begin with."""
    return tmp_path_factory.mktemp("made")


def a_copy(fuyu: Shell, name: str) -> Path:
    """Write a copy of the book beside it."""
    copy = fuyu.book.with_name(name)
    copy.unlink(missing_ok=True)
    with closing(open_book(fuyu.book)) as store:
        store.care.copy_to(copy)
    return copy


def everyone(fuyu: Shell) -> list[dict[str, Any]]:
    """Return the leads of the book with their notes in `note`, also those who asked not to be contacted."""
    book = json.loads(a_copy(fuyu, "everyone.json").read_text("utf-8"))
    notes = {note["lead"]: note["note"] for note in book.get("notes", {}).values()}
    return [lead | {"note": notes.get(lead["id"], "")} for lead in book.get("leads", {}).values()]


def begin(fuyu: Shell, kept: Path, commands: Callable[[Shell], None]) -> None:
    """Begin with the book that some commands make: run them for the first test, and copy what they made for others."""
    if kept.exists():
        shutil.copytree(kept, fuyu.book.parent)
    else:
        commands(fuyu)
        shutil.copytree(fuyu.book.parent, kept)


def _five_leads(fuyu: Shell) -> None:
    late = (*("--db", str(fuyu.book)), "--at", "2026-03-13T09:00", "--tz", "Europe/London")
    sakura = ("add", "Sakura Tanaka", "--company", "Nihon Denki", "--temperature", "hot", "--why", "proposal")
    assert fuyu.bare(*sakura, "--next", "today", "--promise", "--channel", "email", *late).code == 0
    fuyu.ok("add", "Ann Lee", "--company", "Acme", "--next", "4pm", "--phone", "+44 1", "--about", "a dog")
    fuyu.ok("add", "Zoë O'Brien", "--next", "today")
    fuyu.ok("add", "Li Wei")
    fuyu.ok("log", "li wei", "no_answer", "--channel", "voicemail")
    with closing(open_book(fuyu.book)) as store:
        nobody = a_lead(store.next_id(Table.LEADS), "Nobody Yet", due=None, company="Imported", created=MORNING)
        store.apply(adding(nobody))


@pytest.fixture
def morning(fuyu: Shell, made: Path) -> Shell:
    """Run commands on a book with one overdue, two today, one done and one unscheduled."""
    begin(fuyu, made / "morning", _five_leads)
    return fuyu
