"""Words of theirs that propose a day, and times on their clocks."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fuyu.domain.step import Plan
from fuyu.domain.when import Problem, When, parse_theirs, parse_when

NOW = dt.datetime(2026, 1, 14, 9, 30, tzinfo=ZoneInfo("Europe/London"))
"""A Wednesday morning."""


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("after the trade fair in april", dt.date(2026, 4, 1)),
        ("after the trade fair in march", dt.date(2026, 3, 2)),  # the 1st is a Sunday
        ("in may after the exam", dt.date(2026, 5, 1)),
        ("when the kids are back in september", dt.date(2026, 9, 1)),
        ("after the audit next week", dt.date(2026, 1, 19)),
        ("after the fair on 14 may", dt.date(2026, 5, 15)),
        ("after easter", dt.date(2026, 4, 6)),
        ("in 3 months", dt.date(2026, 4, 14)),
    ],
)
def test_their_words_propose_the_first_working_day_of_what_they_name(words: str, day: dt.date) -> None:
    found = parse_theirs(words, NOW)
    assert isinstance(found, When)
    assert found.day == day


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("after the trade fair in january", dt.date(2026, 2, 2)),  # the 1st is a Sunday
        ("in january", dt.date(2026, 2, 2)),
        ("in january 2027", dt.date(2027, 1, 1)),
        ("next january", dt.date(2027, 1, 1)),
        ("after the trade fair in december", dt.date(2026, 12, 1)),
    ],
)
def test_the_month_it_is_means_once_it_is_over_and_not_in_a_year(words: str, day: dt.date) -> None:
    found = parse_theirs(words, NOW)
    assert isinstance(found, When)
    assert found.day == day


@pytest.mark.parametrize(
    "words", ["when the boiler is fixed", "after march", "3 wekes", "the fair in march", "before easter"]
)
def test_words_that_name_no_day_to_begin_with_are_refused(words: str) -> None:
    assert isinstance(parse_theirs(words, NOW), Problem)


@pytest.mark.parametrize(
    ("words", "iso", "zone"),
    [
        ("9am their time", "2026-01-15T09:00", "Asia/Tokyo"),
        ("9am there", "2026-01-15T09:00", "Asia/Tokyo"),
        ("10:00 in Tokyo", "2026-01-15T10:00", "Asia/Tokyo"),
        ("fri 10:00 in tokyo", "2026-01-16T10:00", "Asia/Tokyo"),
        ("tomorrow 3pm New York time", "2026-01-15T15:00", "America/New_York"),
        ("9am in São Paulo", "2026-01-14T09:00", "America/Sao_Paulo"),
        ("9am in America/New_York", "2026-01-14T09:00", "America/New_York"),
    ],
)
def test_a_time_on_other_clocks_is_kept_in_their_zone(words: str, iso: str, zone: str) -> None:
    found = parse_when(words, NOW, there="Asia/Tokyo")
    assert isinstance(found, When)
    assert (found.iso(), found.zone) == (iso, zone)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("9am their time", "zone is not known"),
        ("fri in Tokyo", "Say the time"),
        ("10:00 in Narnia", "narnia"),
        ("10:00 yesterday in Tokyo", "behind us"),
    ],
)
def test_a_time_on_clocks_that_are_not_known_is_refused(words: str, said: str) -> None:
    found = parse_when(words, NOW)
    assert isinstance(found, Problem)
    assert said in found.sentence


def test_a_step_tells_both_clocks() -> None:
    step = Plan(day=dt.date(2026, 1, 15), time=dt.time(10), zone="Asia/Tokyo")
    assert step.clock_there("Europe/London") == "10:00 in Tokyo"
    assert (step.seen_from("Europe/London").time, step.clock_there("Asia/Tokyo")) == (dt.time(1), "")
