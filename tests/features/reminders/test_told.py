"""The record of what a person was reminded of."""

import multiprocessing
from datetime import UTC, datetime, timedelta
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path

import pytest

from fuyu.errors import StoreError
from fuyu.features.reminders.rules import Reminder
from fuyu.features.reminders.told import Told

NOW = datetime(2026, 3, 18, 10, 30, tzinfo=UTC)


def due(lead: int = 1, minutes: int = 0, now: datetime = NOW) -> Reminder:
    """Return a reminder of a time so many minutes ahead."""
    off = timedelta(minutes=minutes)
    return Reminder(lead=lead, at=now + off, off=off, how="call", name="Zoë O'Brien")


def test_each_is_claimed_once_before_and_once_at_the_time(tmp_path: Path) -> None:
    record = tmp_path / "reminded" / "book.json"
    assert Told(record).claim([due(minutes=10)], NOW) == [due(minutes=10)]
    assert Told(record).claim([due(minutes=10), due(2)], NOW) == [due(2)]
    later = NOW + timedelta(minutes=10)
    assert Told(record).claim([due(now=later)], later) == [due(now=later)]
    assert Told(record).claim([due(now=later)], later) == []
    assert record.stat().st_mode & 0o777 == 0o600
    assert "Zoë" not in record.read_text()


def claim(record: Path, begins: Barrier, got: "Queue[int]") -> None:
    """Claim one after the other as another process does, both beginning at once; tell how many it got."""
    begins.wait(60)
    got.put(sum(len(Told(record).claim([due(lead)], NOW)) for lead in range(60)))


@pytest.mark.slow
def test_two_processes_at_once_share_them_and_nobody_tells_twice(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    begins, got = context.Barrier(2), context.Queue()
    both = [context.Process(target=claim, args=(tmp_path / "record.json", begins, got)) for _ in range(2)]
    for process in both:
        process.start()
    assert got.get(timeout=60) + got.get(timeout=60) == 60
    for process in both:
        process.join(60)


def test_a_record_that_is_damaged_tells_nothing_and_is_written_anew(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    record.write_text('{"1 2026-03')
    assert Told(record).claim([due()], NOW) == [due()]
    assert Told(record).claim([due()], NOW) == []


def test_what_is_old_is_forgotten(tmp_path: Path) -> None:
    record = tmp_path / "record.json"
    Told(record).claim([due(1)], NOW)
    later = NOW + timedelta(days=3)
    Told(record).claim([due(2, now=later)], later)
    assert "2026-03-18" not in record.read_text()
    assert "2026-03-21" in record.read_text()


def test_where_nothing_can_be_kept_nothing_is_claimed(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match="not saved"):
        Told(tmp_path / "file" / "record.json").claim([due()], NOW)
