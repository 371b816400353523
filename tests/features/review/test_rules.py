"""Looking back: rules over values and a day."""

import datetime as dt

import pytest

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Outcome
from fuyu.domain.promise import PromiseState
from fuyu.domain.score import Promises
from fuyu.features.review.rules import review
from tests.builders import TODAY, a_lead, a_promise
from tests.domain.test_day import WEEK, promised, settled, touched


def test_a_review_puts_promises_into_the_week_they_were_for() -> None:
    monday = WEEK.week_of(TODAY)
    rows = [
        promised(1, -9, history=(settled(-9, PromiseState.KEPT),)),
        promised(2, -9, history=(settled(-1, PromiseState.LATE),)),
        promised(3, -1, history=(settled(-1, PromiseState.KEPT),)),
        promised(5, -40, history=(settled(-40, PromiseState.KEPT),)),
        promised(6, -8),
        promised(7, 0),
        promised(8, 3),
        promised(9, -7, history=(settled(-8, PromiseState.PUT_OFF),)),
        promised(10, -7, history=(settled(-8, PromiseState.EXCUSED),)),
    ]
    made = [touched(1, -9), touched(2, -1, lead=2), touched(3, -1, lead=3), touched(4, -1, lead=4), touched(5, -40)]
    back = review(made, rows, TODAY, 2, WEEK)
    assert [week.first for week in back.weeks] == [monday - dt.timedelta(days=7), monday]
    assert [week.promises for week in back.weeks] == [
        Promises(kept=1, late=1, broken=2),
        Promises(kept=1, open=2),
    ]
    assert back.touches == 4, "the one of forty days ago is not of these weeks"


@pytest.mark.parametrize(
    ("agreed", "broken"),
    [
        ("2026-03-08", [0, 0]),  # the Sunday before
        ("2026-03-09", [1, 0]),
        ("2026-03-15", [1, 0]),
        ("2026-03-16", [0, 1]),
    ],
)
def test_a_broken_promise_is_of_one_week_also_on_its_first_and_last_day(agreed: str, broken: list[int]) -> None:
    row = a_lead(next_step=a_promise(day=dt.date.fromisoformat(agreed)))
    assert [week.promises.broken for week in review([], [row], TODAY, 2, WEEK).weeks] == broken


def test_a_review_counts_check_ins_apart_and_the_touches_of_each_yes() -> None:
    made = [
        touched(1, -90, outcome=Outcome.NO_ANSWER),
        touched(2, -60, outcome=Outcome.TALKED, check_in=True),
        touched(3, -2, outcome=Outcome.WON),
        touched(4, -1, lead=2, outcome=Outcome.WON),
        touched(5, 0, lead=3, outcome=Outcome.TALKED, check_in=True),
    ]
    back = review(made, [], TODAY, 1, WEEK)
    assert back.until_yes == (2, 1)
    assert back.half_by == 1
    assert (back.outcomes, back.check_ins) == ({Outcome.WON: 2}, 1)


def test_the_weeks_of_a_review_begin_where_weeks_begin() -> None:
    sunday = Calendar(week_start=6)
    back = review([], [], TODAY, 3, sunday)
    assert [week.first for week in back.weeks] == [dt.date(2026, 3, 1), dt.date(2026, 3, 8), dt.date(2026, 3, 15)]
    assert all(not week.promises.due for week in back.weeks)
    assert back.half_by is None
