"""A program that has the file open when another takes its place, and writes into what was replaced."""

import errno
import json
import os
from contextlib import closing
from datetime import date
from pathlib import Path
from shlex import quote

import pytest
import tinydb

from fuyu import disk
from fuyu.care import open_book
from fuyu.care.backups import Backup, restore
from fuyu.care.check import check
from fuyu.errors import SaveError
from tests.builders import NOON, a_lead, a_note, adding

ANOTHER_TIME = 1_800_000_000


@pytest.fixture(params=["fuyu.json", "leads", "my [1].leads.json"])
def book_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A compacted book of two leads, of some name."""
    path: Path = tmp_path / request.param
    with closing(open_book(path)) as book:
        book.apply(adding(a_lead(1, "Ann"), a_lead(2, "Bo")))
    return path


def note(book_path: Path, note_id: int) -> None:
    """Do something and compact, as a command does."""
    with closing(open_book(book_path)) as book:
        book.apply(adding(a_note(note_id, 1, f"ours {note_id}")))


def kept(book_path: Path) -> list[Path]:
    """Return the replaced files that have a name still."""
    return sorted(path for path in book_path.parent.iterdir() if ".replaced-" in path.name)


def test_what_is_written_after_a_command_compacted_is_offered(book_path: Path) -> None:
    with tinydb.TinyDB(book_path) as plain:
        note(book_path, 1)
        plain.table("leads").update({"company": "Late"}, doc_ids=[2])
    with closing(open_book(book_path)) as book:
        (copy,) = book.care.conflicts()
        assert f"fuyu merge {quote(copy.name)}" in book.care.warnings()[-1]
    with closing(open_book(copy, look_only=True)) as theirs:
        assert theirs.lead(2) == a_lead(2, "Bo", company="Late")
    assert f"fuyu merge {quote(copy.name)}" in "".join(check(book_path).beside)
    assert copy.stat().st_mode & 0o077 == 0, "nobody else may read it"


def test_it_is_offered_however_often_the_book_is_compacted_in_between(book_path: Path) -> None:
    with tinydb.TinyDB(book_path) as plain:
        for note_id in range(1, 6):
            note(book_path, note_id)
        assert len(kept(book_path)) == 1, "only the file that somebody has open is kept"
        plain.table("leads").update({"company": "Late"}, doc_ids=[2])
        for note_id in range(6, 9):
            note(book_path, note_id)
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == kept(book_path)


def test_where_nobody_has_it_open_nothing_is_left(book_path: Path) -> None:
    for note_id in range(1, 4):
        note(book_path, note_id)
    assert kept(book_path) == []


def test_what_was_only_open_goes_at_the_next_compaction(book_path: Path) -> None:
    with tinydb.TinyDB(book_path):
        note(book_path, 1)
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == [], "it was not written to"
    note(book_path, 2)
    assert kept(book_path) == []


def test_where_the_system_cannot_tell_who_has_it_open_only_some_are_kept(
    book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(disk, "may_be_written", lambda _path: True)
    for note_id in range(1, 14):
        note(book_path, note_id)
    assert len(kept(book_path)) == 10
    newest = max(kept(book_path))
    assert "ours 12" in newest.read_text()
    assert "ours 13" not in newest.read_text()


def test_a_file_system_without_second_names_saves_all_the_same(
    book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    note(book_path, 1)
    assert json.loads(book_path.read_text())["notes"]["1"]["note"] == "ours 1"


def test_what_a_crash_left_before_the_exchange_is_not_offered_and_goes(book_path: Path) -> None:
    os.link(book_path, book_path.with_name(f"{book_path.stem}.replaced-0000000000000001-10-12345678{book_path.suffix}"))
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == []
    note(book_path, 1)
    assert kept(book_path) == []


def test_where_the_exchange_fails_no_second_name_is_left(book_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise OSError(errno.EIO, "it does not answer")

    with tinydb.TinyDB(book_path), closing(open_book(book_path)) as book:
        book.apply(adding(a_note(1, 1, "ours 1")))
        with monkeypatch.context() as patched:
            patched.setattr(os, "rename", fail)
            with pytest.raises(SaveError):
                book.compact()
        assert kept(book_path) == []


def test_what_is_written_in_the_moment_before_the_exchange_is_offered(
    book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rename = Path.rename

    def write_first(path: Path, target: Path) -> Path:
        if target == book_path:
            plain.table("leads").update({"company": "Late"}, doc_ids=[2])
        return rename(path, target)

    with tinydb.TinyDB(book_path) as plain, closing(open_book(book_path)) as book:
        book.apply(adding(a_note(1, 1, "ours 1")))
        monkeypatch.setattr(Path, "rename", write_first)
        assert book.compact()
        monkeypatch.undo()
        assert book.care.conflicts() == kept(book_path)
        assert len(kept(book_path)) == 1


def test_what_two_programs_write_late_is_offered_twice(book_path: Path) -> None:
    with tinydb.TinyDB(book_path) as one:
        note(book_path, 1)
        with tinydb.TinyDB(book_path) as two:
            note(book_path, 2)
            two.table("leads").update({"company": "Two"}, doc_ids=[2])
        one.table("leads").update({"company": "One"}, doc_ids=[2])
    note(book_path, 3)
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == kept(book_path)
        assert len(kept(book_path)) == 2


def test_a_copy_of_a_kept_file_that_a_sync_tool_made_is_not_offered(book_path: Path) -> None:
    with tinydb.TinyDB(book_path):
        note(book_path, 1)
    (copy,) = kept(book_path)
    content = copy.read_bytes()
    copy.unlink()
    copy.write_bytes(content)
    os.utime(copy, (ANOTHER_TIME, ANOTHER_TIME))
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == []


def test_what_is_written_after_a_restore_is_offered(book_path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copies" / "fuyu-2026-03-17.json"
    copy.parent.mkdir()
    disk.copy(book_path, copy)
    with tinydb.TinyDB(book_path) as plain:
        restore(book_path, Backup(copy, date(2026, 3, 17)), NOON)
        plain.table("leads").update({"company": "Late"}, doc_ids=[2])
    with closing(open_book(book_path)) as book:
        assert book.care.conflicts() == kept(book_path)
        assert len(kept(book_path)) == 1
