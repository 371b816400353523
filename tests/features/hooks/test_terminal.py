"""Hooks and commands of one's own in a real terminal: also what is done just before one leaves reaches its hook."""

from pathlib import Path

import pytest

from tests.features.hooks.conftest import until
from tests.pty.conftest import FUYU, Opened

pytestmark = pytest.mark.pty


def test_hooks_follow_keys_and_leaving(env: dict[str, str], book: Path, tmp_path: Path, terminal: Opened) -> None:
    """GIVEN a hook for snoozes and one that fails WHEN one snoozes and quits at once THEN both were run."""
    hooks, out = tmp_path / "own" / "hooks", tmp_path / "out"
    hooks.mkdir(parents=True)
    (hooks / "on-snooze").write_text(f'#!/bin/sh\necho "$FUYU_HOOK" >> "{out}"\n')
    (hooks / "on-log").write_text("#!/bin/sh\nexit 3\n")
    for hook in hooks.iterdir():
        hook.chmod(0o755)
    config = hooks.parent / "config.toml"
    config.write_text("[commands.ask]\nkey = 'f11'\nrun = ['sh', '-c', 'echo \"book $FUYU_DB\"']\n")
    env["FUYU_CONFIG"] = str(config)
    opened = terminal(*FUYU, "--db", str(book))
    opened.wait_for("Sakura Tanaka")
    opened.send("x")
    opened.wait_for("hooks/on-log failed with exit code 3")
    opened.send("\x1b[23~")
    opened.wait_for(f"ask: book {book}"[:40])
    opened.send(">q")
    until(lambda: out.exists() and out.read_text() == "on-snooze\n")
