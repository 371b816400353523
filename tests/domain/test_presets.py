"""The days one key gives: worked, to come, and different from each other."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.calendar import Calendar
from fuyu.domain.presets import presets

HOLIDAYS = Calendar(days_off=frozenset({date(2026, 4, 3), date(2026, 4, 6)}))


def given_on(day: str, calendar: Calendar = HOLIDAYS) -> list[str]:
    """Return the presets of a day: `tomorrow 19 Mar`."""
    found = presets(date.fromisoformat(day), calendar)
    return [f"{preset.words} {preset.day.day} {preset.day:%b}" for preset in found]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-03-18", "tomorrow 19 Mar, mon 23 Mar, 1w 25 Mar, 2w 1 Apr, eom 31 Mar, 3mo 18 Jun"),
        ("2026-03-20", "mon 23 Mar, tue 24 Mar, 1w 27 Mar, 2w 7 Apr, eom 31 Mar, 3mo 22 Jun"),  # a Friday
        ("2026-03-21", "mon 23 Mar, tue 24 Mar, 1w 30 Mar, 2w 7 Apr, eom 31 Mar, 3mo 22 Jun"),  # a Saturday
        ("2026-03-23", "tomorrow 24 Mar, wed 25 Mar, 1w 30 Mar, 2w 7 Apr, eom 31 Mar, 3mo 23 Jun"),  # a Monday
        ("2026-03-30", "tomorrow 31 Mar, wed 1 Apr, 1w 7 Apr, 2w 13 Apr, eom 30 Apr, 3mo 30 Jun"),
        ("2026-03-31", "tomorrow 1 Apr, thu 2 Apr, 1w 7 Apr, 2w 14 Apr, eom 30 Apr, 3mo 30 Jun"),
        ("2026-04-02", "tue 7 Apr, wed 8 Apr, 1w 9 Apr, 2w 16 Apr, eom 30 Apr, 3mo 2 Jul"),  # before Easter
        (
            "2026-01-30",
            "mon 2 Feb, tue 3 Feb, 1w 6 Feb, 2w 13 Feb, eom 27 Feb, 3mo 30 Apr",
        ),  # the month ends on a day off
        ("2026-11-30", "tomorrow 1 Dec, wed 2 Dec, 1w 7 Dec, 2w 14 Dec, eom 31 Dec, 3mo 1 Mar"),
    ],
)
def test_snooze_presets_are_working_days_to_come(day: str, found: str) -> None:
    assert ", ".join(given_on(day)) == found


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.frozensets(st.integers(0, 6), min_size=1),
    st.frozensets(st.dates(date(2024, 1, 1), date(2030, 6, 1)), max_size=20),
)
def test_presets_are_worked_and_to_come_and_all_different(
    today: date, workdays: frozenset[int], days_off: frozenset[date]
) -> None:
    calendar = Calendar(workdays=workdays, days_off=days_off)
    days = [preset.day for preset in presets(today, calendar)]
    assert len(set(days)) == 6
    assert all(day > today and calendar.is_working(day) for day in days)
    assert days[0] == calendar.next_working(date.fromordinal(today.toordinal() + 1)), "Enter is the next working day"
