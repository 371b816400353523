"""Times that were: read whole or refused, and never one to come."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from fuyu.domain.when import Problem, parse_past

LONDON = ZoneInfo("Europe/London")
NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
"""A Wednesday morning."""


@pytest.mark.parametrize(
    ("words", "at"),
    [
        ("yesterday 15:00", "2026-03-17 15:00"),
        ("yesterday at 3", "2026-03-17 15:00"),
        ("yesterday", "2026-03-17 12:00"),
        ("day before yesterday 9am", "2026-03-16 09:00"),
        ("mon 15:00", "2026-03-16 15:00"),
        ("last fri 2pm", "2026-03-13 14:00"),
        ("wed 9am", "2026-03-18 09:00"),
        ("wed 10:00", "2026-03-11 10:00"),
        ("wed", "2026-03-11 12:00"),
        ("2h ago", "2026-03-18 07:30"),
        ("half an hour ago", "2026-03-18 09:00"),
        ("3 days ago", "2026-03-15 12:00"),
        ("2 days ago 3pm", "2026-03-16 15:00"),
        ("9:00 today", "2026-03-18 09:00"),
        ("8:30", "2026-03-18 08:30"),
        ("17 mar 3pm", "2026-03-17 15:00"),
        ("2026-03-16 10:00", "2026-03-16 10:00"),
        ("the 3rd", "2026-03-03 12:00"),
        ("30 dec", "2025-12-30 12:00"),
        ("now", "2026-03-18 09:30"),
        ("2026-03-17T14:00:30Z", "2026-03-17 14:00"),
        ("2026-W11-5 10:00", "2026-03-13 10:00"),
    ],
)
def test_a_time_that_was(words: str, at: str) -> None:
    assert parse_past(words, NOW) == dt.datetime.fromisoformat(at).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    "words", ["14:30 today", "15:00", "tomorrow", "tomorrow 9am", "in 2h", "20 mar", "next week", "2026-03-19"]
)
def test_a_time_to_come_is_refused(words: str) -> None:
    found = parse_past(words, NOW)
    assert isinstance(found, Problem)
    assert found.code == "future"


@pytest.mark.parametrize(
    ("words", "code"),
    [("", "empty"), ("whenever", "unknown"), ("recently", "unknown"), ("30 feb", "invalid"), ("x" * 65, "unknown")],
)
def test_what_names_no_time_is_refused(words: str, code: str) -> None:
    found = parse_past(words, NOW)
    assert isinstance(found, Problem)
    assert found.code == code


def test_an_hour_that_the_clocks_left_out_is_the_one_after_it() -> None:
    now = dt.datetime(2026, 3, 30, 9, tzinfo=LONDON)
    assert parse_past("yesterday 01:30", now) == dt.datetime(2026, 3, 29, 2, 30, tzinfo=LONDON)


def test_a_weekday_over_the_end_of_the_year() -> None:
    now = dt.datetime(2027, 1, 1, 9, tzinfo=LONDON)
    assert parse_past("wed 3pm", now) == dt.datetime(2026, 12, 30, 15, tzinfo=LONDON)
