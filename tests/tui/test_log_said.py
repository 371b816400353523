"""What was said of a touch, without a screen: the fields are what somebody typed."""

import datetime as dt

import pytest

from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.step import Channel, Plan
from fuyu.domain.when import Problem, When
from fuyu.tui.panes.log_said import TouchSaid, may_be_lost, may_be_promised
from tests.tui.conftest import TODAY, Morning, due


class Fields:
    """What is typed."""

    def __init__(self, date: When | Problem | None = None, *, dated: str = "", theirs: str = "", at: str = "") -> None:
        self.date = date
        self.date_words, self.their_words, self.earlier_words = dated, theirs, at


def said_of(lead: Lead, fields: Fields | None = None) -> TouchSaid:
    """Return a touch with a lead of which nothing is said yet."""
    desk = Morning(lead).desk
    row = desk.leads.row(lead.id)
    assert row is not None
    said = TouchSaid(desk, fields or Fields())
    said.begin(row, check_in=False)
    return said


FRIDAY = TODAY + dt.timedelta(days=2)


def test_there_is_no_answer_until_it_is_said_what_came_of_it() -> None:
    said = said_of(due(1, "Ana", 0))
    assert said.answer() is None
    said.say_outcome(Outcome.NO_ANSWER)
    made = said.answer()
    assert made is not None
    assert made.outcome is Outcome.NO_ANSWER
    assert made.next_step == said.proposed


def test_what_is_typed_is_the_next_step_and_their_words_its_quote() -> None:
    said = said_of(due(1, "Ana", 0), Fields(When(FRIDAY), dated="friday", theirs="after the fair"))
    said.say_outcome(Outcome.NOT_NOW)
    made = said.answer()
    assert made is not None
    assert isinstance(made.next_step, Plan)
    assert (made.next_step.day, made.next_step.quote, made.next_step.said) == (FRIDAY, "after the fair", TODAY)
    assert made.agreed, "a day they named is a promise"


def test_words_that_are_not_understood_are_no_answer() -> None:
    said = said_of(due(1, "Ana", 0), Fields(at="never ever"))
    said.say_outcome(Outcome.TALKED)
    assert isinstance(said.at, Problem)
    assert said.answer() is None


def test_agreed_without_a_day_lacks_one() -> None:
    said = said_of(due(1, "Ana", 3, promised=True))
    said.say_outcome(Outcome.NO_ANSWER)
    assert (said.date, said.lacks_date) == (None, False), "the promise stays, and is what comes next"
    said.turn_promise()
    assert said.lacks_date


def test_the_channel_is_as_it_was_said_whatever_came_of_it() -> None:
    said = said_of(due(1, "Ana", 0))
    said.turn_channel()
    channel = said.made.channel
    assert channel is not Channel.CALL
    said.say_outcome(Outcome.SENT)
    assert said.made.channel is channel


def test_an_end_withdraws_what_was_promised_and_a_date_takes_the_end_back() -> None:
    said = said_of(due(1, "Ana", 3, promised=True))
    said.say_outcome(Outcome.NO_ANSWER)
    said.turn_lost()
    assert [promise.day for promise in said.withdrawn()] == [TODAY + dt.timedelta(days=3)]
    assert not may_be_promised(said.made)
    said.say_dated()
    assert may_be_promised(said.made)


@pytest.mark.parametrize(("outcome", "may"), [(Outcome.TALKED, True), (Outcome.DO_NOT_CONTACT, False)])
def test_what_ends_the_follow_up_by_itself_is_not_lost_by_a_key(outcome: Outcome, *, may: bool) -> None:
    said = said_of(due(1, "Ana", 0))
    said.say_outcome(outcome)
    assert may_be_lost(said.made) is may


def test_what_can_not_be_said_is_not_turned() -> None:
    said = said_of(due(1, "Ana", 0))
    said.say_outcome(Outcome.DO_NOT_CONTACT)
    before = said.made
    for what in ("check_in", "lost", "undated", "kept"):
        said.turn(what)
    assert said.made == before


def test_whoever_is_do_not_contact_is_logged_though_a_date_was_agreed_before() -> None:
    said = said_of(due(1, "Ana", 0))
    said.say_outcome(Outcome.TALKED)
    said.turn("promise")
    said.say_outcome(Outcome.DO_NOT_CONTACT)
    assert not said.lacks_date
    made = said.answer()
    assert made is not None
    assert made.next_step is None
