"""When a message goes, and when it is held: by its clock, by what took place since, by how late it is."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.promise import Promise, PromiseKind
from fuyu.domain.step import Channel
from fuyu.features.messages.rules import Unsent, confirmed, goes_at, is_due, unsent
from tests.builders import a_lead, a_note, a_promise, a_touch

LONDON, TOKYO = ZoneInfo("Europe/London"), ZoneInfo("Asia/Tokyo")
MORNING = dt.time(8)
TUESDAY, FRIDAY = dt.datetime(2026, 3, 17, 10, 0, tzinfo=LONDON), dt.datetime(2026, 3, 20, 9, 0, tzinfo=LONDON)
THURSDAY = dt.datetime(2026, 3, 19, 15, 0, tzinfo=LONDON)
SETTLING = "fuyu send --mark-sent 1 if it is in your sent mail, --resend 1 if it is not"
ANA = a_lead(1, "Ana Horvat")


def a_message(**fields: Any) -> Message:
    """Return a message to Ana that was written on Tuesday for Friday at nine, in London."""
    when = {"day": FRIDAY.date(), "time": dt.time(9), "zone": "Europe/London"}
    text = {"to": "ana@adria.example", "subject": "The quote", "text": "Hello."}
    return Message(**{"id": 1, "lead": 1, "at": TUESDAY, "state": State.QUEUED, **when, **text, **fields})


def on_friday(message: Message, *history: Touch | Note, lead: Lead = ANA, now: dt.datetime = FRIDAY) -> Unsent:
    """Return how a message stands at its time."""
    return unsent(message, lead, history, now, MORNING)


@pytest.mark.parametrize(
    ("fields", "now", "due"),
    [
        ({}, "2026-03-20T00:05", False),
        ({}, "2026-03-20T08:59:59", False),
        ({}, "2026-03-20T09:00", True),
        ({"zone": "Asia/Tokyo"}, "2026-03-19T23:59:59", False),
        ({"zone": "Asia/Tokyo"}, "2026-03-20T00:00", True),
        ({"zone": "America/New_York"}, "2026-03-20T12:59:59", False),
        ({"zone": "America/New_York"}, "2026-03-20T13:00", True),
        ({"time": None, "zone": ""}, "2026-03-20T07:59:59", False),
        ({"time": None, "zone": ""}, "2026-03-20T08:00", True),
        ({"zone": "No/Where"}, "2026-03-20T09:00", True),
        ({"day": dt.date(2026, 3, 29), "time": dt.time(1, 30)}, "2026-03-29T00:59:59", False),
        ({"day": dt.date(2026, 3, 29), "time": dt.time(1, 30)}, "2026-03-29T02:30", True),
        ({"day": dt.date.max, "time": dt.time(23), "zone": "America/New_York"}, "2026-03-20T09:00", False),
    ],
)
def test_a_message_goes_at_its_time_in_the_zone_it_was_said_in(fields: dict[str, Any], now: str, *, due: bool) -> None:
    at = dt.datetime.fromisoformat(now).replace(tzinfo=LONDON)
    assert is_due(a_message(**fields), at, MORNING) is due


def test_a_message_without_a_time_goes_from_the_morning_that_is_set() -> None:
    message = a_message(time=None, zone="")
    assert goes_at(message, FRIDAY, dt.time(6, 30)) == dt.datetime(2026, 3, 20, 6, 30, tzinfo=LONDON)
    assert on_friday(message, now=TUESDAY).goes == "Fri 20 Mar from 08:00"


def test_a_time_elsewhere_is_said_by_both_clocks() -> None:
    assert on_friday(a_message(zone="Asia/Tokyo"), now=TUESDAY).goes == "Fri 20 Mar 00:00 (09:00 in Tokyo)"


@pytest.mark.parametrize(
    ("now", "held"),
    [
        (FRIDAY + dt.timedelta(days=1), ""),
        (FRIDAY + dt.timedelta(days=1, seconds=1), "it was for Fri 20 Mar 09:00, more than a day ago"),
    ],
)
def test_a_message_is_held_once_its_time_is_more_than_a_day_ago(now: dt.datetime, held: str) -> None:
    stands = on_friday(a_message(), now=now)
    assert (stands.held, stands.state) == (held, State.NEEDS_REVIEW if held else State.QUEUED)


def test_a_message_that_was_written_after_its_time_is_not_late() -> None:
    assert on_friday(a_message(at=FRIDAY + dt.timedelta(days=5)), now=FRIDAY + dt.timedelta(days=5)).held == ""


ANSWERS = {
    Outcome.TALKED: "talked with you",
    Outcome.REPLIED: "replied",
    Outcome.NOT_NOW: "said not now",
    Outcome.WON: "said yes",
    Outcome.DO_NOT_CONTACT: "asked not to be contacted",
}


@pytest.mark.parametrize("check_in", [False, True])
@pytest.mark.parametrize("outcome", list(Outcome))
def test_a_message_is_held_by_every_touch_since_that_answers(outcome: Outcome, *, check_in: bool) -> None:
    touch = a_touch(at=THURSDAY, outcome=outcome, check_in=check_in)
    words = f"Ana Horvat {ANSWERS[outcome]} since you wrote this" if outcome in ANSWERS else ""
    stands = on_friday(a_message(), touch)
    assert stands.held == words
    assert stands.reason == (f"{words}: send, change or drop" if words else "")
    assert stands.state is (State.NEEDS_REVIEW if words else State.QUEUED)


def test_a_message_is_held_by_an_address_that_proved_wrong_not_by_a_number() -> None:
    wrong = a_touch(at=THURSDAY, outcome=Outcome.WRONG_CONTACT, channel=Channel.EMAIL)
    assert on_friday(a_message(), wrong).held == "Ana Horvat was the wrong contact since you wrote this"
    assert on_friday(a_message(), replace(wrong, channel=Channel.CALL)).held == ""


def test_an_answer_holds_a_message_although_tries_in_vain_came_after_it() -> None:
    tries = (a_touch(3, at=THURSDAY, outcome=Outcome.NO_ANSWER), a_note(at=THURSDAY))
    replied = a_touch(2, at=THURSDAY - dt.timedelta(hours=2), outcome=Outcome.REPLIED)
    assert on_friday(a_message(), *tries, replied).held == "Ana Horvat replied since you wrote this"


def test_what_took_place_before_it_was_written_holds_no_message() -> None:
    assert on_friday(a_message(), a_touch(at=TUESDAY), a_touch(2, at=TUESDAY - dt.timedelta(days=1))).held == ""


def test_a_date_agreed_since_holds_a_message() -> None:
    june = a_promise(dt.date(2026, 6, 1), made=THURSDAY)
    assert on_friday(a_message(), lead=promised(june)).held == "Ana Horvat agreed Mon 1 Jun since you wrote this"
    assert on_friday(a_message(), lead=promised(replace(june, made=TUESDAY))).held == ""
    assert on_friday(a_message(), lead=promised(replace(june, made=None))).held == ""


def test_a_task_of_yours_holds_no_message_and_is_not_named_beside_what_does() -> None:
    task = a_promise(dt.date(2026, 3, 20), uid="task", kind=PromiseKind.TASK, made=THURSDAY)
    assert on_friday(a_message(), lead=promised(task)).held == ""
    june = a_promise(dt.date(2026, 6, 1), uid="june", made=THURSDAY)
    held = on_friday(a_message(), lead=promised(june, task)).held
    assert held == "Ana Horvat agreed Mon 1 Jun since you wrote this"


def promised(*promises: Promise) -> Lead:
    """Return Ana with promises."""
    return replace(ANA, promises=promises)


def test_a_talk_with_a_new_date_is_said_with_the_date() -> None:
    june = a_promise(dt.date(2026, 6, 1), made=THURSDAY)
    held = on_friday(a_message(), a_touch(at=THURSDAY), lead=promised(june)).held
    assert held == "Ana Horvat talked with you and agreed Mon 1 Jun since you wrote this"


@pytest.mark.parametrize("status", [Status.WON, Status.LOST])
def test_an_end_without_a_touch_holds_a_message_that_was_written_before_it(status: Status) -> None:
    ended = replace(ANA, status=status)
    assert on_friday(a_message(), lead=ended).held == f"Ana Horvat was marked {status} since you wrote this"
    assert on_friday(a_message(status=status), lead=ended).held == "", "it was written to them as they are"


def test_lost_in_a_talk_is_said_with_the_talk() -> None:
    held = on_friday(a_message(), a_touch(at=THURSDAY), lead=replace(ANA, status=Status.LOST)).held
    assert held == "Ana Horvat talked with you and was marked lost since you wrote this"


def test_a_message_that_is_confirmed_goes_until_they_answer_again() -> None:
    touch, lost = a_touch(at=THURSDAY), replace(ANA, status=Status.LOST)
    sure = confirmed(a_message(), lost, THURSDAY)
    assert on_friday(sure, touch, lead=lost).held == ""
    again = a_touch(2, at=THURSDAY + dt.timedelta(hours=1), outcome=Outcome.REPLIED)
    assert on_friday(sure, again, touch, lead=lost).held == "Ana Horvat replied since you wrote this"
    late = FRIDAY + dt.timedelta(days=3)
    assert on_friday(confirmed(a_message(), ANA, late), now=late).held == "", "so does one that is late"


@pytest.mark.parametrize("state", [State.NEEDS_REVIEW, State.SENDING, State.UNKNOWN])
def test_only_what_would_go_is_held(state: State) -> None:
    stands = unsent(a_message(state=state), ANA, [a_touch(at=THURSDAY)], FRIDAY, MORNING, is_sending=True)
    assert (stands.held, stands.state) == ("", state)


def test_one_that_nobody_is_sending_any_more_is_unknown() -> None:
    at_it = a_message(state=State.SENDING, tries=1, tried=THURSDAY)
    assert unsent(at_it, ANA, [], FRIDAY, MORNING, is_sending=True).words == "sending: The quote"
    lost = on_friday(at_it)
    assert (lost.state, lost.needs_you) == (State.UNKNOWN, True)
    assert lost.doubt == "it may have been sent Thu 19 Mar 15:00: the server did not answer"


def test_when_it_may_have_been_sent_is_said_by_the_clocks_here() -> None:
    there = FRIDAY.astimezone(TOKYO)
    stands = unsent(a_message(state=State.UNKNOWN, tries=1, tried=THURSDAY), ANA, [], there, MORNING)
    assert stands.doubt == "it may have been sent Fri 20 Mar 00:00: the server did not answer"


@pytest.mark.parametrize(
    ("stands", "words"),
    [
        (on_friday(a_message(), now=TUESDAY), "queued, fuyu send sends it Fri 20 Mar 09:00: The quote"),
        (on_friday(a_message(subject="")), "queued, fuyu send sends it now"),
        (on_friday(a_message(text="Hi {company}")), "queued: these are not filled in: {company}"),
        (
            on_friday(a_message(), a_touch(at=THURSDAY)),
            "needs review: Ana Horvat talked with you since you wrote this: send, change or drop",
        ),
        (
            on_friday(a_message(state=State.UNKNOWN)),
            f"unknown: it may have been sent: the server did not answer; m in the dashboard, or {SETTLING}",
        ),
    ],
)
def test_each_state_says_what_is_to_be_done(stands: Unsent, words: str) -> None:
    assert stands.words == words
