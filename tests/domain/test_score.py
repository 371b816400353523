"""The score: promises kept, out of those that are scored; and how many touches a yes takes."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.lead import Outcome, Row
from fuyu.domain.promise import Promise, PromiseState, StateChange
from fuyu.domain.score import Promises, score, touches_until_yes
from fuyu.domain.step import Plan
from tests.builders import NOON, a_promise, a_touch

TODAY = date(2026, 3, 18)
OPEN, PUT_OFF, KEPT, LATE, BROKEN, EXCUSED, AGREED_ANEW, WITHDRAWN = PromiseState


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def promised(day: date, *states: PromiseState) -> Promise:
    """Return a promise for a day that went through these states."""
    history = tuple(
        StateChange(at=NOON + timedelta(minutes=number), state=state) for number, state in enumerate(states)
    )
    return a_promise(day, history=history)


@pytest.mark.parametrize(
    ("promise", "counted"),
    [
        (promised(TODAY), Promises(open=1)),
        (promised(TODAY, KEPT), Promises(kept=1)),
        (promised(TODAY, LATE), Promises(late=1)),
        (promised(days(-1)), Promises(broken=1)),  # so far: nothing settled it
        (promised(days(-1), LATE), Promises(late=1)),
        (promised(days(-1), BROKEN), Promises(broken=1)),
        (promised(TODAY, PUT_OFF), Promises()),  # until its day has passed
        (promised(days(-1), PUT_OFF), Promises(broken=1)),
        (promised(days(-1), PUT_OFF, KEPT), Promises(kept=1)),
        (promised(days(-1), EXCUSED), Promises()),
        (promised(days(-1), AGREED_ANEW), Promises()),
        (promised(days(-1), WITHDRAWN), Promises()),
        (promised(days(-9), KEPT), Promises()),  # of another week
        (promised(days(1)), Promises()),
    ],
)
def test_a_promise_counts_by_what_became_of_it(promise: Promise, counted: Promises) -> None:
    assert score([Row(id=1, name="Ann Lee", promises=(promise,))], days(-7), TODAY, TODAY) == counted


def test_several_promises_to_one_lead_count_each() -> None:
    row = Row(id=1, name="Ann", promises=(promised(days(-2), KEPT), promised(days(-1)), promised(TODAY)))
    found = score([row, Row(id=2, name="plan", plan=Plan(day=TODAY))], days(-7), TODAY, TODAY)
    assert found == Promises(kept=1, broken=1, open=1)
    assert found.due == 3


@pytest.mark.parametrize(
    ("outcomes", "yes"),
    [
        ("talked won", [2]),
        ("no_answer sent kind talked won", [3]),
        ("won talked won", [1, 2]),
        ("talked not_now", []),
        ("talked kind won", []),  # a check-in sells nothing
    ],
)
def test_a_yes_takes_so_many_touches(outcomes: str, yes: list[int]) -> None:
    words = outcomes.split()
    kinds = [number > 0 and words[number - 1] == "kind" for number in range(len(words))]
    touches = [
        a_touch(number, outcome=Outcome(word), check_in=kind)
        for number, (word, kind) in enumerate(zip(words, kinds, strict=True))
        if word != "kind"
    ]
    assert touches_until_yes(touches) == yes


def test_each_lead_is_counted_for_themselves() -> None:
    said = [(1, "talked"), (2, "talked"), (1, "won"), (2, "sent"), (2, "won")]
    assert touches_until_yes(a_touch(n, lead, outcome=Outcome(o)) for n, (lead, o) in enumerate(said)) == [2, 3]


near = st.integers(-6, 6).map(days)
some_rows = st.lists(
    st.builds(
        Row,
        id=st.integers(1, 99),
        name=st.just("x"),
        promises=st.lists(st.builds(promised, near, st.sampled_from(PromiseState)), max_size=4).map(tuple),
    ),
    max_size=12,
)


@given(some_rows)
def test_the_promises_of_a_week_are_those_of_its_days(rows: list[Row]) -> None:
    by_day = [score(rows, days(n), days(n), TODAY) for n in range(-6, 7)]
    whole = score(rows, days(-6), days(6), TODAY)
    for name in ("kept", "late", "broken", "open", "due"):
        assert sum(getattr(day, name) for day in by_day) == getattr(whole, name)
