"""Many leads changed in a real book: one line in its journal, there after a crash, gone after one undo."""

from contextlib import closing
from datetime import timedelta
from pathlib import Path

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk
from fuyu.domain.step import Plan
from fuyu.domain.when import When
from fuyu.features.bulk.service import Many
from tests.builders import a_lead, adding
from tests.tui.conftest import TODAY, WEDNESDAY

_IDS = range(1, 501)


def test_five_hundred_are_one_line_that_a_crash_leaves_and_one_undo_takes_back(tmp_path: Path) -> None:
    path, until = tmp_path / "book.json", TODAY + timedelta(days=9)
    with closing(open_book(path)) as store:
        store.apply(adding(*(a_lead(number, f"Lead {number}") for number in _IDS)))
        desk, journal = Desk(store, StoppedClock(WEDNESDAY)), path.with_name("book.json.journal")
        before = journal.read_bytes().count(b"\n")
        Many(desk).snooze(list(_IDS), When(until))
        assert journal.read_bytes().count(b"\n") == before + 1
        for name in ("book.json", "book.json.journal"):  # as a crash leaves them
            (tmp_path / f"copy-{name}").write_bytes((tmp_path / name).read_bytes())
        desk.undo.last()
        assert {row.plan for row in store.rows} == {Plan(day=TODAY)}
    with closing(open_book(tmp_path / "copy-book.json")) as store:
        assert {row.plan.day for row in store.rows if row.plan} == {until}
        assert len(store.rows) == len(_IDS)
