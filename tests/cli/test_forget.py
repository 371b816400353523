"""`fuyu forget`: not a byte of a person stays in any file of the book, and nothing brings them back."""

import json
import os
import shutil
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.care import forgetting, open_book
from fuyu.disk import beside
from fuyu.domain.action import Change, Table, Verb
from fuyu.domain.history import Draft
from fuyu.domain.typed import Place, TypedKind
from tests.cli.conftest import MORNING, NOW, Said, Shell, a_copy

WORDS = ("sakura", "tanaka", "nihon.example", "7946 0958", "79460958", "violin", "kyoto", "proposal 17")
"""What nobody but her has."""
SAKURA = (
    *("add", "Sakura Tanaka", "--email", "st@nihon.example", "--phone", "+44 20 7946 0958", "--about", "plays the violin"),
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
    shutil.copy(beside(fuyu.book, "journal"), fuyu.book.with_name("fuyu.conflict-20260301-000000-00000000.json.journal"))
    with closing(open_book(fuyu.book)) as store:
        store.keep_draft(Draft(id=2, text="asks about the violin", at=MORNING))
        typed = Place(TypedKind.MESSAGE, 2, "").typed(1, {"text": "Dear Sakura Tanaka"}, MORNING)
        store.keep_typed(Change(before=None, after=typed))
    home = paths.notes(fuyu.book)
    (home / "2-abc").mkdir(parents=True)
    (home / "2-abc" / "note.md").write_text("the violin")
    (home / "typed-1.json").write_text('{"id":1,"kind":"note","lead":2,"fields":{"text":"violin"},"at":"2026-03-18T09:30:00Z"}')
    fuyu.book.with_name("fuyu.damaged-20260301-000000-00000000.json.journal").write_text('{"violin": broken Sakura Tanaka\n')
    assert {word for word in WORDS if left(fuyu, word)} >= {"sakura", "violin", "nihon.example"}
    return fuyu


def left(fuyu: Shell, *words: str) -> list[str]:
    """Return the files of the book, its state and its cache that hold one of some words, in any way they are written."""
    folders = (fuyu.book.parent, paths.state(), (paths.cache(fuyu.book) or Path()).parent)
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    return sorted(path.name for path in files if any(word in path.read_bytes().decode("utf-8", "replace").casefold() for word in words or WORDS))


def test_no_byte_of_her_stays(book: Shell) -> None:
    said = book.ok("forget", "sakura", "--yes", "--json")
    assert left(book) == []
    assert said.json["forgotten"] == 2
    assert book.ok("check").lines[0].endswith("2 leads, 0 touches, 1 note, 0 drafts; 0 unscheduled")
    assert [lead["name"] for lead in book.ok("today", "--json").json["today"]] == ["Ann Lee", "Bo Diaz"]
    assert book.ok("show", "ann", "--json").json["history"][0]["note"] == "knows somebody from school"
    assert "referred" not in json.dumps(book.ok("show", "bo", "--json").json["lead"].get("referred_by", ""))


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
