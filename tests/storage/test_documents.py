"""Texts of people on their way out of a file and into it: clean for whoever sees them, whoever wrote them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from msgspec import Raw
from msgspec.json import decode as from_json
from msgspec.json import encode

from fuyu.domain.action import KINDS, Table, Verb
from fuyu.domain.cleaning import cleaned
from fuyu.domain.history import Draft
from fuyu.domain.lead import Lead
from fuyu.domain.step import Plan
from fuyu.domain.text import clean, clean_line
from fuyu.storage import documents, open_book
from tests.builders import NOON, TODAY, a_lead, a_note, adding, an_action, changing
from tests.hostile import STEERING, STRAY, document

WORST = [*STEERING, STRAY]
WAYS = {"escaped": True, "as it is": False}


def raw_of(table: Table, text: str, *, escaped: bool = True) -> bytes:
    """Return a document as another program writes it."""
    return json.dumps(document(KINDS[table], text), ensure_ascii=escaped).encode()


@pytest.mark.parametrize("escaped", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("text", WORST)
@pytest.mark.parametrize("table", Table)
def test_a_document_is_read_clean(table: Table, text: str, *, escaped: bool) -> None:
    raw = raw_of(table, text, escaped=escaped)
    found = documents.decode(table, 1, raw)
    assert found == cleaned(from_json(raw, type=KINDS[table]))
    assert documents.decode_all(table, [1, 1], [Raw(raw), raw]) == [found, found]
    if isinstance(found, Lead):
        assert documents.decode_row(1, raw) == found.row()


@pytest.mark.parametrize("text", WORST)
def test_what_was_done_is_read_and_kept_clean(text: str) -> None:
    raw = json.dumps({"uid": text, "verb": "add", "title": text, "of": text, "at": "2026-03-18T12:00:00Z"}).encode()
    assert documents.decode_head(raw).title == documents.decode_record(raw).title == clean_line(text)
    kept = from_json(documents.encode_record(an_action(title=text, uid=text), []))
    assert kept["title"] == clean_line(text)


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Return a book that another program wrote, which put something of its own into it."""
    path = tmp_path / "fuyu.json"
    lead = {
        "id": 1,
        "name": "Ann\x1b[31m",
        "phones": ["\x1b", "+44 1\x07", "+44 2"],
        "company": "Acme",
        "own": "a\x1bb",
    }
    path.write_text(json.dumps({"leads": {"1": lead | {"plan": {"day": str(TODAY), "zone": "x\r", "mine": 7}}}}))
    path.chmod(0o600)
    return path


def test_the_file_stays_as_it_is_until_its_document_is_changed(theirs: Path) -> None:
    before = kept(theirs)
    book = open_book(theirs)
    lead = book.lead(1)
    assert lead == a_lead(
        name="Ann[31m", phones=("+44 1", "+44 2"), company="Acme", next_step=Plan(day=TODAY, zone="x")
    )
    assert [row.name for row in book.rows] == ["Ann[31m"]
    assert list(book.mentions("ann[31m")) == [1]
    book.apply(adding(a_note()))
    book.close()
    assert kept(theirs) == before
    book = open_book(theirs)
    book.apply(changing(lead, company="Acme Ltd"))
    book.close()
    assert kept(theirs) == before | {
        "name": "Ann[31m",
        "phones": ["+44 1", "+44 2"],
        "company": "Acme Ltd",
        "plan": before["plan"] | {"zone": "x"},
    }


def test_taking_a_change_back_brings_the_file_back(theirs: Path) -> None:
    before = kept(theirs)
    book = open_book(theirs)
    lead = book.lead(1)
    assert lead is not None
    done = changing(lead, company="Acme Ltd")
    book.apply(done)
    book.apply(an_action(*book.reversal(done.uid).changes, verb=Verb.UNDO, of=done.uid))
    book.close()
    assert kept(theirs) == before


def kept(path: Path) -> dict[str, Any]:
    """Return the lead as the file has it."""
    lead: dict[str, Any] = json.loads(path.read_text())["leads"]["1"]
    return lead


@pytest.mark.parametrize("text", WORST)
def test_nothing_unclean_can_be_written(tmp_path: Path, text: str) -> None:
    book = open_book(tmp_path / "fuyu.json")
    given = [from_json(encode(document(kind, text)), type=kind) for kind in KINDS.values()]
    book.apply(adding(*given, title=text))
    book.keep_draft(Draft(id=1, text=text, at=NOON))
    book.close()
    written = json.loads((tmp_path / "fuyu.json").read_text())
    for said in texts(written):
        assert said == clean(said)
    for table, value in zip(KINDS, given, strict=True):
        if table is not Table.DRAFTS:
            assert documents.decode(table, 1, encode(written[table]["1"])) == cleaned(value)


def texts(value: Any) -> Iterator[str]:
    """Yield every text in what JSON holds."""
    if isinstance(value, dict):
        yield from (text for pair in value.items() for part in pair for text in texts(part))
    elif isinstance(value, list):
        yield from (text for item in value for text in texts(item))
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("table", Table)
def test_a_document_that_changes_is_clean_in_all_that_is_known_of_it(table: Table) -> None:
    raw = raw_of(table, STRAY)
    before = documents.decode(table, 1, raw)
    written = documents.rewritten(raw, before, before)
    assert documents.decode(table, 1, written) == before
    for said in texts(from_json(written)):
        assert said == clean(said)
