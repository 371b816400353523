"""Options of the whole suite, and what any of it may ask for."""

from datetime import date
from pathlib import Path

import pytest

from fuyu.domain.lead import Row
from fuyu.storage.rows import Rows


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --redraw, for `make screenshots`."""
    parser.addoption("--redraw", action="store_true", help="draw the pictures in screenshots/ anew")


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
