"""Snooze by one key: each preset with its day, in the narrowest place it is asked in."""

import datetime as dt

import pytest

from tests.tui.conftest import WEDNESDAY, Opened, due, press

FRIDAY = WEDNESDAY + dt.timedelta(days=2)


@pytest.mark.parametrize("more", [(), ("right",)], ids=["words", "month"])
async def test_each_snooze_preset_has_its_date_at_80_columns(opened: Opened, more: tuple[str, ...]) -> None:
    async with opened(due(1, "Ann Lee", 0), size=(80, 24)) as (morning, pilot):
        await press(pilot, "s", *more)
        text = morning.text()
        for number, day in enumerate(("Thu 19 Mar", "Mon 23 Mar", "Wed 25 Mar", "Wed 1 Apr", "Tue 31 Mar"), start=1):
            assert f"{number} {day}" in text
        assert "6 Thu 18 Jun" in text
        assert " = " in text, "and what the words mean"


async def test_enter_on_a_friday_is_monday(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        morning.clock.at = FRIDAY
        await press(pilot, "R", "s", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 3, 23)


async def test_the_end_of_the_month_on_its_last_day_is_the_next_one(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        morning.clock.at = WEDNESDAY.replace(month=4, day=30)
        await press(pilot, "R", "s", "5", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert step.day == dt.date(2026, 5, 29)
