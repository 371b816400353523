"""What tests of hooks begin with: a folder of settings, and programs that are put there."""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

_PATIENCE = 30.0


class Programs:
    """The settings of a person, with their hooks beside them."""

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config.toml"
        self.hooks = folder / "hooks"
        self.hooks.mkdir(parents=True)
        self.out = folder / "out"

    def put(self, name: str, script: str, mode: int = 0o755) -> Path:
        """Put a hook there: a script for the shell, which knows `$OUT`, a file of the test."""
        hook = self.hooks / name
        hook.write_text(f'#!/bin/sh\nOUT="{self.out}"\n{script}\n')
        hook.chmod(mode)
        return hook

    def printed(self) -> list[str]:
        """Return the lines that hooks have written to `$OUT`."""
        return self.out.read_text().splitlines() if self.out.exists() else []


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Return a person's settings, which hold."""
    made = Programs(tmp_path / "settings")
    monkeypatch.setenv("FUYU_CONFIG", str(made.config))
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    bin_ = tmp_path / "bin"
    bin_.mkdir()
    (bin_ / "fuyu").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m fuyu "$@"\n')
    (bin_ / "fuyu").chmod(0o755)
    monkeypatch.setenv("PATH", f"{bin_}{os.pathsep}{os.environ['PATH']}")
    return made


def until(so: Callable[[], object]) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + _PATIENCE
    while not so():
        assert time.monotonic() < deadline
        time.sleep(0.01)
