"""Reminding from a timer: each promise once, whoever tells it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Said, Shell

BOTH = ["10:30 call Zoë O'Brien\tin 10 minutes", "10:30 call Zoë O'Brien\tnow"]


@pytest.fixture
def promised(fuyu: Shell, desktop: Path) -> Shell:
    """Return a shell on a book with a promise at 10:30."""
    assert not desktop.exists()
    fuyu.ok("add", "Zoë O'Brien", "--next", "10:30", "--promise")
    return fuyu


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a program on the path that writes down what the desktop would be told."""
    told = tmp_path / "told"
    for name in ("notify-send", "osascript"):
        program = tmp_path / "bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(
            f'#!/bin/sh\nfor last; do before=$said; said=$last; done\necho "$before, $said" >> "{told}"\n'
        )
        program.chmod(0o700)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}{os.pathsep}{os.environ['PATH']}")
    return told


def remind(fuyu: Shell, at: str, *options: str, tz: str = "Europe/London") -> Said:
    """Remind at a time of that Wednesday."""
    return fuyu.bare("remind", "--db", str(fuyu.book), "--at", f"2026-03-18T{at}", "--tz", tz, *options)


@pytest.mark.slow
def test_each_is_said_once_and_a_timers_log_has_no_name(promised: Shell, desktop: Path) -> None:
    said = [remind(promised, f"10:{minute}") for minute in range(15, 45)]
    assert {(one.code, one.out, one.err) for one in said} == {(0, "", "")}
    assert desktop.read_text().splitlines() == [line.replace("\t", ", ") for line in BOTH]


@pytest.mark.slow
def test_reminders_can_be_read(promised: Shell) -> None:
    assert remind(promised, "10:20", "--plain").lines == BOTH[:1]
    reminded = remind(promised, "10:31", "--json").json["reminded"]
    assert [(one["lead"], one["name"], one["missed"]) for one in reminded] == [(1, "Zoë O'Brien", False)]
    assert remind(promised, "10:31", "--json").json["reminded"] == []


def test_who_was_reached_before_is_not_reminded_of(promised: Shell, desktop: Path) -> None:
    promised.ok("log", "zoë", "talked")
    assert remind(promised, "10:30", "--plain").out == ""
    assert not desktop.exists()


@pytest.mark.slow
def test_settings_say_when_and_what(promised: Shell, desktop: Path, nobodys_settings: Path) -> None:
    (nobodys_settings / "config.toml").write_text(
        '[remind]\nbefore = 60\nquiet = "20:00-09:35"\ntext = "{time} {channel}"\n'
    )
    assert remind(promised, "09:34", "--plain").out == ""
    assert remind(promised, "09:35", "--plain").out == "10:30 call\tin 55 minutes\n"
    assert desktop.read_text() == "10:30 call, in 55 minutes\n"


def test_the_desktop_can_be_left_out(promised: Shell, desktop: Path, nobodys_settings: Path) -> None:
    (nobodys_settings / "config.toml").write_text("[remind]\ndesktop = false\n")
    assert remind(promised, "10:30", "--plain").lines == BOTH[1:]
    assert not desktop.exists()


@pytest.mark.slow
def test_where_nobody_would_hear_it_it_is_said_and_stays_to_be_told(
    promised: Shell, desktop: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    everything = os.environ["PATH"]
    monkeypatch.setenv("PATH", str(tmp_path))
    said = remind(promised, "10:20")
    assert (said.code, said.out) == (3, "")
    assert "no desktop notification" in said.err
    assert "Zoë" not in said.err
    monkeypatch.setenv("PATH", everything)
    assert remind(promised, "10:21").code == 0
    assert desktop.read_text() == "10:30 call Zoë O'Brien, in 9 minutes\n"


def test_nothing_near_asks_for_no_desktop(promised: Shell, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert remind(promised, "09:00") == Said(0, "", "")


@pytest.mark.slow
def test_two_timers_at_once_tell_it_once(promised: Shell, desktop: Path) -> None:
    command = [sys.executable, "-m", "fuyu", "remind", "--plain", "--db", str(promised.book)]
    command += ["--at", "2026-03-18T10:30", "--tz", "Europe/London"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(3)]
    told = [process.communicate(timeout=60)[0] for process in running]
    assert sorted(told) == ["", "", f"{BOTH[1]}\n"]
    assert desktop.read_text().count("\n") == 1
