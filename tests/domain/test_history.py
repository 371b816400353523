"""A lead after a touch, and after a kind word."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.domain.history import Touch, after_touch
from fuyu.domain.lead import About, Channel, LastTouch, Lead, NextStep, Outcome, Status
from tests.builders import NOON, TODAY, a_lead, a_touch

NEXT = NextStep(day=date(2026, 4, 1))
BIRTHDAY = About("birthday", date(1980, 3, 19), yearly=True)
touches = st.builds(a_touch, outcome=st.sampled_from(Outcome), channel=st.sampled_from(Channel), kind=st.booleans())
leads = st.builds(
    Lead,
    id=st.just(1),
    name=st.just("Ann Lee"),
    status=st.sampled_from(Status),
    next_step=st.none() | st.just(NextStep(day=TODAY, promised=True)),
    touches=st.integers(0, 9),
    unanswered=st.integers(0, 4),
    about=st.sampled_from([(), (BIRTHDAY,)]),
).map(lambda lead: lead if lead.is_open else replace(lead, next_step=None))


def test_a_kind_word_is_no_try_and_remembers_what_it_was_for() -> None:
    lead = a_lead(touches=4, unanswered=2, about=(BIRTHDAY,), next_step=NextStep(day=TODAY, promised=True))
    after = after_touch(lead, a_touch(outcome=Outcome.NO_ANSWER, kind=True), NEXT, close=True)
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
    after = after_touch(lead, a_touch(outcome=outcome, kind=True), NEXT)
    assert (after.unanswered, after.touches, after.next_step) == (unanswered, 4, lead.next_step)


def test_a_check_in_that_is_answered_takes_the_place_of_a_try_that_is_due() -> None:
    lead = a_lead(touches=4, unanswered=3, due=date(2026, 3, 17))
    assert after_touch(lead, a_touch(kind=True), NEXT).next_step == NEXT
    assert after_touch(lead, a_touch(kind=True, outcome=Outcome.SENT), NEXT).next_step == lead.next_step


def test_a_customer_who_answers_a_check_in_stays_one_and_is_tried_no_more() -> None:
    lead = a_lead(status=Status.WON, unanswered=3, due=date(2026, 3, 17))
    after = after_touch(lead, a_touch(kind=True), NEXT)
    assert (after.status, after.unanswered, after.next_step) == (Status.WON, 0, NEXT)


def test_who_wants_to_hear_no_more_is_heard_also_on_a_kind_word() -> None:
    after = after_touch(a_lead(touches=4), a_touch(outcome=Outcome.DO_NOT_CONTACT, kind=True), NEXT)
    assert (after.status, after.next_step, after.touches) == (Status.DO_NOT_CONTACT, None, 4)


@given(leads, touches)
def test_the_follow_up_goes_on_after_a_kind_word_as_it_was(lead: Lead, touch: Touch) -> None:
    touch = replace(touch, kind=True)
    after = after_touch(lead, touch, NEXT)
    if touch.outcome is not Outcome.DO_NOT_CONTACT:
        answered = 0 if not touch.outcome.unanswered else lead.unanswered
        assert replace(after, last_touch=lead.last_touch, about=lead.about) == replace(lead, unanswered=answered)
    assert after.touches == lead.touches


@given(lead=leads, touch=touches, close=st.booleans())
def test_an_open_lead_has_the_step_and_an_ended_one_none(lead: Lead, touch: Touch, *, close: bool) -> None:
    after = after_touch(lead, touch, NEXT, close=close)
    assert after.is_followed or after.next_step is None
    assert not after.in_the_cracks or (touch.kind and lead.in_the_cracks)
    if lead.status is Status.DO_NOT_CONTACT:
        assert after.status is Status.DO_NOT_CONTACT


@pytest.mark.parametrize(
    ("touch", "agreed"),
    [
        (a_touch(due=TODAY, promised=True), TODAY),
        (a_touch(due=TODAY, promised=True, first_due=date(2026, 3, 1)), date(2026, 3, 1)),
        (a_touch(due=TODAY), None),
        (a_touch(), None),
    ],
)
def test_a_touch_knows_the_day_that_was_promised_first(touch: Touch, agreed: date | None) -> None:
    assert touch.agreed == agreed
