"""Words and operators in the find line, and the day narrowed to a view, by keys."""

from functools import partial

from msgspec.structs import replace

from fuyu.domain.lead import Lead, Temperature
from fuyu.domain.view import SavedView
from fuyu.tui.screens.find import FindScreen
from tests.builders import adding, removing
from tests.tui.conftest import Morning, Opened, due, press, until


def crowd() -> tuple[Lead, ...]:
    """Two overdue, two today, one unscheduled; three of them from the fair."""
    return (
        replace(due(1, "Sakura Tanaka", -5, "Acme", promised=True), tags=("fair",), temperature=Temperature.HOT),
        due(2, "Ana Horvat", -2, "Adria"),
        replace(due(3, "Zoë O'Brien", 0, "Acme"), tags=("fair", "expo")),
        due(4, "Li Wei", 0),
        Lead(id=5, name="Nobody Yet", tags=("fair",)),
    )


def shown(morning: Morning) -> list[str]:
    """Return who of the crowd is on the screen."""
    text = morning.text()
    return [lead.name for lead in crowd() if lead.name in text]


async def test_operators_find_and_are_completed(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        await press(pilot, "/", "~ta", "tab")
        screen = morning.app.screen
        assert isinstance(screen, FindScreen)
        assert screen._input.value == "tag:"
        await press(pilot, "tab")
        assert "tag:expo  tag:fair  tag:none" in morning.text()
        await press(pilot, "~f", "tab", "~hot")
        assert screen._input.value == "tag:fair hot"
        assert "Find: 1 lead" in morning.text()
        await press(pilot, "enter")
        assert morning.app.day.chosen == 1


async def test_a_mistake_is_said_once_the_typing_pauses(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        await press(pilot, "/", "~tga:fair")
        await until(pilot, lambda: "did you mean tag:?" in morning.text())
        await press(pilot, *["backspace"] * 8, "~tag:fain")
        await until(pilot, lambda: "no lead meets “tag:fain”; did you mean fair?" in morning.text())
        await press(pilot, *["backspace"] * 8, "~tag:gone")
        assert "did you mean" not in morning.text()
        await until(pilot, lambda: "no lead meets “tag:gone”" in morning.text())
        await press(pilot, "tab")
        assert "nothing that is known begins so" in morning.text()


async def test_notes_are_looked_through_among_those_who_are_asked_for(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        await press(pilot, "n", "~the old bakery", "ctrl+l", "t", "enter")
        await press(pilot, "n", "~a new bakery", "ctrl+l", "t", "enter", "/", "~bakery tag:fair")
        await until(pilot, lambda: "0 names, 1 in notes" in morning.text())


async def test_the_day_is_narrowed_to_what_is_found_and_esc_shows_everyone(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "/", "~tag:fair", "ctrl+s", "enter")
        assert shown(morning) == ["Sakura Tanaka", "Zoë O'Brien"]
        header = morning.text().splitlines()[0]
        assert "view: tag:fair" in header
        assert "1 overdue" in header
        assert "1 unscheduled" in header, "nobody without a date is hidden by a view"
        await press(pilot, "l", "t", "enter")
        assert morning.app.day.chosen == 3, "the next of the view"
        await press(pilot, "n", "escape")
        assert "view: tag:fair" in morning.text(), "esc leaves the notes first"
        await press(pilot, "escape")
        assert "view:" not in morning.text().splitlines()[0]
        assert {"Ana Horvat", "Li Wei"} <= {*shown(morning)}
        assert morning.app.day.chosen == 3


async def test_a_view_is_saved_recalled_and_forgotten_with_one_undo_each(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "'", "~tag:fair", "ctrl+s", "~The Fair", "enter")
        assert [(view.name, view.query) for view in morning.desk.views.all()] == [("The Fair", "tag:fair")]
        assert "saved view The Fair" in morning.text()
        await press(pilot, "'", "~fair", "enter")
        assert "view: The Fair" in morning.text().splitlines()[0]
        assert shown(morning) == ["Sakura Tanaka", "Zoë O'Brien"]
        await press(pilot, "'", "enter")
        assert "view:" not in morning.text().splitlines()[0], "everyone stands first where the day is narrowed"
        await press(pilot, "'", "ctrl+r")
        assert morning.desk.views.all() == []
        await press(pilot, "u")
        assert [view.name for view in morning.desk.views.all()] == ["The Fair"]
        await press(pilot, "u")
        assert morning.desk.views.all() == []


async def test_a_view_follows_what_becomes_of_it(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "'", "~tag:fair", "ctrl+s", "~fair", "enter", "'", "~fair", "enter")
        await press(pilot, "'", "~tag:expo", "ctrl+s", "~FAIR", "enter")
        assert shown(morning) == ["Zoë O'Brien"], "saved anew under its name"
        (view,) = morning.desk.views.all()
        morning.store.apply(removing(view))
        morning.desk.book.catch_up(told=True)
        morning.app.day.view.repaint()
        await pilot.pause()
        assert "view:" not in morning.text().splitlines()[0], "a colleague forgot it"


async def test_what_a_view_asks_in_vain_is_said(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        gone = SavedView(id=1, name="gone", query="tag:gone")
        newer = SavedView(id=2, name="newer", query="tag:fair mood:good")
        morning.store.apply(adding(gone, newer))
        await press(pilot, "'", "~gone", "enter")
        assert "no lead meets “tag:gone”" in morning.text()
        assert "nobody of this view is overdue" in morning.text()
        assert shown(morning) == []
        await press(pilot, "'", "~newer", "enter")
        assert "unknown operator “mood:”" in morning.text()
        assert shown(morning) == ["Sakura Tanaka", "Zoë O'Brien"]


async def test_nothing_is_saved_that_is_no_query_or_has_no_name(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        await press(pilot, "'", "ctrl+s")
        assert "type what the view asks first" in morning.text()
        await press(pilot, "~tga:fair", "ctrl+s")
        assert "unknown operator “tga:”" in morning.text()
        await press(pilot, "enter")
        assert "unknown operator “tga:”" in morning.text(), "nor is the day narrowed to it"
        await press(pilot, *["backspace"] * 8, "~tag:fair", "ctrl+s", "enter")
        assert "Name the view of tag:fair" in morning.text()
        await press(pilot, "escape")
        assert "tag:fair" in morning.text(), "the query is there again"
        await until(pilot, lambda: "3 leads, 2 due today" in morning.text())
        await press(pilot, "escape")
        assert morning.desk.views.all() == []


async def test_who_is_found_for_joining_does_not_narrow_the_day(opened: Opened) -> None:
    async with opened(*crowd()) as (morning, pilot):
        await press(pilot, "J", "~li", "ctrl+s")
        screen = morning.app.screen
        assert isinstance(screen, FindScreen)
        await until(pilot, partial(getattr, screen, "is_settled"))


async def test_a_round_of_calls_ends_with_the_view_and_says_that_others_wait(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "'", "~tag:expo", "enter", "enter", "ctrl+l", "n", "enter")
        assert "everyone of tag:expo is called; others wait" in morning.text()


async def test_the_help_has_every_operator_and_finds_it(opened: Opened) -> None:
    async with opened(*crowd(), size=(100, 36)) as (morning, pilot):
        await press(pilot, "?", "~last:>")
        text = morning.text()
        assert "Help: 0 marks, 0 keys, 1 operator" in text
        assert "last:>30d" in text
        assert "longer ago" in text
