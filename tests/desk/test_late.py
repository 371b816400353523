"""A touch that is logged later than it took place counts as if it had been logged then."""

from datetime import date, datetime, time, timedelta

import pytest

from fuyu.desk import Desk, TouchMade
from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Status
from fuyu.domain.promise import Promise
from fuyu.domain.score import Promises, touches_until_yes
from fuyu.domain.step import Channel, Plan
from fuyu.errors import UsageError
from tests.builders import a_promise
from tests.desk.conftest import NOW, TODAY, TOMORROW, Office, a_lead_on, lead_of, step_of, this_week

YESTERDAY = TODAY - timedelta(days=1)
AT = NOW - timedelta(hours=18, minutes=30)
"""Yesterday at three."""
CALLED = TouchMade(outcome=Outcome.NO_ANSWER)


def late(outcome: Outcome = Outcome.TALKED, at: datetime = AT, **fields: object) -> TouchMade:
    return TouchMade(outcome=outcome, at=at, **fields)  # type: ignore[arg-type]


def touches(desk: Desk, lead_id: int) -> list[Touch]:
    return [entry for entry in desk.leads.card(lead_id).history if isinstance(entry, Touch)]


def promised(day: date) -> Promise:
    return a_promise(day=day, time=time(15), zone="Europe/London")


def promised_yesterday(office: Office) -> tuple[Desk, int]:
    """Return a desk of today with a lead who was promised a call yesterday at three, two days ago."""
    desk = office.open()
    office.clock.at = NOW - timedelta(days=2)
    lead_id = a_lead_on(desk, next_step=promised(YESTERDAY))
    office.clock.at = NOW
    return desk, lead_id


def test_yesterdays_call_keeps_yesterdays_promise(office: Office) -> None:
    desk, lead_id = promised_yesterday(office)
    desk.commands.log(lead_id, late())
    assert this_week(desk) == Promises(kept=1)
    assert desk.agenda.today().done == (), "nobody was contacted today"
    assert step_of(desk, lead_id).day == date(2026, 3, 24), "a week from yesterday"


def test_yesterdays_call_takes_the_promise_from_the_call_that_was_logged_first(office: Office) -> None:
    desk, lead_id = promised_yesterday(office)
    desk.commands.log(lead_id, CALLED)
    assert this_week(desk).late == 1
    stands = step_of(desk, lead_id)
    desk.commands.log(lead_id, late())
    assert this_week(desk).kept == 1
    assert this_week(desk).late == 0
    assert step_of(desk, lead_id) == stands, "what was agreed since stands"
    desk.undo.last()
    assert this_week(desk).late == 1


def test_an_earlier_touch_never_overwrites_a_later_last_touch(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, CALLED)
    desk.commands.log(lead_id, late(Outcome.REPLIED, channel=Channel.EMAIL))
    last = lead_of(desk, lead_id).last_touch
    assert last is not None
    assert (last.at, last.outcome) == (NOW, Outcome.NO_ANSWER)
    desk.commands.log(lead_id, late(check_in=True))
    assert lead_of(desk, lead_id).last_touch == last


@pytest.mark.parametrize(
    ("before", "made", "unanswered"),
    [
        ([Outcome.NO_ANSWER], Outcome.TALKED, 1),
        ([Outcome.NO_ANSWER], Outcome.NO_ANSWER, 2),
        ([Outcome.TALKED], Outcome.NO_ANSWER, 0),
        ([Outcome.NO_ANSWER, Outcome.TALKED, Outcome.LEFT_MESSAGE], Outcome.NO_ANSWER, 1),
    ],
)
def test_unanswered_counts_in_the_order_of_time(
    desk: Desk, before: list[Outcome], made: Outcome, unanswered: int
) -> None:
    lead_id = a_lead_on(desk)
    for number, outcome in enumerate(before):
        desk.commands.log(lead_id, late(outcome, NOW - timedelta(minutes=30 - number)))
    desk.commands.log(lead_id, late(made))
    assert lead_of(desk, lead_id).unanswered == unanswered
    assert lead_of(desk, lead_id).touches == len(before) + 1


def test_a_proposal_from_long_ago_is_never_a_day_that_is_past(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, late(Outcome.NO_ANSWER, NOW - timedelta(days=20)))
    assert step_of(desk, lead_id).day == TODAY


def test_a_date_that_is_said_holds_for_an_earlier_touch_too(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, CALLED)
    desk.commands.log(lead_id, late(next_step=Plan(day=TOMORROW)))
    assert step_of(desk, lead_id).day == TOMORROW


def test_an_earlier_talk_leaves_a_lost_lead_lost_and_a_customer_a_customer(desk: Desk) -> None:
    for made, status in (
        (TouchMade(outcome=Outcome.TALKED, lost=True), Status.LOST),
        (late(Outcome.WON), Status.WON),
    ):
        lead_id = a_lead_on(desk)
        desk.commands.log(lead_id, made)
        desk.commands.log(lead_id, late(at=AT - timedelta(hours=1)))
        assert lead_of(desk, lead_id).status is status


def test_a_touch_to_come_is_refused(desk: Desk) -> None:
    lead_id = a_lead_on(desk)
    with pytest.raises(UsageError, match="still to come"):
        desk.commands.log(lead_id, late(at=NOW + timedelta(minutes=1)))
    assert touches(desk, lead_id) == []


def test_a_yes_logged_late_counts_the_touches_in_the_order_of_time(office: Office) -> None:
    desk = office.open()
    lead_id = a_lead_on(desk)
    desk.commands.log(lead_id, TouchMade(outcome=Outcome.WON))
    desk.commands.log(lead_id, late())
    assert tuple(touches_until_yes(desk.book.touches())) == (2,)
