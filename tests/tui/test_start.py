"""The start: the first picture is right, nothing is done twice for it, and it waits for nothing it does not show."""

import asyncio
from collections import Counter
from collections.abc import Callable
from subprocess import check_output
from sys import executable

import pytest
from rich.console import RenderableType
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.events import Key
from textual.screen import Screen
from textual.widget import Widget

from fuyu.domain.lead import Lead
from fuyu.tui.app import FuyuApp
from fuyu.tui.day.screen import DayScreen
from fuyu.tui.kit.textual_compat import in_turn
from tests.tui.conftest import Morning, Opened, until


class Watched:
    """What was styled until the first picture, and what that showed."""

    def __init__(self, morning: Morning, monkeypatch: pytest.MonkeyPatch) -> None:
        self._morning = morning
        self.styled: Counter[Widget] = Counter()
        self.shown = ""
        apply, display = Stylesheet.apply, FuyuApp._display

        def counted(sheet: Stylesheet, node: DOMNode, **options: object) -> None:
            if isinstance(node, Widget) and not self.shown:
                self.styled[node] += 1
            apply(sheet, node, **options)  # type: ignore[arg-type] # they are handed on

        def watched(app: FuyuApp, screen: Screen[object], renderable: RenderableType | None) -> None:
            self.shown = self.shown or self._morning.text()
            display(app, screen, renderable)

        monkeypatch.setattr(Stylesheet, "apply", counted)
        monkeypatch.setattr(FuyuApp, "_display", watched)


@pytest.fixture
def watch(monkeypatch: pytest.MonkeyPatch) -> Callable[[Morning], Watched]:
    """Return what watches a start that is to come."""
    return lambda morning: Watched(morning, monkeypatch)


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_first_picture_is_right_and_each_widget_in_it_is_styled_once(
    people: tuple[Lead, ...], size: tuple[int, int], watch: Callable[[Morning], Watched]
) -> None:
    morning = Morning(*people)
    watched = watch(morning)
    async with morning.app.run_test(size=size) as pilot:
        await until(pilot, lambda: morning.app.day.is_whole)
        await pilot.pause()
        styled = {widget: times for widget, times in watched.styled.items() if widget.id != "textual-toastrack"}
        assert set(styled.values()) == {1}
        first, last = watched.shown.splitlines(), morning.text().splitlines()
        notes = next(number for number, line in enumerate(last) if "Notes" in line)
        assert first[:notes] == last[:notes]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "left"),
    [
        ("fuyu.tui.app", "fuyu.tui.day.work fuyu.tui.screens.sheet textual.widgets._text_area"),
        ("fuyu.cli.dashboard", "fuyu.cli.commands fuyu.domain.quick_add textual"),
        ("fuyu.cli.today", "fuyu.cli.commands fuyu.domain.quick_add fuyu.tui fractions"),
        ("fuyu.features.inbox.beside", "email html hmac"),
        ("fuyu.storage.book", "hashlib hmac"),
        ("fuyu.storage.team.shared", "fuyu.domain.agreement fuyu.domain.fields psycopg"),
    ],
)
def test_a_start_loads_nothing_that_only_a_key_or_another_command_needs(what: str, left: str) -> None:
    loaded = check_output([executable, "-c", f"import sys, {what}; print(*sys.modules)"], text=True).split()
    assert what in loaded
    assert not {*left.split()} & {*loaded}


async def test_a_key_waits_for_the_whole_day_on_a_slow_machine(
    people: tuple[Lead, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(in_turn, "_PATIENCE", 0.0)
    begun, goes_on, mount_the_rest = asyncio.Event(), asyncio.Event(), DayScreen._mount_the_rest

    async def slow(day: DayScreen) -> None:
        begun.set()
        await goes_on.wait()
        await mount_the_rest(day)

    monkeypatch.setattr(DayScreen, "_mount_the_rest", slow)
    app = Morning(*people).app
    async with app.run_test() as pilot:
        await begun.wait()
        assert app._driver is not None
        app._driver.send_message(Key("l", "l"))
        for _ in range(100):  # the key is there, and waits
            await asyncio.sleep(0)
        assert app.day.view.asked.now is None
        goes_on.set()
        await until(pilot, lambda: app.day.view.asked.now is app.day.questions.log)


async def test_what_keys_do_is_there_for_who_asks_before_the_first_picture(
    opened: Opened, people: tuple[Lead, ...]
) -> None:
    morning = Morning(*people)
    assert morning.app.day.work is morning.app.day.work
    assert morning.app.day.view.asked.prompts
    async with opened(*people) as (morning, _pilot):
        assert morning.app.day.is_whole
        assert morning.app.day.view.asked.now is None
