"""WorkerBeside the dashboard: a worker where the book belongs to a team, and a word to it for each action."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fuyu.background import Elsewhere
from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.config import Config
from fuyu.desk import Desk, NewLead
from fuyu.features.team import beside as module
from fuyu.features.team.beside import beside, follow
from tests.cli.conftest import MORNING


class Worker:
    """A process that never was."""

    def __init__(self) -> None:
        self.is_over = False
        self.was_ended = False

    def end(self) -> None:
        """Have it end."""
        self.was_ended = True


class Others:
    """Begins no process, and knows which were to be begun."""

    def __init__(self) -> None:
        self.workers: list[Worker] = []
        self.left: list[tuple[str, ...]] = []

    def catch_up(self, command: str) -> str:
        """Nobody waits."""
        raise AssertionError(command)

    def leave(self, *command: str) -> None:
        """Note what was to be done."""
        self.left.append(command)

    def stay(self, *command: str) -> Worker:
        """Note that a worker was begun."""
        assert command == ("team", "sync", "--stay")
        self.workers.append(Worker())
        return self.workers[-1]


def quietly(*_words: str) -> None:
    """Hear what is said."""


@pytest.fixture
def poked(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Return the books whose worker was told that something waits; there is none that hears it."""
    found: list[Path] = []
    monkeypatch.setattr(module, "poke", found.append)
    return found


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return tmp_path / "book.json"


@pytest.fixture
def desk(book: Path) -> Iterator[Desk]:
    with closing(open_book(book)) as store:
        yield Desk(store, StoppedClock(MORNING))


def share(book: Path, desk: Desk) -> None:
    """Let a book belong to a team, as another process does."""
    with closing(open_book(book)) as store:
        store.share("fuyu", 1, MORNING)
    desk.book.catch_up()


def test_a_book_of_no_team_has_no_worker(book: Path, desk: Desk, poked: list[Path]) -> None:
    others = Others()
    doing = beside(desk, book, Config(), others)
    desk.commands.add(NewLead(name="Ann Lee"))
    doing.each_second(quietly, quietly)
    doing.leave()
    assert (others.workers, poked, follow(desk, book, Config(), others), others.left) == ([], [], "", [])


def test_a_worker_is_begun_once_and_ended_with_the_dashboard(book: Path, desk: Desk, poked: list[Path]) -> None:
    others = Others()
    doing = beside(desk, book, Config(), others)
    share(book, desk)
    for _ in range(3):
        doing.each_second(quietly, quietly)
    assert len(others.workers) == 1
    desk.commands.add(NewLead(name="Ann Lee"))
    assert poked == [book]
    doing.leave()
    assert others.workers[0].was_ended


def test_a_worker_that_ended_is_begun_again_after_some_seconds(book: Path, desk: Desk) -> None:
    others = Others()
    doing = beside(desk, book, Config(), others)
    share(book, desk)
    doing.each_second(quietly, quietly)
    others.workers[0].is_over = True
    for _ in range(4):
        doing.each_second(quietly, quietly)
    assert len(others.workers) == 1
    doing.each_second(quietly, quietly)
    assert len(others.workers) == 2


def test_the_worker_of_another_dashboard_is_enough(book: Path, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    others = Others()
    doing = beside(desk, book, Config(), others)
    share(book, desk)
    monkeypatch.setattr(module, "is_at_work", lambda _book: True)
    doing.each_second(quietly, quietly)
    assert others.workers == []
    monkeypatch.setattr(module, "is_at_work", lambda _book: False)
    doing.each_second(quietly, quietly)
    assert len(others.workers) == 1


def test_a_command_is_followed_by_sending_where_nobody_else_does(book: Path, desk: Desk, poked: list[Path]) -> None:
    others: Others = Others()
    share(book, desk)
    elsewhere: Elsewhere = others
    assert follow(desk, book, Config(), elsewhere) == ""
    assert (poked, others.left) == ([book], [("team", "sync")])
