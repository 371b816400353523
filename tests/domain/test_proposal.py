"""What is proposed after a touch: its day, its channel, why, and in whose words."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.domain.cadence import Cadence, Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.customer import ALL_WELL
from fuyu.domain.history import Touch
from fuyu.domain.lead import LastTouch, Lead, Outcome, Temperature
from fuyu.domain.manners import REBOOK, Manners
from fuyu.domain.proposal import proposal
from fuyu.domain.step import Channel, Plan
from tests.builders import TODAY, a_lead, a_touch

LONDON = ZoneInfo("Europe/London")
DIARY = Diary(Cadence(), Calendar())
STEP = Plan(day=TODAY, channel=Channel.CALL, why="pricing", quote="after the budget", said=date(2026, 2, 2))


def proposed(outcome: Outcome, *past: Touch, step: Plan | None = STEP, **fields: Any) -> Plan:
    lead = a_lead(next_step=step, emails=("s@example.com",))
    found = proposal(lead, past, a_touch(99, outcome=outcome, **fields), DIARY, Manners())
    assert found is not None
    return found


def test_after_a_talk_the_reason_goes_on_and_what_they_said_of_the_date_is_done() -> None:
    assert proposed(Outcome.TALKED) == Plan(day=date(2026, 3, 25), why="pricing")


@pytest.mark.parametrize("outcome", [Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.WRONG_CONTACT])
def test_their_words_stand_until_they_have_answered(outcome: Outcome) -> None:
    step = proposed(outcome)
    assert (step.why, step.quote, step.said) == ("pricing", "after the budget", date(2026, 2, 2))


def test_a_new_plan_is_no_promise_and_was_never_snoozed() -> None:
    was = Plan(day=TODAY, first_day=date(2026, 3, 1), snoozed=2, put_off=True, was_promised=date(2026, 3, 1))
    step = proposed(Outcome.NO_ANSWER, step=was)
    assert (step.promised, step.first_day, step.snoozed, step.put_off, step.was_promised) == (
        False,
        None,
        0,
        False,
        None,
    )


def test_after_three_calls_in_vain_it_is_a_mail() -> None:
    vain = [a_touch(number, outcome=Outcome.NO_ANSWER) for number in (1, 2)]
    assert proposed(Outcome.NO_ANSWER, *vain[:1]).channel is Channel.CALL
    assert proposed(Outcome.NO_ANSWER, *vain).channel is Channel.EMAIL
    assert proposed(Outcome.TALKED, *vain).channel is Channel.CALL


def test_a_no_show_is_rebooked_the_same_day_without_reproach() -> None:
    step = proposed(Outcome.NO_SHOW, channel=Channel.MEETING)
    assert step == Plan(day=TODAY, channel=Channel.MEETING, why="pricing")
    assert proposed(Outcome.NO_SHOW, step=Plan(day=TODAY)).why == REBOOK


def test_a_second_no_show_is_given_time_and_another_way() -> None:
    missed = a_touch(1, outcome=Outcome.NO_SHOW)
    last = LastTouch(missed.at, missed.channel, missed.outcome)
    lead = a_lead(unanswered=1, last_touch=last, emails=("s@example.com",))
    step = proposal(lead, [missed], a_touch(2, outcome=Outcome.NO_SHOW), DIARY, Manners())
    assert step is not None
    assert (step.day, step.channel) == (date(2026, 3, 23), Channel.EMAIL)


@pytest.mark.parametrize("why", ["demo", "pricing", "a", ""])
def test_the_reason_is_kept_through_a_no_show_and_a_talk(why: str) -> None:
    after = proposed(Outcome.NO_SHOW, step=Plan(day=TODAY, why=why))
    again = proposed(Outcome.NO_SHOW, a_touch(1, outcome=Outcome.NO_SHOW), step=after)
    assert (after.why, again.why) == (why or REBOOK, why or REBOOK)
    assert proposed(Outcome.TALKED, step=again).why == why


def test_a_customer_is_asked_whether_all_is_well_until_they_have_answered() -> None:
    after = proposed(Outcome.WON)
    assert after.why == ALL_WELL
    for outcome in (Outcome.NO_SHOW, Outcome.NO_ANSWER):
        assert proposed(outcome, step=after).why == ALL_WELL
    assert not proposed(Outcome.TALKED, step=after).why


@pytest.mark.parametrize(
    ("at", "zone", "day"),
    [
        ("2026-03-18T09:30", "", "2026-03-18"),
        ("2026-03-18T06:00", "", "2026-03-18"),
        ("2026-03-18T18:59", "", "2026-03-18"),
        ("2026-03-18T19:00", "", "2026-03-19"),
        ("2026-03-20T21:00", "", "2026-03-23"),  # a Friday evening
        ("2026-03-21T11:00", "", "2026-03-23"),  # a Saturday
        ("2026-03-18T09:30", "Asia/Tokyo", "2026-03-18"),
        ("2026-03-18T11:00", "Asia/Tokyo", "2026-03-19"),  # eight in the evening there
        ("2026-03-18T16:00", "Asia/Tokyo", "2026-03-19"),  # their next day
        ("2026-03-18T20:00", "America/New_York", "2026-03-18"),  # afternoon there
    ],
)
@pytest.mark.parametrize("temperature", Temperature)
def test_a_reply_is_answered_today_or_in_the_next_call_hours(
    at: str, zone: str, day: str, temperature: Temperature
) -> None:
    lead = a_lead(zone=zone, temperature=temperature)
    touch = a_touch(
        at=datetime.fromisoformat(at).replace(tzinfo=LONDON), outcome=Outcome.REPLIED, channel=Channel.EMAIL
    )
    step = proposal(lead, [], touch, DIARY, Manners())
    assert step is not None
    assert (step.day.isoformat(), step.channel) == (day, Channel.EMAIL)


def test_a_check_in_that_is_answered_takes_the_place_of_the_next_try() -> None:
    """GIVEN three tries in vain and the next one overdue THEN an answer to a check-in is followed up as a talk is."""
    lead = a_lead(next_step=STEP, touches=3, unanswered=3)
    answered = a_touch(outcome=Outcome.REPLIED, check_in=True)
    assert proposal(lead, [], replace(answered, outcome=Outcome.TALKED), DIARY, Manners()) == Plan(
        day=date(2026, 3, 25), why="pricing"
    )
    assert proposal(lead, [], replace(answered, outcome=Outcome.NO_ANSWER), DIARY, Manners()) == STEP
    for step in (None, replace(STEP, day=date(2026, 3, 19))):
        assert proposal(replace(lead, plan=step), [], answered, DIARY, Manners()) == step
    talked = replace(answered, outcome=Outcome.TALKED)
    assert proposal(replace(lead, unanswered=0), [], talked, DIARY, Manners()) == Plan(
        day=date(2026, 3, 25), why="pricing"
    ), "they were just spoken to: today is not due any more"


def test_after_the_rebooking_nobody_is_told_that_they_were_missed() -> None:
    rebook = Plan(day=TODAY, why=REBOOK)
    assert proposed(Outcome.NO_ANSWER, step=rebook).why == REBOOK
    assert proposed(Outcome.TALKED, step=rebook).why == ""


def test_do_not_contact_has_no_next_step() -> None:
    assert proposal(a_lead(), [], a_touch(outcome=Outcome.DO_NOT_CONTACT), DIARY, Manners()) is None


@given(st.sampled_from(Outcome), st.none() | st.just(STEP))
def test_a_check_in_leaves_the_step_as_it_was(outcome: Outcome, step: Plan | None) -> None:
    step = step and replace(step, day=date(2026, 3, 19))
    lead: Lead = a_lead(next_step=step) if step else a_lead(due=None)
    assert proposal(lead, [], a_touch(outcome=outcome, check_in=True), DIARY, Manners()) == step
