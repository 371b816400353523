"""Telling the desktop and the terminal."""

import os
import sys
from pathlib import Path

import pytest

from fuyu.errors import NotifyError
from fuyu.features.reminders.notices import sequence, show
from fuyu.features.reminders.rules import Bell, Notice
from tests.domain.test_text import WORST

pytestmark = pytest.mark.slow

ZOE = Notice("10:30 call Zoë O'Brien", "in 10 minutes")
SHOWS = "notify-send" if sys.platform != "darwin" else "osascript"


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program on the path that writes down, one a line, what the desktop would be told."""
    told = tmp_path / "told"
    program = tmp_path / "bin" / SHOWS
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >> "{told}"\n')
    program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    return told


def test_the_desktop_is_told_title_and_text(desktop: Path) -> None:
    show(ZOE)
    assert desktop.read_text().splitlines()[-2:] == ["10:30 call Zoë O'Brien", "in 10 minutes"]


@pytest.mark.parametrize("worst", [*WORST, "--help", "$(touch owned)", "`id`; rm", '" & quit & "'])
def test_no_text_is_an_option_a_command_or_markup(desktop: Path, worst: str) -> None:
    show(Notice(worst, f"<b>{worst}</b>"))
    *_, title, body = desktop.read_text().splitlines()
    assert all(char.isprintable() for char in title + body)
    assert sys.platform == "darwin" or "<b>" not in body
    assert "--" in desktop.read_text().splitlines() or sys.platform == "darwin"
    assert not Path("owned").exists()


def test_without_a_desktop_it_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(NotifyError, match="no desktop notification"):
        show(ZOE)


@pytest.mark.parametrize("ends", ["exit 1", "kill -9 $$"])
def test_a_desktop_that_does_not_answer_is_said_without_a_name(desktop: Path, ends: str) -> None:
    (desktop.parent / "bin" / SHOWS).write_text(f"#!/bin/sh\n{ends}\n")
    with pytest.raises(NotifyError) as raised:
        show(ZOE)
    assert "Zoë" not in str(raised.value)


@pytest.mark.parametrize(
    ("bell", "expected"),
    [
        (Bell.BELL, "\a"),
        (Bell.OFF, ""),
        (Bell.OSC_9, "\x1b]9;10:30 call Zoë O'Brien, in 10 minutes\x1b\\"),
        (Bell.OSC_777, "\x1b]777;notify;10:30 call Zoë O'Brien;in 10 minutes\x1b\\"),
    ],
)
def test_a_terminal_is_told_in_its_own_way(bell: Bell, expected: str) -> None:
    assert sequence(bell, ZOE) == expected


@pytest.mark.parametrize("worst", [*WORST, "4;1;100", "a;b;c", "x\x1b\\y\x07z\x9cw"])
@pytest.mark.parametrize("bell", [Bell.OSC_9, Bell.OSC_777])
def test_no_text_ends_a_sequence_early_or_adds_a_part(bell: Bell, worst: str) -> None:
    said = sequence(bell, Notice(worst, worst))
    inside = said.removeprefix("\x1b]").removesuffix("\x1b\\")
    assert len(said) == len(inside) + 4
    assert all(char.isprintable() for char in inside)
    assert inside.count(";") == sequence(bell, ZOE).count(";")
