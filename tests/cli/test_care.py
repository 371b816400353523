"""Care for the files: looking whether a book is whole, copies brought back, merged and written."""

import json
import os
import shutil
import stat
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import tinydb

from fuyu import paths
from fuyu.care import open_book
from fuyu.domain.text import clean
from fuyu.domain.typed import Place, TypedKind
from fuyu.tui import unfinished
from fuyu.tui.aside import Aside
from tests.builders import NOON
from tests.cli.conftest import NOW, Shell, a_copy
from tests.domain.test_text import WORST

HOSTILE = "".join(text for text in WORST if "\ud800" not in text) + " [@click=app.quit]Acme [/] x"


@pytest.fixture(autouse=True)
def _state_of_nobody(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))


@pytest.fixture
def other(morning: Shell, tmp_path: Path) -> Path:
    """Return a copy of the morning's book on which Ann was talked to and Bo is new, while the book went on, too."""
    folder = tmp_path / "laptop"
    shutil.copytree(morning.book.parent, folder)
    path = folder / "fuyu.json"
    later = ("--db", str(path), "--at", "2026-03-18T11:00", "--tz", "Europe/London")
    assert morning.bare("log", "ann", "talked", "--note", "said yes", *later).code == 0
    assert morning.bare("add", "Bo Ek", *later).code == 0
    morning.ok("snooze", "sakura", "2w")
    return path


def backed_up(shell: Shell, day: str = "2026-03-17") -> Path:
    """Make the copy of a day, as the dashboard does."""
    store = open_book(shell.book, paths.backups(shell.book))
    path = store.care.back_up(date.fromisoformat(day))
    store.close()
    assert path is not None
    return path


def test_a_whole_book_is_said_to_be_whole(morning: Shell) -> None:
    said = morning.ok("check")
    assert said.lines == [
        f"{morning.book}: 5 leads, 1 touch, 0 notes, 0 drafts; 1 unscheduled",
        "everything is as it should be",
    ]
    assert morning.ok("check", "--json").json == {
        "version": 2,
        "book": str(morning.book),
        "leads": 5,
        "touches": 1,
        "notes": 0,
        "drafts": 0,
        "unscheduled": 1,
        "journal_bytes": morning.ok("check", "--json").json["journal_bytes"],
        "findings": [],
        "warnings": [],
    }
    assert morning.ok("check", "--plain").out == ""


def test_what_is_wrong_is_said_with_its_place_and_exit_3(fuyu: Shell) -> None:
    fuyu.book.parent.mkdir()
    lead = {"id": 1, "name": "Ann", "status": "lost", "plan": {"day": "2026-03-18"}}
    fuyu.book.write_text(json.dumps({"leads": {"1": lead, "abc": {}}, "notes": {"1": {"id": 1, "lead": 9}}}))
    fuyu.book.chmod(0o644)
    said = fuyu("check")
    assert said.code == 3
    assert "! leads 1 is lost and still has a next step" in said.lines
    assert "others on this machine can read fuyu.json" in said.err
    answer = fuyu("check", "--json")
    assert answer.code == 3
    assert [*answer.json["findings"][0]] == ["where", "what"]
    assert {finding["where"] for finding in answer.json["findings"]} == {"leads 1", "leads abc", "notes 1"}
    assert [line.count("\t") for line in fuyu("check", "--plain").lines] == [1, 1, 1]


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("text", ["", '{"leads": {"1": {"id": 1,}}}', "<<<<<<< HEAD\n{}", "[]"])
def test_a_damaged_book_is_a_finding_and_the_good_copy_is_named(morning: Shell, text: str) -> None:
    backed_up(morning)
    morning.book.write_text(text)
    said = morning("check")
    assert said.code == 3
    assert said.lines[1].startswith("! fuyu.json ")
    assert said.lines[1].count("fuyu.json") == 1
    assert "“fuyu restore” lists the copies of the book" in said.err
    assert "“fuyu restore 2026-03-17” brings back the copy of that day" in morning("today").err
    assert morning.book.read_text() == text


@pytest.mark.parametrize("command", [("check",), ("merge", "nowhere.json")])
def test_where_there_is_no_book_nothing_is_made(fuyu: Shell, command: tuple[str, ...]) -> None:
    said = fuyu(*command)
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("fuyu: there is no book at ")
    assert not fuyu.book.parent.exists()


def test_copies_are_listed_with_day_and_content(morning: Shell) -> None:
    assert "no copies yet" in morning.ok("restore").err
    old = backed_up(morning, "2026-03-16")
    morning.ok("add", "Late Lee")
    new = backed_up(morning)
    said = morning.ok("restore")
    assert said.lines == [f"2026-03-17  6 leads, 1 touch  {new}", f"2026-03-16  5 leads, 1 touch  {old}"]
    assert "fuyu restore 2026-03-17" in said.err
    old.write_text("{")
    answer = morning.ok("restore", "--json").json
    assert [*answer] == ["version", "book", "folder", "backups"]
    assert answer["backups"][0] == {"date": "2026-03-17", "path": str(new), "leads": 6, "touches": 1, "problem": ""}
    assert answer["backups"][1]["leads"] is None
    assert answer["backups"][1]["problem"]
    assert [line.count("\t") for line in morning.ok("restore", "--plain").lines] == [4, 4]


def test_books_of_one_name_have_copies_of_their_own(morning: Shell, tmp_path: Path) -> None:
    assert paths.backups(morning.book) != paths.backups(tmp_path / "else" / "fuyu.json")
    assert paths.backups(morning.book).is_relative_to(tmp_path / "state" / "fuyu" / "backups")


@pytest.mark.parametrize("how", ["2026-03-17", "fuyu-2026-03-17.json", "path"])
def test_restoring_keeps_the_present_file(morning: Shell, how: str) -> None:
    copy = backed_up(morning)
    morning.ok("add", "Late Lee")
    said = morning.ok("restore", str(copy) if how == "path" else how)
    kept = morning.book.with_name("fuyu.broken-20260318-093000.json")
    assert said.lines == [f"{morning.book} is now as in {copy}", f"the file that was there is kept: {kept}"]
    assert morning("show", "late").code == 1
    assert morning.bare("show", "late", "--db", str(kept)).code == 0, "nothing is lost"
    assert stat.S_IMODE(morning.book.stat().st_mode) == 0o600


def test_restoring_in_json(morning: Shell) -> None:
    copy = backed_up(morning)
    kept = morning.book.with_name("fuyu.broken-20260318-093000.json")
    assert morning.ok("restore", copy.name, "--json").json == {
        "version": 2,
        "book": str(morning.book),
        "restored": str(copy),
        "offered": None,
        "kept": str(kept),
    }


def test_what_is_no_copy_changes_nothing(morning: Shell, tmp_path: Path) -> None:
    backed_up(morning)
    before = morning.book.read_bytes()
    assert (morning("restore", "2025-01-01").code, morning("restore", "xyz").code) == (1, 1)
    assert "there are 2026-03-17" in morning("restore", "xyz").err
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    assert morning("restore", str(broken)).code == 3
    assert morning.book.read_bytes() == before


def test_one_note_that_comes_in_is_one_note(morning: Shell, tmp_path: Path) -> None:
    copy = tmp_path / "copy.json"
    copy.write_bytes(morning.book.read_bytes())
    assert morning.bare("--db", str(copy), "note", "ann", "likes tea", *NOW).code == 0
    assert morning.ok("merge", str(copy)).lines[0] == "new: 0 leads, 0 touches, 1 note came in"


def test_merging_says_what_comes_in_and_twice_brings_nothing(morning: Shell, other: Path) -> None:
    before = other.read_bytes()
    dry = morning.ok("merge", str(other), "--dry-run")
    assert dry.lines[:2] == ["new: 1 lead, 1 touch, 1 note would come in", "updated: 1 lead"]
    assert morning("show", "bo ek").code == 1
    said = morning.ok("merge", str(other))
    assert said.lines[:2] == ["new: 1 lead, 1 touch, 1 note came in", "updated: 1 lead"]
    assert "fuyu undo" in said.err
    assert "said yes" in morning.ok("show", "ann").out
    assert morning.ok("show", "sakura", "--json").json["lead"]["due"] == "2026-04-01", "ours was later"
    assert morning.ok("merge", str(other)).out == "fuyu.json brings nothing new\n"
    assert other.read_bytes() == before
    assert morning.ok("undo").out == "undone: merged fuyu.json\n"
    assert morning("show", "bo ek").code == 1
    assert "said yes" not in morning.ok("show", "ann").out


def test_a_copy_that_was_merged_is_not_spoken_of_until_it_is_another(morning: Shell, other: Path) -> None:
    copy = morning.book.with_name("fuyu.sync-conflict-20260318-093000-ABCDEF.json")
    copy.write_bytes(other.read_bytes())
    assert f"{copy.name} has changes that are not here: “fuyu merge {copy.name}”" in morning.ok("check").err
    morning.ok("merge", str(copy), "--dry-run")
    assert copy.name in morning.ok("check").err
    morning.ok("merge", str(copy))
    assert copy.name not in morning.ok("check").err
    second = copy.with_name("fuyu.sync-conflict-20260319-093000-ABCDEF.json")
    second.write_bytes(other.read_bytes())
    assert morning.ok("merge", str(second)).out.endswith("brings nothing new\n")
    assert "sync-conflict" not in morning.ok("check").err
    copy.write_bytes(copy.read_bytes() + b"\n")
    said = morning.ok("check").err
    assert copy.name in said
    assert second.name not in said


def test_what_is_about_a_lead_that_is_nowhere_stays_in_the_copy_and_is_offered_on(morning: Shell) -> None:
    copy = morning.book.with_name("fuyu.conflict-20260318-093000-12345678.json")
    copy.write_text('{"notes":{"1":{"id":1,"lead":99,"at":"2026-03-18T09:00:00+00:00","note":"about nobody"}}}')
    copy.chmod(0o600)
    said = morning.ok("merge", copy.name)
    assert said.lines == [f"{copy.name} brings nothing new"]
    assert f"1 text or touch about leads that are in neither copy: still in {copy.name} alone" in said.err
    assert copy.name in morning.ok("check").err


def test_merging_in_json(morning: Shell, other: Path) -> None:
    dry = morning.ok("merge", str(other), "--dry-run", "--json").json
    assert [*dry] == [
        "version",
        "dry_run",
        "leads_added",
        "leads_changed",
        "touches_added",
        "notes_added",
        "forgotten",
        "conflicts",
        "left",
        "maybe",
        "do_not_contact",
        "action",
    ]
    assert (dry["leads_added"], dry["touches_added"], dry["action"]) == (1, 1, None)
    done = morning.ok("merge", str(other), "--json").json
    assert [*done["action"]] == ["uid", "verb", "title"]
    assert (done["action"]["verb"], done["action"]["title"]) == ("merge", "merged fuyu.json")
    assert morning.ok("merge", str(other), "--json").json["action"] is None


def test_both_values_are_kept_where_two_copies_differ(morning: Shell) -> None:
    copy = a_copy(morning, "copy.json")
    morning.ok("snooze", "ann", "2w")
    later = ("--db", str(copy), "--at", "2026-03-18T11:00", "--tz", "Europe/London")
    assert morning.bare("snooze", "ann", "3w", *later).code == 0
    said = morning.ok("merge", str(copy))
    assert "both kept: Ann Lee: plan was Wed 1 Apr 2026, call" in said.lines
    shown = morning.ok("show", "ann")
    assert "Wed 8 Apr" in shown.out
    assert "plan was Wed 1 Apr 2026, call" in shown.out


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_who_must_not_be_contacted_never_is(morning: Shell, side: str) -> None:
    copy = a_copy(morning, "copy.json")
    never, later = (("log", "ann", "do_not_contact"), ("snooze", "ann", "3w"))
    mine, theirs = (never, later) if side == "ours" else (later, never)
    if side == "theirs":
        morning.ok("promise", "ann", "fri")
    morning.ok(*mine)
    assert morning.bare(*theirs, "--db", str(copy), "--at", "2026-03-18T11:00", "--tz", "Europe/London").code == 0
    said = morning.ok("merge", str(copy))
    gone = "; withdrawn: the promise of Fri 20 Mar"
    assert (f"is do not contact, for one of the copies says so{gone}" in said.out) is (side == "theirs")
    assert morning.ok("show", "ann", "--json").json["lead"]["status"] == "do_not_contact"
    assert all(row["name"] != "Ann Lee" for row in morning.ok("today", "--json").json["today"])


def test_the_book_itself_and_what_is_no_book_are_not_merged(morning: Shell, tmp_path: Path) -> None:
    assert morning("merge", str(morning.book)).code == 2
    junk = tmp_path / "junk.json"
    junk.write_text("Name,Company\nBo,Acme\n")
    said = morning("merge", str(junk))
    assert (said.code, said.out) == (3, "")
    assert said.err.startswith("fuyu: junk.json")


@pytest.mark.parametrize("style", [(), ("--plain",), ("--json",)], ids=["people", "plain", "json"])
def test_hostile_names_are_printed_clean(fuyu: Shell, tmp_path: Path, style: tuple[str, ...]) -> None:
    def a_book(path: Path, role: str, at: str) -> None:
        lead = {"id": 1, "name": HOSTILE, "role": role, "status": "won", "next_step": {"day": "2026-03-18"}}
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps({"leads": {"1": lead, HOSTILE: {}}, "touches": {"1": {"at": at, "note": HOSTILE}}}))

    a_book(fuyu.book, HOSTILE, "x")
    a_book(tmp_path / "other.json", "y", "y")
    backed_up(fuyu)
    said = [
        fuyu("check", *style),
        fuyu("restore", *style),
        fuyu("restore", "xyz" + HOSTILE.replace("\x00", ""), *style),
        fuyu("merge", str(tmp_path / "other.json"), "--dry-run", *style),
        fuyu("merge", str(tmp_path / "other.json"), *style),
        fuyu("merge", HOSTILE.replace("\x00", ""), *style),
        fuyu("undo", *style),
    ]
    for answer in said:
        assert answer.out + answer.err == clean(answer.out + answer.err)
        assert "Traceback" not in answer.err
        assert answer.code != 70


@pytest.mark.slow
def test_care_is_imported_only_when_it_is_asked_for(morning: Shell) -> None:
    program = "import sys; from fuyu.cli import main; main(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    argv = [sys.executable, "-c", program, "today", "--db", str(morning.book), *NOW]
    ended = subprocess.run(argv, check=False, capture_output=True, text=True)
    assert ended.returncode == 0
    unwanted = {"fuyu.cli.care", "fuyu.desk.copies", "fuyu.care.check", "fuyu.tui.keys", "platformdirs"}
    assert not (unwanted | {"typing_extensions"}) & {*ended.stderr.split()}


def test_a_copy_is_made_once_a_day_and_can_be_restored(morning: Shell) -> None:
    assert morning.ok("backup").out == ""
    assert morning.ok("backup").out == ""
    (copy,) = morning.ok("restore", "--json").json["backups"]
    assert copy["leads"] == 5


@pytest.mark.parametrize("command", ["today", "add Bo", "check", "find Ann"])
def test_where_a_book_is_missing_whose_copies_are_kept_that_is_said(morning: Shell, command: str) -> None:
    morning.ok("backup")
    for path in morning.book.parent.iterdir():
        path.unlink()
    assert "“fuyu restore 2026-03-18” brings back the copy of that day" in morning(*command.split()).err


def test_a_book_beside_which_something_waits_is_not_said_to_be_as_it_should_be(morning: Shell) -> None:
    old = morning.book.read_bytes()
    morning.ok("note", "sakura", "a word")
    morning.book.write_bytes(old)
    said = morning.ok("check")
    assert said.lines[-1] == "the book can be read whole, but:"
    assert "came back without the last change" in said.err
    assert "fuyu merge " in morning.ok("today").err
    assert "fuyu merge " in morning.ok("check").err


def test_a_book_that_is_gone_is_told_from_one_that_never_was(morning: Shell) -> None:
    morning.book.rename(morning.book.with_name("elsewhere"))
    for command in (["check"], ["today"], ["add", "Bo"]):
        said = morning(*command)
        assert said.code == 3
        assert "fuyu.json is missing, and its journal is there: put fuyu.json back" in said.out + said.err


def test_what_another_program_writes_into_a_replaced_file_is_said_by_every_command_until_it_is_merged(
    morning: Shell,
) -> None:
    with tinydb.TinyDB(morning.book) as plain:
        morning.ok("note", "1", "ours")
        plain.table("leads").update({"place": "Late Town"}, doc_ids=[1])
    said = morning.ok("today").err
    assert "another program wrote to the book after fuyu had replaced the file" in said
    (copy,) = morning.book.parent.glob("fuyu.replaced-*")
    assert f"“fuyu merge {copy.name}”" in said
    assert copy.name in morning.ok("check").err
    assert morning.ok("count").err == "", "a prompt asks each time"
    morning.ok("merge", copy.name)
    assert morning.ok("today").err == ""
    assert "Late" in morning.ok("show", "1").out
    assert "ours" in morning.ok("show", "1").out


def test_what_was_done_since_the_copy_is_named_where_the_file_was_damaged(morning: Shell) -> None:
    backed_up(morning)
    morning.ok("note", "1", "said yes")
    os.truncate(morning.book, morning.book.stat().st_size // 2)
    said = morning.ok("restore", "2026-03-17")
    (copy,) = morning.book.parent.glob("fuyu.conflict-*.json.journal")
    assert said.lines[-1] == f"1 change made since that copy: “fuyu merge {copy.name}” brings in what fits"
    morning.ok("merge", copy.name)
    assert "said yes" in morning.ok("show", "1").out
    assert morning.ok("check").err == ""


def test_what_was_typed_and_waits_for_the_dashboard_is_named(morning: Shell) -> None:
    home = paths.notes(morning.book)
    aside = Aside.begin(home, 2, "half")
    aside.close()
    (aside.folder / ".note.md.swp").write_bytes(b"b0VIM\0")
    unfinished.leave(home, Place(TypedKind.FORM, 2).typed(0, {"role": "CFO"}, NOON))
    said = morning.ok("check")
    assert said.lines[-1] == "the book can be read whole, but:"
    assert f"vim kept what you typed about lead 2: open it with: vim -r {aside.note}" in said.err
    assert f"1 text that was being typed waits in {home}: the dashboard offers it when it starts" in said.err
