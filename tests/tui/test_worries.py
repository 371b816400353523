"""What is unresolved stands on the call card until a key ticks it; the plan of the day names who is passed over."""

import pytest

from fuyu.domain.lead import Lead
from fuyu.domain.worries import worries
from tests.builders import a_note, adding
from tests.tui.conftest import Morning, Opened, due, press

ANN = due(1, "Ann Lee", 0, "Acme")
NOTE = a_note(1, 1, "- [ ] send the map\nwho signs?\nlikes tea")


def kept(morning: Morning) -> str:
    """Return what the note says now."""
    return morning.store.history(1)[0].note


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_each_is_on_the_call_card_until_a_key_ticks_it(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(ANN, size=size) as (morning, pilot):
        morning.store.apply(adding(NOTE))
        await press(pilot, "R", "enter")
        assert "settle send the map" in morning.lines()
        assert "who signs?" in morning.lines()
        assert "shift+f7 ticks one" in morning.lines()
        await press(pilot, "shift+f7")
        assert "Which is settled, with Ann Lee?" in morning.text()
        await press(pilot, "2")
        assert kept(morning) == "- [ ] send the map\n- [x] who signs?\nlikes tea"
        assert "ticked “who signs?”, Ann Lee" in morning.text()
        await press(pilot, "shift+f7")
        assert kept(morning) == "- [x] send the map\n- [x] who signs?\nlikes tea"
        assert "ticks one" not in morning.text()
        await press(pilot, "f7")
        assert kept(morning) == "- [ ] send the map\n- [x] who signs?\nlikes tea"
        assert [one.note for one in morning.store.history(1)[0].earlier] == [NOTE.note]


async def test_of_many_the_newest_are_shown_and_the_rest_is_counted(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(a_note(1, 1, "\n".join(f"question {number}?" for number in range(1, 6)))))
        await press(pilot, "R", "enter")
        lines = morning.lines()
        assert "settle question 1?" in lines
        assert "shift+f7 ticks one · 2 more" in lines


async def test_the_key_works_in_the_lists_and_says_where_nothing_is(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "w")
        assert "nothing is unresolved in the notes on Ann Lee" in morning.text()
        morning.store.apply(adding(NOTE))
        await press(pilot, "R", "w", "1")
        assert kept(morning).startswith("- [x] send the map")


async def test_what_was_ticked_elsewhere_meanwhile_is_said(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(NOTE))
        await press(pilot, "R", "w")
        morning.desk.commands.tick(next(worries(morning.store.history(1))))
        await press(pilot, "1")
        assert "that line is gone, or ticked already" in morning.text()


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=str)
async def test_the_plan_of_the_day_names_kindly_who_was_passed_over(opened: Opened, size: tuple[int, int]) -> None:
    leads: list[Lead] = [due(1, "Ann Lee", -7), due(2, "Bo Diaz", -14), due(3, "Cy Noor", -1)]
    async with opened(*leads, size=size) as (morning, pilot):
        await press(pilot, "M")
        assert "Passed over Bo Diaz 10 days, Ann Lee 5 days" in morning.lines()
        assert "The hard one first? Two minutes, and it is off your mind." in morning.text()


async def test_nobody_is_named_where_nobody_was_passed_over(opened: Opened) -> None:
    async with opened(due(1, "Ann Lee", -2)) as (morning, pilot):
        await press(pilot, "M")
        assert "Passed over" not in morning.text()
