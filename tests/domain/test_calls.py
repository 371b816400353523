"""One call after the other: who comes next, and which of how many it is."""

from datetime import date

import pytest

from fuyu.domain.agenda import agenda
from fuyu.domain.cadence import Cadence
from fuyu.domain.calls import Round, calls
from fuyu.domain.lead import About, LastTouch, Outcome
from fuyu.domain.manners import Manners
from fuyu.domain.step import Channel
from tests.builders import NOON, TODAY, a_lead, a_promise, with_step

HOURS = Manners().call_hours
ROUND = Round((11, 12, 13), done=2)


def test_a_round_goes_through_the_lists_as_they_stand_and_counts_those_done() -> None:
    leads = [
        a_lead(1, "today", TODAY),
        a_lead(2, "overdue", date(2026, 3, 16)),
        a_lead(3, "birthday", date(2026, 5, 1), about=(About("birthday", TODAY, yearly=True),)),
        a_lead(4, "later", date(2026, 5, 1)),
        a_lead(5, "done", date(2026, 5, 1), last_touch=LastTouch(NOON, Channel.CALL, Outcome.TALKED)),
        a_lead(6, "unscheduled", None),
    ]
    day = agenda(leads, TODAY)
    assert calls(day, NOON, Cadence(), HOURS) == Round((2, 1, 3), done=1)
    assert calls(day, NOON, Cadence(), HOURS, unscheduled=True) == Round((2, 6), done=1)


def test_the_place_counts_those_done_before_and_somebody_else_has_none() -> None:
    assert ROUND.place(11) == (3, 5)
    assert ROUND.place(13) == (5, 5)
    assert ROUND.place(99) is None


@pytest.mark.parametrize(
    ("lead", "before", "following"), [(11, None, 12), (12, 11, 13), (13, 12, None), (99, 13, 11), (None, 13, 11)]
)
def test_walking_stops_at_the_ends_and_comes_back_from_elsewhere(
    lead: int | None, before: int | None, following: int | None
) -> None:
    assert (ROUND.before(lead), ROUND.following(lead)) == (before, following)


def test_nobody_stands_beside_anybody_on_an_empty_day() -> None:
    assert (Round().before(None), Round().following(None), Round().after(None, Round())) == (None, None, None)


@pytest.mark.parametrize(
    ("lead", "left", "following"),
    [
        (11, (12, 13), 12),
        (12, (11, 13), 13),
        (13, (11, 12), 11),
        (11, (13,), 13),
        (11, (11, 12, 13), 12),
        (13, (13,), None),
        (13, (), None),
        (99, (11, 12), 11),
        (11, (14, 12), 14),
        (13, (14,), 14),
    ],
    ids=[
        "the one behind",
        "one passed over stays passed over",
        "at the end those passed over",
        "one whom somebody else called meanwhile is left out",
        "rebooked for today, they are not next",
        "nor when they are the only one",
        "nobody is left",
        "from elsewhere to the first",
        "one who came in meanwhile stands where the order has them",
        "also as the only one",
    ],
)
def test_after_a_call_the_next_one(lead: int, left: tuple[int, ...], following: int | None) -> None:
    assert ROUND.after(lead, Round(left)) == following


def test_what_was_promised_is_not_passed_over_by_beginning_in_the_middle() -> None:
    now = Round((1, 2, 11, 12, 13), near=1, owed=2)
    assert now.after(12, Round((1, 2, 11, 13), near=1, owed=2)) == 1
    assert now.after(12, Round((2, 11, 13), owed=1)) == 2
    assert now.after(2, Round((11, 12, 13))) == 11
    assert now.passing(2).after(12, Round((2, 11, 13), owed=1)) == 13, "they were passed over by name"


def test_a_round_knows_who_comes_before_any_plan() -> None:
    yesterday = date(2026, 3, 17)
    leads = [
        a_lead(1, "plan", yesterday),
        with_step(a_lead(2, "late"), a_promise(yesterday)),
        with_step(a_lead(3, "today"), a_promise(TODAY)),
    ]
    found = calls(agenda(leads, TODAY), NOON, Cadence(), HOURS)
    assert (found.leads, found.owed) == ((2, 3, 1), 2)
