"""The notes as an editor: undo for each lead, lists that go on, the time, the history at hand."""

import datetime as dt
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from fuyu.domain.history import Note
from fuyu.domain.lead import Lead
from fuyu.errors import SaveError
from fuyu.tui.app import FuyuApp
from fuyu.tui.aside import LONGEST_NOTE, Aside, left_in, put_aside, take_in, waiting
from fuyu.tui.beside import Beside
from fuyu.tui.external import EditedText, _Told, command, write_in
from tests.builders import adding
from tests.tui.conftest import Morning, Opened, press


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
        assert "No entry has these words." in morning.text()
        await press(pilot, "escape")
        assert "two dogs" in morning.text()
        await press(pilot, "escape", "~ a thought")
        assert "half a thought" in morning.text()


async def test_the_keys_of_the_day_work_while_typing(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "x", "n", "~half", "f7")
        assert "undone: no answer" in morning.text()
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
def editor(tmp_path: Path) -> Path:
    """Return a place for an editor's script."""
    return tmp_path / "editor"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return where notes lie while an editor has them."""
    return tmp_path / "state" / "notes"


def edited(home: Path, editor: Path, script: str, text: str = "half") -> tuple[EditedText, Path]:
    """Return what comes back from an editor, and the folder of the note, settled."""
    editor.write_text(script)
    with put_aside(home, 7, text) as aside:
        written = write_in(["sh", str(editor)], aside)
        aside.settle()
    return written, aside.folder


@pytest.mark.slow
@pytest.mark.parametrize(
    ("script", "texts", "problem"),
    [
        ("echo more >> $1", ("half\nmore",), ""),
        ("true", (), ""),
        (": > $1", ("",), ""),
        ("echo more >> $1; exit 3", (), "sh ended with 3: the note is as it was"),
        ("echo more > $1; kill -9 $$", ("more",), "sh was ended from outside; what it had saved is here"),
        ("rm $1", (), ""),
        ("printf '\\033[31mred\\377' > $1; touch $1~", ("[31mred\ufffd",), ""),
        ("echo rescued > $1.save; exit 1", ("rescued",), "sh ended with 1: the note is as it was"),
        ("echo mine > $1; echo older > $1~", ("older", "mine"), ""),
        ("echo half > $1~; echo mine > $1", ("mine",), ""),
        ("echo saved > $1; echo rescued > $(dirname $1)/#note.md#; kill -9 $$", ("saved", "rescued"), "sh was ended"),
        (": > $1; kill -9 $$", (), "sh was ended"),
    ],
)
def test_what_comes_back_from_the_editor(
    home: Path, editor: Path, script: str, texts: tuple[str, ...], problem: str
) -> None:
    written, folder = edited(home, editor, script)
    assert (written.texts, written.problem[: len(problem) or None]) == (texts, problem)
    assert not folder.exists()


@pytest.mark.slow
@pytest.mark.parametrize("is_early", [True, False])
def test_an_editor_is_told_to_end_also_where_we_were_told_before_it_ran(*, is_early: bool) -> None:
    told = _Told()
    with subprocess.Popen(["sleep", "60"]) as process:
        if is_early:
            told._end()
        told.runs(process)
        if not is_early:
            told._end()
        assert process.wait() == -signal.SIGTERM


@pytest.mark.slow
def test_a_note_lies_where_nobody_else_looks_while_it_is_edited(home: Path, editor: Path) -> None:
    edited(
        home,
        editor,
        "stat -c %a $1 $(dirname $1) $(dirname $(dirname $1)) > $0.modes; basename $(dirname $1) > $0.name",
    )
    assert editor.with_suffix(".modes").read_text().split() == ["600", "700", "700"]
    assert editor.with_suffix(".name").read_text().startswith("7-"), "the folder names the lead"


@pytest.mark.slow
def test_a_note_that_is_too_long_stays_where_it_is_and_is_said(home: Path, editor: Path) -> None:
    written, folder = edited(home, editor, "head -c 200000 /dev/zero | tr '\\0' x > $1")
    assert written == ((), f"200,000 bytes are too many for a note; they are in {folder}/note.md")
    assert (folder / "note.md").read_text().startswith("xxx")


@pytest.mark.slow
def test_a_swap_file_stays_with_its_note_until_a_person_has_taken_it_in(home: Path, editor: Path) -> None:
    written, folder = edited(
        home, editor, "printf 'b0VIM\\0words' > $(dirname $1)/.note.md.swp; echo saved > $1; kill -9 $$"
    )
    assert written.texts == ("saved",)
    kept: list[tuple[int, str, Sequence[str]]] = []

    def keep(lead_id: int, begun: str, texts: Sequence[str]) -> None:
        kept.append((lead_id, begun, texts))

    said = f"vim kept what you typed about Ann: open it with: vim -r {folder}/note.md"
    assert take_in(home, lambda _: "Ann", keep, 40)[1] == [
        "vim kept what you typed about Ann: “fuyu check” says where it is"
    ]
    assert waiting(home) == [said.replace("Ann", "lead 7")]
    assert take_in(home, lambda _: "Ann", keep) == ([], [said])
    assert kept == [], "what was taken in already is not taken in again"
    (folder / "note.md").write_text("saved\nrecovered\n")
    (folder / ".note.md.swp").unlink()
    assert take_in(home, lambda _: "Ann", keep) == (["Ann"], [])
    assert kept == [(7, "saved", ["saved\nrecovered"])]
    assert not folder.exists()


@pytest.mark.slow
def test_the_command_that_opens_it_is_quoted_for_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "Ann's home"))
    aside = Aside.begin(Path.home() / "my notes", 7, "half")
    aside.close()
    (aside.folder / ".note.md.swp").write_bytes(b"b0VIM\0")
    _, _, command = aside.words("Ann").partition("open it with: vim -r ")
    said = subprocess.run(["sh", "-c", f"echo {command}"], capture_output=True, text=True, check=True)
    assert said.stdout == f"{aside.note}\n"


@pytest.mark.slow
def test_what_an_editor_has_still_is_left_to_it(home: Path, editor: Path) -> None:
    editor.write_text("echo more >> $1; (read line < $0.pipe; echo late >> $1) &")
    os.mkfifo(f"{editor}.pipe")
    with put_aside(home, 7, "half") as aside:
        write_in(["sh", str(editor)], aside)
        aside.settle()
    assert aside.folder.exists()
    assert list(left_in(home)) == []
    Path(f"{editor}.pipe").write_text("now\n")
    while aside.is_used:
        os.sched_yield()
    (found,) = left_in(home)
    assert found.texts() == ["half\nmore\nlate"]


def test_a_note_on_a_lead_that_is_gone_is_said_and_stays(home: Path) -> None:
    Aside.begin(home, 7, "half").close()
    (folder,) = home.iterdir()
    (folder / "note.md").write_text("more")
    assert take_in(home, lambda _: "", lambda *_: None) == ([], [f"a note on a lead that is gone is in {folder}"])
    assert folder.exists()


def test_what_cannot_be_kept_stays_for_the_next_start(home: Path) -> None:
    Aside.begin(home, 7, "half").close()
    (folder,) = home.iterdir()
    (folder / "note.md").write_text("more")

    def full(*_: object) -> None:
        raise SaveError("disk full: not saved")

    assert take_in(home, lambda _: "Ann", full) == ([], [])
    assert folder.exists()


@pytest.fixture
def left(home: Path) -> Path:
    """Return the folder of a note on the first lead, as an editor that was ended left it."""
    aside = Aside.begin(home, 1, "half")
    aside.close()
    aside.note.write_text("half a word saved\n")
    (aside.folder / "note.md.save").write_text("another text rescued\n")
    (home / "stray").mkdir()
    return aside.folder


def lying(home: Path) -> list[str]:
    """Return the names of what lies there."""
    return [path.name for path in home.iterdir()]


async def test_what_an_editor_left_is_in_the_notes_at_the_next_start(
    people: tuple[Lead, ...], home: Path, left: Path
) -> None:
    morning = Morning(*people)
    morning.desk.drafts.keep(1, "half")
    morning.app = FuyuApp(morning.desk, beside=Beside(notes=home))
    async with morning.app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "what was typed in the note on Sakura Tanaka is in the notes" in morning.text()
        assert morning.app.day.notes.editor.text == "another text rescued"
        await press(pilot, "n", "shift+f4")
        assert morning.app.day.notes.editor.text == "half a word saved"
    assert lying(home) == ["stray"], f"{left.name} is in the notes wholly"


@pytest.mark.slow
def test_the_longest_note_comes_back_from_the_editor_as_it_is(home: Path, editor: Path) -> None:
    written, _ = edited(home, editor, "printf y >> $1", "x" * (LONGEST_NOTE - 2))
    assert written == (("x" * (LONGEST_NOTE - 2) + "\ny",), "")


@pytest.mark.slow
def test_an_editor_that_there_is_not_is_named(home: Path) -> None:
    with put_aside(home, 7, "half") as aside:
        assert write_in(["/nowhere/vim"], aside) == ((), "/nowhere/vim cannot be started: No such file or directory")
