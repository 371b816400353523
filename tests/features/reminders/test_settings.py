"""The table [remind] of config.toml."""

from datetime import time

import pytest

from fuyu.config import parse_config
from fuyu.features.reminders.rules import Bell, Quiet, Reminding
from tests.test_config import problem


def test_it_is_as_said() -> None:
    said = """
        [remind]
        before = 5
        quiet = "20:00 - 08:00"
        text = "{time} {first}"
        desktop = false
        terminal = "osc777"
        """
    assert parse_config(said).of(Reminding) == Reminding(
        before=5, quiet=Quiet(time(20), time(8)), text="{time} {first}", desktop=False, terminal=Bell.OSC_777
    )
    assert parse_config("[remind]\n").of(Reminding) == Reminding()


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("remind.before = 0", "is a whole number from 1 to 1440"),
        ('remind.quiet = "20:00"', "is two times, like"),
        ('remind.quiet = "8pm-8am"', 'is a time, like "08:00"'),
        ('remind.quiet = "08:00-08:00"', "ends when it begins"),
        ('remind.text = "{phone}"', "names {phone}; there are {time}, {channel}, {name}, {first}, {company}"),
        ('remind.terminal = "loud"', "is one of bell, osc9, osc777, off"),
    ],
)
def test_mistakes_about_reminders_are_named(line: str, sentence: str) -> None:
    said = problem(line)
    assert said.startswith(f"config.toml, line 1: {line.split(' ', maxsplit=1)[0]} {sentence}")
    assert "secret" not in said
