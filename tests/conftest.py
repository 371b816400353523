"""Options of the whole suite, and what any of it may ask for.

Property tests draw the same examples each time, so that a suite that passed passes again; `make quick` draws a fifth of
them. With `--seed` they draw others, ten times as many: `make soak` looks for what nobody has thought of, and says the
seed that finds it again.
"""

from datetime import date
from inspect import iscoroutinefunction
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, settings

from fuyu.domain.lead import Row
from fuyu.storage.rows import Rows

_TIMED = HealthCheck.too_slow
"""The one check of Hypothesis that depends on how fast the machine is."""
settings.register_profile("same", derandomize=True, database=None, deadline=None, suppress_health_check=[_TIMED])
settings.register_profile("few", settings.get_profile("same"), max_examples=20)
settings.register_profile("explore", settings.get_profile("same"), derandomize=False, max_examples=1000)
settings.load_profile("same")


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
def nobodys_settings(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keep the settings, the books and the clocks of whoever runs the tests out of them."""
    home = tmp_path_factory.mktemp("nobody")
    monkeypatch.setenv("FUYU_CONFIG", str(home / "config.toml"))
    for name in ("FUYU_DB", "FUYU_NOW", "FUYU_TZ"):
        monkeypatch.delenv(name, raising=False)
    return home


@pytest.fixture
def days_read(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """Return the days whose rows a book was asked for: each time every row of that day is decoded."""
    asked: list[date] = []
    for_day = Rows.for_day

    def count(rows: Rows, day: date) -> list[Row]:
        asked.append(day)
        return for_day(rows, day)

    monkeypatch.setattr(Rows, "for_day", count)
    return asked
