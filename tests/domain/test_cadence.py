"""The cadence: spaced touches on working days, and no date after an end."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.cadence import Cadence, Diary, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Outcome, Row, Temperature

WEDNESDAY = dt.date(2026, 3, 18)
LEAD = Row(id=1, name="Ann Lee")


def proposed(
    outcome: Outcome, *, today: dt.date = WEDNESDAY, lead: Row = LEAD, calendar: Calendar | None = None
) -> str:
    day = propose(lead, outcome, today, Diary(Cadence(), calendar or Calendar()))
    return day.isoformat() if day else ""


@pytest.mark.parametrize(
    ("unanswered", "day"),
    [(0, "2026-03-19"), (1, "2026-03-23"), (2, "2026-03-25"), (3, "2026-04-01"), (4, "2026-04-17"), (9, "2026-04-17")],
)
def test_touches_without_an_answer_are_spaced_further_each_time(unanswered: int, day: str) -> None:
    lead = Row(id=1, name="Ann", unanswered=unanswered)
    assert proposed(Outcome.NO_ANSWER, lead=lead) == day


@pytest.mark.parametrize(
    ("temperature", "day"),
    [(Temperature.HOT, "2026-03-23"), (Temperature.WARM, "2026-03-25"), (Temperature.COLD, "2026-04-17")],
)
def test_after_a_talk_the_rhythm_follows_the_temperature(temperature: Temperature, day: str) -> None:
    assert proposed(Outcome.TALKED, lead=Row(id=1, name="Ann", temperature=temperature)) == day


def test_a_rhythm_of_their_own_goes_before_the_temperature() -> None:
    assert proposed(Outcome.TALKED, lead=Row(id=1, name="Ann", rhythm=42)) == "2026-04-29"


@pytest.mark.parametrize("outcome", [Outcome.WON, Outcome.DO_NOT_CONTACT])
def test_an_end_has_no_next_day(outcome: Outcome) -> None:
    assert not proposed(outcome)


def test_days_off_are_stepped_over() -> None:
    holidays = frozenset({dt.date(2026, 3, 19), dt.date(2026, 3, 20)})
    assert proposed(Outcome.NO_ANSWER, calendar=Calendar(days_off=holidays)) == "2026-03-23"


@given(st.sampled_from(Outcome), st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)), st.integers(0, 20))
def test_a_proposal_is_a_later_working_day(outcome: Outcome, today: dt.date, unanswered: int) -> None:
    day = propose(Row(id=1, name="Ann", unanswered=unanswered), outcome, today, Diary(Cadence(), Calendar()))
    assert (day is None) == (outcome.ends is not None)
    if outcome is Outcome.MISSED_APPOINTMENT:
        assert day == today
    else:
        assert day is None or (day > today and Calendar().is_working(day))
