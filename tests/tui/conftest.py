"""A morning: three overdue, two today, one unscheduled; and a way to press keys."""

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from fuyu.clock import StoppedClock
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.domain.lead import About, Lead
from fuyu.domain.step import Plan
from fuyu.tui.app import FuyuApp
from fuyu.tui.preferences import preferences
from fuyu.tui.screens.form import FIELDS
from tests.builders import a_lead, a_promise, adding
from tests.memory import MemoryStore

LONDON = ZoneInfo("Europe/London")
WEDNESDAY = dt.datetime(2026, 3, 18, 9, 30, tzinfo=LONDON)
TODAY = WEDNESDAY.date()
_PATIENCE = 20.0
"""Seconds until a test gives up."""


def to_field(name: str) -> list[str]:
    """Return the keys that go from the first field of the form to another."""
    return ["enter"] * [field for field, _ in FIELDS].index(name)


def due(lead_id: int, name: str, days: int, company: str = "", *, promised: bool = False, **step: Any) -> Lead:
    """Return a lead due so many days from today, by a plan or by a promise."""
    day = TODAY + dt.timedelta(days=days)
    owed = a_promise(day, f"promise-to-{lead_id}", **step) if promised else Plan(day=day, **step)
    return a_lead(lead_id, name, company=company, next_step=owed)


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys all at once, as a slow line delivers them; a word that begins with ~ is typed."""
    app = pilot.app
    assert app._driver is not None
    for part in [part for key in keys for part in (key[1:] if key.startswith("~") else [key])]:
        name = _character_to_key(part) if len(part) == 1 else part
        character = part if len(part) == 1 else None
        app._driver.send_message(Key(name, character))
    handled = asyncio.Event()
    app.call_later(handled.set)
    await handled.wait()
    await pilot.pause()


async def until(pilot: Pilot[None], so: Callable[[], object]) -> None:
    """Wait until something is so; a busy machine is slow, never wrong."""
    async with asyncio.timeout(_PATIENCE):
        while not so():
            await pilot.pause(0.01)


async def a_second(morning: "Morning", pilot: Pilot[None]) -> None:
    """Let the dashboard do now what it does each second."""
    morning.app.day.work.upkeep.each_second()
    await pilot.pause()


async def offered(pilot: Pilot[None], words: str) -> str:
    """Wait until the palette has found some words, and return what it offers, as one reads it."""
    screen = pilot.app.screen

    def text() -> str:
        return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips(screen.size))

    await until(pilot, lambda: words in text())
    return text()


class Morning:
    """The store, the clock and the running dashboard of a test."""

    def __init__(self, *leads: Lead, config: Config | None = None) -> None:
        self.store = MemoryStore()
        if leads:
            self.store.apply(adding(*leads))
        self.clock = StoppedClock(WEDNESDAY)
        config = config or Config()
        self.desk = Desk(
            self.store, self.clock, config.calendar, config.cadence, config.manners, currency=config.currency
        )
        self.app = FuyuApp(self.desk, preferences=preferences(config, {}))

    def text(self) -> str:
        """Return the screen as one reads it."""
        screen = self.app.screen
        return "\n".join(strip.text.rstrip() for strip in screen._compositor.render_strips(screen.size))

    @property
    def said(self) -> str:
        """What was said last, as it stands on the screen: in a line of its own, or in the rule of a pane."""
        line = self.app.day.panes.said
        place = line if line.display else line._told
        return self.text().split("\n")[place.region.y].strip(" ━─") if place is not None else ""

    def lines(self) -> list[str]:
        """Return the lines of the screen without its frames, each blank once."""
        return [" ".join(line.strip("│╭╮╰╯━─ ▂▃▄▅▆▇▁█").split()) for line in self.text().splitlines()]

    def lead(self, lead_id: int) -> Lead:
        """Return a lead as it is kept."""
        lead = self.store.lead(lead_id)
        assert lead is not None
        return lead


Opening = tuple[Morning, Pilot[None]]
Opened = Callable[..., AbstractAsyncContextManager[Opening]]


@pytest.fixture
def opened() -> Opened:
    """Open a dashboard; `opened(*leads, size=(80, 24))` gives the morning and the pilot."""

    @asynccontextmanager
    async def open_morning(
        *leads: Lead, size: tuple[int, int] = (80, 24), config: Config | None = None
    ) -> AsyncIterator[tuple[Morning, Pilot[None]]]:
        morning = Morning(*leads, config=config)
        async with morning.app.run_test(size=size) as pilot:
            await pilot.pause()
            yield morning, pilot

    return open_morning


@pytest.fixture
def people() -> tuple[Lead, ...]:
    """Three overdue, two today, one unscheduled."""
    sakura = due(1, "Sakura Tanaka", -5, "Nihon Denki", promised=True, why="proposal")
    return (
        replace(sakura, about=(About("hates voicemail"),)),
        due(2, "Ana Horvat", -2, "Adriatic Foods", why="pricing"),
        due(3, "M. al-Ahmad", -1, "Gulf [ACME]", why="first talk"),
        due(4, "Zoë O'Brien", 0, "Ōkami Studio", time=dt.time(10, 30), promised=True, why="demo"),
        due(5, "Li Wei", 0, "Flags Ltd"),
        Lead(id=6, name="Nobody Yet", company="Imported"),
    )
