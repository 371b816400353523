"""What lies beside the program for other programs: units of systemd, agents of launchd, the entry of a menu."""

import plistlib
import shutil
import subprocess
import tomllib
from configparser import ConfigParser
from pathlib import Path

import pytest

from fuyu.cli.arguments import parser

ROOT = Path(__file__).parent.parent
UNITS = ROOT / "units"


def read(path: Path) -> ConfigParser:
    """Return a file of sections, with the names as they are written."""
    found = ConfigParser(interpolation=None)
    found.optionxform = str  # type: ignore[assignment, method-assign] # as the library's own page says
    found.read(path, encoding="utf-8")
    return found


def test_each_comes_with_the_wheel_under_its_own_name() -> None:
    told = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    shared = told["tool"]["hatch"]["build"]["targets"]["wheel"]["shared-data"]
    assert {Path(name) for name in shared} == {path.relative_to(ROOT) for path in UNITS.iterdir()} | {
        Path("docs/fuyu.1")
    }
    assert all(Path(name).name == Path(place).name for name, place in shared.items())


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.service")), ids=lambda path: path.name)
def test_a_unit_runs_a_command_there_is_and_has_a_timer(path: Path) -> None:
    program, name, *words = read(path)["Service"]["ExecStart"].split()
    assert (program, name) == ("/usr/bin/env", "fuyu")
    assert parser(words).parse_args(words).runs
    assert read(path.with_suffix(".timer"))["Install"]["WantedBy"] == "timers.target"


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.plist")), ids=lambda path: path.name)
def test_an_agent_runs_a_command_there_is(path: Path) -> None:
    agent = plistlib.loads(path.read_bytes())
    assert agent["Label"] == path.stem
    shell, option, line = agent["ProgramArguments"]
    words = line.partition("exec fuyu ")[2].split()
    assert (shell, option) == ("/bin/sh", "-c")
    assert parser(words).parse_args(words).runs
    assert agent["Umask"] == 0o077


def test_the_menu_opens_the_dashboard_in_a_terminal() -> None:
    entry = read(UNITS / "fuyu.desktop")["Desktop Entry"]
    assert (entry["Exec"], entry["Terminal"]) == ("fuyu", "true")


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="there is no desktop-file-validate")
def test_the_entry_of_the_menu_is_as_desktops_read_it() -> None:
    done = subprocess.run(
        ["desktop-file-validate", UNITS / "fuyu.desktop"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, "")
