"""fuyu where there is no Unix: every module loads, and commands work, without what only Unix has."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROGRAM = ROOT / "tests" / "without_unix.py"
pytestmark = pytest.mark.slow


def run(folder: Path, *words: str) -> str:
    """Return what fuyu prints without Unix."""
    environment = {
        **os.environ,
        "HOME": str(folder),
        "FUYU_DB": str(folder / "fuyu.json"),
        "FUYU_NOW": "2026-03-18T09:30",
        "FUYU_TZ": "Europe/London",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, PROGRAM, *words], env=environment, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), done.stderr
    return done.stdout


def test_every_module_loads(tmp_path: Path) -> None:
    loaded = run(tmp_path).split()
    assert "fuyu.system.windows" in loaded
    assert {"fuyu.tui.app", "fuyu.features.team.worker", "fuyu.storage.book"} <= {*loaded}


def test_help_is_there(tmp_path: Path) -> None:
    assert "Show who to contact today" in run(tmp_path, "--help")


def test_a_day_is_worked(tmp_path: Path) -> None:
    run(tmp_path, "add", "Ann Lee", "--next", "today", "--promise", "--why", "pricing")
    run(tmp_path, "add", "Bo Diaz", "--phone", "+44 20 7946 0958")
    assert "Ann Lee" in run(tmp_path, "today")
    run(tmp_path, "log", "ann", "talked", "--note", "budget is in")
    run(tmp_path, "undo")
    assert "pricing" in run(tmp_path, "show", "ann")
    assert "2 leads, 0 touches" in run(tmp_path, "check")


def test_its_locks_keep_others_out_and_let_readers_in(tmp_path: Path) -> None:
    assert run(tmp_path, "LOCKS", str(tmp_path / "lock")).split() == ["shared", "shared", "refused", "alone", "refused"]
