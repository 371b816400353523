"""The manual page says what the parser takes."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from fuyu.cli.arguments import groups
from fuyu.cli.man import page

PAGE = Path(__file__).parent.parent.parent / "docs" / "fuyu.1"
GROFF = shutil.which("groff")


def test_it_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8").splitlines() == list(page()), "write it anew: make man"


def test_it_has_every_command_and_what_each_takes() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for verb in [verb for verbs in groups().values() for verb in verbs]:
        assert f"\\fBfuyu {verb.name}\\fR" in text
    for option in ("promise", "dry\\-run", "template", "push", "resend", "mark\\-sent", "kept", "withdraw", "json"):
        assert f"\\fB\\-\\-{option}\\fR" in text


@pytest.mark.slow
@pytest.mark.skipif(GROFF is None, reason="there is no groff")
def test_man_has_nothing_to_complain_of() -> None:
    argv = [str(GROFF), "-man", "-ww", "-Tutf8", "-P-c", str(PAGE)]
    done = subprocess.run(argv, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "fuyu snooze LEAD PHRASE ..." in re.sub(".\b", "", done.stdout), "as read without bold"
