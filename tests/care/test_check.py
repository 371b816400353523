"""Check, restore and export: what is wrong is said with its place, and a copy comes back."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import tinydb
from msgspec import json as msgspec_json

from fuyu.care import open_book
from fuyu.care.backups import list_backups, restore
from fuyu.care.check import Finding, check
from fuyu.domain.action import Change, Table
from fuyu.domain.history import Note
from fuyu.domain.lead import Status
from fuyu.domain.step import Plan
from fuyu.domain.typed import Place, TypedKind
from fuyu.errors import DamagedError
from tests.builders import NOON, TODAY, a_draft, a_lead, a_note, a_touch, adding, changing


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_good_book_has_no_findings_and_is_left_alone(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(touches=1), a_lead(2, due=None), a_touch(), a_note()))
    book.compact()
    book.keep_draft(a_draft())
    book._storage.let_go()
    before = contents(book_path.parent)
    found = check(book_path).book
    assert (found.leads, found.touches, found.notes, found.drafts, found.unscheduled) == (2, 1, 1, 1, 1)
    assert found.journal_bytes > 0
    assert found.findings == ()
    assert contents(book_path.parent) == before
    assert json.loads(msgspec_json.encode(found))["leads"] == 2


def test_what_breaks_a_promise_is_found(book_path: Path) -> None:
    book = open_book(book_path)
    ended = a_lead(1, status=Status.LOST, next_step=Plan(day=TODAY))
    book.apply(adding(ended, a_touch(1), a_touch(2, uid="touch-1"), a_note(3, lead=9)))
    book.close()
    with tinydb.TinyDB(book_path) as plain:
        plain.table("leads").insert({"id": 2})
    assert set(check(book_path).book.findings) == {
        Finding("leads 1", "is lost and still has a next step"),
        Finding("leads 1", "counts 0 touches and has 2"),
        Finding("leads 2", "cannot be read: Object missing required field `name`"),
        Finding("touches 2", "is there twice: touch-1"),
        Finding("leads 9", "is missing, with 1 touch, note, draft or message"),
    }


def test_a_customer_may_have_a_next_step(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(1, status=Status.WON), a_lead(2, status=Status.WON, due=None)))
    book.close()
    found = check(book_path).book
    assert (found.findings, found.unscheduled) == ((), 0)


def test_damage_is_a_finding_with_its_place(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead()))
    book.close()
    os.truncate(book_path, book_path.stat().st_size - 3)
    (finding,) = check(book_path).book.findings
    assert finding.where == "fuyu.json"
    assert "line " in finding.what


def test_restoring_keeps_the_present_file_and_is_seen_by_others(book_path: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    book = open_book(book_path, backups)
    book.apply(adding(a_lead(), a_touch()))
    book.care.back_up(TODAY)
    book.apply(changing(a_lead(), company="Acme"))
    (backup,) = list_backups(book_path, backups)
    assert (backup.leads, backup.touches) == (1, 1)
    broken = restore(book_path, backup, NOON).kept
    assert broken == book_path.with_name("fuyu.broken-20260318-120000.json")
    assert book.refresh()
    assert book.lead(1) == a_lead()
    assert list(book.history(1)) == [a_touch()]
    book.apply(changing(a_lead(), company="Other"))
    book.close()
    kept = open_book(broken)
    assert kept.lead(1) == a_lead(company="Acme")
    kept.close()


def test_where_the_file_is_gone_the_command_that_brings_it_back_comes_first(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead()))
    assert book.care.back_up(TODAY) is not None
    book.close()
    for path in (book_path, book_path.with_name("fuyu.json.journal")):
        path.unlink(missing_ok=True)
    book = open_book(book_path, tmp_path / "backups")
    (warning,) = book.care.warnings()
    assert warning.startswith(f"no book here: “fuyu restore {TODAY}” brings back a copy of ")
    book.close()


def test_restoring_keeps_what_is_being_typed(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead(), a_lead(2, "Ann")))
    book.keep_draft(a_draft(2, "an old draft"))
    book.care.back_up(TODAY)
    book.apply(adding(a_lead(3, "Bo")))
    form, line = (
        Place(TypedKind.FORM, 2).typed(1, {"role": "CFO"}, NOON),
        Place(TypedKind.LINE).typed(2, {"line": "Cy"}, NOON),
    )
    gone = Place(TypedKind.MESSAGE, 3).typed(3, {"text": "Hello"}, NOON)
    book.keep_typed(*(Change(None, typed) for typed in (form, line, gone)))
    for number in (1, 2, 3):
        book.keep_draft(a_draft(number, f"about {number}"))
    (backup,) = list_backups(book_path, tmp_path / "backups")
    restored = restore(book_path, backup, NOON)
    assert (restored.drafts, restored.left) == (4, 2)
    assert book.refresh()
    assert [row.id for row in book.rows] == [1, 2]
    assert book.drafts() == [a_draft(1, "about 1"), a_draft(2, "about 2")]
    assert list(book.documents(Table.TYPED)) == [form, line]
    assert book.next_id(Table.TYPED) == 3
    assert check(book_path).book.findings == ()
    book.keep_draft(a_draft(1, "typed on"))
    book.close()
    assert {path.name for path in book_path.parent.iterdir() if path.name.startswith(".")} == set()
    assert restored.kept is not None
    kept = open_book(restored.kept)
    assert [draft.text for draft in kept.drafts()] == ["about 1", "about 2", "about 3"]
    kept.close()


def test_restoring_over_a_book_that_cannot_be_read_keeps_it_whole(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead()))
    book.care.back_up(TODAY)
    book.close()
    book_path.write_text("{")
    (backup,) = list_backups(book_path, tmp_path / "backups")
    restored = restore(book_path, backup, NOON)
    assert restored.kept is not None
    assert (restored.kept.read_text(), restored.drafts) == ("{", 0)
    assert check(book_path).book.leads == 1


@pytest.mark.parametrize("is_compacted", [True, False])
@pytest.mark.parametrize("damage", [lambda path: os.truncate(path, path.stat().st_size // 2), Path.unlink])
def test_what_was_done_since_the_copy_is_offered_where_the_file_cannot_be_read(
    book_path: Path, tmp_path: Path, damage: Callable[[Path], None], *, is_compacted: bool
) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead(), a_lead(2, "Ann")))
    book.compact()
    book.care.back_up(TODAY)
    book.apply(adding(a_note(1, 2, "alpha")))
    if is_compacted:
        book.compact()
    book.apply(adding(a_note(2, 2, "beta")))
    book.keep_draft(a_draft(2, "half a sen"))
    book._storage.let_go()
    damage(book_path)
    (backup,) = list_backups(book_path, tmp_path / "backups")
    restored = restore(book_path, backup, NOON)
    assert (restored.changes, restored.drafts) == (2, 1)
    book = open_book(book_path)
    assert book.drafts() == [a_draft(2, "half a sen")]
    assert list(book.history(2)) == []
    assert book.care.conflicts() == [restored.offered]
    assert restored.offered is not None
    book.care.take(restored.offered)
    assert {entry.note for entry in book.history(2) if isinstance(entry, Note)} == {"alpha", "beta"}
    book._storage.let_go()


def test_what_was_set_aside_on_purpose_is_not_offered(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead()))
    book.care.back_up(TODAY)
    book.apply(adding(a_note(1, 1, "alpha")))
    book._storage.let_go()
    (backup,) = list_backups(book_path, tmp_path / "backups")
    assert restore(book_path, backup, NOON).offered is None
    book = open_book(book_path)
    assert (book.care.conflicts(), book.care.news(), list(book.history(1))) == ([], [], [])
    book.close()


def test_a_book_whose_folder_is_gone_is_brought_back(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path)
    book.apply(adding(a_lead()))
    book.care.back_up(TODAY)
    book.close()
    (backup,) = list_backups(book_path, tmp_path)
    shutil.rmtree(book_path.parent)
    assert restore(book_path, backup, NOON).kept is None
    assert {path.name for path in book_path.parent.iterdir()} == {"fuyu.json", "fuyu.json.lock"}
    book = open_book(book_path)
    assert book.lead(1) == a_lead()
    book.close()


def test_a_damaged_copy_is_not_restored(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path)
    book.apply(adding(a_lead()))
    book.care.back_up(TODAY)
    book.close()
    (backup,) = list_backups(book_path, tmp_path)
    backup.path.write_text("{")
    before = contents(book_path.parent)
    with pytest.raises(DamagedError):
        restore(book_path, backup, NOON)
    assert contents(book_path.parent) == before


def test_an_export_has_what_the_journal_has(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(name="Zoë"), a_touch()))
    with (tmp_path / "out.json").open("wb") as out:
        book.care.export_to(out.fileno())
    assert json.loads((tmp_path / "out.json").read_bytes())["leads"]["1"]["name"] == "Zoë"
    book.close()


def test_where_a_book_is_missing_its_copies_are_named(book_path: Path, tmp_path: Path) -> None:
    book = open_book(book_path, tmp_path / "backups")
    book.apply(adding(a_lead()))
    book.care.back_up(TODAY)
    book.close()
    for path in book_path.parent.iterdir():
        path.unlink()
    book = open_book(book_path, tmp_path / "backups")
    (said,) = book.care.warnings()
    assert f"“fuyu restore {TODAY}”" in said
    book.close()
