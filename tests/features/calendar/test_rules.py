"""What a calendar shows of a lead."""

from datetime import UTC, date, datetime, time

import pytest
from msgspec.structs import replace

from fuyu.domain.lead import About, Lead, Status
from fuyu.domain.promise import PromiseKind
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean_line
from fuyu.features.calendar.rules import Event, EventKind, Showing, events_of, may_show
from tests.builders import TODAY, a_lead, a_promise, with_step
from tests.domain import test_cleaning
from tests.domain.test_text import WORST

ALL = Showing()
ZOE = a_lead(
    7,
    "Zoë O'Brien",
    company="Ōkami Studio",
    phones=("+44 20 7946 0000",),
    created=datetime(2026, 1, 2, tzinfo=UTC),
    next_step=a_promise(day=TODAY, time=time(10, 30), zone="Europe/London", why="demo", quote="after the budget"),
)


def shown(lead: Lead, note: str = "", showing: Showing = ALL) -> list[Event]:
    """Return what is shown; the quick look never hides any of it."""
    events = list(events_of(lead, note, TODAY, showing))
    assert may_show(lead.row(), TODAY, showing) or not events
    return events


def test_a_promise_says_how_who_why_in_whose_words_and_at_which_number() -> None:
    (event,) = shown(ZOE, "liked the sample\nthe blue one less")
    assert (event.summary, event.kind, event.alarm) == ("Call Zoë O'Brien (promised)", EventKind.PROMISE, 10)
    assert (event.day, event.time, event.zone) == (TODAY, time(10, 30), "Europe/London")
    assert event.details.split("\n") == [
        "demo",
        "“after the budget”",
        "Ōkami Studio",
        "+44 20 7946 0000",
        "last: liked the sample",
    ]


def test_what_nobody_wrote_down_leaves_no_line() -> None:
    assert [event.details for event in shown(a_lead())] == [""]
    (event,) = shown(a_lead(role="CTO", company="Acme", phones=("+44 20 7946 0000", "555 0100")))
    assert event.details == "CTO, Acme\n+44 20 7946 0000, 555 0100"


def test_without_details_only_how_and_who_are_left() -> None:
    birthday = replace(ZOE, about=(About("birthday of her son", date(2020, 4, 1), yearly=True),))
    call, kind = shown(birthday, "liked the sample", Showing(details=False))
    assert (call.summary, call.details) == ("Call Zoë O'Brien (promised)", "")
    assert (kind.summary, kind.details) == ("A check-in for Zoë O'Brien", "")


def test_a_plan_does_not_ring_and_neither_does_a_promise_without_a_time() -> None:
    step = Plan(day=TODAY, time=time(9), zone="Europe/London", channel=Channel.EMAIL)
    assert [(event.summary, event.alarm) for event in shown(with_step(ZOE, step))] == [("E-mail Zoë O'Brien", None)]
    assert [event.alarm for event in shown(with_step(ZOE, a_promise(day=TODAY)))] == [None]


def test_a_plan_keeps_its_uid_through_every_follow_up_and_shares_it_with_nobody() -> None:
    zoe = with_step(ZOE, Plan(day=TODAY))
    later = replace(with_step(ZOE, Plan(day=date(2026, 6, 1))), name="Zoe")
    assert [event.uid for event in shown(zoe)] == [event.uid for event in shown(later)]
    others = [replace(zoe, id=8), replace(zoe, created=datetime(2026, 1, 3, tzinfo=UTC))]
    assert len({shown(lead)[0].uid for lead in (zoe, *others)}) == 3


def test_each_promise_and_the_plan_are_events_of_their_own() -> None:
    demo, offer = a_promise(TODAY, "a"), a_promise(date(2026, 3, 20), "b", kind=PromiseKind.TASK, why="the offer")
    zoe = replace(ZOE, plan=Plan(day=date(2026, 3, 19)), promises=(demo, offer))
    assert {event.uid: event.summary for event in shown(zoe)} == {
        "promise-a@fuyu": "Call Zoë O'Brien (promised)",
        "promise-b@fuyu": "the offer for Zoë O'Brien (promised)",
        "next-7-1767312000@fuyu": "Call Zoë O'Brien",
    }


@pytest.mark.parametrize("status", [Status.LOST, Status.DO_NOT_CONTACT])
def test_who_is_no_longer_followed_up_has_no_follow_up(status: Status) -> None:
    assert shown(replace(ZOE, status=status)) == []


def test_who_asked_not_to_be_contacted_is_in_no_calendar_at_all() -> None:
    silent = replace(ZOE, status=Status.DO_NOT_CONTACT, about=(About("birthday", date(2020, 4, 1), yearly=True),))
    assert shown(silent) == []
    assert [event.kind for event in shown(replace(silent, status=Status.LOST))] == [EventKind.CHECK_IN]


def test_a_customer_is_in_the_calendar_with_the_next_step() -> None:
    assert shown(replace(ZOE, status=Status.WON)) == shown(ZOE)


@pytest.mark.parametrize(
    ("day", "is_shown"),
    [(date(2020, 1, 1), True), (date(2027, 3, 31), True), (date(2027, 4, 1), False)],
)
def test_the_coming_months_are_shown_to_the_end_of_the_last_and_what_is_overdue(*, day: date, is_shown: bool) -> None:
    assert bool(shown(a_lead(due=day))) is is_shown


@pytest.mark.parametrize(
    ("months", "today", "until"),
    [
        (1, date(2026, 12, 31), date(2027, 1, 31)),
        (11, date(2026, 1, 1), date(2026, 12, 31)),
        (12, date(2027, 2, 10), date(2028, 2, 29)),
    ],
)
def test_how_far_a_calendar_shows(months: int, today: date, until: date) -> None:
    assert Showing(months=months).until(today) == until


def test_days_that_return_begin_in_a_leap_year_and_tell_nobodys_age() -> None:
    born = a_lead(due=None, about=(About("birthday", date(1980, 2, 29), yearly=True), About("hates voicemail")))
    assert [(event.day, event.yearly) for event in shown(born)] == [(date(2000, 2, 29), True)]


def test_a_day_that_comes_once_goes_when_a_check_in_was_said_and_stays_a_month_otherwise() -> None:
    exam = About("exam", date(2026, 3, 1))
    assert len(shown(a_lead(due=None, about=(exam,)))) == 1
    assert shown(a_lead(due=None, about=(replace(exam, wished=TODAY),))) == []
    assert shown(a_lead(due=None, about=(replace(exam, day=date(2026, 2, 1)),))) == []


@pytest.mark.parametrize("worst", WORST)
def test_hostile_text_is_one_clean_short_line(worst: str) -> None:
    step = Plan(day=TODAY, why=worst, quote=worst)
    lead = a_lead(name=worst, due=None, next_step=step, company=worst, about=(About(worst, TODAY),))
    for event in shown(lead, worst * 1000):
        for line in (event.summary, *event.details.split("\n")):
            assert line == clean_line(line)
            assert len(line) < 350


def test_every_text_of_an_event_says_what_it_may_hold() -> None:
    test_cleaning.test_every_text_that_is_kept_says_what_it_may_hold(Event)
