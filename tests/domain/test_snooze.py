"""Snoozing: what is due sleeps, promises are put off, and what stands later stays."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.domain.lead import Lead
from fuyu.domain.promise import PromiseKind, PromiseState, PutOffTask
from fuyu.domain.settling import done, promises_after
from fuyu.domain.snooze import put_off_by, snooze
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.when import When
from tests.builders import TODAY, a_lead, a_promise, a_touch

NOW = dt.datetime(2026, 3, 18, 14, 31, tzinfo=ZoneInfo("Europe/London"))
OPEN, PUT_OFF, BROKEN = PromiseState.OPEN, PromiseState.PUT_OFF, PromiseState.BROKEN


def day(count: int) -> dt.date:
    return TODAY + dt.timedelta(days=count)


def lead(*steps: Step) -> Lead:
    """Return a lead with these steps to be done."""
    found = a_lead(due=None)
    for step in steps:
        found = found.with_step(step)
    return found


def promise(days: int, **fields: Any) -> Step:
    return a_promise(day(days), zone="Europe/London", **fields)


def slept(found: Lead, when: When) -> tuple[Plan, list[PromiseState]]:
    """Return the plan, and the state of each promise, after a snooze."""
    snoozed = snooze(found, when, NOW, "Europe/London")
    assert snoozed.plan is not None
    return snoozed.plan, [one.state for one in snoozed.promises]


def test_a_promise_of_today_is_put_off_to_a_plan_that_says_so() -> None:
    found = lead(promise(0, time=dt.time(10), channel=Channel.MEETING, why="demo"))
    plan, states = slept(found, When(day(2)))
    assert states == [PUT_OFF]
    assert plan == Plan(day=day(2), channel=Channel.MEETING, why="demo", snoozed=1, was_promised=TODAY)


def test_a_promise_that_is_put_off_after_its_day_is_broken() -> None:
    assert slept(lead(promise(-1)), When(day(2)))[1] == [BROKEN]


def test_only_what_is_due_sleeps() -> None:
    found = lead(Plan(day=day(-3), why="prices"), promise(2))
    plan, states = slept(found, When(day(5)))
    assert (plan.day, plan.why, plan.snoozed, plan.was_promised) == (day(5), "prices", 1, None)
    assert states == [OPEN], "Friday stays"


def test_what_is_due_sleeps_together() -> None:
    found = lead(Plan(day=day(-3)), promise(0), promise(-2, kind=PromiseKind.TASK))
    plan, states = slept(found, When(day(5)))
    assert (plan.day, plan.was_promised) == (day(5), TODAY)
    assert states == [PUT_OFF, BROKEN]


def test_where_nothing_is_due_what_comes_next_sleeps() -> None:
    plan, states = slept(lead(promise(2), promise(9)), When(day(5)))
    assert (plan.day, plan.was_promised, states) == (day(5), day(2), [PUT_OFF, OPEN])


def test_an_earlier_plan_stays_instead_and_a_later_one_comes_forward() -> None:
    plan, states = slept(lead(promise(0), Plan(day=day(2))), When(day(5)))
    assert (plan.day, plan.snoozed, plan.was_promised, states) == (day(2), 0, TODAY, [PUT_OFF])
    plan, states = slept(lead(promise(0), Plan(day=day(9))), When(day(5)))
    assert (plan.day, plan.snoozed, states) == (day(5), 1, [PUT_OFF])


@pytest.mark.parametrize(
    ("when", "is_put_off"),
    [
        (When(day(1)), False),
        (When(day(2)), False),  # the day itself: it is kept
        (When(day(2), dt.time(9)), False),
        (When(day(2), dt.time(10)), False),
        (When(day(2), dt.time(15)), True),
        (When(day(3)), True),
    ],
)
def test_a_day_that_does_not_come_after_a_promise_stands_beside_it(when: When, *, is_put_off: bool) -> None:
    found = lead(promise(2, time=dt.time(10)))
    plan, states = slept(found, when)
    assert (plan.day, states) == (when.day, [PUT_OFF if is_put_off else OPEN])
    assert bool(put_off_by(found, when, TODAY, "Europe/London")) is is_put_off


def test_a_lead_without_anything_gets_a_plan() -> None:
    assert slept(lead(), When(day(5))) == (Plan(day=day(5)), [])


@pytest.mark.parametrize("due", [0, -2])
def test_a_task_that_is_put_off_stands_on_the_new_day_by_itself_until_it_is_done(due: int) -> None:
    found = lead(promise(due, kind=PromiseKind.TASK, why="send the offer"))
    snoozed = snooze(found, When(day(5)), NOW, "Europe/London")
    assert snoozed.plan is None
    asleep = replace(found, promises=snoozed.promises)
    step = PutOffTask(day=day(5), why="send the offer", was_promised=day(due))
    assert asleep.steps == (step,)
    assert not asleep.is_unscheduled
    talk = a_touch(at=NOW + dt.timedelta(days=5))
    assert promises_after(asleep.promises, talk) == asleep.promises, "no touch keeps a task"
    again = replace(asleep, promises=snooze(asleep, When(day(9)), NOW + dt.timedelta(days=5), "Europe/London").promises)
    assert [one.day for one in again.steps] == [day(9)]
    (kept,) = (done(one, NOW + dt.timedelta(days=9)) for one in again.promises)
    assert (kept.state, kept.waits_until) == (BROKEN, None)
    assert replace(again, promises=(kept,)).steps == ()


def test_a_task_that_is_put_off_and_done_by_its_day_is_kept() -> None:
    found = lead(promise(2, kind=PromiseKind.TASK))
    (task,) = snooze(found, When(day(5)), NOW, "Europe/London").promises
    assert done(task, NOW).state is PromiseState.KEPT


def test_what_is_put_off_before_a_later_plan_keeps_what_it_was_for() -> None:
    meeting = promise(0, channel=Channel.MEETING, why="demo")
    plan, states = slept(lead(meeting, Plan(day=day(9))), When(day(5)))
    assert (plan.day, plan.channel, plan.why, plan.was_promised) == (day(5), Channel.MEETING, "demo", day(0))
    assert states == [PUT_OFF]
