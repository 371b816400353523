"""The table [calendar] of config.toml."""

import pytest

from fuyu.config import Config, parse_config
from fuyu.features.calendar.rules import Showing
from fuyu.features.calendar.settings import Publishing
from tests.test_config import problem


def publishing(text: str) -> Publishing:
    """Return what a file sets."""
    return parse_config(text).of(Publishing)


def test_it_is_as_said() -> None:
    said = """
        [calendar]
        file = "~/cal/fuyu.ics"
        details = false
        months = 3
        url = "https://dav.example.org/ann/fuyu/"
        user = "ann"
        password_command = ["pass", "show", "dav"]
        """
    assert publishing(said) == Publishing(
        file="~/cal/fuyu.ics",
        url="https://dav.example.org/ann/fuyu/",
        user="ann",
        password_command=("pass", "show", "dav"),
        showing=Showing(details=False, months=3, alarm=10),
    )
    assert publishing("[calendar]\n") == publishing("") == Config().of(Publishing) == Publishing()


def test_it_rings_when_fuyu_reminds_or_not_at_all() -> None:
    assert publishing("[remind]\nbefore = 5\n").showing.alarm == 5
    assert publishing("[calendar]\nalarms = true\n[remind]\nbefore = 5\n").showing.alarm == 5
    assert publishing("[calendar]\nalarms = false\n[remind]\nbefore = 5\n").showing.alarm is None


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('calendar.file = "/home/ann/calendar.txt"', "is a calendar file and where it lies, like"),
        ('calendar.file = "fuyu.ics"', "is a calendar file and where it lies, like"),
        ("calendar.details = 1", "is true or false, not 1"),
        ("calendar.months = 0", "is a whole number from 1 to 120"),
        ('calendar.url = "http://dav.example.org/"', "begins with https://"),
        ('calendar.url = "https://"', "begins with https://"),
        ('calendar.url = "https://[dav"', "is an address, like"),
        ('calendar.url = "https://ann:secret@dav.example.org/"', "names no user and no password"),
        ('calendar.password = "secret"', "is no setting; did you mean password_command?"),
        ("calendar.password_command = []", "names at least a program"),
    ],
)
def test_mistakes_about_calendars_are_named(line: str, sentence: str) -> None:
    said = problem(line)
    assert said.startswith(f"config.toml, line 1: {line.split(' ', maxsplit=1)[0]} {sentence}")
    assert "secret" not in said


def test_this_machine_itself_needs_no_https() -> None:
    for host in ("localhost:5232", "127.0.0.1", "[::1]:5232"):
        assert publishing(f'[calendar]\nurl = "http://{host}/ann/"\n').url == f"http://{host}/ann/"
    assert "https" in problem('calendar.url = "http://localhost.example.org/"')
