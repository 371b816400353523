"""Files that people, editors and sync tools left: refused with the place, or read around, and never overwritten."""

import json
import os
import subprocess
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.care.backups import KEPT, list_backups, newest_good
from fuyu.errors import DamagedError
from tests.builders import TODAY, a_lead, a_note, a_touch, adding, changing

LINES = """{
"_meta":{
"1":{"schema":2,"seq":0,"generation":"a","previous":"","last":{"leads":2}}
},
"leads":{
"1":{"id":1,"name":"Sakura Tanaka"},
"2":{"id":2,"name":"Dana"}
}
}
"""


def put(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


REFUSED = {
    "empty": ("", "is empty"),
    "blank": (" \n\n", "is empty"),
    "truncated": (LINES[:-40], "line 6, column 29: input data was truncated"),
    "trailing comma": (LINES.replace('"Dana"}', '"Dana"},'), "line 8, column 1: "),
    "missing comma": (LINES.replace('Tanaka"},', 'Tanaka"}'), "line 7, column 1: "),
    "conflict markers": (LINES.replace('"2":', '<<<<<<< HEAD\n"2":'), "line 7, column 1: "),
    "list on top": ('[{"id": 1}]', "line 1, column 1: an object is expected"),
    "a table that is a list": ('{"leads": []}', "line 1, column 11: an object is expected"),
    "no text at all": ("\x00" * 100, "line 1, column 1: "),
    "half a character": (LINES.replace("Dana", "\\ud800"), "line 7, column 27: "),
    "an unquoted word": (LINES.replace('"Dana"', "Dana"), "line 7, column 20: "),
    "meta of the wrong type": ('{"_meta": {"1": {"seq": "many"}}}', "_meta is damaged"),
}


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("fault", REFUSED)
def test_a_damaged_file_is_refused_with_the_place_and_left_alone(book_path: Path, fault: str) -> None:
    text, words = REFUSED[fault]
    put(book_path, text)
    with pytest.raises(DamagedError, match=words) as raised:
        open_book(book_path)
    assert str(raised.value).startswith("fuyu.json")
    assert "\n" not in str(raised.value)
    assert book_path.read_text() == text


@pytest.mark.usefixtures("at_once")
def test_bytes_that_are_no_text_are_refused_or_cost_one_document(book_path: Path) -> None:
    put(book_path, LINES)
    whole = book_path.read_bytes()
    for place in (b'leads":{\n', b'1":{"id"', b'a","previous"'):
        damaged = whole.replace(place, b"\xff" + place)
        book_path.write_bytes(damaged)
        with pytest.raises(DamagedError, match=r"fuyu\.json"):
            open_book(book_path)
        assert book_path.read_bytes() == damaged
    book_path.write_bytes(whole.replace(b"Dana", b"\xff"))
    book = open_book(book_path)
    assert [row.name for row in book.rows] == ["Sakura Tanaka"]
    assert [problem.key for problem in book.care.problems()] == ["2"]
    book.close()


@pytest.mark.usefixtures("at_once")
@pytest.mark.parametrize("end", range(1, len(LINES) - 1, 7))
def test_no_truncated_file_opens(book_path: Path, end: int) -> None:
    put(book_path, LINES[:end])
    with pytest.raises(DamagedError):
        open_book(book_path)


TWICE = {
    "in a line": LINES.replace('"1":{', '"2":{"id":2,"name":"Earlier"},\n"1":{'),
    "in two lines": LINES.replace('"1":{', '"2":{"id":2,"name":"Earlier"},\n"2":{"id":2,"name":"In between"},\n"1":{'),
    "in a table of the same name": '{"leads": {"2": {"id": 2, "name": "Earlier"}},' + LINES[1:],
    "with blanks": LINES.replace('"1":{', '"2": {"id": 2, "name": "Earlier"} , "1":{'),
    "of another length": LINES.replace('"1":{', '"2":{"id":2,"name":"Earlier: [}\\"{"},\n"1":{'),
}


@pytest.mark.parametrize("where", TWICE)
def test_of_documents_with_one_id_the_last_counts_and_the_others_are_kept(book_path: Path, where: str) -> None:
    put(book_path, TWICE[where])
    book = open_book(book_path)
    assert [row.name for row in book.rows] == ["Sakura Tanaka", "Dana"]
    assert {problem.key.partition(" ")[2] for problem in book.care.problems()} <= {
        "(stands twice)",
        "(stands twice) (stands twice)",
    }
    assert book.care.problems()
    assert "fuyu check" in book.care.warnings()[-1]
    book.apply(changing(a_lead(2, "Dana", due=None), company="Acme"))
    assert book.compact()
    book.close()
    after = json.loads(book_path.read_text())["leads"]
    assert after["2"] == {"id": 2, "name": "Dana", "company": "Acme"}
    assert any("Earlier" in str(document) for key, document in after.items() if not key.isdigit())
    again = open_book(book_path)
    assert [row.name for row in again.rows] == ["Sakura Tanaka", "Dana"]
    assert len(again.care.problems()) == len(book.care.problems())
    again.close()


def test_deep_nesting_and_long_numbers_are_problems_not_crashes(book_path: Path) -> None:
    deep = "[" * 100_000 + "]" * 100_000
    for value in (deep, "1" * 5000):
        put(book_path, LINES.replace('"Dana"', value))
        book = open_book(book_path)
        assert [problem.key for problem in book.care.problems()] == ["2"]
        book.close()


QUARANTINED = {
    "a name that is a number": ('"name":"Dana"', '"name":5'),
    "no name": ('"name":"Dana"', '"nom":"Dana"'),
    "a day that is none": ('"name":"Dana"', '"name":"Dana","plan":{"day":"2026-02-30"}'),
    "an id of another": ('{"id":2', '{"id":7'),
    "an id of text": ('"2":{"id":2', '"abc":{"id":2'),
    "an id with a zero before it": ('"2":{"id":2', '"02":{"id":2'),
    "an id beyond all": ('"2":{"id":2', '"99999999999999999999":{"id":2'),
    "no object": ('{"id":2,"name":"Dana"}', "17"),
}


@pytest.mark.parametrize("fault", QUARANTINED)
def test_a_record_that_cannot_be_read_is_kept_and_the_rest_is_usable(book_path: Path, fault: str) -> None:
    text = LINES.replace(*QUARANTINED[fault])
    put(book_path, text)
    before = json.loads(text)["leads"]
    book = open_book(book_path)
    assert len(book.care.problems()) == 1
    assert "1 record cannot be read; " in book.care.warnings()[-1]
    assert [row.name for row in book.rows] == ["Sakura Tanaka"]
    assert len(book.rows) == 1
    book.apply(changing(a_lead(due=None), company="Acme"))
    assert book.compact()
    book.close()
    after = json.loads(book_path.read_text())["leads"]
    assert after.pop("1") == {"id": 1, "name": "Sakura Tanaka", "company": "Acme"}
    assert before.pop("1")
    assert after == before
    assert len(open_book(book_path).care.problems()) == 1


@pytest.mark.parametrize(
    "text", [json.dumps(json.loads(LINES), indent=4), "\ufeff" + LINES, LINES.replace("\n", "\r\n")]
)
def test_a_file_written_by_hand_opens(book_path: Path, text: str) -> None:
    put(book_path, text.replace("Dana", "Zoë"))
    book = open_book(book_path)
    assert [row.name for row in book.rows] == ["Sakura Tanaka", "Zoë"]
    book.apply(adding(a_note()))
    book.close()
    assert '\n"2":{"id":2,"name":"Zoë"}\n' in book_path.read_text()
    assert [row.name for row in open_book(book_path).rows] == ["Sakura Tanaka", "Zoë"]


def test_ids_in_any_order_are_found(book_path: Path) -> None:
    leads = {str(lead_id): {"id": lead_id, "name": f"N{lead_id}"} for lead_id in (9, 2, 30, 4)}
    touches = {
        str(i): {
            "id": i,
            "uid": str(i),
            "lead": 9,
            "at": "2026-03-18T12:00:00Z",
            "channel": "call",
            "outcome": "talked",
        }
        for i in (5, 1, 3)
    }
    put(book_path, json.dumps({"touches": touches, "leads": leads}))
    book = open_book(book_path)
    assert [book.lead(lead_id) is not None for lead_id in (2, 4, 9, 30, 5)] == [True, True, True, True, False]
    assert sorted(entry.id for entry in book.history(9)) == [1, 3, 5]
    book.close()


def test_a_file_replaced_while_open_counts_and_ours_is_kept(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(7, "Ours")))
    book.compact()
    book_path.unlink()
    put(book_path, LINES)
    assert book.refresh()
    assert [row.name for row in book.rows] == ["Sakura Tanaka", "Dana"]
    (kept,) = book.care.conflicts()
    (said,) = book.care.news()
    assert kept.name in said
    assert json.loads(kept.read_text())["leads"].keys() == {"7"}
    assert "fuyu merge" in book.care.warnings()[-1]
    book.apply(changing(a_lead(due=None), company="Acme"))
    book.close()
    assert json.loads(book_path.read_text())["leads"]["1"]["company"] == "Acme"


def test_a_journal_of_a_file_that_was_replaced_is_brought_in(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(name="Mine"), a_touch()))
    book._storage.let_go()
    put(book_path, LINES)
    book = open_book(book_path)
    assert [row.name for row in book.rows] == ["Sakura Tanaka", "Dana", "Mine"]
    assert book.lead(3) == a_lead(3, name="Mine")
    assert list(book.history(3)) == [a_touch(lead=3)]
    assert book.care.conflicts() == []
    book.close()


def test_a_file_that_was_replaced_while_closed_is_opened_and_what_was_done_here_is_offered(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead(name="Mine")))
    book.close()
    put(book_path, LINES)
    book = open_book(book_path)
    assert [row.name for row in book.rows] == ["Sakura Tanaka", "Dana"]
    (kept,) = book.care.conflicts()
    assert b"Mine" in kept.read_bytes()
    book.apply(changing(a_lead(due=None), company="Acme"))
    book.close()
    assert open_book(book_path).lead(1) == a_lead(due=None, company="Acme")


def test_a_missing_file_whose_journal_holds_something_is_damage(book_path: Path) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead()))
    book._storage.let_go()
    book_path.unlink()
    with pytest.raises(DamagedError, match="is missing"):
        open_book(book_path)


@pytest.mark.parametrize("name", [
    "fuyu.sync-conflict-20260318-093000-ABCDEF.json",
    "fuyu (Dana's conflicted copy 2026-03-18).json",
    "fuyu (conflicted copy 2026-03-18 093000).json",
    "fuyu.conflict-20260318-093000.json",
])  # fmt: skip
def test_copies_of_sync_tools_are_found(book_path: Path, name: str) -> None:
    put(book_path, LINES)
    book_path.with_name(name).write_text(LINES)
    book_path.with_name("fuyu-notes.json").write_text("{}")
    book_path.with_name("other.sync-conflict-1.json").write_text("{}")
    assert [path.name for path in open_book(book_path).care.conflicts()] == [name]


def test_a_newer_schema_is_read_only(book_path: Path) -> None:
    put(book_path, LINES.replace('"schema":2', '"schema":99'))
    book = open_book(book_path)
    assert "needs a newer fuyu" in book.read_only
    assert book.lead(2)
    assert not book.compact()
    book.close()


def test_backups_are_daily_verified_and_few(book_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    book = open_book(book_path, folder)
    assert book.care.back_up(TODAY) is None
    book.apply(adding(a_lead(), a_touch()))
    made = book.care.back_up(TODAY)
    assert made is not None
    assert made.stat().st_mode & 0o077 == 0
    assert book.care.back_up(TODAY) is None
    for day in range(1, 20):
        book.care.back_up(date(2026, 4, day))
    kept = list_backups(book_path, folder)
    assert len(kept) == KEPT
    assert (kept[0].day, kept[0].leads, kept[0].touches) == (date(2026, 4, 19), 1, 1)
    kept[0].path.write_text("{")
    good = newest_good(book_path, folder)
    assert good is not None
    assert good.day == date(2026, 4, 18)
    book.close()
    put(book_path, "")
    with pytest.raises(DamagedError, match=r"fuyu restore.*2026-04-18"):
        open_book(book_path, folder)


@pytest.mark.slow
def test_what_a_killed_backup_left_is_removed_by_the_next(book_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    gone = subprocess.Popen(["true"])
    gone.wait()
    left = folder / f"fuyu-2026-03-01.json.{gone.pid}-1.tmp"
    at_work = folder / f"fuyu-2026-03-01.json.{os.getpid()}-1.tmp"
    of_another = folder / f"other-2026-03-01.json.{gone.pid}-1.tmp"
    for path in (left, at_work, of_another):
        path.write_text("{")
    book = open_book(book_path, folder)
    book.apply(adding(a_lead()))
    assert book.care.back_up(TODAY)
    assert not left.exists()
    assert at_work.exists()
    assert of_another.exists()
    book.close()


def test_permissions_wider_than_needed_are_said(book_path: Path) -> None:
    put(book_path, LINES)
    book_path.chmod(0o644)
    book_path.parent.chmod(0o700)
    book = open_book(book_path)
    assert ["can read fuyu.json" in warning for warning in book.care.warnings()] == [True]
    book.apply(changing(a_lead(due=None), company="Acme"))
    book.compact()
    assert book.care.warnings() == []
    book_path.with_name("fuyu.json.earlier").chmod(0o640)
    assert ["can read fuyu.json.earlier" in warning for warning in book.care.warnings()] == [True]
    assert replace(a_lead(due=None), company="Acme") == book.lead(1)
    book.close()


@pytest.mark.parametrize("key", ["abc", "-1", "99999999999999999"])
def test_a_table_of_nothing_but_what_no_id_names_is_kept(book_path: Path, key: str) -> None:
    tables = {"_meta": {"1": {"schema": 2}}, "leads": {key: {"name": "Zed"}}, "mine": {"own": {"words": "kept"}}}
    put(book_path, json.dumps(tables))
    book = open_book(book_path)
    book.apply(adding(a_lead(1, "Ann")))
    assert book.compact()
    book.close()
    content = book_path.read_bytes()
    assert b"Zed" in content
    assert b"kept" in content
    assert open_book(book_path).lead(1) == a_lead(1, "Ann")
