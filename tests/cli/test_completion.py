"""Completions: made for each shell, and asked in a real one."""

import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.conftest import Shell

BASH = shutil.which("bash")
ASK = """
source "$1"; shift
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
_shtab_fuyu 2>/dev/null
printf '%s\\n' "${COMPREPLY[@]}"
"""


@pytest.mark.slow
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_there_is_one_for_each_shell(fuyu: Shell, shell: str) -> None:
    script = fuyu.ok("completion", shell).out
    for word in ("snooze", "promise", "voicemail", "dry-run"):
        assert word in script
    program = shutil.which(shell)
    if program:
        subprocess.run([program, "-n"], input=script, text=True, check=True)


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", "data/bash-completion/completions/fuyu"),
        ("zsh", "data/zsh/site-functions/_fuyu"),
        ("fish", "config/fish/completions/fuyu.fish"),
    ],
)
def test_they_are_put_where_the_shell_looks_for_them(
    fuyu: Shell, shell: str, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    said = fuyu("completion", "--install")
    assert (said.code, said.out) == (0, f"{tmp_path / place}\n")
    assert f"the next {shell} reads it" in said.err
    assert (tmp_path / place).read_text() == fuyu.ok("completion", shell).out
    assert fuyu.ok("completion", shell, "--install", "--json").json == {
        "version": 2,
        "shell": shell,
        "path": str(tmp_path / place),
    }


def test_a_folder_that_cannot_be_made_is_named(fuyu: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "data").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    said = fuyu("completion", "bash", "--install")
    assert (said.code, said.out) == (3, "")
    assert f"{tmp_path / 'data'}" in said.err


def test_another_shell_is_named_with_those_there_are(fuyu: Shell) -> None:
    said = fuyu("completion", "ksh")
    assert said.code == 2
    assert "bash" in said.err


@pytest.mark.slow
@pytest.mark.skipif(BASH is None, reason="there is no bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["fuyu", "sn"], {"snooze"}),
        (["fuyu", "red"], {"redo"}),
        (["fuyu", "log", "--ch"], {"--channel", "--check-in"}),
        (["fuyu", "add", "Ann", "--temperature", "h"], {"hot"}),
        (["fuyu", "completion", ""], {"bash", "zsh", "fish"}),
        (["fuyu", "merge", "contacts.c"], {"contacts.csv"}),
    ],
)
def test_bash_completes(fuyu: Shell, tmp_path: Path, words: list[str], expected: set[str]) -> None:
    script = tmp_path / "fuyu.bash"
    script.write_text(fuyu.ok("completion", "bash").out)
    (tmp_path / "contacts.csv").touch()
    argv = [str(BASH), "--norc", "-c", ASK, "bash", str(script), *words]
    done = subprocess.run(argv, capture_output=True, text=True, check=True, cwd=tmp_path)
    assert set(done.stdout.split()) == expected
