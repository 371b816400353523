"""The two ends of a day: rules over values and a day."""

import datetime as dt
from typing import Any

from fuyu.domain.agenda import agenda
from fuyu.domain.calendar import Calendar
from fuyu.domain.day import coming_away, evening, plan
from fuyu.domain.history import Away, Touch
from fuyu.domain.lead import About, Lead, Outcome
from fuyu.domain.promise import PromiseState, StateChange
from fuyu.domain.score import Promises
from tests.builders import TODAY, a_lead, a_promise, a_touch

WEEK = Calendar()


def on(days: int) -> dt.date:
    """Return the day so many days from today."""
    return TODAY + dt.timedelta(days=days)


def promised(lead_id: int, days: int, **fields: Any) -> Lead:
    """Return a lead who was promised a day."""
    return a_lead(lead_id, next_step=a_promise(day=on(days), **fields))


def settled(days: int, state: PromiseState) -> StateChange:
    """Return a change of state at noon so many days from today."""
    return StateChange(at=dt.datetime.combine(on(days), dt.time(12), dt.UTC), state=state)


def touched(touch_id: int, days: int, lead: int = 1, **fields: Any) -> Touch:
    """Return a touch at noon so many days from today."""
    at = dt.datetime.combine(on(days), dt.time(12), dt.UTC)
    return a_touch(touch_id, lead, at=at, **fields)


def test_a_plan_has_the_promises_first_and_counts_late_plans_apart() -> None:
    rows = [promised(1, -2), a_lead(2, due=on(-9)), promised(3, 0), a_lead(4, due=TODAY), promised(5, 1)]
    day = plan(agenda(rows, TODAY), 15, 12, WEEK)
    assert [row.id for row, _ in day.promises] == [1, 3]
    assert (day.due, day.late_plans) == (4, 1)


def test_new_days_are_offered_for_more_overdue_plans_than_are_best_worked_off() -> None:
    late = agenda([promised(1, -2), *(a_lead(number, due=on(-1)) for number in range(2, 6))], TODAY)
    assert [plan(late, 15, pile, WEEK).is_behind for pile in (3, 4)] == [True, False]


def test_whose_day_is_nearest_is_told_first() -> None:
    facts = {"a week ago": -7, "yesterday": -1, "today": 0}
    rows = [
        a_lead(number, "Ann", due=TODAY, about=(About(fact, on(days)),))
        for number, (fact, days) in enumerate(facts.items(), start=1)
    ]
    near = plan(agenda(rows, TODAY), 15, 12, WEEK).near
    assert [its.fact for _, its in near] == ["today", "yesterday", "a week ago"]


def test_whose_day_it_is_is_told_also_of_those_who_are_due() -> None:
    birthday = (About("birthday", TODAY, yearly=True),)
    tomorrow = (About("exam", on(1)),)
    rows = [
        a_lead(1, due=TODAY, about=birthday),
        a_lead(2, due=on(30), about=birthday),
        a_lead(3, due=on(30), about=tomorrow),
    ]
    near = plan(agenda(rows, TODAY), 15, 12, WEEK).near
    assert [(row.id, its.fact) for row, its in near] == [(1, "birthday"), (2, "birthday")]


def test_an_evening_counts_check_ins_apart_and_names_three() -> None:
    made = [
        a_touch(1, outcome=Outcome.NO_ANSWER),
        a_touch(2, outcome=Outcome.TALKED),
        a_touch(3, outcome=Outcome.NO_ANSWER),
        a_touch(4, outcome=Outcome.TALKED, check_in=True),
    ]
    following = agenda([a_lead(number, due=on(1)) for number in range(1, 6)], on(1))
    ended = evening(TODAY, made, Promises(kept=1), (), following, turns=range(1, 6))
    assert ended.outcomes == {Outcome.NO_ANSWER: 2, Outcome.TALKED: 1}
    assert [*ended.outcomes] == [Outcome.NO_ANSWER, Outcome.TALKED], "the most frequent first"
    assert (ended.check_ins, ended.touched) == (1, 4)
    assert [row.id for row in ended.first] == [1, 2, 3]
    assert ended.next_day == on(1)


def test_days_away_are_spoken_of_when_they_are_near() -> None:
    past, now, soon, far = (
        Away(id=number, first=on(first), last=on(first + 2)) for number, first in enumerate((-3, -1, 14, 15), start=1)
    )
    assert coming_away([far, soon, now, past], TODAY) is now
    assert coming_away([far, soon, past], TODAY) is soon
    assert coming_away([far, past], TODAY) is None
    assert coming_away([], TODAY) is None
