"""Looking back in the dashboard."""

from fuyu.domain.lead import Lead
from fuyu.features.review import plots
from fuyu.features.review.service import look_back
from tests.tui.conftest import Opened, due, offered, press


async def test_looking_back_plots_promises_outcomes_and_tries(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(80, 36)) as (morning, pilot):
        await press(pilot, "x", "2", "l", "t", "enter", "l", "w", "enter", "V")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        text = morning.text()
        assert "The last 8 weeks" in text
        assert "16 Mar             ⣿" in text
        assert "1 of 1 kept" in text
        assert "What came of 3 touches" in text
        assert "1 touch            ⣿" in text
        assert "1 yes" in text
        await press(pilot, "q")
        assert " 3/" in morning.text().split("\n")[0]


async def test_leaving_while_it_is_read_back_is_no_trouble(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "V", "escape", "V", "escape", "x")
        await morning.app.workers.wait_for_complete()
        assert morning.lead(1).touches == 1


def test_whatever_was_counted_shows_in_its_bar() -> None:
    assert len(plots._bar(1000, 1000, 31)) == 31
    assert len(plots._bar(500, 1000, 31)) == 16
    assert len(plots._bar(1, 1000, 31)) == 1, "however few"
    assert plots._bar(0, 1000, 31) == plots._bar(0, 0, 31) == ""


async def test_hostile_names_are_in_no_bar(opened: Opened) -> None:
    worst = "Acme [/] [@click=app.bell]x[/]"
    async with opened(due(1, worst, -1, promised=True), due(2, worst, -1), size=(160, 45)) as (morning, pilot):
        await press(pilot, "V")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "The last 8 weeks" in morning.text()
        assert "Acme" not in morning.text()


async def test_the_palette_has_it_too(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, ":", "~review")
        assert " V" in await offered(pilot, "Review")
        await press(pilot, "down", "enter")
        await morning.app.workers.wait_for_complete()
        await pilot.pause()
        assert "The last 8 weeks" in morning.text()


async def test_the_review_stacks_promises_and_counts_the_touches_of_each_week(opened: Opened) -> None:
    kept, late = due(1, "Ann Lee", 0, promised=True), due(2, "Bo Diaz", -1, promised=True)
    async with opened(kept, late) as (morning, pilot):
        await press(pilot, "l", "t", "enter", "l", "t", "enter")
        found = plots.plots(look_back(morning.desk), 80)
        promises, touches = found[0].bars[-1], found[1].bars[-1]
        assert [kind for _, kind in promises.parts] == ["kept", "late"]
        assert len({text[0] for text, _ in promises.parts}) == 2, "told apart without colour"
        assert promises.words == "1 of 2 kept, 1 late"
        assert (touches.label, touches.words) == ("16 Mar", "2")
