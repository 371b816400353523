"""What waits is handed to the hooks in order, once, and what was in the way is said once."""

import json
from pathlib import Path
from typing import Any

import pytest

from fuyu.features.hooks import running
from fuyu.features.hooks.queue import Queue
from fuyu.features.hooks.running import run_all
from tests.cli.conftest import MORNING
from tests.features.hooks.conftest import Programs


@pytest.fixture
def queue(tmp_path: Path) -> Queue:
    """Return a queue in which nothing waits."""
    return Queue(tmp_path / "state" / "book")


def waiting(number: int, *hooks: str) -> dict[str, Any]:
    return {"hooks": hooks, "given": {"number": number}}


def work(queue: Queue, programs: Programs) -> int:
    return run_all(queue, programs.hooks, Path("/book.json"), lambda: MORNING)


@pytest.mark.slow
def test_hooks_run_in_order_each_with_what_was_done(queue: Queue, programs: Programs) -> None:
    programs.put("on-log", 'echo "$FUYU_HOOK $FUYU_DB $(cat)" >> "$OUT"')
    programs.put("on-won", 'echo "$FUYU_HOOK" >> "$OUT"')
    queue.put([waiting(1, "on-log"), waiting(2, "on-log", "on-won")])
    queue.put([waiting(3, "on-log")])
    assert work(queue, programs) == 4
    assert programs.printed() == [
        'on-log /book.json {"number":1}',
        'on-log /book.json {"number":2}',
        "on-won",
        'on-log /book.json {"number":3}',
    ]
    assert work(queue, programs) == 0
    assert queue.troubles() == []
    assert {name: came.trouble for name, came in queue.came().items()} == {"on-log": "", "on-won": ""}


@pytest.mark.slow
def test_trouble_is_said_once_until_it_is_another(
    queue: Queue, programs: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "SECONDS", 0.3)
    for script, said in (
        ("exit 1", ["hooks/on-log failed with exit code 1"]),
        ("exit 1", []),
        ("sleep 60", ["hooks/on-log did not end within 0.3 s, so it was ended"]),
        ("exit 0", []),
        ("exit 1", ["hooks/on-log failed with exit code 1"]),
    ):
        programs.put("on-log", script)
        queue.put([waiting(1, "on-log")])
        assert work(queue, programs) == 1
        assert queue.troubles() == said
        assert queue.troubles() == []


def test_one_that_vanished_or_must_not_run_is_said_and_the_others_run_on(queue: Queue, programs: Programs) -> None:
    programs.put("on-add", "", 0o644)
    queue.put([waiting(1, "on-log", "on-add")])
    assert work(queue, programs) == 2
    assert queue.troubles() == [
        "hooks/on-log cannot be run: No such file or directory",
        f"hooks/on-add is not executable: chmod +x {programs.hooks}/on-add",
    ]


def test_one_process_works_through_the_queue_and_what_is_put_there_meanwhile(queue: Queue, tmp_path: Path) -> None:
    queue.put([waiting(1, "on-log")])
    other = Queue(tmp_path / "state" / "book")
    with queue.working() as rounds:
        assert rounds is not None
        assert len(next(rounds)) == 1
        with other.working() as theirs:
            assert theirs is None
        other.put([waiting(2, "on-log")])
        assert len(next(rounds)) == 1
        assert [*rounds] == []
        with other.working() as theirs:
            assert theirs is not None, "nobody is at work any more"


def test_a_queue_that_cannot_be_read_runs_what_can(queue: Queue, tmp_path: Path) -> None:
    queue.put([waiting(1, "on-log")])
    place = tmp_path / "state" / "book"
    with (place / "waiting").open("ab") as file:
        file.write(b"{broken\n\xff\n" + json.dumps(waiting(2, "on-add")).encode() + b"\n")
    (place / "came.json").write_bytes(b"broken")
    assert [one.hooks for one in queue.take()] == [("on-log",), ("on-add",)]
    assert queue.came() == {}


def test_what_waits_has_an_end(queue: Queue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuyu.features.hooks.queue._MOST", 100)
    queue.put([waiting(1, "on-log")])
    with pytest.raises(Exception, match="too much waits for your hooks"):
        queue.put([waiting(2, *["on-log"] * 10)])
    assert len(queue.take()) == 1


def test_files_are_ones_own(queue: Queue, tmp_path: Path) -> None:
    queue.put([waiting(1, "on-log")])
    place = tmp_path / "state" / "book"
    assert (place.stat().st_mode & 0o77, (place / "waiting").stat().st_mode & 0o77) == (0, 0)
