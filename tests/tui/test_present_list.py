"""A lead as one line of a list: who else is at the lead is read in any width, and the line is as long as ever."""

import datetime as dt

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import About, Lead
from fuyu.domain.manners import Manners
from fuyu.tui.present_list import columns, lead_line, needs
from tests.builders import NOON
from tests.tui.conftest import due

LEAD = due(1, "Kwabena Asante-Mills", -9, "Adinkra Rooftop Solar", why="second talk")


def line(width: int, colleague: str, days: int = 0, row: Lead = LEAD) -> str:
    """Return the line of a lead as it is read."""
    now = NOON + dt.timedelta(days=days)
    cells = columns(width, needs([row], now, Calendar()), 7)
    return "".join(span.text for span in lead_line(row, now, cells, Manners(), Calendar(), colleague=colleague))


@pytest.mark.parametrize("days", [0, -9, -20])
def test_who_else_is_at_a_lead_is_read_in_any_width(days: int) -> None:
    for width in range(40, 161):
        assert "Bo" in line(width, "Bo Diaz", days)
        assert cell_len(line(width, "Bo Diaz", days)) <= max(cell_len(line(width, "", days)), width)


def test_the_reason_stands_behind_it_where_there_is_room() -> None:
    assert line(120, "Bo Diaz").rstrip().endswith("with Bo Diaz · second talk")
    assert "with Bo Diaz" not in line(120, "")


def test_how_far_a_birthday_is_stands_whole_in_a_usual_terminal() -> None:
    birthday = About("birthday", NOON.date() - dt.timedelta(days=3), yearly=True)
    lead = replace(due(1, "Eli Tanaka", 9, "Stark & Co"), about=(birthday,), phones=("+44 161 496 0118",))
    assert line(80, "", row=lead).rstrip().endswith("birthday 3 days ago")
