"""Times that are taken, and those that are free between them."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.busy import TimeSpan, day_of, free, length_of, merged, next_free, spanning
from fuyu.domain.manners import Hours

LONDON = ZoneInfo("Europe/London")
DAY = dt.date(2026, 3, 18)
HALF = dt.timedelta(minutes=30)
HOURS = Hours(dt.time(8), dt.time(19))


def at(hour: int, minute: int = 0, day: dt.date = DAY) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), LONDON)


def span(first: tuple[int, int], last: tuple[int, int]) -> TimeSpan:
    return spanning(at(*first), at(*last))


def words(spans: list[TimeSpan]) -> list[str]:
    return [one.words(LONDON) for one in spans]


def test_what_is_free_begins_on_a_quarter_and_is_long_enough() -> None:
    busy = [span((9, 0), (10, 5)), span((10, 30), (11, 0)), span((11, 0), (12, 0)), span((18, 40), (20, 0))]
    assert words(list(free(day_of(DAY, LONDON, HOURS), busy, HALF))) == ["08:00-09:00", "12:00-18:40"]
    assert words(list(free(day_of(DAY, LONDON, HOURS), busy, HALF / 2))) == [
        "08:00-09:00",
        "10:15-10:30",
        "12:00-18:40",
    ]


def test_a_day_that_is_full_and_one_that_is_empty() -> None:
    whole = day_of(DAY, LONDON, HOURS)
    assert list(free(whole, [day_of(DAY, LONDON)], HALF)) == []
    assert words(list(free(whole, [], HALF))) == ["08:00-19:00"]


def test_the_next_time_that_is_free() -> None:
    busy = [span((10, 0), (11, 0)), span((11, 20), (12, 0))]
    assert next_free(at(10, 30), busy, at(19)) == at(12)
    assert next_free(at(10, 30), busy, at(19), HALF / 2) == at(11)
    assert next_free(at(18, 45), [], at(19)) is None


def test_a_day_on_which_the_clocks_change_has_its_own_length() -> None:
    assert day_of(dt.date(2026, 3, 29), LONDON).length == dt.timedelta(hours=23)
    assert day_of(dt.date(2026, 10, 25), LONDON).length == dt.timedelta(hours=25)
    assert words([day_of(DAY, LONDON)]) == ["00:00-24:00"]


@pytest.mark.parametrize(
    ("said", "minutes"),
    [("30min", 30), ("1h", 60), ("90 minutes", 90), ("2 hours", 120), ("45m", 45), ("12h", 720)],
)
def test_a_length_is_understood(said: str, minutes: int) -> None:
    assert length_of(said) == dt.timedelta(minutes=minutes)


@pytest.mark.parametrize("said", ["", "30", "0min", "13h", "week", "-5min", "1.5h", "9" * 50 + "h"])
def test_what_is_no_length_is_refused(said: str) -> None:
    assert length_of(said) is None


spans = st.lists(
    st.tuples(st.integers(0, 1400), st.integers(1, 300)).map(
        lambda pair: TimeSpan(
            dt.datetime(2026, 3, 18, tzinfo=dt.UTC) + dt.timedelta(minutes=pair[0]),
            dt.datetime(2026, 3, 18, tzinfo=dt.UTC) + dt.timedelta(minutes=sum(pair)),
        )
    ),
    max_size=8,
)


@given(spans)
def test_nothing_that_is_free_meets_what_is_taken_in_whatever_order_it_is_told(taken: list[TimeSpan]) -> None:
    whole = day_of(DAY, dt.UTC)
    found = list(free(whole, taken, HALF))
    assert not any(one.meets(other) for one in found for other in taken)
    assert all(whole.start <= one.start and one.end <= whole.end and one.length >= HALF for one in found)
    assert found == list(free(whole, reversed(merged(taken)), HALF))
