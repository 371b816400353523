"""What matters to people and has a day: a check-in on the day, on the working day before it, or soon after."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar
from fuyu.domain.kindness import (
    AHEAD,
    WELCOME,
    Occasion,
    due,
    numbers,
    numbers_near,
    occasion,
    occasions,
    wished,
)
from fuyu.domain.lead import About, Row, Status

BIRTHDAY = About("birthday", date(1980, 7, 3), yearly=True)
EXAM = About("Yui's exam", date(2026, 5, 14))
LEAP = About("leap birthday", date(1984, 2, 29), yearly=True)
WEEK = Calendar()


def a_row(*about: About, status: Status = Status.OPEN) -> Row:
    return Row(id=1, name="Ann Lee", about=about, status=status)


def day_of(about: About, today: str) -> str:
    found = occasion(about, date.fromisoformat(today))
    return found.day.isoformat() if found else ""


@pytest.mark.parametrize(
    ("about", "today", "day"),
    [
        (BIRTHDAY, "2026-03-18", "2026-07-03"),
        (BIRTHDAY, "2026-07-03", "2026-07-03"),
        (BIRTHDAY, "2026-07-10", "2026-07-03"),  # a week later it is still welcome
        (BIRTHDAY, "2026-07-11", "2027-07-03"),
        (About("founded", date(2019, 12, 30), yearly=True), "2027-01-02", "2026-12-30"),
        (About("new year's child", date(2001, 1, 1), yearly=True), "2026-12-28", "2027-01-01"),
        (LEAP, "2026-02-20", "2026-02-28"),
        (LEAP, "2028-02-20", "2028-02-29"),
        (LEAP, "2028-03-08", "2029-02-28"),
        (LEAP, "2100-02-01", "2100-02-28"),
        (EXAM, "2026-03-18", "2026-05-14"),
        (EXAM, "2026-05-21", "2026-05-14"),
        (EXAM, "2026-05-22", ""),
        (About("hates voicemail"), "2026-03-18", ""),
    ],
)
def test_a_fact_has_a_day_that_comes_next_or_is_still_welcome(about: About, today: str, day: str) -> None:
    assert day_of(about, today) == day


def test_what_was_wished_is_over_for_this_year_and_comes_again() -> None:
    (said,) = wished((BIRTHDAY,), date(2026, 7, 1))
    assert said.wished == date(2026, 7, 3)
    assert day_of(said, "2026-07-03") == "2027-07-03"
    assert day_of(said, "2027-07-01") == "2027-07-03"
    (exam,) = wished((EXAM,), date(2026, 5, 15))
    assert day_of(exam, "2026-05-16") == ""


def test_a_check_in_is_for_all_that_is_near_and_for_nothing_else() -> None:
    thanks = About("thank them for Bo", date(2026, 7, 2))
    far = About("house move", date(2026, 7, 20))
    today = date(2026, 7, 1)
    said = wished((thanks, BIRTHDAY, far, About("plays the cello")), today)
    assert [about.wished for about in said] == [date(2026, 7, 2), date(2026, 7, 3), None, None]


@pytest.mark.parametrize(
    ("day", "first_day_it_is_due"),
    [
        ("2026-05-14", "2026-05-14"),  # a Thursday
        ("2026-05-16", "2026-05-15"),  # a Saturday is said on Friday
        ("2026-05-17", "2026-05-15"),
        ("2026-05-25", "2026-05-22"),  # a Monday off
        ("2026-05-26", "2026-05-26"),
    ],
)
def test_what_falls_on_a_day_off_is_said_on_the_working_day_before(day: str, first_day_it_is_due: str) -> None:
    calendar = Calendar(days_off=frozenset({date(2026, 5, 25)}))
    row = a_row(About("exam", date.fromisoformat(day)))
    days = [date(2026, 5, 1) + timedelta(days=ahead) for ahead in range(60)]
    found = [today for today in days if due(row, today, calendar)]
    assert found[0].isoformat() == first_day_it_is_due
    assert found[-1] == date.fromisoformat(day) + timedelta(days=WELCOME)


@pytest.mark.parametrize(
    ("status", "is_due"),
    [(Status.OPEN, True), (Status.WON, True), (Status.LOST, True), (Status.DO_NOT_CONTACT, False)],
)
def test_check_ins_are_for_all_but_those_who_asked_for_silence(status: Status, *, is_due: bool) -> None:
    assert (due(a_row(BIRTHDAY, status=status), date(2026, 7, 3), WEEK) is not None) is is_due


def test_the_nearest_day_stands_first() -> None:
    later = About("house move", date(2026, 7, 12))
    found = occasions((later, BIRTHDAY, EXAM), date(2026, 7, 1), 14)
    assert found == [Occasion("birthday", date(2026, 7, 3)), Occasion("house move", date(2026, 7, 12))]


facts = st.builds(
    About,
    fact=st.sampled_from(["birthday", "exam", "tea"]),
    day=st.none()
    | st.dates(date(1950, 1, 1), date(2030, 12, 31))
    | st.dates(date(2026, 1, 1), date(2028, 12, 31))
    | st.just(date(1984, 2, 29)),
    yearly=st.booleans(),
    wished=st.none() | st.dates(date(2026, 1, 1), date(2028, 12, 31)),
)
days = st.dates(date(2026, 1, 1), date(2028, 12, 31)) | st.sampled_from([date(2026, 2, 25), date(2028, 2, 28)])
calendars = st.builds(
    Calendar,
    workdays=st.frozensets(st.integers(0, 6), min_size=1),
    days_off=st.frozensets(st.dates(date(2026, 1, 1), date(2028, 12, 31)), max_size=8),
)


@given(facts, days, calendars)
def test_an_index_by_numbers_finds_all_that_is_due(about: About, today: date, calendar: Calendar) -> None:
    if due(a_row(about), today, calendar):
        assert numbers((about,)) & set(numbers_near(today))


@given(facts, days, calendars)
def test_what_is_due_is_near_or_was(about: About, today: date, calendar: Calendar) -> None:
    near = due(a_row(about), today, calendar)
    if near:
        assert -WELCOME <= (near.day - today).days <= AHEAD
        assert near.day <= today or not any(
            calendar.is_working(today + timedelta(days=ahead)) for ahead in range(1, (near.day - today).days + 1)
        )


@given(st.lists(facts, max_size=4), days, calendars)
def test_after_a_check_in_none_is_due(about: list[About], today: date, calendar: Calendar) -> None:
    row = a_row(*wished(tuple(about), today))
    assert due(row, today, calendar) is None
    assert wished(row.about, today) == row.about
