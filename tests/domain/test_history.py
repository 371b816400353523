"""A lead after a touch, and after a check-in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.domain.history import Touch, after_touch, moves_plan
from fuyu.domain.lead import About, LastTouch, Lead, Outcome, Status
from fuyu.domain.settling import promises_after
from fuyu.domain.step import Channel, Plan
from tests.builders import NOON, TODAY, a_lead, a_promise, a_touch

PROMISE = a_promise(day=TODAY)
NEXT = Plan(day=date(2026, 4, 1))
BIRTHDAY = About("birthday", date(1980, 3, 19), yearly=True)
touches = st.builds(a_touch, outcome=st.sampled_from(Outcome), channel=st.sampled_from(Channel), check_in=st.booleans())
leads = st.builds(
    Lead,
    id=st.just(1),
    name=st.just("Ann Lee"),
    status=st.sampled_from(Status),
    plan=st.none() | st.just(Plan(day=TODAY)),
    promises=st.sampled_from([(), (PROMISE,)]),
    touches=st.integers(0, 9),
    unanswered=st.integers(0, 4),
    about=st.sampled_from([(), (BIRTHDAY,)]),
).map(lambda lead: lead if lead.is_open else replace(lead, plan=None, promises=()))


def test_a_check_in_is_no_try_and_remembers_what_it_was_for() -> None:
    lead = a_lead(touches=4, unanswered=2, about=(BIRTHDAY,), next_step=a_promise(day=TODAY))
    after = after_touch(lead, a_touch(outcome=Outcome.NO_ANSWER, check_in=True), NEXT, lost=True)
    assert after == replace(
        lead,
        last_touch=LastTouch(at=NOON, channel=Channel.CALL, outcome=Outcome.NO_ANSWER),
        about=(replace(BIRTHDAY, wished=date(2026, 3, 19)),),
    )


@pytest.mark.parametrize(
    ("outcome", "unanswered"), [(Outcome.TALKED, 0), (Outcome.REPLIED, 0), (Outcome.NOT_NOW, 0), (Outcome.SENT, 3)]
)
def test_a_check_in_that_is_answered_is_an_answer(outcome: Outcome, unanswered: int) -> None:
    lead = a_lead(touches=4, unanswered=3, due=date(2026, 3, 20))
    after = after_touch(lead, a_touch(outcome=outcome, check_in=True), NEXT)
    assert (after.unanswered, after.touches, after.next_step) == (unanswered, 4, lead.next_step)


def test_a_check_in_that_is_answered_takes_the_place_of_a_try_that_is_due() -> None:
    lead = a_lead(touches=4, unanswered=3, due=date(2026, 3, 17))
    assert after_touch(lead, a_touch(check_in=True), NEXT).next_step == NEXT
    assert after_touch(lead, a_touch(check_in=True, outcome=Outcome.SENT), NEXT).next_step == lead.next_step


def test_a_customer_who_answers_a_check_in_stays_one_and_is_tried_no_more() -> None:
    lead = a_lead(status=Status.WON, unanswered=3, due=date(2026, 3, 17))
    after = after_touch(lead, a_touch(check_in=True), NEXT)
    assert (after.status, after.unanswered, after.next_step) == (Status.WON, 0, NEXT)


def test_who_wants_to_hear_no_more_is_heard_also_on_a_check_in() -> None:
    after = after_touch(a_lead(touches=4), a_touch(outcome=Outcome.DO_NOT_CONTACT, check_in=True), NEXT)
    assert (after.status, after.next_step, after.touches) == (Status.DO_NOT_CONTACT, None, 4)


@given(leads, touches)
def test_the_follow_up_goes_on_after_a_check_in_as_it_was(lead: Lead, touch: Touch) -> None:
    touch = replace(touch, check_in=True)
    after = after_touch(lead, touch, NEXT, promises=lead.promises)
    if touch.outcome is not Outcome.DO_NOT_CONTACT:
        answered = 0 if not touch.outcome.unanswered else lead.unanswered
        plan = NEXT if moves_plan(lead, touch.outcome, touch.at.date()) and lead.is_followed else lead.plan
        same = replace(after, last_touch=lead.last_touch, about=lead.about)
        assert same == replace(lead, unanswered=answered, plan=plan)
    assert after.touches == lead.touches


@given(lead=leads, touch=touches, lost=st.booleans())
def test_an_open_lead_has_the_step_and_an_ended_one_none(lead: Lead, touch: Touch, *, lost: bool) -> None:
    ends = lost or touch.outcome is Outcome.DO_NOT_CONTACT
    promises = promises_after(lead.promises, touch, given_up=None if ends else ())
    after = after_touch(lead, touch, NEXT, promises=promises, lost=lost)
    assert after.is_followed or after.next_step is None
    assert not after.is_unscheduled or (touch.check_in and lead.is_unscheduled)
    if lead.status is Status.DO_NOT_CONTACT:
        assert after.status is Status.DO_NOT_CONTACT


def test_an_answered_check_in_moves_a_plan_that_was_due_and_no_other() -> None:
    due, later = a_lead(due=date(2026, 3, 16)), a_lead(due=date(2026, 4, 16))
    for outcome, moves in ((Outcome.TALKED, True), (Outcome.REPLIED, True), (Outcome.SENT, False)):
        assert moves_plan(due, outcome, date(2026, 3, 18)) is moves
        assert not moves_plan(later, outcome, date(2026, 3, 18))
