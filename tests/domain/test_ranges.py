"""Days from one to another in words: a range or a refusal with a code, never a guess."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar
from fuyu.domain.when import Problem, Range, parse_range

NOW = dt.datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
"""A Wednesday."""
ANYONE = Calendar()

READ = {
    # two dates, in every spelling
    "3-10 aug": "2026-08-03..2026-08-10",
    "3 - 10 aug": "2026-08-03..2026-08-10",
    "3–10 August": "2026-08-03..2026-08-10",
    "3rd to 10th of august": "2026-08-03..2026-08-10",
    "the 3rd of august until the 10th": "2026-08-03..2026-08-10",
    "aug 3-10": "2026-08-03..2026-08-10",
    "aug 3 to 10th": "2026-08-03..2026-08-10",
    "3aug-10aug": "2026-08-03..2026-08-10",
    "3 aug through 10 aug": "2026-08-03..2026-08-10",
    "from 3 to 10 aug": "2026-08-03..2026-08-10",
    "between 3 and 10 aug": "2026-08-03..2026-08-10",
    "mon 3 - fri 7 aug": "2026-08-03..2026-08-07",
    "3-10 aug 2026": "2026-08-03..2026-08-10",
    "3-10 aug 2027": "2027-08-03..2027-08-10",
    "2026-08-03..2026-08-10": "2026-08-03..2026-08-10",
    "2026-08-03 .. 2026-08-10": "2026-08-03..2026-08-10",
    "2026-08-03...2026-08-10": "2026-08-03..2026-08-10",
    "2026-08-03-2026-08-10": "2026-08-03..2026-08-10",
    "20260803-20260810": "2026-08-03..2026-08-10",
    "3.8.-10.8.": "2026-08-03..2026-08-10",
    "3.-10.8.": "2026-08-03..2026-08-10",
    "3.8.2026 - 10.8.2026": "2026-08-03..2026-08-10",
    "9-jan-27 to 12-jan-27": "2027-01-09..2027-01-12",
    "30 jul - 3 aug": "2026-07-30..2026-08-03",
    "20 dec - 3 jan": "2026-12-20..2027-01-03",
    "18-20 mar": "2026-03-18..2026-03-20",
    # weekdays: the next of their name, the last one after the first
    "mon - fri": "2026-03-23..2026-03-27",
    "mon-fri": "2026-03-23..2026-03-27",
    "Monday to Friday": "2026-03-23..2026-03-27",
    "fri - mon": "2026-03-20..2026-03-23",
    "wed - fri": "2026-03-25..2026-03-27",
    "next mon - next fri": "2026-03-23..2026-03-27",
    "tomorrow - fri": "2026-03-19..2026-03-20",
    "today to tomorrow": "2026-03-18..2026-03-19",
    "tomorrow till mon": "2026-03-19..2026-03-23",
    # from today
    "until fri": "2026-03-18..2026-03-20",
    "till 10 apr": "2026-03-18..2026-04-10",
    "today - 2w": "2026-03-18..2026-04-01",
    "today - 3 days": "2026-03-18..2026-03-21",
    # by their name
    "next week": "2026-03-23..2026-03-29",
    "this week": "2026-03-18..2026-03-22",
    "next month": "2026-04-01..2026-04-30",
    "august": "2026-08-01..2026-08-31",
    "jul - aug": "2026-07-01..2026-08-31",
    "next week - 10 apr": "2026-03-23..2026-04-10",
    "weekend": "2026-03-21..2026-03-22",
    "good friday to easter monday": "2026-04-03..2026-04-06",
    "christmas - new year": "2026-12-25..2027-01-01",
    "mid-april - end of april": "2026-04-15..2026-04-30",
    # one day
    "tomorrow": "2026-03-19..2026-03-19",
    "fri": "2026-03-20..2026-03-20",
    "6 may": "2026-05-06..2026-05-06",
    "fri - fri": "2026-03-20..2026-03-20",
}

REFUSED = {
    "": ("empty", ""),
    "   ": ("empty", ""),
    # it ends before it begins
    "10 aug - 3 aug": ("invalid", "2026-08-03 to 2026-08-10"),
    "10-3 aug": ("invalid", "2026-08-03 to 2026-08-10"),
    "2026-08-10..2026-08-03": ("invalid", "2026-08-03 to 2026-08-10"),
    "fri - tomorrow": ("invalid", "2026-03-19 to 2026-03-20"),
    # it has begun already, and is not next year's
    "16-20 mar": ("past", "today - 20 mar"),
    "16 mar - 20 mar": ("past", "today - 20 mar"),
    "2026-03-16..2026-03-20": ("past", "today - 2026-03-20"),
    "2020-08-03..2020-08-10": ("past", ""),
    "yesterday - fri": ("past", "today - fri"),
    # a length, a number, a time: not days
    "2 weeks": ("ambiguous", "today - 2 weeks"),
    "in 2 weeks": ("ambiguous", "today - 2 weeks"),
    "mon - 2w": ("ambiguous", ""),
    "1-2 weeks": ("unknown", ""),
    "3-10": ("ambiguous", "3-10 apr"),
    "20-25": ("ambiguous", "20-25 mar"),
    "from 3 to 10": ("ambiguous", ""),
    "5": ("ambiguous", ""),
    "fri 2pm - mon": ("invalid", ""),
    "quarter to nine": ("unknown", ""),
    # no such day
    "31-32 aug": ("invalid", ""),
    "30 - 31 jun": ("invalid", ""),
    "28 - 30 feb": ("invalid", ""),
    "mon 4 - fri 7 aug": ("invalid", ""),
    "3 aug 2026 - 10 aug 2027": ("invalid", ""),
    "2/11 - 5/11": ("ambiguous", ""),
    # half a range, three of them, no words
    "3 aug -": ("unknown", ""),
    "from monday": ("unknown", ""),
    "mon - wed - fri": ("unknown", ""),
    "3 - 10 aug and then some": ("unknown", ""),
    "the fair": ("unknown", ""),
    "every monday": ("unknown", "monday"),
    "x" * 200: ("unknown", ""),
    # mended
    "3-10 augst": ("unknown", "3 - 10 august"),
    "mon to fridya": ("unknown", "mon - friday"),
    "tomorow - fri": ("unknown", "tomorrow - fri"),
}

PIECES = ("3", "10", "aug", "mon", "fri", "-", "to", "..", "2w", "of", "next", "week", "the")


@pytest.mark.parametrize(("phrase", "days"), READ.items())
def test_a_range_is_read_whole(phrase: str, days: str) -> None:
    found = parse_range(phrase, NOW, ANYONE)
    assert isinstance(found, Range), found
    assert found.iso() == days


@pytest.mark.parametrize(("phrase", "refusal"), REFUSED.items())
def test_what_is_no_range_is_refused_with_what_is_near(phrase: str, refusal: tuple[str, str]) -> None:
    found = parse_range(phrase, NOW, ANYONE)
    assert isinstance(found, Problem), found
    assert (found.code, found.suggestion) == refusal
    assert found.sentence.endswith((".", "?"))


@pytest.mark.parametrize("suggestion", [near for _, near in REFUSED.values() if near])
def test_what_is_suggested_is_right(suggestion: str) -> None:
    assert isinstance(parse_range(suggestion, NOW, ANYONE), Range)


def test_the_order_of_dates_decides_figures() -> None:
    found = parse_range("2/11 - 5/11", NOW, Calendar(date_order="DMY"))
    assert found == Range(dt.date(2026, 11, 2), dt.date(2026, 11, 5))


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ((2026, 8, 3), (2026, 8, 10), "3-10 Aug"),
        ((2026, 7, 30), (2026, 8, 3), "30 Jul - 3 Aug"),
        ((2026, 5, 6), (2026, 5, 6), "6 May"),
        ((2026, 12, 20), (2027, 1, 3), "20 Dec - 3 Jan 2027"),
    ],
)
def test_it_is_said_as_people_write_it(first: tuple[int, int, int], last: tuple[int, int, int], words: str) -> None:
    assert Range(dt.date(*first), dt.date(*last)).words(NOW.date()) == words


@given(start=st.integers(0, 900), days=st.integers(0, 366))
def test_what_is_printed_is_read_back(start: int, days: int) -> None:
    first = NOW.date() + dt.timedelta(days=start)
    days_away = Range(first, first + dt.timedelta(days=days))
    assert parse_range(days_away.iso(), NOW, ANYONE) == days_away


@given(
    text=st.text(max_size=80)
    | st.lists(
        st.sampled_from(["3", "10", "aug", "mon", "fri", "-", "to", "..", "2w", "of", "next", "week", "the"])
    ).map(" ".join)
)
def test_nothing_breaks_it_and_no_range_is_the_wrong_way_round(text: str) -> None:
    found = parse_range(text, NOW, ANYONE)
    assert isinstance(found, Problem) or NOW.date() <= found.first <= found.last
