"""Options of the whole suite."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --redraw, for `make screenshots`."""
    parser.addoption("--redraw", action="store_true", help="draw the pictures in screenshots/ anew")
