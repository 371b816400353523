"""Outcomes: whatever follows from one is said in their table, so that a new one needs no other."""

import pytest

from fuyu.domain.cadence import Cadence, Diary, propose
from fuyu.domain.calendar import Calendar
from fuyu.domain.ending import Saying, contradiction
from fuyu.domain.history import after_touch
from fuyu.domain.lead import Outcome, Status
from fuyu.domain.manners import channel_of
from fuyu.domain.outcome import Meaning
from fuyu.domain.step import Channel, Plan
from fuyu.tui.keys import Where, keys_of
from tests.builders import TODAY, a_lead, a_touch


def an_outcome(**meaning: object) -> Outcome:
    """Return an outcome that is in no table yet: a refusal."""
    made = str.__new__(Outcome, "refused")
    made._name_, made._value_, made.meaning = "REFUSED", "refused", Meaning(**meaning)  # type: ignore[arg-type]
    return made


def test_each_outcome_has_one_key_that_is_named_after_it() -> None:
    runs = [key.runs for key in keys_of(Where.LOG) if key.runs.startswith("outcome")]
    assert sorted(runs) == sorted(f"outcome('{outcome}')" for outcome in Outcome)


@pytest.mark.parametrize("outcome", Outcome)
def test_each_outcome_is_found_by_its_name_in_files_and_is_told(outcome: Outcome) -> None:
    assert Outcome(outcome.value) is outcome
    assert outcome.told


def test_an_outcome_of_which_nothing_is_told_says_how_it_was_logged() -> None:
    assert an_outcome().told == "had “refused” logged"


def test_a_new_end_leaves_no_step_and_says_so() -> None:
    refused = an_outcome(ends=Status.LOST)
    lead = a_lead(plan=Plan(day=TODAY))
    touch = a_touch(outcome=refused)
    assert propose(lead, refused, TODAY, Diary(Cadence(), Calendar())) is None
    after = after_touch(lead, touch, lead.plan)
    assert (after.status, after.plan) == (Status.LOST, None)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"dated": True}, "refused is absolute: there is no next step; leave the date out"),
        ({"lost": True}, "refused ends it already, for good: leave “lost” out"),
        ({"check_in": True}, "a check-in sells nothing, so that it cannot be “refused”: log it as a touch"),
        ({}, ""),
    ],
)
def test_a_new_end_contradicts_what_every_end_does(said: dict[str, bool], words: str) -> None:
    assert contradiction(Saying(outcome=an_outcome(ends=Status.LOST), **said), Status.OPEN) == words


def test_a_touch_is_made_by_the_ways_its_outcome_allows() -> None:
    posted = an_outcome(ways=(Channel.LETTER, Channel.EMAIL))
    assert channel_of(posted, Channel.CALL, a_lead(emails=())) is Channel.LETTER
    assert channel_of(posted, Channel.CALL, a_lead(emails=("ann@example.org",))) is Channel.EMAIL
    assert channel_of(posted, Channel.EMAIL, a_lead()) is Channel.EMAIL
