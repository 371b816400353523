"""Running a program: it reads JSON, and its time, its output and what it starts have an end."""

import os
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from fuyu.features.hooks.programs import MOST_PRINTED, end_all, run
from tests.features.hooks.conftest import until

pytestmark = pytest.mark.slow


def shell(script: str, given: bytes = b"{}", seconds: float = 20, **settings: str) -> tuple[int, str, str, str]:
    """Run a script of the shell."""
    ran = run(["/bin/sh", "-c", script], given, seconds, settings)
    return ran.code, ran.out, ran.err, ran.trouble


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give them a home that is there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def is_over(process: int) -> bool:
    """Return whether a process is gone, or a zombie."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    ).stdout
    return not state.strip() or state.startswith("Z")


def test_it_reads_what_it_is_given_and_what_it_prints_is_read() -> None:
    assert shell('cat; echo "$WHO" >&2', b'{"a": 1}', WHO="ann") == (0, '{"a": 1}', "ann\n", "")


def test_it_need_not_read() -> None:
    assert shell("exit 0", b"x" * 10_000_000)[::3] == (0, "")


def test_a_large_text_passes_through() -> None:
    assert shell("wc -c", b"x" * 3_000_000)[1].split() == ["3000000"]


def test_what_goes_wrong_is_said_with_the_last_line_of_its_errors() -> None:
    assert shell("echo one >&2; printf 'no such\\033[1m host\\n' >&2; exit 7")[3] == (
        "failed with exit code 7: no such[1m host"
    )
    assert shell("kill -9 $$")[3] == "failed with signal 9"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["no-such-program-anywhere"], "cannot be run: there is no no-such-program-anywhere"),
        (["/"], "cannot be run: Permission denied"),
        (["a\0b"], "cannot be run: its words have a NUL character"),
    ],
)
def test_what_cannot_be_run_is_said(words: list[str], said: str) -> None:
    assert run(words, b"", 5, {}).trouble == said


def test_a_script_whose_first_line_names_no_program_is_told_from_one_that_is_not_there(tmp_path: Path) -> None:
    script = tmp_path / "script"
    script.write_text("#!/nowhere/sh\n")
    script.chmod(0o755)
    said = "cannot be run: the program in its first line is not there"
    assert run([str(script)], b"", 20, {}).trouble == run(["~/script"], b"", 20, {}).trouble == said


def test_one_that_hangs_is_ended_with_what_it_started(tmp_path: Path) -> None:
    """GIVEN a program that ignores being asked, with a child WHEN its time is over THEN both are gone."""
    pids = tmp_path / "pids"
    script = f"trap '' TERM; (trap '' TERM; echo $$ >> {pids}; sleep 600) & echo $! >> {pids}; sleep 600"
    assert shell(script, seconds=0.5)[3] == "did not end within 0.5 s, so it was ended"
    for process in map(int, pids.read_text().split()):
        until(partial(is_over, process))


def test_what_it_leaves_behind_holds_nobody_up_and_is_ended(tmp_path: Path) -> None:
    left = tmp_path / "left"
    assert shell(f"sleep 600 & echo $! > {left}; echo done")[1:] == ("done\n", "", "")
    until(partial(is_over, int(left.read_text())))


def test_one_that_prints_without_end_is_kept_to_a_part_and_ended() -> None:
    code, out, err, trouble = shell("while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done", seconds=1)
    assert (code, len(out), err) == (-1, MOST_PRINTED, "")
    assert trouble == "did not end within 1 s, so it was ended"


def test_one_that_prints_more_than_is_kept_is_not_held_up_by_that() -> None:
    program = f"import sys; sys.stdout.write('x' * {MOST_PRINTED * 3}); sys.stderr.write('ok')"
    ran = run([sys.executable, "-c", program], b"", 20, {})
    assert (ran.code, len(ran.out), ran.err, ran.trouble) == (0, MOST_PRINTED, "ok", "")


def test_no_file_of_ours_is_left_open_for_it_and_home_is_where_it_runs(tmp_path: Path) -> None:
    with (tmp_path / "book").open("w") as book:
        os.set_inheritable(book.fileno(), False)
        found = shell(f"ls /dev/fd/{book.fileno()} 2>&1; pwd")[1]
    assert "No such file" in found or "cannot access" in found
    assert found.splitlines()[-1] == str(tmp_path)


def test_who_has_no_home_runs_programs_too(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(home / "none"))
    assert shell("pwd")[1] == "/\n"


def test_all_that_run_can_be_ended_at_once() -> None:
    from threading import Thread  # noqa: PLC0415 - only here

    said: list[str] = []
    running = Thread(target=lambda: said.append(shell("echo; sleep 600", seconds=60)[3]))
    running.start()
    while running.is_alive():
        end_all()
        running.join(0.05)
    assert said == ["failed with signal 9"]
