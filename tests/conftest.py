"""Options of the whole suite."""

from pathlib import Path

import pytest


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
