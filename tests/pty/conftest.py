"""A morning in a file, and dashboards on it in terminals."""

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from fuyu.care import open_book
from fuyu.domain.lead import Lead
from fuyu.domain.step import Plan
from tests.builders import TODAY, a_lead, adding
from tests.pty.terminal import Terminal

FUYU = (sys.executable, "-m", "fuyu")
NOW = {"FUYU_NOW": "2026-03-18T09:30", "FUYU_TZ": "Europe/London"}


def due(lead_id: int, name: str, days: int, company: str = "") -> Lead:
    """Return a lead due so many days from today."""
    return a_lead(lead_id, name, TODAY + dt.timedelta(days=days), company=company)


PEOPLE = (
    due(1, "Sakura Tanaka", -5, "Nihon Denki"),
    due(2, "Ana Horvat", -2, "Adriatic Foods"),
    due(3, "M. al-Ahmad", -1, "Gulf [ACME]"),
    a_lead(4, "Zoe O'Brien", next_step=Plan(day=TODAY, time=dt.time(10, 30), zone="Europe/London")),
    due(5, "Li Wei", 0, "Flags Ltd"),
    a_lead(6, "Nobody Yet", None),
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a book with three overdue, two today and one unscheduled."""
    path = tmp_path / "fuyu.json"
    store = open_book(path)
    store.apply(adding(*PEOPLE))
    store.close()
    return path


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """Return the surroundings of a person without any settings."""
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "VIRTUAL_ENV") if name in os.environ}
    return kept | NOW | {"HOME": str(tmp_path), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


def kept(book: Path) -> Any:
    """Return the book as another program finds it; closed with the last reference, so that nothing is folded."""
    return open_book(book)


Opened = Callable[..., Terminal]


@pytest.fixture
def terminal(env: dict[str, str]) -> Iterator[Opened]:
    """Run a program in a terminal: `terminal(*argv, size=(80, 24))`."""
    with ExitStack() as stack:
        yield lambda *argv, **how: stack.enter_context(Terminal(argv, env, **how))


@pytest.fixture
def dashboard(terminal: Opened, book: Path) -> Opened:
    """Open a dashboard and wait for it: `dashboard(size=(80, 24))`."""

    def opened(size: tuple[int, int] = (80, 24)) -> Terminal:
        opened = terminal(*FUYU, "--db", str(book), size=size)
        opened.wait_for("Overdue · 3", "─ Sakura Tanaka")
        return opened

    return opened
