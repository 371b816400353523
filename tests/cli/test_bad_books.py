"""Books that are none: each is said with its name and exit code 3, and left as it is.

A row is a book; add yours.
"""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import NOW

pytestmark = pytest.mark.slow

LEAD = '"leads": {"1": {"id": 1, "name": "Ann"}}'
_MEMORY_KB = 600 << 10
_PATIENCE = 60.0


def a_pipe(path: Path) -> None:
    """Make what waits for another program."""
    os.mkfifo(path)


def a_circle(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def linked(target: str) -> Callable[[Path], None]:
    """Return what makes a link to something."""
    return lambda path: path.symlink_to(target)


def holding(text: str) -> Callable[[Path], None]:
    """Return what writes a book."""

    def write(path: Path) -> None:
        path.write_text(text)

    return write


def beside(ending: str, make: Callable[[Path], None]) -> Callable[[Path], None]:
    """Return what writes a good book, with something odd beside it."""

    def both(path: Path) -> None:
        path.write_text(f"{{{LEAD}}}")
        make(path.with_name(f"{path.name}{ending}"))

    return both


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(a_pipe, id="a pipe"),
        pytest.param(a_circle, id="a circle"),
        pytest.param(linked("/dev/zero"), id="/dev/zero"),
        pytest.param(linked("/dev/full"), id="/dev/full"),
        pytest.param(linked("/dev/null"), id="/dev/null"),
        pytest.param(Path.mkdir, id="a folder"),
        pytest.param(
            holding(f'{{"_meta": {{"1": {{"schema": -1, "seq": 0}}}}, {LEAD}}}'),
            id="schema -1",
        ),
        pytest.param(holding("[" * 100_000 + "]" * 100_000), id="deep"),
    ],
)
@pytest.mark.parametrize("command", ["today", "add Bo"])
def test_a_book_that_is_none_is_said(tmp_path: Path, make: Callable[[Path], None], command: str) -> None:
    book = tmp_path / "people.json"
    make(book)
    done = run(book, *command.split())
    assert done.returncode == 3, done.stderr
    assert "people.json" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(holding(f'{{"_meta": {{"1": {{"schema": 2, "seq": {2**63}}}}}, {LEAD}}}'), id="seq 2^63"),
        pytest.param(holding(f'{{"_meta": {{"1": {{"schema": 2, "seq": {2**63 - 1}}}}}, {LEAD}}}'), id="seq 2^63-1"),
        pytest.param(holding(f'{{"_meta": {{"1": {{"schema": {"9" * 5_000}, "seq": 0}}}}, {LEAD}}}'), id="schema huge"),
        pytest.param(holding(f'{{"leads": {{"{"9" * 5_000}": {{"id": 1, "name": "Ann"}}}}}}'), id="id huge"),
        pytest.param(holding(f'{{"leads": {{"{2**63}": {{"id": {2**63}, "name": "Ann"}}}}}}'), id="id 2^63"),
        pytest.param(holding('{"leads": {"1": ' + '{"a": ' * 100_000 + "1" + "}" * 100_000 + "}}"), id="a deep lead"),
        pytest.param(beside(".journal", a_pipe), id="journal a pipe"),
        pytest.param(beside(".lock", a_pipe), id="lock a pipe"),
        pytest.param(beside(".journal", Path.mkdir), id="journal a folder"),
        pytest.param(beside(".lock", Path.mkdir), id="lock a folder"),
        pytest.param(beside(".index", Path.mkdir), id="index a folder"),
        pytest.param(beside(".index", a_pipe), id="index a pipe"),
    ],
)
@pytest.mark.parametrize("command", ["today", "add Bo", "check"])
def test_a_book_with_something_odd_ends_with_words(tmp_path: Path, make: Callable[[Path], None], command: str) -> None:
    book = tmp_path / "people.json"
    make(book)
    done = run(book, *command.split())
    assert done.returncode in {0, 3}, done.stderr
    assert "fault of fuyu's own" not in done.stderr


def test_a_record_of_merged_copies_that_never_ends_is_let_be(tmp_path: Path) -> None:
    book = tmp_path / "people.json"
    beside(".merged", linked("/dev/zero"))(book)
    book.with_name("people.sync-conflict-20260318.json").write_text("{}")
    assert run(book, "check").returncode in {0, 3}


def run(book: Path, *command: str) -> "subprocess.CompletedProcess[str]":
    """Run a command on a book, with little memory and patience."""
    limited = ["sh", "-c", f'ulimit -v {_MEMORY_KB}; exec "$@"', "sh"]
    return subprocess.run(
        [*limited, sys.executable, "-m", "fuyu", *command, "--db", str(book), *NOW],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
