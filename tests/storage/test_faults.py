"""Faults of the system and of other processes: nothing acknowledged is lost, nothing is half there."""

import errno
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from fuyu.care import open_book
from fuyu.domain.action import Table
from fuyu.errors import ReadOnlyError, SaveError, StoreError
from fuyu.storage.journal_db.journal import Journal
from fuyu.storage.journal_db.snapshot import Snapshot
from tests.builders import TODAY, a_draft, a_lead, a_note, a_touch, adding

pytestmark = pytest.mark.slow
ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65534
needs_strace = pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")


def worker(path: Path, name: str, actions: int) -> list[str]:
    return [sys.executable, "-m", "tests.storage.worker", str(path), name, str(actions)]


def names_in(path: Path) -> list[str]:
    book = open_book(path)
    names = sorted(row.name for row in book.rows)
    book.close()
    return names


def traced(path: Path, which: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a worker that adds three leads while strace watches a system call on the book's files."""
    watched = [path, *(path.with_name(f"{path.name}.{kind}") for kind in ("journal", "lock")), path.parent]
    where = [] if which in ANYWHERE else [option for each in watched for option in ("-P", str(each))]
    tracing = ["strace", "-f", "-qq", *where, "-e", f"trace={which}", *options]
    return subprocess.run([*tracing, *worker(path, "a", 3)], cwd=ROOT, capture_output=True, text=True, check=False)


def calls_made(path: Path, which: str) -> int:
    """Return how often a worker without a fault makes a system call."""
    shutil.rmtree(path.parent, ignore_errors=True)
    with TemporaryDirectory() as folder:
        assert traced(path, which, "-o", f"{folder}/calls").returncode == 0
        return len(Path(f"{folder}/calls").read_text().splitlines())


def run_with_fault(path: Path, fault: str, which: str) -> tuple[list[str], int]:
    """Run a worker while a system call goes wrong; return what it said."""
    done = traced(path, which, "-o", "/dev/null", "-e", f"inject={which}:{fault}")
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout.splitlines(), done.returncode


CALLS = ["write", "fdatasync", "fsync", "ftruncate", "openat", "rename", "flock"]
READING = ["pread64", "read", "newfstatat", "lseek", "getdents64", "close", "faccessat2"]
ANYWHERE = {"fdatasync", "fsync", "ftruncate", "rename", "flock", "unlink"}
"""Calls that Python by itself does not make: they are watched on temporary files too."""


def fails_at(path: Path, call: str, number: int, error: str) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)
    said, code = run_with_fault(path, f"error={error}:when={number}", call)
    acknowledged = [line for line in said if not line.startswith("error: ")]
    assert code == (3 if len(acknowledged) < len(said) else 0), (call, number, said)
    assert names_in(path)[: len(acknowledged)] == acknowledged
    assert len(names_in(path)) <= len(acknowledged) + 1


def is_killed_at(path: Path, call: str, number: int) -> None:
    shutil.rmtree(path.parent, ignore_errors=True)
    said, _ = run_with_fault(path, f"signal=KILL:when={number}", call)
    assert names_in(path)[: len(said)] == said
    assert len(names_in(path)) <= len(said) + 1


@needs_strace
@pytest.mark.parametrize("call", CALLS)
def test_a_system_call_that_fails_leaves_the_state_before_or_after(book_path: Path, call: str) -> None:
    for number in (1, 2, 4):
        for error in ("ENOSPC", "EIO"):
            fails_at(book_path, call, number, error)


@needs_strace
@pytest.mark.parametrize("call", CALLS)
def test_a_process_killed_at_a_system_call_loses_nothing_acknowledged(book_path: Path, call: str) -> None:
    for number in (1, 2, 3, 5):
        is_killed_at(book_path, call, number)


@needs_strace
@pytest.mark.soak
@pytest.mark.parametrize("call", [*CALLS, "unlink", *READING])
def test_every_system_call_that_fails_or_kills_leaves_the_state_before_or_after(book_path: Path, call: str) -> None:
    writing = ("ENOSPC", "EDQUOT", "EIO", "EROFS", "EACCES", "EMFILE")
    for number in range(1, calls_made(book_path, call) + 1):
        is_killed_at(book_path, call, number)
        for error in ("EIO", "EACCES") if call in READING else writing:
            fails_at(book_path, call, number, error)


def _line_of(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def test_processes_killed_at_random_lose_nothing(book_path: Path, chance: Random) -> None:
    said: list[str] = []
    running: list[subprocess.Popen[str]] = []
    started = 0
    for _ in range(10):
        while len(running) < 3:
            started += 1
            running.append(
                subprocess.Popen(worker(book_path, f"w{started}", 10_000), cwd=ROOT, stdout=subprocess.PIPE, text=True)
            )
        killed = running.pop(chance.randrange(len(running)))
        said += [_line_of(killed) for _ in range(chance.randint(2, 60))]
        killed.send_signal(signal.SIGKILL)
        said += killed.communicate()[0].splitlines()
    for last in running:
        last.send_signal(signal.SIGKILL)
        said += last.communicate()[0].splitlines()
    assert not [line for line in said if line.startswith("error")]
    names = names_in(book_path)
    assert len(names) == len(set(names))
    assert set(said) <= set(names)
    assert len(names) - len(said) <= started
    assert len(said) > started


@pytest.mark.soak
@pytest.mark.parametrize("_round", range(10))
def test_processes_of_thousands_of_actions_of_which_some_are_killed_lose_nothing(
    book_path: Path, tmp_path: Path, chance: Random, _round: int
) -> None:
    actions = 2000
    said = [tmp_path / f"w{number}.txt" for number in range(5)]
    running = []
    for path in said:
        with path.open("w") as stdout:
            running.append(subprocess.Popen(worker(book_path, path.stem, actions), cwd=ROOT, stdout=stdout))
    for victim in running[:3]:
        time.sleep(chance.uniform(0.5, 4))
        victim.send_signal(signal.SIGKILL)
    for process in running:
        process.wait()
    lines = [path.read_text().splitlines() for path in said]
    assert [len(found) for found in lines[3:]] == [actions, actions]
    names = names_in(book_path)
    assert len(names) == len(set(names))
    acknowledged = {line for found in lines for line in found}
    assert acknowledged <= set(names)
    assert len(names) - len(acknowledged) <= len(running)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone who may not write")
def test_a_folder_that_may_not_be_written_opens_read_only() -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        book = open_book(folder / "fuyu.json")
        book.apply(adding(a_lead(), a_touch()))
        for file in folder.iterdir():
            file.chmod(0o644)
        os.seteuid(NOBODY)
        try:
            reader = open_book(folder / "fuyu.json")
            assert reader.read_only == f"not allowed to write in {folder}: read-only"
            with pytest.raises(ReadOnlyError):
                reader.apply(adding(a_lead(2)))
            with pytest.raises(ReadOnlyError):
                reader.keep_draft(a_draft())
            assert not reader.compact()
            assert [entry.id for entry in reader.history(1)] == [1]
        finally:
            os.seteuid(0)
        book.apply(adding(a_lead(3)))
        assert reader.refresh()
        assert reader.lead(3)
        reader.close()
        book.close()


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Each time a file of a book is read from the start."""
    found: list[str] = []
    for kind in (Snapshot, Journal):
        make = kind.__init__

        def counted(self: object, path: Path, *args: object, make: Any = make, **kwargs: object) -> None:
            found.append(path.name)
            make(self, path, *args, **kwargs)

        monkeypatch.setattr(kind, "__init__", counted)
    return found


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone who may not write")
def test_while_nothing_can_be_written_and_nothing_changed_nothing_is_read_again(reads: list[str]) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        book = open_book(folder / "fuyu.json")
        book.apply(adding(a_lead(), a_touch()))
        for file in folder.iterdir():
            file.chmod(0o644)
        os.seteuid(NOBODY)
        try:
            reader = open_book(folder / "fuyu.json")
            reads.clear()
            for _ in range(5):
                assert reader.retry() == f"not allowed to write in {folder}: read-only"
                assert not reader.refresh()
            assert reads == []
            os.seteuid(0)
            book.apply(adding(a_lead(2)))
            os.seteuid(NOBODY)
            assert reader.refresh()
            assert reader.lead(2)
            assert reads == []
            os.seteuid(0)
            assert reader.retry() == ""
            assert sorted(reads) == ["fuyu.json", "fuyu.json.journal"]
            reader.apply(adding(a_lead(3)))
        finally:
            os.seteuid(0)
        assert book.refresh()
        assert book.lead(3)
        reader.close()
        book.close()


def test_a_disk_that_takes_nothing_is_tried_without_reading_the_book(
    book_path: Path, reads: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    book = open_book(book_path)
    book.apply(adding(a_lead()))

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fdatasync", fails)
        patch.setattr(os, "ftruncate", fails)
        with pytest.raises(SaveError):
            book.apply(adding(a_lead(2)))
    assert "could not be taken back" in book.read_only
    reads.clear()
    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fails)
        assert "could not be taken back" in book.retry()
        other = open_book(book_path)
        reads.clear()
        with other._storage.writing():
            assert "could not be taken back" in book.retry()
    assert reads == []
    assert [path.name for path in book_path.parent.glob("*.tmp")] == []
    assert book.retry() == ""
    book.apply(adding(a_lead(book.next_id(Table.LEADS))))
    book.close()
    other.close()


def test_a_full_disk_is_said_and_survived(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(disk)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("mounting a small file system is not allowed here")
    try:
        said = subprocess.run(
            worker(disk / "fuyu.json", "a", 1000), cwd=ROOT, capture_output=True, text=True, check=False
        ).stdout.splitlines()
        assert said[-1] == "error: disk full: not saved"
        assert len(said) > 20
        assert set(names_in(disk / "fuyu.json")) == set(said[:-1])
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_lock_that_another_process_keeps_is_said(book_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book, other = open_book(book_path), open_book(book_path)
    monkeypatch.setattr(book._storage.files.lock, "_patience", 0.0)
    book.apply(adding(a_lead()))
    with other._storage.writing(), pytest.raises(Exception, match="another fuyu"):
        book.apply(adding(a_lead(2)))
    assert book.lead(2) is None
    book.close()
    other.close()


def test_without_working_locks_it_opens_read_only(book_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(_fd: int, _kind: int) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", fails)
    book = open_book(book_path)
    with pytest.raises(ReadOnlyError, match="locks"):
        book.apply(adding(a_lead()))
    assert "locks" in book.read_only
    monkeypatch.undo()
    assert book.retry() == ""
    book.apply(adding(a_lead()))
    book.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files for others")
def test_what_root_makes_in_a_persons_folder_is_that_persons(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    for path in (folder / "fuyu.json", folder / "deeper" / "still" / "fuyu.json"):
        book = open_book(path, folder / "backups")
        book.apply(adding(a_lead()))
        book.keep_draft(a_draft())
        book.care.back_up(TODAY)
        book.close()
    made = [folder, *folder.rglob("*")]
    assert len(made) > 10
    assert {(path.stat().st_uid, path.stat().st_gid) for path in made} == {(NOBODY, NOBODY)}


def test_a_lock_that_the_system_will_not_let_go_of_costs_nothing(
    book_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a lock that fails on being let go THEN what was written is saved, and the next process gets the lock."""
    flock = fcntl.flock

    def fails_to_let_go(fd: int, kind: int) -> None:
        if kind == fcntl.LOCK_UN:
            raise OSError(errno.EIO, "Input/output error")
        flock(fd, kind)

    monkeypatch.setattr(fcntl, "flock", fails_to_let_go)
    for lead_id in range(1, 4):
        book = open_book(book_path)
        book.apply(adding(a_lead(lead_id)))
        other = open_book(book_path)
        other.apply(adding(a_note(lead_id, lead_id)))
        other.close()
        book.close()
    assert len(open_book(book_path).rows) == 3


UNUSABLE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a pipe": (os.mkfifo, "is not a file"),
    "a folder": (Path.mkdir, "is not a file"),
    "a schema below zero": (lambda path: path.write_text('{"_meta":{"1":{"schema":-1}}}'), "_meta is damaged"),
    "a number beyond all": (lambda path: path.write_text('{"_meta":{"1":{"seq":9223372036854775808}}}'), "_meta is"),
    "the last number there is": (lambda path: path.write_text('{"_meta":{"1":{"seq":9007199254740991}}}'), "_meta is"),
    "too deep": (lambda path: path.write_text('{"leads":' * 3000 + "{}" + "}" * 3000), "fuyu.json: line 1"),
}


@pytest.mark.parametrize("what", UNUSABLE)
def test_what_is_no_book_is_refused_at_once_and_left_alone(book_path: Path, what: str) -> None:
    make, words = UNUSABLE[what]
    book_path.parent.mkdir()
    make(book_path)
    before = _untouched(book_path)
    with pytest.raises(StoreError, match=words):
        open_book(book_path)
    assert _untouched(book_path) == before


def _untouched(path: Path) -> tuple[int, ...]:
    """Return what of a file writing changes, and reading does not."""
    stat = path.stat()
    return stat.st_ino, stat.st_mode, stat.st_size, stat.st_mtime_ns
