"""What is said while a book is read."""

import sys
from io import StringIO

import pytest

from fuyu.cli import opening


class Terminal(StringIO):
    """A terminal that remembers what was written to it."""

    def isatty(self) -> bool:
        return True


def a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """Return what stands for stderr from now on, each look at the time a quarter of a second after the last."""
    found = Terminal()
    monkeypatch.setattr(sys, "stderr", found)
    seconds = iter(range(100))
    monkeypatch.setattr(opening, "monotonic", lambda: next(seconds) / 4)
    return found


def test_what_takes_long_is_said_with_the_part_that_is_done_and_goes_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    progress = opening.Progress()
    for part in (0.1, 0.2, 0.3, 0.4, 0.401, 1):
        progress(part)
    assert terminal.getvalue() == "\rreading the book: 40%\r\x1b[K"


def test_what_is_done_soon_is_not_said(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    progress = opening.Progress()
    for part in (0.5, 0.9, 1, 0.5, 1):
        progress(part)
    assert terminal.getvalue() == ""


def test_nothing_is_written_over_the_dashboard_nor_into_a_file(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = a_terminal(monkeypatch)
    progress = opening.Progress()
    progress.is_over = True
    for part in (0.1, 0.2, 0.3, 0.4):
        progress(part)
    monkeypatch.setattr(terminal, "isatty", lambda: False)
    progress = opening.Progress()
    for part in (0.1, 0.2, 0.3, 0.4):
        progress(part)
    assert terminal.getvalue() == ""
