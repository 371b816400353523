"""Whether a pace is enough for a book."""

from datetime import date, timedelta

import pytest

from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row, Status, Temperature
from fuyu.domain.pace import Pace, first_day, gets, needs
from fuyu.domain.step import Plan
from tests.builders import TODAY


def leads(count: int, **fields: object) -> list[Row]:
    """Return leads who were touched and are due today."""
    given = {"touches": 1, "plan": Plan(day=TODAY), **fields}
    return [Row(id=number, name="Ann", **given) for number in range(1, count + 1)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("rows", "needed"),
    [
        ([], 0),
        (leads(75), 15),  # each week, on five days
        (leads(75, temperature=Temperature.COLD), 4),
        (leads(75, temperature=Temperature.COLD, touches=0), 15),  # the first touch is due within a week
        (leads(75, temperature=Temperature.HOT), 35),
        (leads(75, rhythm=21), 5),
        (leads(75, unanswered=5), 4),  # a month apart by then
        (leads(75, plan=Plan(day=TODAY + timedelta(days=50))), 2),  # they sleep
        (leads(75, status=Status.WON, plan=None), 0),
    ],
)
def test_a_book_needs_each_lead_as_often_as_the_cadence_says(rows: list[Row], needed: int) -> None:
    assert needs(rows, TODAY, Cadence(), Calendar()) == needed


def test_a_pace_is_what_was_done_on_the_days_with_touches() -> None:
    days = [date(2026, 3, day) for day in (9, 10, 11, 12, 13)]
    assert gets([day for day in days for _ in range(12)], TODAY, 15) == 12
    assert gets([TODAY] * 40 + [day for day in days for _ in range(12)], TODAY, 15) == 12, "today is not over"
    assert gets(days[:4], TODAY, 15) == 15, "not known yet"
    assert gets(days, TODAY, 15, one_in=9) == 9
    assert first_day(TODAY, Calendar()) == date(2026, 3, 4)


@pytest.mark.parametrize(("needed", "got", "short"), [(31, 12, True), (18, 12, True), (17, 12, False), (0, 0, True)])
def test_a_pace_below_the_book_is_said_by_a_clear_margin_only(needed: int, got: int, *, short: bool) -> None:
    assert Pace(needed, got).falls_short is (short and needed > 0)
