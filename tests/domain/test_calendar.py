"""The calendar of one person's working week."""

from datetime import date

import pytest

from fuyu.domain.calendar import Calendar

EASTER = Calendar(days_off=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))
CAIRO = Calendar(workdays=frozenset({6, 0, 1, 2, 3}), week_start=6)


@pytest.mark.parametrize(
    ("calendar", "day", "works"),
    [
        (Calendar(), date(2026, 3, 20), True),
        (Calendar(), date(2026, 3, 21), False),
        (EASTER, date(2026, 4, 3), False),
        (CAIRO, date(2026, 3, 20), False),
        (CAIRO, date(2026, 3, 22), True),
    ],
)
def test_a_day_is_worked_on_a_workday_that_is_no_day_off(calendar: Calendar, day: date, *, works: bool) -> None:
    assert calendar.is_working(day) is works


def test_next_working_is_the_day_itself_where_it_is_worked() -> None:
    assert EASTER.next_working(date(2026, 4, 2)) == date(2026, 4, 2)
    assert EASTER.next_working(date(2026, 4, 3)) == date(2026, 4, 7)


def test_working_days_are_counted_after_the_day() -> None:
    assert EASTER.add_working(date(2026, 4, 2), 1) == date(2026, 4, 7)
    assert Calendar().add_working(date(2026, 3, 21), 1) == date(2026, 3, 23)
    assert Calendar().add_working(date(2026, 12, 31), 2) == date(2027, 1, 4)


def test_a_week_begins_on_its_first_day() -> None:
    assert Calendar().week_of(date(2026, 3, 22)) == date(2026, 3, 16)
    assert CAIRO.week_of(date(2026, 3, 22)) == date(2026, 3, 22)


@pytest.mark.parametrize("workdays", [frozenset[int](), frozenset({7})])
def test_a_week_without_workdays_is_refused(workdays: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="workdays"):
        Calendar(workdays=workdays)


def test_a_week_begins_on_a_weekday() -> None:
    with pytest.raises(ValueError, match="week_start"):
        Calendar(week_start=7)
