"""The score: promises kept by the day first agreed, out of those due; and how many touches a yes takes."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.history import Touch
from fuyu.domain.lead import NextStep, Outcome, Row, Status
from fuyu.domain.score import Kept, Promises, became, promises, touches_until_yes
from tests.builders import NOON, a_touch

TODAY = date(2026, 3, 18)


def on(day: date, touch_id: int = 1, **fields: Any) -> Touch:
    return a_touch(touch_id, at=NOON + (day - TODAY), promised=True, **fields)


def promised(day: date, lead_id: int = 1, **step: object) -> Row:
    return Row(id=lead_id, name="Ann Lee", next_step=NextStep(day=day, promised=True, **step))  # type: ignore[arg-type]


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("touch", "kept"),
    [
        (on(TODAY, due=TODAY), Kept.KEPT),
        (on(days(-2), due=TODAY), Kept.KEPT),  # early is kept
        (on(days(1), due=TODAY), Kept.LATE),
        (on(TODAY, due=TODAY, first_due=days(-3)), Kept.LATE),  # moved, and kept on the new day: not what was promised
        (on(TODAY, due=TODAY, outcome=Outcome.NO_ANSWER), Kept.KEPT),  # who called as promised has kept it
        (on(TODAY), None),
        (on(TODAY, due=TODAY, kind=True), None),
        (a_touch(due=TODAY), None),
    ],
)
def test_what_became_of_a_promise(touch: Touch, kept: Kept | None) -> None:
    assert became(touch) is kept


def test_promises_count_by_the_day_first_agreed() -> None:
    touches = [
        on(days(-1), 1, due=days(-1)),
        on(days(-1), 2, due=days(-1), first_due=days(-9)),  # of another week
        on(TODAY, 3, due=TODAY, first_due=days(-2)),
        on(days(-4), 4, due=days(-3)),
        a_touch(5, due=TODAY),
    ]
    rows = [
        promised(days(-1), 1),
        promised(days(5), 2, first_day=days(-2)),
        promised(TODAY, 3),
        promised(days(1), 4),
        Row(id=5, name="plan", next_step=NextStep(day=TODAY)),
        Row(id=6, name="won", status=Status.WON),
        promised(days(-20), 7),
    ]
    found = promises(touches, rows, days(-7), TODAY, TODAY)
    assert found == Promises(kept=2, late=1, broken=2, open=1)
    assert found.due == 6


@pytest.mark.parametrize(
    ("outcomes", "yes"),
    [
        ("talked won", [2]),
        ("no_answer sent kind talked won", [3]),
        ("won talked won", [1, 2]),
        ("talked not_now", []),
        ("talked kind won", []),  # a kind word sells nothing
    ],
)
def test_a_yes_takes_so_many_touches(outcomes: str, yes: list[int]) -> None:
    words = outcomes.split()
    kinds = [number > 0 and words[number - 1] == "kind" for number in range(len(words))]
    touches = [
        a_touch(number, outcome=Outcome(word), kind=kind)
        for number, (word, kind) in enumerate(zip(words, kinds, strict=True))
        if word != "kind"
    ]
    assert touches_until_yes(touches) == yes


def test_each_lead_is_counted_for_themselves() -> None:
    said = [(1, "talked"), (2, "talked"), (1, "won"), (2, "sent"), (2, "won")]
    assert touches_until_yes(a_touch(n, lead, outcome=Outcome(o)) for n, (lead, o) in enumerate(said)) == [2, 3]


near = st.integers(-6, 6).map(days)
some_touches = st.lists(
    st.builds(
        Touch,
        id=st.integers(1, 99),
        uid=st.just("x"),
        lead=st.integers(1, 9),
        at=st.integers(-6, 0).map(lambda ahead: NOON + timedelta(days=ahead)),
        channel=st.just(a_touch().channel),
        outcome=st.sampled_from(Outcome),
        due=st.none() | near,
        promised=st.booleans(),
        first_due=st.none() | near,
        kind=st.booleans(),
    ),
    max_size=12,
)
some_rows = st.lists(
    st.builds(
        Row,
        id=st.integers(1, 99),
        name=st.just("x"),
        status=st.sampled_from([Status.OPEN, Status.OPEN, Status.CLOSED]),
        next_step=st.none() | st.builds(NextStep, day=near, promised=st.booleans(), first_day=st.none() | near),
    ),
    max_size=12,
)


@given(some_touches, some_rows)
def test_the_promises_of_a_week_are_those_of_its_days(touches: list[Touch], rows: list[Row]) -> None:
    by_day = [promises(touches, rows, days(n), days(n), TODAY) for n in range(-6, 7)]
    whole = promises(touches, rows, days(-6), days(6), TODAY)
    for name in ("kept", "late", "broken", "open", "due"):
        assert sum(getattr(day, name) for day in by_day) == getattr(whole, name)
    assert all(day.open == 0 for day in (*by_day[:6], *by_day[7:]))
