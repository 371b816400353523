"""Leads handed over by a key, the leads of colleagues shown, and who wrote what, on the screen."""

import datetime as dt

import pytest
from msgspec.structs import replace

from fuyu.domain.colleagues import Colleague
from fuyu.domain.lead import Lead
from tests.builders import a_note, a_touch, adding
from tests.features.team.model import ModelBook
from tests.tui.conftest import Morning, Opened, due, press

SIZES = [(80, 24), (120, 36)]
TEAM = (Colleague("bo", "Bo Diaz"), Colleague("ana", "Ana Ruiz"), Colleague("cy", "Cy Okafor"))


def crowd() -> tuple[Lead, ...]:
    """A lead of everyone, one of Ana, and one of Bo."""
    return (
        due(1, "Ann Lee", 0),
        replace(due(2, "Bea Roe", 0), owner="Ana Ruiz"),
        replace(due(3, "Cem Kaya", 0), owner="Bo Diaz"),
    )


def join(morning: Morning, *colleagues: Colleague) -> None:
    """Let the book be Ana's, in a team."""
    morning.store.team = team = ModelBook()
    team.know("Ana Ruiz", colleagues or TEAM)
    morning.app.day.view.repaint()


def shown(morning: Morning) -> list[str]:
    """Return who of the crowd is on the screen."""
    return [lead.name for lead in crowd() if lead.name in morning.text()]


def owners(morning: Morning) -> list[str]:
    """Return whose the leads are."""
    return [morning.lead(lead.id).owner for lead in crowd()]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_day_shows_mine_and_everyones_and_a_key_those_of_colleagues(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(*crowd(), size=size) as (morning, pilot):
        join(morning)
        assert shown(morning) == ["Ann Lee", "Bea Roe"]
        assert "2 today" in morning.lines()[0]
        await press(pilot, "O")
        assert shown(morning) == ["Ann Lee", "Bea Roe", "Cem Kaya"]
        assert "everyone" in morning.lines()[0]
        assert "Bo Diaz" in next(line for line in morning.lines() if "Cem Kaya" in line)
        assert morning.said == "the leads of colleagues are shown, too"
        await press(pilot, "escape")
        assert shown(morning) == ["Ann Lee", "Bea Roe"]
        assert "everyone" not in morning.lines()[0]
        assert morning.said == "your leads and everyone's are shown"
        await press(pilot, "O", "O")
        assert shown(morning) == ["Ann Lee", "Bea Roe"]


async def test_esc_takes_a_view_away_before_the_leads_of_colleagues(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        join(morning)
        await press(pilot, "O", "/", "~owner:bo", "ctrl+s", "enter")
        assert shown(morning) == ["Cem Kaya"]
        await press(pilot, "escape")
        assert shown(morning) == ["Ann Lee", "Bea Roe", "Cem Kaya"]
        await press(pilot, "escape")
        assert shown(morning) == ["Ann Lee", "Bea Roe"]


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_a_lead_is_handed_over_and_leaves_the_lists_and_an_undo_brings_it_back(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(*crowd(), size=size) as (morning, pilot):
        join(morning)
        await press(pilot, "H")
        assert "Hand Ann Lee over to" in morning.text()
        assert "1 you" in morning.text()
        await press(pilot, "2")
        assert owners(morning) == ["Bo Diaz", "Ana Ruiz", "Bo Diaz"]
        assert shown(morning)[-1] == "Bea Roe"
        assert morning.said.startswith("handed Ann Lee over to Bo Diaz")
        await press(pilot, "u")
        assert owners(morning) == ["", "Ana Ruiz", "Bo Diaz"]


async def test_the_marked_are_handed_over_by_one_action(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        join(morning)
        await press(pilot, "O", "*", "H", "4")
        assert owners(morning) == ["", "", ""]
        assert morning.said.startswith("handed 2 leads over to everyone")
        assert not morning.app.day.lists.marked
        await press(pilot, "u")
        assert owners(morning) == ["", "Ana Ruiz", "Bo Diaz"]


async def test_in_a_large_team_all_are_asked_about(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        join(morning, *(Colleague(f"p{at}", f"Person {at:02}") for at in range(12)))
        await press(pilot, "H")
        assert "5 more" in morning.text()
        await press(pilot, "9", "4")
        assert owners(morning)[0] == "Person 11"


async def test_without_a_team_the_keys_say_so(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        assert shown(morning) == ["Ann Lee", "Bea Roe", "Cem Kaya"]
        await press(pilot, "H")
        assert morning.said == "this book belongs to no team: nobody to hand over to"
        await press(pilot, "O")
        assert morning.said == "this book belongs to no team: all leads are shown"


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_card_call_and_history_say_who_where_that_was_somebody_else(
    opened: Opened, size: tuple[int, int]
) -> None:
    async with opened(replace(crowd()[0], owner="Ana Ruiz"), size=size) as (morning, pilot):
        earlier = morning.clock.now() - dt.timedelta(days=1)
        entries = a_touch(1, note="wants a map", at=earlier, by="Bo Diaz"), a_note(2, note="hers", by="ana ruiz")
        morning.store.apply(adding(*entries))
        join(morning)
        assert "Bo Diaz: call · talked" in morning.text()
        await press(pilot, "h")
        assert "Bo Diaz: call talked" in morning.text()
        assert "ana ruiz" not in morning.text().lower()
        await press(pilot, "/", "~bo")
        assert "wants a map" in morning.text()
        await press(pilot, "escape", "escape", "enter")
        assert "Bo Diaz: call talked" in morning.text()


async def test_the_line_of_a_touch_says_whose_the_lead_is_and_not_that_they_made_the_touch(opened: Opened) -> None:
    async with opened(*crowd(), size=(120, 36)) as (morning, pilot):
        join(morning)
        await press(pilot, "O", "j", "j", "x")
        done = next(line for line in morning.lines() if "Cem Kaya" in line and "no answer" in line)
        assert "Bo Diaz:" not in done
        assert done.rstrip().endswith("· owner Bo Diaz")
