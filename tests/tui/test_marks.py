"""Marking leads by keys: one, a range, all; counted in the header, and kept while lists are shown anew."""

import datetime as dt

import pytest

from fuyu.domain.lead import Lead
from tests.builders import removing
from tests.tui.conftest import TODAY, Morning, Opened, a_second, due, press

PEOPLE = tuple(due(number, f"Lead {number}", -9 + number) for number in range(1, 7))
TODAYS = (due(11, "Ana Horvat", 0), due(12, "Li Wei", 0))


def marked(morning: Morning) -> list[int]:
    """Return the ids of those who are marked, in order."""
    return sorted(morning.app.day.lists.marked)


@pytest.mark.parametrize("size", [(80, 24), (120, 36), (40, 12)], ids=str)
async def test_a_mark_is_seen_beside_the_lead_and_counted_above(opened: Opened, size: tuple[int, int]) -> None:
    async with opened(*PEOPLE, *TODAYS, size=size) as (morning, pilot):
        await press(pilot, "space", "space")
        assert "2 marked" in morning.text().split("\n")[0]
        assert len([line for line in morning.text().split("\n") if "* " in line and "Lead" in line]) == 2
        assert morning.app.day.chosen == 3, "a mark goes on to the next"
        await press(pilot, "k", "space")
        assert marked(morning) == [1], "the same key takes a mark away"


async def test_a_range_reaches_from_the_last_mark_to_here_over_both_lists(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        await press(pilot, "j", "j", "j", "v", "j", "j", "j", "v")
        assert marked(morning) == [4, 5, 6, 11]
        await press(pilot, "escape", "G", "v", "g", "v")
        assert marked(morning) == [11, 12], "a range backwards is one, too"


async def test_all_of_this_list_are_marked_and_then_those_of_both(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        await press(pilot, "*")
        assert marked(morning) == [1, 2, 3, 4, 5, 6]
        await press(pilot, "*")
        assert marked(morning) == [1, 2, 3, 4, 5, 6, 11, 12]
        await press(pilot, "escape")
        assert marked(morning) == []
        assert "marked" not in morning.text()


async def test_going_back_from_a_note_or_a_question_leaves_the_marks(opened: Opened) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "space", "n", "~hello *v", "escape")
        assert marked(morning) == [1]
        await press(pilot, "l", "escape")
        assert marked(morning) == [1]


async def test_letters_that_mark_are_text_in_a_note(opened: Opened) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "enter", "~a v * b")
        assert (marked(morning), morning.app.day.notes.editor.text) == ([], "a v * b")


async def test_marks_stay_while_lists_are_shown_anew_and_go_with_their_lead(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        await press(pilot, "space", "space", "x", "u")
        assert marked(morning) == [1, 2]
        deleted_elsewhere(morning, 2)
        await a_second(morning, pilot)
        assert marked(morning) == [1]
        assert "1 marked lead deleted by another fuyu" in morning.text()


async def test_words_about_a_lead_that_is_gone_go_to_nobody_else(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        chosen = morning.app.day.panes.lists.chosen
        assert chosen is not None
        name = morning.lead(chosen).name
        await press(pilot, "n", "~likes tea")
        deleted_elsewhere(morning, chosen)
        await a_second(morning, pilot)
        assert f"{name} was deleted by another fuyu" in morning.text()
        await press(pilot, "~, and qn xs")
        assert "likes tea, and qn xs" in morning.text()
        await press(pilot, "escape")
        assert morning.app.clipboard == "likes tea, and qn xs"
        assert [draft.text for draft in morning.store.drafts() if draft.id != chosen] == []
        assert not morning.app.day.panes.notes.has_keys
        now = morning.app.day.panes.lists.chosen
        assert now not in {None, chosen}


async def test_that_the_selected_lead_is_gone_is_said(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        chosen = morning.app.day.panes.lists.chosen
        assert chosen is not None
        name = morning.lead(chosen).name
        deleted_elsewhere(morning, chosen)
        await a_second(morning, pilot)
        assert morning.said == f"{name} was deleted by another fuyu"


async def test_nobody_can_be_marked_where_nobody_is(opened: Opened) -> None:
    async with opened() as (morning, pilot):
        await press(pilot, "space", "v", "*")
        assert marked(morning) == []
        assert "nobody is selected" in morning.text()


async def test_who_is_on_the_phone_is_alone_whoever_is_marked(opened: Opened) -> None:
    async with opened(*PEOPLE) as (morning, pilot):
        await press(pilot, "space", "space", "enter", "f2", "~fri", "enter")
        assert moved(morning, *PEOPLE) == [3]


def deleted_elsewhere(morning: Morning, lead_id: int) -> None:
    """Delete a lead as another fuyu does it."""
    morning.store.apply(removing(morning.lead(lead_id)))
    morning.desk.book.catch_up(told=True)


def moved(morning: Morning, *leads: Lead) -> list[int]:
    """Return the ids of those whose plan is another."""
    return [lead.id for lead in leads if morning.lead(lead.id).plan != lead.plan]


async def test_who_is_found_can_be_marked_and_what_is_done_is_done_with_them(opened: Opened) -> None:
    later = (due(21, "Ann Later", 9), due(22, "Bo Later", 10))
    async with opened(*PEOPLE, *later) as (morning, pilot):
        await press(pilot, "space", "/", "~later", "ctrl+t")
        assert marked(morning) == [1, 21]
        assert "* " in next(line for line in morning.text().split("\n") if "Ann Later" in line)
        assert "2 marked" in morning.text()
        await press(pilot, "ctrl+t", "ctrl+t")
        assert marked(morning) == [1, 21], "a mark goes on to the next, and the same key takes it away"
        await press(pilot, "escape")
        assert "2 marked" in morning.text().split("\n")[0]
        await press(pilot, "s", "~in 3w", "enter")
        plans = [morning.lead(lead_id).plan for lead_id in (1, 21)]
        assert {plan and plan.day for plan in plans} == {TODAY + dt.timedelta(weeks=3)}


async def test_all_who_are_found_are_marked_by_one_key_but_never_everybody(opened: Opened) -> None:
    async with opened(*PEOPLE, *TODAYS) as (morning, pilot):
        await press(pilot, "/", "ctrl+g")
        assert marked(morning) == []
        await press(pilot, "~lead", "ctrl+g", "enter")
        assert marked(morning) == [1, 2, 3, 4, 5, 6]
        assert "6 marked" in morning.text().split("\n")[0]
