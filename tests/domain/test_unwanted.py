"""A way somebody does not want is never proposed, and nothing is sent by it; the other ways stay."""

from typing import Any

import pytest

from fuyu.domain.cadence import Cadence, Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.decision import Decision, approach
from fuyu.domain.joining import joined
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.manners import Manners, advice, another_channel, as_wanted, first_way
from fuyu.domain.proposal import proposal
from fuyu.domain.step import Channel, Plan
from fuyu.domain.unwanted import refusal, unfit_way, unwanted_words, wants
from fuyu.reach import wanted_ways
from tests.builders import NOON, TODAY, a_lead, a_promise, a_touch

DIARY = Diary(Cadence(), Calendar())
REACHED: dict[str, Any] = {"phones": ("+44 20 7946 0958",), "emails": ("ann@x.example",), "links": ("x.example/ann",)}


def ann(*unwanted: str, channel: Channel = Channel.CALL) -> Lead:
    return a_lead(next_step=Plan(day=TODAY, channel=channel), unwanted=unwanted, **REACHED)


@pytest.mark.parametrize(
    ("unwanted", "way"),
    [
        ((), Channel.CALL),
        (("email",), Channel.CALL),
        (("call",), Channel.EMAIL),
        (("call", "email"), Channel.TEXT),
        (("call", "email", "text"), Channel.SOCIAL),
        (("call", "email", "text", "social"), Channel.MEETING),
    ],
)
def test_the_first_way_is_one_they_want(unwanted: tuple[str, ...], way: Channel) -> None:
    assert first_way(ann(*unwanted)) is way


def test_who_wants_no_calls_wants_no_voicemail_and_the_reverse_says_nothing() -> None:
    assert not wants(ann("call"), Channel.VOICEMAIL)
    assert wants(ann("voicemail"), Channel.CALL)
    assert wants(ann("call"), Channel.EMAIL)


@pytest.mark.parametrize("outcome", [Outcome.TALKED, Outcome.NO_ANSWER, Outcome.REPLIED, Outcome.NOT_NOW])
def test_the_next_step_is_proposed_by_another_way(outcome: Outcome) -> None:
    touch = a_touch(9, outcome=outcome, channel=Channel.CALL)
    plan = proposal(ann("call"), (), touch, DIARY, Manners())
    assert plan is not None
    assert plan.channel is Channel.EMAIL


def test_after_calls_in_vain_no_mail_is_proposed_to_who_wants_none() -> None:
    vain = [a_touch(number, outcome=Outcome.NO_ANSWER, channel=Channel.CALL) for number in (3, 2, 1)]
    found = advice(ann("email"), vain, 3)
    assert found is not None
    assert found.channel is Channel.TEXT
    assert another_channel(ann("email", "text"), vain) is Channel.SOCIAL


def test_the_hour_of_their_calls_is_no_advice_for_who_wants_none_any_more() -> None:
    answered = [a_touch(number, outcome=Outcome.TALKED, channel=Channel.CALL) for number in (2, 1)]
    vain = [a_touch(9, outcome=Outcome.NO_ANSWER, channel=Channel.TEXT, at=NOON.replace(hour=18))] * 3
    found = advice(ann("call"), [*vain, *answered], 0)
    assert found is not None
    assert found.channel is Channel.EMAIL


def test_a_decision_to_call_is_taken_up_by_a_way_they_want() -> None:
    assert approach(Decision.CALL, ann("call"), ()).channel is Channel.EMAIL


def test_a_plan_goes_on_by_a_way_they_want_and_a_promise_as_it_was_agreed() -> None:
    lead = as_wanted(ann("call"))
    assert lead.plan == Plan(day=TODAY, channel=Channel.EMAIL)
    promised = a_lead(next_step=a_promise(TODAY, channel=Channel.CALL), unwanted=("call",))
    assert as_wanted(promised) == promised


def test_of_two_leads_that_become_one_both_wishes_stand() -> None:
    one, other = ann("call"), a_lead(2, unwanted=("text",), next_step=None)
    assert joined(ann(), one, (), NOON).lead.unwanted == ("call",)
    lead = joined(one, other, (), NOON).lead
    assert lead.unwanted == ("call", "text")
    assert lead.plan is not None
    assert lead.plan.channel is Channel.EMAIL


def test_only_ways_they_want_are_opened() -> None:
    assert [way.label for way in wanted_ways(ann("call"))] == ["email", "page"]
    assert [way.label for way in wanted_ways(ann("email", "social"))] == ["phone"]


@pytest.mark.parametrize("channel", Channel)
def test_every_channel_can_be_refused_in_words(channel: Channel) -> None:
    assert unfit_way(channel) == ""
    assert refusal("Ann", channel).startswith("Ann wants no ")
    assert unwanted_words((channel, "pigeon")).endswith(", no pigeon")


def test_what_is_no_channel_is_refused() -> None:
    assert unfit_way("pigeon").startswith("Unknown channel “pigeon”. Choose one of call, ")
