"""The header in any width: what gives way, and what never does."""

import datetime as dt

import pytest
from rich.cells import cell_len

from fuyu.colleagues import Remark
from fuyu.domain.agenda import agenda
from fuyu.domain.score import Promises
from fuyu.tui.header import header_line
from tests.builders import NOON, TODAY, a_lead

LATE = [a_lead(number, due=TODAY - dt.timedelta(days=1)) for number in range(1, 8)]
NOW = [a_lead(number, due=TODAY) for number in range(10, 19)]
DATELESS = [a_lead(number, due=None) for number in range(20, 24)]
DAY = agenda([*LATE, *NOW, *DATELESS], TODAY)


def said(width: int, **fields: object) -> str:
    """Return the header as it is read."""
    promises = Promises(kept=1, open=4)
    line = header_line(DAY, NOON, width, **{"promises": promises, **fields})  # type: ignore[arg-type]
    return "".join(span.text for span in line)


def test_everything_is_said_where_there_is_room() -> None:
    whole = said(160, drafts=2, away="away 3-10 Aug")
    for words in ("fuyu", "Wed 18 Mar 12:00", "0 of 16", "7 overdue", "9 today", "◆ 1/5 promises kept"):
        assert words in whole
    assert whole.endswith("    4 unscheduled    2 drafts    away 3-10 Aug")


def test_eighty_columns_hold_every_count() -> None:
    assert said(80, drafts=2, away="away 3-10 Aug") == (
        " Wed 18 Mar 12:00  ──────────── 0/16  7 overdue  9 today  ◆ 1/5  4 unscheduled"
    )


def test_without_promises_nothing_is_said_of_them() -> None:
    assert "◆" not in said(160, promises=Promises())


def test_how_a_team_stands_is_said_whole_where_counts_have_room_beside_it() -> None:
    offline = Remark(("offline since 14:02, 3 waiting", "offline, 3 waiting", "offline"), "warn")
    assert said(160, team=offline).endswith("4 unscheduled    offline since 14:02, 3 waiting")
    for width in range(40, 161):
        line = said(width, team=offline, away="away 3-10 Aug")
        assert cell_len(line) <= width
        assert "4 unscheduled" in line
        assert width < 80 or "offline since 14:02, 3 waiting" in line
        assert width < 50 or "offline" in line


@pytest.mark.parametrize("read_only", [True, False])
def test_it_fits_and_the_unscheduled_are_never_left_out(*, read_only: bool) -> None:
    for width in range(40, 161):
        line = said(width, read_only=read_only, drafts=1, away="away 3-10 Aug")
        assert cell_len(line) <= width
        assert "4 unscheduled" in line or "4 unscheduled" in line
        assert "12:00" in line
        assert ("# READ-ONLY" in line) is read_only


@pytest.mark.parametrize("name", ["fair", "everybody from the fair in Berlin"])
def test_what_the_day_is_narrowed_to_is_never_left_out(name: str) -> None:
    for width in range(40, 161):
        line = said(width, drafts=1, view=name)
        assert cell_len(line) <= width
        assert f"view: {name[:4]}" in line or f"▾{name[:4]}" in line
        assert "4 unscheduled" in line
