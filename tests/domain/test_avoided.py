"""Who is passed over: told from the day something was due, snoozes, and the last touch."""

import datetime as dt

import pytest

from fuyu.domain.agenda import Agenda, agenda
from fuyu.domain.avoided import avoided
from fuyu.domain.calendar import Calendar, DaysOff
from fuyu.domain.lead import LastTouch, Lead, Outcome
from fuyu.domain.step import Channel, Plan
from tests.builders import TODAY, a_lead, a_promise

WORKING = Calendar()


def days_of(*leads: Lead, calendar: Calendar = WORKING) -> dict[str, int]:
    """Return who is passed over on Wednesday 18 March, and on how many days."""
    day: Agenda = agenda(leads, TODAY, calendar=calendar)
    return {one.row.name: one.days for one in avoided(day, calendar)}


def touched(day: dt.date) -> LastTouch:
    """Return a touch of a day."""
    at = dt.datetime.combine(day, dt.time(9), dt.UTC)
    return LastTouch(at=at, channel=Channel.CALL, outcome=Outcome.NO_ANSWER)


@pytest.mark.parametrize(
    ("due", "days"), [(dt.date(2026, 3, 12), None), (dt.date(2026, 3, 11), 5), (dt.date(2026, 3, 2), 12)]
)
def test_working_days_on_which_a_plan_was_due_are_counted(due: dt.date, days: int | None) -> None:
    assert days_of(a_lead(1, "Ann", due)).get("Ann") == days


def test_each_snooze_is_one_more_time() -> None:
    plan = Plan(day=dt.date(2026, 3, 16), first_day=dt.date(2026, 3, 9), snoozed=3)
    assert days_of(a_lead(1, "Ann", None, plan=plan)) == {"Ann": 5}


def test_a_snooze_of_weeks_is_no_passing_over() -> None:
    plan = Plan(day=TODAY, first_day=dt.date(2026, 2, 2), snoozed=1)
    assert days_of(a_lead(1, "Ann", None, plan=plan)) == {}


def test_a_promise_that_is_late_counts_too() -> None:
    lead = a_lead(1, "Ann", None, plan=Plan(day=TODAY), promises=(a_promise(dt.date(2026, 3, 10)),))
    assert days_of(lead) == {"Ann": 6}


def test_who_was_contacted_since_is_counted_from_then() -> None:
    assert days_of(a_lead(1, "Ann", dt.date(2026, 3, 2), last_touch=touched(dt.date(2026, 3, 16)))) == {}
    assert days_of(a_lead(1, "Ann", dt.date(2026, 3, 2), last_touch=touched(dt.date(2026, 3, 10)))) == {"Ann": 5}


def test_days_off_are_not_counted() -> None:
    calendar = Calendar(days_off=DaysOff(frozenset({dt.date(2026, 3, 13)})))
    assert days_of(a_lead(1, "Ann", dt.date(2026, 3, 11)), calendar=calendar) == {}


def test_three_are_named_the_longest_first() -> None:
    leads = [a_lead(number, f"Lead {number}", dt.date(2026, 3, number)) for number in range(1, 9)]
    assert days_of(*leads) == {"Lead 1": 12, "Lead 2": 12, "Lead 3": 11}
