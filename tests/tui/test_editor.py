"""The notes as an editor: undo for each lead, lists that go on, the time, the history at hand."""

import datetime as dt
import tempfile
from pathlib import Path

import pytest

from fuyu.domain.history import Note
from fuyu.domain.lead import Lead
from fuyu.tui.external import LONGEST_NOTE, command, write_in
from tests.builders import adding
from tests.tui.conftest import Opened, press


async def test_undo_survives_walking_to_another_lead_and_back(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~first", "ctrl+down", "~other", "ctrl+up")
        editor = morning.app.day.notes.editor
        assert editor.text == "first"
        await press(pilot, "ctrl+z")
        assert editor.text == ""
        await press(pilot, "ctrl+y", "~!", "ctrl+down")
        assert editor.text == "other"
        await press(pilot, "ctrl+z")
        assert editor.text == ""
        await press(pilot, "ctrl+up")
        assert editor.text == "first!"


async def test_a_note_that_was_logged_is_not_undone_into_the_next_one(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", "~first", "ctrl+s", "ctrl+z", "ctrl+z")
        assert morning.app.day.notes.editor.text == ""


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (("~- one", "enter", "~two"), "- one\n- two"),
        (("~  * one", "enter", "~two"), "  * one\n  * two"),
        (("~9. nine", "enter", "~ten"), "9. nine\n10. ten"),
        (("~- one", "enter", "enter", "~end"), "- one\nend"),
        (("~-one", "enter", "~two"), "-one\ntwo"),
        (("~- one", "home", "enter"), "\n- one"),
        (("~- ab", "left", "enter"), "- a\n- b"),
    ],
)
async def test_a_list_goes_on(opened: Opened, people: tuple[Lead, ...], typed: tuple[str, ...], text: str) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n", *typed)
        assert morning.app.day.notes.editor.text == text


async def test_the_time_is_written(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "ctrl+t", "~calls back", "enter", "ctrl+t")
        assert morning.app.day.notes.editor.text == "09:30 calls back\n09:30 "


async def test_what_was_written_is_searched_while_typing(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(120, 36)) as (morning, pilot):
        at = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
        notes = [Note(id=n, lead=1, at=at, note=text) for n, text in ((1, "likes Büro"), (2, "two dogs"))]
        morning.store.apply(adding(*notes))
        await press(pilot, "n", "~half", "ctrl+f", "~buro")
        assert "likes Büro" in morning.text()
        assert "two dogs" not in morning.text()
        await press(pilot, "~zzz")
        assert "that was never written" in morning.text()
        await press(pilot, "escape")
        assert "two dogs" in morning.text()
        await press(pilot, "escape", "~ a thought")
        assert "half a thought" in morning.text()


async def test_the_keys_of_the_day_work_while_typing(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "x", "n", "~half", "f7")
        assert "taken back" in morning.text()
        await press(pilot, "f6")
        assert "Search" in morning.text() or "search" in morning.text()


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"VISUAL": "vim -n", "EDITOR": "nano"}, ["vim", "-n"]),
        ({"VISUAL": " ", "EDITOR": "'/opt/my editor' --wait"}, ["/opt/my editor", "--wait"]),
        ({"EDITOR": "vim 'x"}, []),
        ({"EDITOR": "vi; touch pwned"}, ["vi;", "touch", "pwned"]),
    ],
)
def test_the_editor_is_a_command_without_a_shell(environment: dict[str, str], expected: list[str]) -> None:
    assert command(environment) == expected


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a place for an editor's script; temporary files go beside it."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    return tmp_path / "editor"


@pytest.mark.parametrize(
    ("script", "text", "problem"),
    [
        ("stat -c %a $1 $(dirname $1) > $0.modes; echo more >> $1", "half\nmore", ""),
        ("echo more >> $1; exit 3", "half", "sh ended with 3: the note is as it was"),
        ("echo more > $1; kill -9 $$", "more", "sh was ended from outside; what it had saved is here"),
        ("rm $1", "half", ""),
        ("printf '\\033[31mred\\377' > $1; touch $1~", "[31mred\ufffd", ""),
        (
            "head -c 200000 /dev/zero | tr '\\0' x > $1",
            "half",
            "200,000 characters are too many for a note; they are in",
        ),
    ],
)
def test_what_comes_back_from_the_editor(editor: Path, script: str, text: str, problem: str) -> None:
    editor.write_text(script)
    written = write_in(["sh", str(editor)], "half")
    assert (written.text, written.problem[: len(problem)]) == (text, problem)
    if problem.endswith("are in"):
        assert Path(written.problem.rpartition(" ")[2]).read_text().startswith("xxx")
    else:
        assert not written.problem.removeprefix(problem)
        assert not list((editor.parent / "temporary").iterdir())
    modes = editor.with_suffix(".modes")
    assert not modes.exists() or modes.read_text().split() == ["600", "700"]


def test_the_longest_note_comes_back_from_the_editor_as_it_is(editor: Path) -> None:
    editor.write_text("true")
    text = "x" * LONGEST_NOTE
    assert write_in(["sh", str(editor)], text) == (text, "")


def test_an_editor_that_there_is_not_is_named() -> None:
    written = write_in(["/nowhere/vim"], "half")
    assert written == ("half", "/nowhere/vim cannot be started: No such file or directory")
