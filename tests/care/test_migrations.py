"""Every old schema opens, after a copy was made, and keeps what it had."""

import datetime as dt
import errno
import json
import shutil
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from fuyu import disk
from fuyu.care import Book, open_book
from fuyu.care.check import check
from fuyu.care.upgrading import UPGRADES
from fuyu.clock import StoppedClock
from fuyu.desk import Desk
from fuyu.desk.copies import merge
from fuyu.domain.action import Table
from fuyu.domain.history import Away, Touch
from fuyu.domain.lead import Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.promise import PromiseState
from fuyu.domain.score import Promises, score
from fuyu.domain.step import Channel, Plan
from fuyu.storage.documents import SCHEMA
from tests.builders import NOON, a_lead, adding

DATA = Path(__file__).parent / "data"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A book of schema 1."""
    path = tmp_path / "fuyu.json"
    shutil.copy(DATA / "schema-1.json", path)
    return path


def promises_of(book: Book, lead_id: int) -> list[tuple[str, PromiseState]]:
    """Return the day and the state of each promise to a lead."""
    lead = book.lead(lead_id)
    return [(str(one.day), one.state) for one in lead.promises] if lead else []


def test_every_old_schema_has_a_file_and_a_step() -> None:
    old = set(range(SCHEMA))
    assert set(UPGRADES) == old
    assert {int(path.stem.removeprefix("schema-")) for path in DATA.glob("schema-*.json")} == old


@pytest.mark.parametrize("schema", range(SCHEMA))
def test_an_old_schema_is_migrated_after_a_copy(tmp_path: Path, schema: int) -> None:
    path = tmp_path / "fuyu.json"
    shutil.copy(DATA / f"schema-{schema}.json", path)
    book = open_book(path)
    assert {row.id: row.name for row in book.rows if row.id < 3} == {1: "Sakura Tanaka", 2: "Zoë"}
    assert [(entry.id, entry.note) for entry in book.history(1)][-1] == (4, "müde")
    assert book.care.problems() == ()
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


def test_a_promise_of_schema_1_becomes_an_entry_of_its_own(path: Path) -> None:
    book = open_book(path)
    sakura = book.lead(1)
    assert sakura is not None
    assert sakura.plan is None
    promise = sakura.promises[-1]
    assert (promise.day, promise.time, promise.zone) == (dt.date(2026, 3, 20), dt.time(10), "Europe/London")
    assert (promise.channel, promise.why, promise.quote) == (Channel.MEETING, "demo", "after the budget")
    assert promise.is_open
    book.close()
    assert json.loads(path.read_text())["leads"]["1"]["promises"][-1]["colour"] == "red", "what fuyu knows not stays"


def test_the_promises_that_touches_of_schema_1_were_counted_for_keep_the_score(path: Path) -> None:
    book = open_book(path)
    assert promises_of(book, 1)[:2] == [("2026-03-02", PromiseState.KEPT), ("2026-03-10", PromiseState.LATE)]
    weeks = [_week(book, dt.date(2026, 3, first)) for first in (2, 9, 16)]
    # Zoë's was moved away from Friday the 13th, and that day has passed
    assert weeks == [Promises(kept=1), Promises(late=1, broken=1), Promises(open=1)]
    book.close()


def _week(book: Book, first: dt.date) -> Promises:
    """Return what became of the promises of a week."""
    return score(book.rows, first, first + dt.timedelta(days=6), NOON.date())


def test_a_promise_that_was_moved_is_put_off_to_a_plan_and_one_brought_forward_stands_beside_it(path: Path) -> None:
    book = open_book(path)
    zoe, bo = book.lead(2), book.lead(3)
    assert zoe is not None
    assert bo is not None
    assert promises_of(book, 2) == [("2026-03-13", PromiseState.PUT_OFF)]
    assert zoe.plan == Plan(day=dt.date(2026, 3, 25), why="quote", snoozed=2, was_promised=dt.date(2026, 3, 13))
    assert promises_of(book, 3) == [("2026-03-24", PromiseState.OPEN)]
    assert bo.plan == Plan(day=dt.date(2026, 3, 19), why="prices")
    book.close()


def test_the_words_of_schema_1_become_those_of_sales(path: Path) -> None:
    book = open_book(path)
    sakura, cy, dana = (book.lead(lead_id) for lead_id in (1, 4, 5))
    assert sakura is not None
    assert sakura.last_touch is not None
    assert sakura.last_touch.outcome is Outcome.NO_SHOW
    assert cy is not None
    assert cy.status is Status.LOST
    assert dana is not None
    assert dana.plan is not None
    assert (dana.status, dana.plan.quote, dana.plan.snoozed) == (Status.WON, "in spring", 1)
    touches = {entry.id: entry for lead_id in (1, 4, 5) for entry in book.history(lead_id) if isinstance(entry, Touch)}
    assert touches[6].outcome is Outcome.NO_SHOW
    assert [touch_id for touch_id, touch in touches.items() if touch.check_in] == [8]
    assert [each.reason for each in book.documents(Table.AWAY) if isinstance(each, Away)] == ["the fair"]
    assert [message.state for message in book.documents(Table.MESSAGES) if isinstance(message, Message)] == [
        State.QUEUED,
        State.NEEDS_REVIEW,
        State.SENDING,
        State.UNKNOWN,
        State.SENT,
    ]
    book.close()
    kept = json.loads(path.read_text())
    text = json.dumps(kept)
    assert not [word for word in ("missed_appointment", "closed", "underway", "next_step", '"words"') if word in text]
    assert not {"due", "promised", "first_due", "kind"} & {name for t in kept["touches"].values() for name in t}


def test_what_was_done_before_is_not_undone_and_the_copy_is_named(path: Path) -> None:
    desk = Desk(open_book(path), StoppedClock(NOON))
    assert desk.undo.last() is None
    assert "fuyu.before-schema-2.json" in desk.undo.nothing_left
    desk.commands.delete(6)
    assert desk.undo.last() is not None
    desk.book.close()
    again = Desk(open_book(path), StoppedClock(NOON))
    assert "fuyu.before-schema-2.json" in again.undo.nothing_left, "also later on"
    again.book.close()


def test_an_old_book_that_cannot_be_written_is_shown_in_the_words_of_now(path: Path) -> None:
    before = path.read_bytes()
    book = open_book(path, look_only=True)
    assert promises_of(book, 1)[-1] == ("2026-03-20", PromiseState.OPEN)
    assert {row.id: row.status for row in book.rows}[4] is Status.LOST
    assert len(book.rows) == 6
    book.close()
    assert check(path).book.findings == ()
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir() if each.suffix == ".json"] == ["fuyu.json"]


def test_an_old_copy_is_merged_in_the_words_of_now(path: Path, tmp_path: Path) -> None:
    mine = open_book(tmp_path / "mine.json")
    mine.apply(adding(a_lead(1, "Ann Lee")))
    theirs = open_book(path, look_only=True)
    changes = merge(mine, theirs, NOON).changes
    leads = {change.after.name: change.after for change in changes if change.table is Table.LEADS}  # type: ignore[union-attr]
    assert [one.day.isoformat() for one in leads["Sakura Tanaka"].promises][-1] == "2026-03-20"  # type: ignore[union-attr]
    assert leads["Cy Ng"].status is Status.LOST  # type: ignore[union-attr]
    theirs.close()
    mine.close()


def test_an_upgrade_that_was_cut_off_after_its_line_in_the_journal_goes_on(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = open_book(path)
    expected = [whole.lead(lead_id) for lead_id in range(1, 7)]
    whole.close()
    shutil.copy(DATA / "schema-1.json", path)

    class CutError(Exception):
        pass

    def cut(*_: object, **__: object) -> bool:
        raise CutError

    with monkeypatch.context() as power_cut:
        power_cut.setattr("fuyu.storage.journal_db.storage.JournalStorage.compact", cut)
        with pytest.raises(CutError):
            open_book(path)
    again = open_book(path)
    assert [again.lead(lead_id) for lead_id in range(1, 7)] == expected
    again.close()


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
    assert {row.name for row in book.rows} == {"Sakura Tanaka", "Zoë"}
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


def test_a_journal_of_an_older_fuyu_that_comes_after_the_upgrade_is_brought_in_in_the_words_of_now(path: Path) -> None:
    """GIVEN a folder that is synced with a machine whose fuyu is older."""
    book = open_book(path)
    book.close()
    was = {"id": 6, "name": "Eve Po"}
    now = was | {"status": "closed", "touches": 1, "next_step": {"day": "2026-04-01", "words": "in spring"}}
    touch = {"id": 9, "uid": "new", "lead": 6, "at": "2026-03-17T09:30:00Z", "channel": "call", "note": "her words"}
    touch |= {"outcome": "missed_appointment", "due": "2026-03-17", "promised": True}
    record: dict[str, Any] = {"uid": "y", "at": "2026-03-17T09:30:00Z", "verb": "log", "title": "missed, Eve Po"}
    record |= {"before": [["leads", 6, was], ["touches", 9, None]]}
    commit = {"seq": 10, "put": {"leads": {"6": now}, "touches": {"9": touch}, "actions": {"10": record}}}
    lines = (json.dumps(value).encode() for value in ({"since": 9, "fold": "other"}, commit))
    journal = path.with_name("fuyu.json.journal")
    journal.write_bytes(b"".join(b"%08x %b\n" % (crc32(line), line) for line in lines))
    book = open_book(path)
    eve = book.lead(6)
    assert eve is not None
    assert (eve.status, eve.plan and eve.plan.quote) == (Status.LOST, "in spring")
    assert [(str(one.day), one.state) for one in eve.promises] == [("2026-03-17", PromiseState.KEPT)]
    (entry,) = book.history(6)
    assert isinstance(entry, Touch)
    assert (entry.outcome, entry.note) == (Outcome.NO_SHOW, "her words")
    assert [head.title for head in book.heads()] == ["missed, Eve Po"]
    book.close()


def test_a_book_of_schema_1_with_a_journal_of_its_own_is_upgraded_with_it(path: Path) -> None:
    header = {"since": 9, "fold": "x"}
    lead = {"id": 6, "name": "Eve Po", "status": "closed"}
    lines = (json.dumps(value).encode() for value in (header, {"seq": 10, "put": {"leads": {"6": lead}}}))
    path.with_name("fuyu.json.journal").write_bytes(b"".join(b"%08x %b\n" % (crc32(line), line) for line in lines))
    path.write_text(path.read_text().replace('"seq":9,', '"seq":9,"fold":"x",'))
    book = open_book(path)
    eve = book.lead(6)
    assert eve is not None
    assert eve.status is Status.LOST
    (news,) = book.care.news()
    assert "fuyu.before-schema-2.json has it as it was" in news, "its lines are not of elsewhere"
    book.close()
