"""What stands where a calendar is to be written."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.cli.test_bad_input import ODD, endless


@pytest.mark.parametrize("make", ODD)
def test_a_calendar_that_is_no_file(morning: Shell, tmp_path: Path, make: Callable[[Path], None]) -> None:
    make(tmp_path / "c.ics")
    said = morning("calendar", str(tmp_path / "c.ics"))
    assert (said.code, said.out) in {(3, ""), (2, "")}, said
    assert str(tmp_path / "c.ics") in said.err or make is endless


def test_the_mode_of_a_calendar_that_is_there_stays(morning: Shell, tmp_path: Path) -> None:
    file = tmp_path / "c.ics"
    morning.ok("calendar", str(file))
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    morning.ok("add", "Bo", "--next", "fri 2pm")
    morning.ok("calendar", str(file))
    assert file.stat().st_mode & 0o777 == 0o644


def test_a_calendar_with_a_number_that_has_no_next_is_written_anew(morning: Shell, tmp_path: Path) -> None:
    file = tmp_path / "c.ics"
    morning.ok("calendar", str(file))
    with_huge = b"\n".join(
        b"SEQUENCE:" + b"9" * 20 + b"\r" if line.startswith(b"SEQUENCE") else line
        for line in file.read_bytes().split(b"\n")
    )
    file.write_bytes(with_huge)
    morning.ok("calendar", str(file))
    assert b"9" * 20 not in file.read_bytes()
