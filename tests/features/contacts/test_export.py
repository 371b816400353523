"""People out: to a file or standard output, narrowed by words, and never those who asked to be left alone."""

import csv
import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from fuyu.domain.text import clean
from tests.cli.conftest import NOW, Shell
from tests.cli.test_care import HOSTILE

FORMATS = [("--csv", ".csv"), ("--vcard", ".vcf"), ("--day", ".md")]


@pytest.fixture
def silent(morning: Shell) -> Shell:
    """Run commands on a book with someone who asked not to be contacted."""
    morning.ok("add", "Never Again", "--company", "Acme", "--phone", "+44 20 7946 0958", "--next", "today")
    morning.ok("log", "never", "do_not_contact")
    return morning


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_everyone_as_a_spreadsheet(silent: Shell) -> None:
    said = silent.ok("export", "--csv")
    assert [row["Name"] for row in rows(said.out)] == [
        *("Sakura Tanaka", "Ann Lee", "Zoë O'Brien", "Li Wei", "Nobody Yet"),
    ]
    sakura, ann = rows(said.out)[:2]
    assert (sakura["Next"], sakura["Promised"], sakura["Channel"]) == ("2026-03-13", "yes", "email")
    assert (ann["Phone"], ann["About"], ann["Time"]) == ("'+44 1", "a dog", "16:00 Europe/London")


@pytest.mark.parametrize(("option", "suffix"), FORMATS)
def test_words_narrow_it_as_they_do_a_find(silent: Shell, tmp_path: Path, option: str, suffix: str) -> None:
    path = tmp_path / f"out{suffix}"
    silent.ok("export", option, str(path), "ann")
    text = path.read_text("utf-8")
    assert "Ann Lee" in text
    assert "Tanaka" not in text
    assert path.stat().st_mode & 0o777 == 0o600
    assert silent("export", option, "-", "nobody-called-so").code == 1


@pytest.mark.parametrize(("option", "suffix"), FORMATS)
@pytest.mark.parametrize("words", [(), ("never",), ("acme",)])
def test_whoever_asked_to_be_left_alone_leaves_in_the_backup_only(
    silent: Shell, tmp_path: Path, option: str, suffix: str, words: tuple[str, ...]
) -> None:
    silent("export", option, str(tmp_path / f"out{suffix}"), *words)
    written = "".join(path.read_text("utf-8") for path in tmp_path.glob(f"out{suffix}"))
    assert "Never" not in written + silent("export", option, "-", *words).out
    silent.ok("export", "--json", str(tmp_path / "all.json"))
    assert "Never Again" in (tmp_path / "all.json").read_text("utf-8")


@pytest.mark.parametrize(("option", "suffix"), FORMATS)
def test_nothing_is_overwritten_and_no_link_is_followed(
    morning: Shell, tmp_path: Path, option: str, suffix: str
) -> None:
    there, link, elsewhere = tmp_path / f"there{suffix}", tmp_path / f"link{suffix}", tmp_path / "elsewhere"
    there.write_text("mine")
    link.symlink_to(elsewhere)
    for path in (there, link):
        said = morning("export", option, str(path))
        assert (said.code, said.out) == (3, "")
        assert "not overwritten" in said.err
    assert there.read_text() == "mine"
    assert not elsewhere.exists()
    assert morning("export", option, str(tmp_path / "no" / f"such{suffix}")).code == 3


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say as what"),
        (("--csv", "--vcard"), "say as what"),
        (("--csv", "--json"), "say as what"),
        (("--csv", "berlin"), "“berlin” is no .csv file; name the file first, then the words"),
        (("--day", "today.csv"), "is no .md file"),
        (("--json", "-", "berlin"), "--json is the whole book"),
    ],
)
def test_what_is_unclear_is_refused_in_words(morning: Shell, arguments: tuple[str, ...], words: str) -> None:
    said = morning("export", *arguments)
    assert (said.code, said.out) == (2, "")
    assert words in said.err


def test_the_day_on_paper(silent: Shell) -> None:
    lines = silent.ok("export", "--day").lines
    assert lines[0] == "# Wednesday 18 March 2026"
    assert [line for line in lines if line.startswith("## ")] == ["## Promises (1)", "## Today (2)"]
    assert "### Sakura Tanaka, Nihon Denki" in lines
    assert "- reach: call · +44 1" in lines


@pytest.mark.parametrize(("option", "suffix"), FORMATS[:2])
def test_a_book_that_went_out_comes_back_with_the_same_people(
    morning: Shell, tmp_path: Path, option: str, suffix: str
) -> None:
    path = tmp_path / f"out{suffix}"
    morning.ok("export", option, str(path))
    assert morning.ok("import", str(path), "--json").json["unchanged"] == 5, "the same book knows all of them"
    there = ("--db", str(tmp_path / "other.json"), "--at", "2026-03-18T09:30", "--tz", "Europe/London")
    assert morning.bare("import", str(path), *there).code == 0
    ours, theirs = (rows(morning.bare("export", "--csv", *at).out) for at in (("--db", str(morning.book)), there))
    assert theirs == ours


def test_nothing_in_a_name_steers_the_terminal_or_a_spreadsheet(fuyu: Shell) -> None:
    fuyu.ok("add", "=HYPERLINK(1)", "--company", "@SUM \x1b]0;x\x07", "--phone", "+1 650")
    said = fuyu.ok("export", "--csv")
    assert "\x1b" not in said.out
    assert [rows(said.out)[0][title] for title in ("Name", "Phone")] == ["'=HYPERLINK(1)", "'+1 650"]
    assert rows(said.out)[0]["Company"].startswith("'@SUM")


def test_the_whole_book_is_written_to_a_private_file_and_never_over_another(morning: Shell, tmp_path: Path) -> None:
    morning.ok("note", "ann", "likes tea")
    copy = tmp_path / "copy.json"
    said = morning.ok("export", "--json", str(copy))
    assert (said.out, said.err) == ("", f"the whole book is in {copy}\n")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert len(json.loads(copy.read_text())["leads"]) == 5
    assert "likes tea" in morning.bare("show", "ann", "--db", str(copy)).out
    before = copy.read_bytes()
    again = morning("export", "--json", str(copy))
    assert again.code == 3
    assert "not overwritten" in again.err
    assert copy.read_bytes() == before
    nowhere = morning("export", "--json", str(tmp_path / "no" / "such.json"))
    assert nowhere.code == 3
    assert "such.json is not written" in nowhere.err
    assert morning("export").code == 2


@pytest.mark.slow
def test_the_whole_book_goes_to_standard_output(morning: Shell) -> None:
    argv = [sys.executable, "-m", "fuyu", "export", "--json", "--db", str(morning.book), *NOW]
    ended = subprocess.run(argv, check=False, capture_output=True, text=True, env=dict(os.environ))
    assert (ended.returncode, ended.stderr) == (0, "")
    tables = json.loads(ended.stdout)
    assert tables["leads"]["1"]["name"] == "Sakura Tanaka"
    assert "_meta" in tables


def test_without_a_book_nothing_is_made(fuyu: Shell) -> None:
    said = fuyu("export", "--json")
    assert (said.code, said.out) == (1, "")
    assert said.err.startswith("fuyu: there is no book at ")
    assert not fuyu.book.parent.exists()


def test_a_name_of_a_file_that_means_ill_is_printed_clean(morning: Shell, tmp_path: Path) -> None:
    name = HOSTILE.replace("\x00", "").replace("/", "")
    for style in ((), ("--plain",), ("--json",)):
        said = morning("export", "--json", str(tmp_path / "no" / name), *style)
        assert said.out + said.err == clean(said.out + said.err)
        assert (said.code, "Traceback" in said.err) == (3, False)


def test_markup_of_others_is_written_as_it_was_typed(fuyu: Shell) -> None:
    fuyu.ok("add", "[bold]Ann[/]", "--next", "today")
    assert "[bold]Ann[/]" in fuyu.ok("export", "--csv", "-").out


def test_one_person_has_all_that_is_held_about_them_and_nothing_about_others(silent: Shell, tmp_path: Path) -> None:
    silent.ok("note", "ann", "likes tea")
    silent.ok("correct", "ann", "1", "likes green tea")
    silent.ok("log", "ann", "talked", "--note", "about the price")
    silent.ok("note", "zoë", "knows Ann Lee from school")
    path = tmp_path / "ann.json"
    silent.ok("export", "--json", "--lead", "ann", str(path))
    said = json.loads(path.read_text("utf-8"))
    assert [*said] == ["version", "lead", "touches", "notes", "messages", "typed"]
    assert (said["lead"]["name"], said["lead"]["phones"]) == ("Ann Lee", ["+44 1"])
    assert [touch["note"] for touch in said["touches"]] == ["about the price"]
    assert [(note["note"], note["earlier"][0]["note"]) for note in said["notes"]] == [("likes green tea", "likes tea")]
    assert "school" not in path.read_text("utf-8"), "that is about somebody else"
    assert path.stat().st_mode & 0o777 == 0o600


def test_one_person_who_wants_silence_can_have_their_records(silent: Shell) -> None:
    assert json.loads(silent.ok("export", "--json", "--lead", "never").out)["lead"]["status"] == "do_not_contact"


def test_export_takes_operators(morning: Shell, tmp_path: Path) -> None:
    for lead in ("sakura", "li wei"):
        morning.ok("edit", lead, "--tag", "fair")
    target = tmp_path / "leads.csv"
    morning.ok("export", "--csv", str(target), "tag:fair", "hot")
    assert [line.partition(",")[0] for line in target.read_text("utf-8-sig").splitlines()] == ["Name", "Sakura Tanaka"]
    assert "Li Wei" not in morning.ok("export", "--day", "-", "tag:fair", "hot").out


def test_the_input_says_who_is_exported(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("Ana Horvat", "Bo Diaz", "Kim Roe"):
        fuyu.ok("add", name)
    fuyu.ok("log", "Kim", "do-not-contact")
    monkeypatch.setattr("sys.stdin", io.StringIO("2\tBo\n3\n99\n"))
    told = fuyu.ok("export", "--csv", "--ids")
    assert ("Bo Diaz" in told.out, "Ana" in told.out, "Kim" in told.out) == (True, False, False)
    assert told.err == "left out: 1 deleted meanwhile\nleft out: 1 do-not-contact\n"
    assert fuyu("export", "--csv", "--ids", "-", "bo").code == 2
