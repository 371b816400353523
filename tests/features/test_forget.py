"""`fuyu forget`: not a byte of a person stays in any file of the book, and nothing brings them back."""

import json
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.care import open_book
from fuyu.disk import beside
from fuyu.domain.action import Change
from fuyu.domain.history import Draft
from fuyu.domain.typed import Place, TypedKind
from tests.cli.conftest import MORNING, NOW, Shell, a_copy

DAMAGED = "fuyu.damaged-20260301-000000-00000000.json.journal"
WORDS = ("sakura", "tanaka", "nihon.example", "7946 0958", "79460958", "violin", "kyoto", "proposal 17")
"""What nobody but her has."""
SAKURA = (
    *(
        "add",
        "Sakura Tanaka",
        "--email",
        "st@nihon.example",
        "--phone",
        "+44 20 7946 0958",
        "--about",
        "plays the violin",
    ),
    *("--place", "Kyoto", "--next", "today", "--promise", "--why", "proposal 17"),
)


@pytest.fixture
def book(fuyu: Shell) -> Shell:
    """Return a book in which she is everywhere, and was."""
    fuyu.ok("add", "Ann Lee", "--next", "today", "--email", "ann@acme.example")
    fuyu.ok(*SAKURA)
    fuyu.ok("add", "Bo Diaz", "--referred-by", "sakura")
    fuyu.ok("backup")
    fuyu.ok("add", "S. Tanaka", "--email", "st@nihon.example", "--new")
    fuyu.ok("join", "2", "4")
    fuyu.ok("log", "2", "talked", "--note", "the violin is for sale", "--next", "fri")
    fuyu.ok("note", "2", "moves from Kyoto")
    fuyu.ok("note", "ann", "knows Sakura Tanaka from school")
    fuyu.ok("bulk", "1", "2", "--tag", "expo")
    fuyu.ok("undo")
    a_copy(fuyu, "fuyu (conflict of the laptop).json")
    shutil.copy(
        beside(fuyu.book, "journal"), fuyu.book.with_name("fuyu.conflict-20260301-000000-00000000.json.journal")
    )
    with closing(open_book(fuyu.book)) as store:
        store.keep_draft(Draft(id=2, text="asks about the violin", at=MORNING))
        typed = Place(TypedKind.MESSAGE, 2, "").typed(1, {"text": "Dear Sakura Tanaka"}, MORNING)
        store.keep_typed(Change(before=None, after=typed))
    home = paths.notes(fuyu.book)
    (home / "2-abc").mkdir(parents=True)
    (home / "2-abc" / "note.md").write_text("the violin")
    (home / "typed-1.json").write_text(
        '{"id":1,"kind":"note","lead":2,"fields":{"text":"violin"},"at":"2026-03-18T09:30:00Z"}'
    )
    fuyu.book.with_name(DAMAGED).write_text('{"violin": broken Sakura Tanaka\n')
    assert {word for word in WORDS if left(fuyu, word)} >= {"sakura", "violin", "nihon.example"}
    return fuyu


def left(fuyu: Shell, *words: str) -> list[str]:
    """Return the files of the book, its state and its cache that hold one of some words, however it is written."""
    folders = (fuyu.book.parent, paths.state(), (paths.cache(fuyu.book) or Path()).parent)
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    texts = {path: path.read_bytes().decode("utf-8", "replace").casefold() for path in files}
    return sorted(path.name for path, text in texts.items() if any(word in text for word in words or WORDS))


def test_no_byte_of_her_stays(book: Shell) -> None:
    said = book.ok("forget", "sakura", "--yes", "--json")
    assert left(book) == []
    assert said.json["forgotten"] == 2
    assert book.ok("check").lines[0].endswith("2 leads, 0 touches, 1 note, 0 drafts; 0 unscheduled")
    assert [lead["name"] for lead in book.ok("today", "--json").json["today"]] == ["Ann Lee", "Bo Diaz"]
    assert book.ok("show", "ann", "--json").json["history"][0]["note"] == "knows somebody from school"
    assert "referred" not in json.dumps(book.ok("show", "bo", "--json").json["lead"].get("referred_by", ""))


def test_who_was_deleted_before_is_forgotten_too(book: Shell) -> None:
    book.ok("delete", "sakura")
    assert left(book)
    assert book.ok("forget", "sakura", "--yes").lines[0] == "forgotten: lead 2, with 0 touches, 0 notes"
    assert left(book) == []
    assert book("forget", "sakura", "--yes").code == 1


def test_what_was_done_to_others_can_still_be_undone(book: Shell) -> None:
    book.ok("bulk", "1", "2", "--tag", "expo")
    book.ok("forget", "2", "--yes")
    book.ok("undo")
    assert book.ok("show", "ann", "--json").json["lead"]["tags"] == []
    assert left(book) == []
    for _ in range(30):
        if book("undo").code:
            break
    assert left(book) == []
    assert book("show", "2").code == 1


@pytest.mark.slow
def test_who_is_killed_in_between_ends_it_with_the_next_start(book: Shell, tmp_path: Path) -> None:
    """GIVEN a kill -9 before each step WHEN fuyu is started again THEN no byte of her is left, or she is all there."""
    places = (book.book.parent, paths.state(), (paths.cache(book.book) or Path()).parent)
    for number, place in enumerate(places):
        shutil.copytree(place, tmp_path / f"start{number}")
    for step in STEPS:
        for number, place in enumerate(places):
            shutil.rmtree(place)
            shutil.copytree(tmp_path / f"start{number}", place)
        command = ["forget", "2", "--yes", "--db", str(book.book), *NOW]
        program = f"{KILLED}\n{step} = killed\nfrom fuyu.cli import main\nmain({command!r})"
        done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
        assert done.returncode == -signal.SIGKILL, (step, done)
        assert left(book), step
        book.ok("count")
        is_there = book("show", "2").code == 0
        assert is_there == (step == STEPS[0])
        assert is_there or left(book) == [], step


def test_another_machine_that_syncs_the_book_cleans_its_own_copies(book: Shell) -> None:
    copies = shutil.copytree(paths.backups(book.book), book.book.parent / "kept")
    book.ok("forget", "2", "--yes")
    shutil.rmtree(paths.state())
    shutil.copytree(copies, paths.backups(book.book))
    shutil.rmtree(copies)
    assert left(book)
    book.ok("count")
    assert left(book) == []


def test_an_older_copy_brings_nobody_back(book: Shell, tmp_path: Path) -> None:
    old = tmp_path / "elsewhere.json"
    shutil.copy(a_copy(book, "elsewhere.json"), old)
    book.book.with_name("elsewhere.json").unlink()
    book.ok("forget", "2", "--yes")
    assert "1 lead forgotten here" in book.ok("merge", str(old)).out
    assert left(book, "violin", "nihon.example", "7946 0958", "kyoto") == []
    book.ok("restore", str(old))
    assert book("show", "2").code == 1
    assert "violin" not in book.book.read_text()
    shutil.copy(old, book.book)  # as a sync tool does
    book.ok("count")
    assert book("show", "2").code == 1


def test_who_asked_not_to_be_contacted_is_known_again(book: Shell, tmp_path: Path) -> None:
    book.ok("log", "2", "do_not_contact")
    book.ok("forget", "2", "--yes")
    assert left(book) == []
    said = book("add", "Sak Tan", "--phone", "020 7946 0958")
    assert (said.code, said.err) == (
        2,
        (
            "fuyu: not added: somebody with that address or number asked not to be contacted, and was forgotten on "
            "Wed 18 Mar; --new adds somebody else who has the same\n"
        ),
    )
    contacts = tmp_path / "people.csv"
    contacts.write_text("name,email\nSakura Tanaka,ST@nihon.example\nCy Okafor,cy@acme.example\n")
    said = book.ok("import", str(contacts))
    assert "line 2 skipped: maybe somebody who was forgotten, and asked not to be contacted" in said.out
    assert book("show", "cy").code == 0
    assert book("show", "sakura").code == 1
    book.ok("add", "Dee Roe", "--phone", "020 7946 0958", "--new")


def test_who_asked_for_silence_is_known_also_after_an_older_copy_was_there(book: Shell, tmp_path: Path) -> None:
    shutil.copy(book.book, tmp_path / "old.json")
    book.ok("log", "2", "do_not_contact")
    book.ok("forget", "2", "--yes")
    shutil.copy(tmp_path / "old.json", book.book)
    assert book("show", "2").code == 1
    assert book("add", "Sak Tan", "--phone", "020 7946 0958").code == 2


def test_who_may_return_leaves_no_hash(book: Shell) -> None:
    book.ok("log", "2", "do_not_contact")
    book.ok("forget", "2", "--yes", "--may-return")
    book.ok("add", "Sakura Tanaka", "--phone", "020 7946 0958")


def test_a_yes_is_asked_for(book: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    said = book("forget", "2")
    assert (said.code, said.err) == (2, "fuyu: Sakura Tanaka (2) would be gone for good; --yes says that it is meant\n")
    assert left(book)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(sys.stdin, "readline", lambda: "no\n", raising=False)
    said = book("forget", "2")
    assert (said.code, said.err.splitlines()[-1]) == (2, "fuyu: nobody was forgotten")
    monkeypatch.setattr(sys.stdin, "readline", lambda: "yes\n", raising=False)
    assert "forgotten: lead 2, with 1 touch, 2 notes, 1 text that is not sent" in book.ok("forget", "2").out
    assert left(book) == []


def test_a_shared_number_stays_with_who_has_it_too(fuyu: Shell) -> None:
    fuyu.ok("add", "Ann Lee", "--phone", "+44 20 7946 0000", "--email", "info@acme.example")
    fuyu.ok("add", "Bo Diaz", "--phone", "+44 20 7946 0000", "--email", "info@acme.example")
    fuyu.ok("add", "Cy Lee")
    fuyu.ok("note", "cy", "has lunch with Bo Diaz, and with Ann")
    fuyu.ok("forget", "bo", "--yes")
    lead = fuyu.ok("show", "ann", "--json").json["lead"]
    assert (lead["phones"], lead["emails"]) == (["+44 20 7946 0000"], ["info@acme.example"])
    assert fuyu.ok("show", "cy", "--json").json["history"][0]["note"] == "has lunch with somebody, and with Ann"


KILLED = """
import os, signal
from fuyu.care import earlier, forgetting
from fuyu.storage.forgetting import unfinished

def killed(*_given):
    os.kill(os.getpid(), signal.SIGKILL)
"""
STEPS = (
    "unfinished.UnfinishedForgetting.begin",
    "forgetting._Copies.clean",
    "forgetting.Forgetter._clean_own",
    "earlier.forget",
    "forgetting.Forgetter._clean_cache",
    "forgetting._clean_notes",
    "unfinished.UnfinishedForgetting.end",
)
"""What it is killed at; by the first nothing was done."""
