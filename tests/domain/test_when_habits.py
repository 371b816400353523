"""Phrases that others wrote: the documentation and tests of other products, and what people say.

The answers in habits.csv were written down before the grammar saw the phrases.
"""

import pytest

from fuyu.domain.when import Problem, parse_when
from tests.domain.data import Row, read_table

ROWS = read_table("habits.csv")

# What the grammar leaves out, and why; each is refused, never misread.
LEFT_OUT = {
    "7 hours before tomorrow at noon": "hours are counted from now only; nobody plans a call so",
    "5 hours after noon": "the same",
    "3 Wednesdays from now": "plural weekdays are how people name a repeat",
    "mon 2030": "refused as ambiguous, which says more than unknown: 20:30, or a year",
    "friday 9-5": "refused as an ambiguous date, 9 May or 5 September; meant as working hours",
}


@pytest.mark.parametrize("row", [row for row in ROWS if row.phrase not in LEFT_OUT], ids=lambda row: row.phrase)
def test_a_habit_is_understood(row: Row) -> None:
    answer = parse_when(row.phrase, row.now)
    assert row.allows(answer), answer


@pytest.mark.parametrize("row", [row for row in ROWS if row.phrase in LEFT_OUT], ids=lambda row: row.phrase)
def test_what_is_left_out_is_refused(row: Row) -> None:
    answer = parse_when(row.phrase, row.now)
    assert isinstance(answer, Problem)
    assert not row.allows(answer), "it is understood now: take it off the list"


def test_nine_habits_in_ten_are_understood() -> None:
    assert len(ROWS) >= 150
    assert len(LEFT_OUT) <= len(ROWS) / 10
