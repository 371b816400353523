"""The agenda: each lead in one place, promises first, nobody starved."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from fuyu.domain.agenda import Bucket, agenda, bucket, days_late, is_as_seen, late_words, relative_lateness
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import About, LastTouch, Outcome, Row, Status, Temperature
from fuyu.domain.promise import Promise, PromiseState, StateChange
from fuyu.domain.step import Channel, Plan
from tests.builders import a_step, with_step

WEDNESDAY = dt.date(2026, 3, 18)


def due(day: dt.date, lead_id: int = 1, *, name: str = "Ann Lee", rhythm: int | None = None, **step: object) -> Row:
    return with_step(Row(id=lead_id, name=name, rhythm=rhythm), a_step(day, **step))  # type: ignore[arg-type]


def days(count: int) -> dt.date:
    return WEDNESDAY + dt.timedelta(days=count)


def names(rows: tuple[Row, ...]) -> list[str]:
    return [row.name for row in rows]


@pytest.mark.parametrize(
    ("day", "today", "place"),
    [
        (dt.date(2026, 3, 17), WEDNESDAY, Bucket.OVERDUE),
        (WEDNESDAY, WEDNESDAY, Bucket.TODAY),
        (dt.date(2026, 3, 19), WEDNESDAY, Bucket.LATER),
        (dt.date(2026, 2, 28), dt.date(2026, 3, 1), Bucket.OVERDUE),
        (dt.date(2028, 2, 29), dt.date(2028, 2, 29), Bucket.TODAY),
        (dt.date(2026, 12, 31), dt.date(2027, 1, 1), Bucket.OVERDUE),
        (dt.date(2026, 4, 18), dt.date(2026, 3, 18), Bucket.LATER),
    ],
)
def test_a_day_is_compared_as_a_whole_date(day: dt.date, today: dt.date, place: Bucket) -> None:
    assert bucket(due(day), today, Calendar()) is place


def test_a_lead_touched_today_is_done_until_it_is_due_again() -> None:
    touched = LastTouch(dt.datetime(2026, 3, 18, 8, tzinfo=dt.UTC), Channel.CALL, Outcome.TALKED)
    later = Row(id=1, name="Ann", last_touch=touched, plan=Plan(day=days(7)))
    again_today = Row(id=2, name="Bo", last_touch=touched, plan=Plan(day=WEDNESDAY))
    won = Row(id=3, name="Cy", last_touch=touched, status=Status.WON)
    assert [bucket(row, WEDNESDAY, Calendar()) for row in (later, again_today, won)] == [
        Bucket.DONE,
        Bucket.TODAY,
        Bucket.DONE,
    ]
    assert [bucket(row, days(1), Calendar()) for row in (later, won)] == [Bucket.LATER, Bucket.ENDED]


def test_an_open_lead_without_a_date_is_unscheduled_and_an_ended_one_nowhere() -> None:
    found = agenda([Row(id=1, name="Ann"), Row(id=2, name="Bo", status=Status.DO_NOT_CONTACT)], WEDNESDAY)
    assert names(found.unscheduled) == ["Ann"]
    assert (found.overdue, found.today, found.done) == ((), (), ())


def test_a_check_in_is_due_for_whoever_is_in_no_other_list() -> None:
    birthday = (About("birthday", dt.date(1980, 3, 21), yearly=True),)  # a Saturday
    touched = LastTouch(dt.datetime(2026, 3, 20, 8, tzinfo=dt.UTC), Channel.CALL, Outcome.TALKED)
    april = Plan(day=dt.date(2026, 4, 1))
    friday = dt.date(2026, 3, 20)
    rows = [
        Row(id=1, name="later", about=birthday, plan=april),
        Row(id=2, name="due", about=birthday, plan=Plan(day=friday)),
        Row(id=3, name="won", about=birthday, status=Status.WON),
        Row(id=4, name="done", about=birthday, last_touch=touched, plan=april),
        Row(id=5, name="unscheduled", about=birthday),
        Row(id=6, name="touched kindly, still unscheduled", last_touch=touched),
        Row(id=7, name="silence", about=birthday, status=Status.DO_NOT_CONTACT),
        Row(id=8, name="exam", about=(About("exam", dt.date(2026, 3, 20)),), plan=april),
    ]
    found = agenda(rows, friday)
    assert names(found.check_in) == ["exam", "later", "won"]
    assert names(found.today) == ["due"]
    assert names(found.done) == ["done"]
    assert names(found.unscheduled) == ["unscheduled", "touched kindly, still unscheduled"]
    assert names(agenda(rows, dt.date(2026, 3, 19)).check_in) == []
    off = Calendar(days_off=frozenset({friday}))
    assert names(agenda(rows, dt.date(2026, 3, 19), calendar=off).check_in) == ["exam", "done", "due", "later", "won"]


def test_what_has_a_time_stands_by_its_clock_then_promises_then_plans() -> None:
    rows = [
        due(WEDNESDAY, 1, name="plan at nine", time=dt.time(9)),
        due(WEDNESDAY, 2, name="promise"),
        due(WEDNESDAY, 3, name="promise at three", time=dt.time(15), promised=True),
        due(WEDNESDAY, 4, name="promise at ten", time=dt.time(10), promised=True),
        due(WEDNESDAY, 5, name="plan"),
    ]
    rows[1] = due(WEDNESDAY, 2, name="promise", promised=True)
    assert names(agenda(rows, WEDNESDAY).today) == [
        "plan at nine",
        "promise at ten",
        "promise at three",
        "promise",
        "plan",
    ]


def test_at_the_same_time_a_promise_stands_before_a_plan() -> None:
    ten = dt.time(10)
    rows = [due(WEDNESDAY, 1, name="plan", time=ten), due(WEDNESDAY, 2, name="promise", time=ten, promised=True)]
    assert names(agenda(rows, WEDNESDAY).today) == ["promise", "plan"]


def test_late_promises_stand_by_how_late_they_are_and_not_by_their_clock() -> None:
    rows = [
        due(days(-1), 1, name="a day late, 16:00", time=dt.time(16), promised=True),
        due(days(-5), 2, name="five days late, 17:00", time=dt.time(17), promised=True),
        due(days(-9), 3, name="nine days late", promised=True),
        due(days(-1), 4, name="a day late, 9:00", time=dt.time(9), promised=True),
        due(days(-1), 5, name="a day late", promised=True),
        due(days(-40), 6, name="a plan"),
    ]
    assert names(agenda(rows, WEDNESDAY).overdue) == [
        "nine days late",
        "five days late, 17:00",
        "a day late, 9:00",
        "a day late, 16:00",
        "a day late",
        "a plan",
    ]


LONDON = ZoneInfo("Europe/London")


def at(hour: int, minute: int, day: dt.date = WEDNESDAY, fold: int = 0) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute, fold=fold), LONDON)


def seen(rows: list[Row], now: dt.datetime) -> tuple[list[str], list[str]]:
    found = agenda(rows, now.date(), here="Europe/London", now=now)
    return names(found.overdue), names(found.today)


def test_an_appointment_of_today_whose_time_has_passed_is_late_before_every_plan() -> None:
    demo = due(WEDNESDAY, 1, name="10:30", time=dt.time(10, 30), zone="Europe/London", promised=True)
    rows = [due(days(-30), 2, name="late plan"), demo, due(WEDNESDAY, 3, name="any time", promised=True)]
    assert seen(rows, at(10, 30)) == (["late plan"], ["10:30", "any time"])
    assert seen(rows, at(10, 31)) == (["10:30", "late plan"], ["any time"])
    assert [late_words(demo, WEDNESDAY, at(*now)) for now in ((10, 30), (10, 31), (11, 30), (14, 31))] == [
        "",
        "1 min late",
        "1 h late",
        "4 h late",
    ]
    assert late_words(demo, days(1), at(0, 0, days(1))) == "1 day late"


def test_a_plan_whose_time_has_passed_is_not_late_before_midnight() -> None:
    plan = due(WEDNESDAY, 1, name="plan at ten", time=dt.time(10), zone="Europe/London")
    assert seen([plan], at(23, 59)) == ([], ["plan at ten"])
    assert seen([plan], at(0, 0, days(1))) == (["plan at ten"], [])


@pytest.mark.parametrize(
    ("zone", "day", "hour", "passes"),
    [
        ("Asia/Tokyo", WEDNESDAY, 19, at(10, 0)),
        ("America/New_York", WEDNESDAY, 6, at(10, 0)),
        ("Asia/Tokyo", days(1), 8, at(23, 0)),
        ("America/New_York", days(-1), 20, at(0, 0)),
    ],
    ids=["east", "west", "east, tomorrow there", "west, yesterday there"],
)
def test_a_time_agreed_elsewhere_passes_when_it_does_there(
    zone: str, day: dt.date, hour: int, passes: dt.datetime
) -> None:
    demo = due(day, 1, name="demo", time=dt.time(hour), zone=zone, promised=True)
    assert seen([demo], passes) == ([], ["demo"])
    assert seen([demo], passes + dt.timedelta(minutes=1)) == (["demo"], [])


def test_an_hour_that_comes_twice_passes_the_first_time_and_one_that_is_left_out_an_hour_later() -> None:
    autumn, spring = dt.date(2026, 10, 25), dt.date(2026, 3, 29)
    half_past_one = dt.time(1, 30)
    twice = due(autumn, 1, name="twice", time=half_past_one, zone="Europe/London", promised=True)
    assert seen([twice], at(1, 30, autumn)) == ([], ["twice"])
    assert seen([twice], at(1, 30, autumn, fold=1)) == (["twice"], [])
    left_out = due(spring, 1, name="left out", time=half_past_one, zone="Europe/London", promised=True)
    assert seen([left_out], at(2, 30, spring)) == ([], ["left out"])
    assert seen([left_out], at(2, 31, spring)) == (["left out"], [])


def test_lists_stand_until_somebody_becomes_late() -> None:
    demo = due(WEDNESDAY, 1, time=dt.time(10, 30), zone="Europe/London", promised=True)
    found = agenda([demo, due(days(-1), 2)], WEDNESDAY, here="Europe/London", now=at(10, 0))
    assert [is_as_seen(found, at(*now)) for now in ((10, 30), (10, 31))] == [True, False]
    late = agenda([demo], WEDNESDAY, here="Europe/London", now=at(10, 31))
    assert [is_as_seen(late, at(*now)) for now in ((10, 30), (10, 31), (15, 0))] == [False, True, True]


def test_lateness_counts_by_the_leads_own_rhythm() -> None:
    rows = [replace(due(days(-6), 1, name="monthly", rhythm=30), touches=1), due(days(-3), 2, name="weekly", rhythm=7)]
    assert names(agenda(rows, WEDNESDAY).overdue) == ["weekly", "monthly"]


def test_a_first_touch_is_due_within_a_week_whatever_the_temperature() -> None:
    """GIVEN a cold lead never touched and a warm one who was, both late THEN the days decide, not the temperature."""
    cold = Row(id=1, name="cold", temperature=Temperature.COLD, plan=Plan(day=days(-14)))
    warm = Row(id=2, name="warm", touches=3, plan=Plan(day=days(-9)))
    hot = Row(id=3, name="hot", temperature=Temperature.HOT, plan=Plan(day=days(-5)))
    assert names(agenda([warm, cold], WEDNESDAY).overdue) == ["cold", "warm"]
    assert names(agenda([replace(cold, touches=1), warm], WEDNESDAY).overdue) == ["warm", "cold"]
    assert names(agenda([replace(cold, rhythm=90), warm], WEDNESDAY).overdue) == ["cold", "warm"], "nor a rhythm"
    assert names(agenda([hot, warm], WEDNESDAY).overdue) == ["hot", "warm"], "a shorter rhythm stays"


def test_lateness_counts_by_the_rhythms_of_the_settings() -> None:
    hot = Row(id=1, name="hot", temperature=Temperature.HOT, plan=Plan(day=days(-2)))
    cold = Row(id=2, name="cold", temperature=Temperature.COLD, touches=1, plan=Plan(day=days(-3)))
    assert names(agenda([hot, cold], WEDNESDAY).overdue) == ["hot", "cold"]
    alike = Cadence(rhythm=dict.fromkeys(Temperature, 7))
    assert names(agenda([hot, cold], WEDNESDAY, alike).overdue) == ["cold", "hot"]


def test_temperature_only_breaks_ties() -> None:
    def row(lead_id: int, temperature: Temperature, late: int) -> Row:
        step = Plan(day=days(-late))
        return Row(id=lead_id, name=temperature, temperature=temperature, rhythm=7, plan=step)

    rows = [row(1, Temperature.COLD, 2), row(2, Temperature.HOT, 2), row(3, Temperature.COLD, 3)]
    assert [found.id for found in agenda(rows, WEDNESDAY).overdue] == [3, 2, 1]


def test_a_time_agreed_elsewhere_is_seen_by_the_clocks_here() -> None:
    tokyo = due(dt.date(2026, 3, 19), 1, time=dt.time(1), zone="Asia/Tokyo", promised=True)
    found = agenda([tokyo], WEDNESDAY, here="Europe/London")
    assert [(row.next_step.day, row.next_step.time) for row in found.today if row.next_step] == [
        (WEDNESDAY, dt.time(16))
    ]


def test_days_late_are_calendar_days_over_a_clock_change() -> None:
    assert days_late(due(dt.date(2026, 3, 28)), dt.date(2026, 3, 30)) == 2


times = st.none() | st.times().map(lambda at: at.replace(microsecond=0))
promises = st.builds(
    Promise,
    day=st.dates(dt.date(2026, 2, 1), dt.date(2026, 5, 1)),
    time=times,
    uid=st.uuids().map(str),
    history=st.sampled_from(
        [(), (), (StateChange(at=dt.datetime(2026, 2, 1, tzinfo=dt.UTC), state=PromiseState.KEPT),)]
    ),
)
plans = st.builds(
    Plan,
    day=st.dates(dt.date(2026, 2, 1), dt.date(2026, 5, 1)),
    time=times,
    first_day=st.none() | st.dates(dt.date(2026, 1, 1), dt.date(2026, 2, 1)),
    snoozed=st.integers(0, 1),
)
touches = st.builds(
    LastTouch,
    at=st.datetimes(dt.datetime(2026, 2, 1), dt.datetime(2026, 5, 1), timezones=st.just(dt.UTC)),  # noqa: DTZ001
    channel=st.sampled_from(Channel),
    outcome=st.sampled_from(Outcome),
)
facts = st.builds(
    About,
    fact=st.just("birthday"),
    day=st.none() | st.dates(dt.date(2026, 2, 1), dt.date(2026, 5, 1)),
    yearly=st.booleans(),
)
rows_of_a_book = st.lists(
    st.builds(
        Row,
        id=st.integers(1, 10_000),
        name=st.text(max_size=5),
        temperature=st.sampled_from(Temperature),
        status=st.sampled_from(Status),
        plan=st.none() | plans,
        promises=st.lists(promises, max_size=3).map(tuple),
        last_touch=st.none() | touches,
        rhythm=st.none() | st.integers(1, 60),
        about=st.lists(
            st.builds(
                About,
                st.just("birthday"),
                st.none() | st.dates(dt.date(2026, 2, 1), dt.date(2026, 5, 1)),
                st.booleans(),
            ),
            max_size=2,
        ).map(tuple),
    ),
    unique_by=lambda row: row.id,
    max_size=20,
)
some_days = st.dates(dt.date(2026, 2, 1), dt.date(2026, 5, 1))


@given(rows_of_a_book, some_days, st.randoms(use_true_random=False))
def test_each_lead_has_one_place_whatever_the_order(rows: list[Row], today: dt.date, random: object) -> None:
    found = agenda(rows, today)
    lists = (found.overdue, found.today, found.check_in, found.done, found.unscheduled)
    ids = [row.id for rows_there in lists for row in rows_there]
    elsewhere = [row.id for row in rows if bucket(row, today, Calendar()) in {Bucket.LATER, Bucket.ENDED}]
    assert sorted(ids + elsewhere) == sorted(row.id for row in rows)
    shuffled = sorted(rows, key=lambda row: hash((row.id, repr(random))))
    again = agenda(shuffled, today)
    assert again == found
    silent = {row.id for row in rows if row.status is Status.DO_NOT_CONTACT}
    assert silent.isdisjoint(ids)
    assert {row.id for row in rows if row.is_unscheduled} == {row.id for row in found.unscheduled}


@given(rows_of_a_book, some_days)
def test_who_is_overdue_stays_so_until_touched(rows: list[Row], today: dt.date) -> None:
    overdue = {row.id for row in agenda(rows, today).overdue}
    assert overdue <= {row.id for row in agenda(rows, today + dt.timedelta(days=1)).overdue}


@given(rows_of_a_book, some_days)
def test_no_plan_stands_before_a_promise_nor_a_relatively_earlier_one(rows: list[Row], today: dt.date) -> None:
    found = agenda(rows, today)
    cadence = Cadence()
    kinds = [any(promise.day < today for promise in row.open_promises) for row in found.overdue]
    assert kinds == sorted(kinds, reverse=True)
    late = [
        relative_lateness(row, today, cadence)
        for row, promised in zip(found.overdue, kinds, strict=True)
        if not promised
    ]
    assert late == sorted(late, reverse=True)
