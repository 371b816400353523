"""The face of the day: what is lit, what a click does, what stays to be read, and the days ahead."""

import datetime as dt

import pytest
from rich.color import Color, ColorSystem
from textual.pilot import Pilot
from textual.widget import Widget

from fuyu.config import Config, parse_config
from fuyu.config.colours import Colours
from fuyu.desk.ahead import ahead, due_on
from fuyu.domain.lead import About, Lead
from fuyu.tui.preferences import preferences
from fuyu.tui.theme import colours_of, theme_of
from tests.builders import a_lead
from tests.tui.conftest import TODAY, Morning, Opened, due, press

WIDE, COMMON, SMALL, TINY = (160, 45), (120, 36), (80, 24), (40, 12)
FRIDAY = TODAY + dt.timedelta(days=2)


@pytest.fixture
def coming(people: tuple[Lead, ...]) -> tuple[Lead, ...]:
    """A promise and a plan on Friday, and a birthday on Thursday."""
    kim = due(10, "Kim Roe", 2, "Acme", promised=True, time=dt.time(14), why="demo")
    bo = due(11, "Bo Diaz", 2, why="pricing")
    noor = a_lead(12, "Noor", due=None, about=(About("birthday", TODAY + dt.timedelta(days=1), yearly=True),))
    return (*people, kim, bo, noor)


def line_of(morning: Morning, words: str) -> tuple[int, str]:
    """Return the first line of the screen that has some words, and its number."""
    return next((y, line) for y, line in enumerate(morning.text().split("\n")) if words in line)


async def click(pilot: Pilot[None], widget: Widget, words: str) -> None:
    """Click on words that a widget of one line shows."""
    x = "".join(segment.text for segment in widget.render_line(0)).index(words)
    await pilot.click(widget, offset=(x, 0))
    await pilot.pause()


@pytest.mark.parametrize("size", [SMALL, COMMON], ids=str)
async def test_the_pane_with_the_keys_is_lit_and_no_other(
    opened: Opened, people: tuple[Lead, ...], size: tuple[int, int]
) -> None:
    async with opened(*people, size=size) as (morning, pilot):
        assert "━ 1 Overdue · 3 ━" in morning.text()
        assert "─ 3 Notes ─" in morning.text()
        await press(pilot, "n")
        assert "─ 1 Overdue · 3 ─" in morning.text()
        assert "━ 3 Notes ━" in morning.text()


async def test_columns_have_heads_where_there_are_thirty_lines(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=COMMON) as (morning, _):
        _, heads = line_of(morning, "late  ")
        _, lead = line_of(morning, "Ana Horvat")
        assert heads.index("who") == lead.index("Ana Horvat")
        assert heads.index("company") == lead.index("Adriatic Foods")
        assert heads.index("about") == lead.index("pricing")
    async with opened(*people, size=SMALL) as (morning, _):
        assert "company" not in morning.text()


async def test_a_click_on_the_last_line_presses_the_key(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=COMMON) as (morning, pilot):
        await click(pilot, morning.app.day.panes.footer, "Log")
        await pilot.pause()
        assert morning.app.day.view.asked.now is morning.app.day.questions.log
        await click(pilot, morning.app.day.panes.footer, "Back")
        await pilot.pause()
        assert morning.app.day.view.asked.now is None


async def test_a_click_on_a_count_goes_there(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=COMMON) as (morning, pilot):
        await click(pilot, morning.app.day.panes.header, "2 today")
        assert morning.app.day.lists.active is morning.app.day.lists.today
        await click(pilot, morning.app.day.panes.header, "unscheduled")
        assert "Unscheduled · 1" in morning.text()


async def test_the_last_line_tells_the_keys_of_what_is_open(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        last = morning.text().split("\n")[-1]
        assert last.startswith(" Enter Call  l Log  x No answer  s Snooze  n Note")
        assert last.rstrip().endswith(": Commands  ? Help")
        await press(pilot, "l")
        assert morning.text().split("\n")[-1].startswith(" Enter Log it   Esc Back")


async def test_what_is_said_hides_no_key_and_stays_until_itwas_read(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "x")
        assert "no answer, Sakura Tanaka" in morning.text()
        assert "Enter Call" in morning.text()
        await press(pilot, "j")
        assert "no answer, Sakura Tanaka" in morning.text(), "it was not there for long"
        morning.app.day.panes.said.was_read()
        await pilot.pause()
        assert "no answer, Sakura Tanaka" not in morning.text()
        await press(pilot, ":", "~recent", "enter")
        assert "09:30  no answer, Sakura Tanaka" in morning.text()


async def test_the_days_ahead_are_walked_into_where_there_is_room(opened: Opened, coming: tuple[Lead, ...]) -> None:
    async with opened(*coming, size=WIDE) as (morning, pilot):
        _, friday = line_of(morning, "Fri 20")
        assert "  2   ◆ 14:00 Kim Roe" in friday
        assert "♥ Noor: birthday" in line_of(morning, "Thu 19")[1]
        await press(pilot, "4", "j", "enter")
        assert "Fri 20 Mar, in 2 days · 2 leads" in morning.text()
        await press(pilot, "j", "enter")
        assert morning.app.day.chosen == 11
        assert morning.app.screen is morning.app.day


async def test_the_days_ahead_are_a_screen_where_there_is_none(opened: Opened, coming: tuple[Lead, ...]) -> None:
    async with opened(*coming) as (morning, pilot):
        assert "Coming" not in morning.text()
        await press(pilot, "4", "j", "enter", "escape")
        assert "Coming · 15 a day suits you" in morning.text(), "one comes back to the days"
        await press(pilot, "enter", "enter")
        assert morning.app.day.chosen == 10


def test_the_days_ahead_read_only_whom_an_index_names(coming: tuple[Lead, ...]) -> None:
    morning = Morning(*coming)
    days = ahead(morning.desk)
    assert len(days) == 14
    assert [day.load.count for day in days[:3]] == [0, 2, 0]
    assert [promised.row.name for promised in days[1].promises] == ["Kim Roe"]
    assert [row.name for row in due_on(morning.desk, FRIDAY)] == ["Kim Roe", "Bo Diaz"]


async def test_where_there_is_no_room_for_notes_the_call_card_opens(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=TINY) as (morning, pilot):
        await press(pilot, "n", "~budget is in")
        assert morning.app.day.calling.is_on
        assert "budget is in" in morning.text()


def test_the_mouse_is_left_to_the_terminal_where_that_is_wished() -> None:
    assert preferences(Config(), {}).mouse
    assert not preferences(parse_config("[look]\nmouse = false"), {}).mouse


@pytest.mark.parametrize(
    ("environment", "colours"),
    [
        ({}, None),
        ({"TERM": "xterm-256color"}, "256"),
        ({"TERM": "xterm-256color", "COLORTERM": "truecolor"}, "truecolor"),
        ({"TERM": "linux"}, "standard"),
    ],
)
def test_a_terminal_says_how_many_colours_it_has(environment: dict[str, str], colours: str | None) -> None:
    assert colours_of(environment) == colours


@pytest.mark.parametrize("name", ["winter", "snow", "contrast"])
def test_the_palettes_for_256_colours_keep_their_roles_apart(name: str) -> None:
    theme = theme_of(name, "256")
    shown = {
        role: Color.parse(theme.variables[role]).downgrade(ColorSystem.EIGHT_BIT).number
        for role in Colours.__struct_fields__
    }
    for one, other in [("late", "today"), ("promise", "today"), ("done", "today"), ("unscheduled", "today"),
                       ("ground", "chosen"), ("ground", "bar"), ("chosen", "bar"), ("rule", "ground")]:  # fmt: skip
        assert shown[one] != shown[other], (one, other)


@pytest.mark.parametrize(("size", "where"), [((80, 24), "p agreed with them?"), ((120, 36), "p Agreed with them?")])
async def test_the_foot_shows_the_keys_of_the_log_where_it_has_room_for_all(
    opened: Opened, size: tuple[int, int], where: str
) -> None:
    async with opened(due(1, "Ann Lee", 0), size=size) as (morning, pilot):
        await press(pilot, "l", "t")
        foot = morning.text().splitlines()[-1]
        assert (where in foot) is (size[0] >= 120)
        assert morning.text().lower().count(where.lower()) == 1
        assert foot.endswith("Help")
