"""Options of the whole suite, and what any of it may ask for.

Property tests draw the same examples each time, so that a suite that passed passes again; `make quick` draws a tenth of
them. With `--seed` they draw others, ten times as many: `make soak` looks for what nobody has thought of, and says the
seed that finds it again.
"""

import gc
import os
import sys
from collections.abc import Callable, Generator, Iterator
from datetime import date
from inspect import iscoroutinefunction
from pathlib import Path
from random import Random
from tempfile import mkdtemp

import pytest
from hypothesis import HealthCheck, settings

from fuyu.care import Book, open_book
from fuyu.domain.lead import Row
from fuyu.storage.journal_db import snapshot
from fuyu.storage.rows import NOBODY, Owners, Rows
from fuyu.storage.team import numbering
from tests.builders import NOON

_TIMED = HealthCheck.too_slow
"""The one check of Hypothesis that depends on how fast the machine is."""
settings.register_profile("same", derandomize=True, database=None, deadline=None, suppress_health_check=[_TIMED])
settings.register_profile("few", settings.get_profile("same"), max_examples=10)
settings.register_profile("explore", settings.get_profile("same"), derandomize=False, max_examples=1000)
settings.load_profile("same")
_LEFT_OUT = ("slow", "pty", "soak")
"""The marks of the tests that `make quick` leaves out."""
_REACHES_OUT = {"subprocess.Popen", "os.posix_spawn", "os.fork", "os.forkpty", "socket.bind"}
"""What Python reports of a program that starts another process or a server."""
_reached: set[str] = set()
"""What of that the test that is running did."""


def _note(event: str, _arguments: object) -> None:
    if event in _REACHES_OUT:
        _reached.add(event)


sys.addaudithook(_note)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --redraw, for `make screenshots`; --seed, for `make soak`; and --shuffle."""
    parser.addoption("--redraw", action="store_true", help="draw the pictures in screenshots/ anew")
    parser.addoption("--seed", type=int, metavar="N", help="draw other examples, and more, as this number says")
    parser.addoption("--shuffle", type=int, metavar="N", help="run the tests in another order, as this number says")


@pytest.hookimpl(tryfirst=True)  # Hypothesis reads its options after this
def pytest_configure(config: pytest.Config) -> None:
    """Let property tests explore where there is a seed."""
    if (seed := config.getoption("seed")) is not None:
        config.option.hypothesis_profile, config.option.hypothesis_seed = "explore", str(seed)


@pytest.hookimpl(wrapper=True, optionalhook=True)
def pytest_xdist_auto_num_workers() -> Generator[None, int, int]:
    """Return three workers for every two cores: while a test waits for a screen or a process, another runs."""
    return (yield) * 3 // 2


def pytest_collection_finish() -> None:
    """Keep what was imported out of the searches for garbage: it stays to the end."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests of a dashboard as slow; with --shuffle, use another order, the same in every process of a run."""
    for item in items:
        if isinstance(item, pytest.Function) and iscoroutinefunction(item.obj):
            item.add_marker(pytest.mark.slow)
    if (seed := config.getoption("shuffle")) is not None:
        _chance(seed).shuffle(items)


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Return what repeats this run."""
    return _told(config)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Say at the end, too, what repeats this run."""
    for line in _told(config):
        terminalreporter.line(line)


def _told(config: pytest.Config) -> list[str]:
    numbers = {option: config.getoption(option) for option in ("seed", "shuffle")}
    return [f"{option}: --{option} {number} repeats it" for option, number in numbers.items() if number is not None]


def _chance(seed: object) -> Random:
    return Random(str(seed))  # noqa: S311 - nothing secret


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """Return the number that says what is drawn: of `--seed`, or always the same."""
    return request.config.getoption("seed") or 0


@pytest.fixture
def chance(request: pytest.FixtureRequest, seed: int) -> Random:
    """Return a source of random numbers, another for each test, the same for each run with one seed."""
    return _chance(f"{seed} {request.node.nodeid}")


@pytest.fixture(autouse=True)
def _quick_or_marked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Hold every test without one of the marks to what `make quick` promises: no other process, and no server."""
    _reached.clear()
    yield
    if not any(request.node.get_closest_marker(mark) for mark in _LEFT_OUT):
        assert not _reached, "mark it slow: it starts a process or a server"


@pytest.fixture(scope="session", autouse=True)
def _no_platter() -> Iterator[None]:
    """Wait for no disk: no test cuts the power of this process, and what is no file is refused all the same."""
    with pytest.MonkeyPatch.context() as patch:
        for call in ("fsync", "fdatasync"):
            patch.setattr(os, call, os.fstat, raising=False)  # macOS lacks one
        yield


@pytest.fixture(scope="session")
def nobodys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the homes of nobody."""
    return tmp_path_factory.mktemp("nobodys")


@pytest.fixture(autouse=True)
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, nobodys: Path) -> Path:
    """Keep the settings, the books and the clocks of whoever runs the tests out of them."""
    home = Path(mkdtemp(dir=nobodys))
    monkeypatch.setenv("FUYU_CONFIG", str(home / "config.toml"))
    monkeypatch.setenv("XDG_CACHE_HOME", f"{home}-cache")
    monkeypatch.setenv("XDG_STATE_HOME", f"{home}-state")
    for name in ("FUYU_DB", "FUYU_NOW", "FUYU_TZ"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def open_shared(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], Book]:
    """Return what opens a book that belongs to a team; without a number it gives the ids that any other book gives."""
    monkeypatch.setattr(numbering, "_BY_CHANCE", range(1))

    def opened(path: Path) -> Book:
        book = open_book(path)
        if book.team is None:
            book.share("test", 1, NOON)
        return book

    return opened


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give no other program time to finish a damaged file: nobody is writing it."""
    monkeypatch.setattr(snapshot, "_A_MOMENT", 0.0)


@pytest.fixture
def days_read(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Return the days whose rows a book was asked for: each time every row of that day is decoded."""
    asked: list[date] = []
    for_day = Rows.for_day

    def count(rows: Rows, day: date, but: Owners = NOBODY) -> list[Row]:
        asked.append(day)
        return for_day(rows, day, but)

    monkeypatch.setattr(Rows, "for_day", count)
    return asked
