"""Every old schema opens, after a copy was made, and keeps what it had."""

import errno
import json
import shutil
from pathlib import Path

import pytest

from fuyu.storage import disk, open_book
from fuyu.storage.migrations import STEPS
from fuyu.storage.snapshot import SCHEMA

DATA = Path(__file__).parent / "data"


def test_every_old_schema_has_a_file_and_a_step() -> None:
    old = set(range(SCHEMA))
    assert set(STEPS) == old
    assert {int(path.stem.removeprefix("schema-")) for path in DATA.glob("schema-*.json")} == old


@pytest.mark.parametrize("schema", range(SCHEMA))
def test_an_old_schema_is_migrated_after_a_copy(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "fuyu.json"
    shutil.copy(DATA / f"schema-{schema}.json", path)
    book = open_book(path)
    assert {row.id: row.name for row in book.rows} == {1: "Sakura Tanaka", 2: "Zoë"}
    assert [(entry.id, entry.note) for entry in book.history(1)] == [(4, "müde")]
    assert book.problems() == ()
    book.close()
    migrated = json.loads(path.read_text())
    assert migrated["_meta"]["1"]["schema"] == SCHEMA
    assert migrated["leads"]["1"]["nickname"] == "Saki"
    copy = tmp_path / f"fuyu.before-schema-{SCHEMA}.json"
    assert copy.read_bytes() == (DATA / f"schema-{schema}.json").read_bytes()
    assert copy.stat().st_mode & 0o077 == 0
    before = path.read_bytes()
    open_book(path).close()
    assert path.read_bytes() == before


def test_schema_0_keeps_tables_that_fuyu_does_not_know(tmp_path: Path) -> None:
    path = tmp_path / "fuyu.json"
    shutil.copy(DATA / "schema-0.json", path)
    open_book(path).close()
    assert json.loads(path.read_text())["_default"] == {"1": {"anything": [1, 2]}}


def test_an_old_schema_is_migrated_as_soon_as_the_disk_has_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fuyu.json"
    shutil.copy(DATA / "schema-0.json", path)

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as disk_full:
        disk_full.setattr(disk, "copy", full)
        book = open_book(path)
    assert "cannot be brought up to date" in book.read_only
    assert book.retry() == ""
    book.close()
    assert json.loads(path.read_text())["_meta"]["1"]["schema"] == SCHEMA


def test_a_tinydb_book_whose_documents_know_their_ids_is_copied_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "fuyu.json"
    path.write_text('{"leads": {"1": {"id": 1, "name": "Ann"}}}')
    copied: list[Path] = []
    copy = disk.copy

    def noted(source: Path, target: Path) -> None:
        copied.append(target)
        copy(source, target)

    monkeypatch.setattr(disk, "copy", noted)
    for _ in range(3):
        open_book(path).close()
    assert [target.name for target in copied] == [f"fuyu.before-schema-{SCHEMA}.json"]
    assert json.loads(path.read_text())["_meta"]["1"]["schema"] == SCHEMA
