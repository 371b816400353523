"""Snooze by one key: each preset with its day, in the narrowest place it is asked in."""

import datetime as dt
import re

import pytest

from tests.tui.conftest import WEDNESDAY, Opened, due, press

FRIDAY = WEDNESDAY + dt.timedelta(days=2)


@pytest.mark.parametrize("size", [(80, 24), (60, 20), (120, 36)], ids=str)
@pytest.mark.parametrize("more", [(), ("right",)], ids=["words", "month"])
async def test_each_snooze_preset_has_its_date(opened: Opened, more: tuple[str, ...], size: tuple[int, int]) -> None:
    async with opened(due(1, "Ann Lee", 0), size=size) as (morning, pilot):
        await press(pilot, "s", *more)
        text = morning.text()
        for number, day in enumerate(("Thu 19 Mar", "Mon 23 Mar", "Wed 25 Mar", "Wed 1 Apr", "Tue 31 Mar"), start=1):
            assert re.search(rf"\b{number} (\w+ +)?{day}", text)
        assert re.search(r"\b6 (3mo +)?Thu 18 Jun", text)
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


@pytest.mark.parametrize("keys", [("l",), ("l", "t", "tab"), ("l", "o")], ids=str)
async def test_no_outcome_is_hidden_in_a_narrow_log_and_no_preset(opened: Opened, keys: tuple[str, ...]) -> None:
    async with opened(due(1, "Ann Lee", 0), size=(60, 20)) as (morning, pilot):
        await press(pilot, *keys)
        text = morning.text()
        for outcome in ("t talked", "s sent", "r replied", "g wrong contact", "d DNC"):
            assert outcome in text
        shown = re.search(r"6 (3mo +)?Thu 18 Jun", text) is not None
        assert shown == ((len(keys) > 1 and keys[1] == "t") or keys == ("l", "o"))
