"""The marked leads changed by the keys that change one: a promise asked about alone, one action, one undo."""

import datetime as dt

import pytest

from fuyu.domain.lead import Lead, Temperature
from fuyu.domain.promise import PromiseState
from tests.builders import removing
from tests.tui.conftest import TODAY, Morning, Opened, due, press

SIZES = [(80, 24), (120, 36)]
MONDAY = dt.date(2026, 3, 23)
PEOPLE = tuple(due(number, f"Lead {number}", -9 + number) for number in range(1, 8))
PROMISED = (due(21, "Dana Roe", -3, promised=True, why="offer"), due(22, "Kim Ha-neul", -2, promised=True, why="demo"))


def moved(morning: Morning, day: dt.date) -> list[int]:
    """Return the ids of those whose plan is on a day."""
    return sorted(row.id for row in morning.desk.leads.rows() if row.plan and row.plan.day == day)


def marked(morning: Morning) -> int:
    """Return how many are marked."""
    return len(morning.app.day.lists.marked)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_one_snooze_moves_all_of_them_and_one_undo_brings_them_back(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(*PEOPLE, size=size) as (morning, pilot):
        await press(pilot, "*", "s")
        assert "Snooze 7 leads until" in morning.text()
        assert "agreed" not in morning.text()
        await press(pilot, "~mon", "enter")
        assert moved(morning, MONDAY) == [1, 2, 3, 4, 5, 6, 7]
        assert "snoozed 7 leads to Mon 23 Mar  (u undoes it)" in morning.text()
        assert marked(morning) == 0, "what they were marked for is done"
        assert len(morning.store.heads()) == 2
        await press(pilot, "u")
        assert [morning.lead(lead.id) for lead in PEOPLE] == [*PEOPLE]


@pytest.mark.parametrize(
    ("answers", "states", "plans"),
    [
        (("enter", "enter"), ("open", "open"), [1]),
        (("2", "1"), ("put_off", "open"), [1, 21]),
        (("2", "2"), ("put_off", "put_off"), [1, 21, 22]),
        (("3",), ("open", "open"), [1]),
    ],
    ids=str,
)
async def test_each_promise_is_asked_about_alone(
    opened: Opened, answers: tuple[str, ...], states: tuple[str, str], plans: list[int]
) -> None:
    today = tuple(due(one.id, one.name, 0, promised=True, why="offer") for one in PROMISED)
    async with opened(PEOPLE[0], *today) as (morning, pilot):
        await press(pilot, "*", "*", "s", "~mon", "enter")
        assert "You promised Dana Roe Wed 18 Mar offer (1 more)" in morning.text()
        assert "it stays, and the other one" in morning.text()
        assert moved(morning, MONDAY) == [], "nothing is done before all is said"
        await press(pilot, *answers)
        assert tuple(morning.lead(one.id).promises[0].state for one in PROMISED) == states
        assert moved(morning, MONDAY) == plans
        assert len(morning.store.heads()) == 2


async def test_going_back_from_a_promise_changes_nothing_and_leaves_the_marks(opened: Opened) -> None:
    async with opened(PEOPLE[0], *PROMISED) as (morning, pilot):
        await press(pilot, "*", "s", "~mon", "enter", "2", "escape")
        assert moved(morning, MONDAY) == []
        assert morning.lead(21).promises[0].state is PromiseState.OPEN
        assert marked(morning) == 3


@pytest.mark.parametrize(("count", "asks"), [(5, False), (6, True)])
async def test_more_than_a_few_are_asked_about_first(opened: Opened, count: int, asks: bool) -> None:  # noqa: FBT001 - a row
    people = PEOPLE[:count]
    async with opened(*people) as (morning, pilot):
        await press(pilot, "*", ">")
        assert (f"Move {count} leads a working day on?" in morning.text()) is asks
        await press(pilot, *(["enter"] if asks else []))
        assert len(moved(morning, TODAY + dt.timedelta(days=1))) == count


async def test_the_temperature_of_all_goes_up_and_they_stay_marked(opened: Opened) -> None:
    async with opened(*PEOPLE[:2]) as (morning, pilot):
        await press(pilot, "*", "+")
        assert {morning.lead(number).temperature for number in (1, 2)} == {Temperature.HOT}
        assert "warmer for 2 leads" in morning.text()
        assert marked(morning) == 2
        await press(pilot, "-", "-")
        assert {morning.lead(number).temperature for number in (1, 2)} == {Temperature.COLD}
        await press(pilot, "-")
        assert "nothing changes for 2 leads" in morning.text()


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_sheet_changes_tags_temperature_and_cadence_of_all(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(*PEOPLE[:3], size=size) as (morning, pilot):
        await press(pilot, "*", "e")
        assert "Change 3 leads" in morning.text()
        await press(pilot, "~expo, vip", "tab", "~tepid", "enter")
        assert "unknown temperature “tepid”; choose hot, warm, cold" in morning.text()
        await press(pilot, *["backspace"] * 5, "~hot", "enter")
        assert "#expo, #vip, hot for 3 leads" in morning.text()
        found = [morning.lead(number) for number in (1, 2, 3)]
        assert {(lead.tags, lead.temperature) for lead in found} == {(("expo", "vip"), Temperature.HOT)}
        await press(pilot, "e", "~-expo", "enter")
        assert morning.lead(1).tags == ("vip",)
        await press(pilot, "u", "u")
        assert morning.lead(1) == PEOPLE[0]


async def test_what_is_typed_in_the_sheet_is_kept(opened: Opened) -> None:
    async with opened(*PEOPLE[:3]) as (morning, pilot):
        await press(pilot, "*", "e", "~expo", "escape")
        assert morning.lead(1).tags == ()
        await press(pilot, "e", "ctrl+r", "enter")
        assert morning.lead(1).tags == ("expo",)


async def test_an_empty_sheet_says_what_is_to_be_said(opened: Opened) -> None:
    async with opened(*PEOPLE[:3]) as (morning, pilot):
        await press(pilot, "*", "e", "enter")
        assert "say what changes: a tag, a temperature or a cadence" in morning.text()


async def test_deleting_asks_and_one_undo_brings_all_back(opened: Opened) -> None:
    async with opened(*PEOPLE[:3]) as (morning, pilot):
        await press(pilot, "space", "space", "D")
        assert "promise" not in morning.text().rpartition("Delete?")[2]
        assert "2 leads with every touch and note. One undo brings all of them back." in morning.text()
        await press(pilot, "enter")
        assert [row.id for row in morning.desk.leads.rows()] == [3]
        assert marked(morning) == 0
        await press(pilot, "u")
        assert len(morning.desk.leads) == 3


async def test_deleting_says_how_many_promises_would_not_be_kept(opened: Opened) -> None:
    async with opened(PEOPLE[0], *PROMISED) as (morning, pilot):
        await press(pilot, "*", "D")
        assert "3 leads with every touch and note; 2 promises to them would not be kept." in morning.text()
        await press(pilot, "escape")
        assert len(morning.desk.leads) == 3


async def test_who_was_deleted_meanwhile_is_said_and_the_rest_is_done(opened: Opened) -> None:
    async with opened(*PEOPLE[:3]) as (morning, pilot):
        await press(pilot, "*", "s", "~mon")
        gone: Lead = morning.lead(2)
        morning.store.apply(removing(gone))
        await press(pilot, "enter")
        assert moved(morning, MONDAY) == [1, 3]
        assert "snoozed 2 leads to Mon 23 Mar; 1 lead deleted meanwhile" in morning.text()
