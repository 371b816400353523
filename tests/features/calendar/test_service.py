"""A calendar file that follows the book."""

import gc
from pathlib import Path

from fuyu.desk import Desk
from fuyu.features.calendar.rules import Showing
from fuyu.features.calendar.service import publish
from tests.desk.conftest import a_lead_on


def test_a_calendar_shows_what_another_terminal_wrote_a_moment_ago(two: tuple[Desk, Desk], tmp_path: Path) -> None:
    here, there = two
    a_lead_on(there, "Ana Horvat")
    publish(here, tmp_path / "fuyu.ics", "book", Showing())
    assert "Ana Horvat" in (tmp_path / "fuyu.ics").read_text()


def test_however_often_it_is_written_no_file_stays_open(desk: Desk, tmp_path: Path) -> None:
    opened = []
    for number in range(3):
        a_lead_on(desk, f"Lead {number}")
        publish(desk, tmp_path / "fuyu.ics", "book", Showing())
        gc.collect()  # what other tests have left open goes before it is counted, not while
        opened.append(len(list(Path("/dev/fd").iterdir())))
    assert opened[1] == opened[2]
