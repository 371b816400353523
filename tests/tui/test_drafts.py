"""What is typed anywhere: kept within a second, kept by Esc, offered by the same place, and gone once it is done."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import NamedTuple

import pytest
from textual.pilot import Pilot

from fuyu.desk import Desk
from fuyu.domain.action import Action, Change, Table
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.message import State
from fuyu.domain.step import Channel
from fuyu.domain.typed import Place, Typed, TypedKind
from fuyu.errors import GoneError, SaveError
from fuyu.storage.port import Applied
from fuyu.tui import unfinished
from fuyu.tui.app import FuyuApp
from fuyu.tui.beside import Beside
from tests.builders import adding
from tests.memory import MemoryStore
from tests.tui.conftest import WEDNESDAY, Morning, Opened, due, press

ANN = due(1, "Ann Lee", 0, "Acme", snoozed=3)
TOUCH = Touch(id=1, uid="t", lead=1, at=WEDNESDAY, channel=Channel.CALL, outcome=Outcome.TALKED, note="budget in May")
SAID = f"touch {WEDNESDAY.isoformat()}"


class Spot(NamedTuple):
    """A place in which one types."""

    opens: tuple[str, ...]
    types: tuple[str, ...]
    kept: Typed
    """What is kept of it."""
    finishes: tuple[str, ...]
    done: str
    """What the status line, or the sheet, says once it is done."""
    leaves: tuple[str, ...] = ("escape",)
    continues: str = "ctrl+r"
    first: tuple[str, ...] = ()
    """What goes from the first field to the last."""


def typed(kind: TypedKind, lead: int, about: str = "", **fields: str) -> Typed:
    """Return what is typed in a place."""
    return Place(kind, lead, about).typed(1, fields, WEDNESDAY)


SPOTS = {
    "message": Spot(
        ("m",),
        ("~a@x.example", "tab", "~The quote", "tab", "~fri", "tab", "~Hello"),
        typed(TypedKind.MESSAGE, 1, to="a@x.example", subject="The quote", day="fri", text="Hello"),
        ("ctrl+s",),
        "queued for Ann Lee",
        leaves=(),
    ),
    "correction": Spot(
        ("h", "e"),
        ("~ or June",),
        typed(TypedKind.CORRECTION, 1, SAID, text="budget in May or June"),
        ("ctrl+s",),
        "June",
    ),
    "form": Spot(
        ("e",),
        ("end", "~ San", "enter", "ctrl+u", "~Other", "enter", "~CFO"),
        typed(TypedKind.FORM, 1, name="Ann Lee San", company="Other", role="CFO"),
        ("ctrl+s",),
        "changed Ann Lee San",
    ),
    "new lead": Spot(
        ("a", "~Bo Diaz", "tab"),
        ("enter", "~Flags", "enter", "~CEO"),
        typed(TypedKind.FORM, 0, company="Flags", role="CEO"),
        ("ctrl+s",),
        "added Bo Diaz",
    ),
    "line": Spot(
        ("a",), ("~Bo Diaz hot",), typed(TypedKind.LINE, 0, "add", line="Bo Diaz hot"), ("enter",), "added Bo Diaz"
    ),
    "named": Spot(
        ("r",),
        ("~Bo Diaz",),
        typed(TypedKind.LINE, 1, "refer", line="Bo Diaz"),
        ("enter",),
        "added Bo Diaz, referred by Ann Lee",
    ),
    "snooze": Spot(
        ("s", "escape"),
        ("~in 3 weeks",),
        typed(TypedKind.LINE, 1, "snooze", when="in 3 weeks", why=""),
        ("enter",),
        "snoozed",
    ),
    "park": Spot(
        ("s", "p"),
        ("~in 3 weeks", "enter", "~budget"),
        typed(TypedKind.LINE, 1, "snooze", when="in 3 weeks", why="budget"),
        ("enter",),
        "snoozed",
        first=("enter",),
    ),
    "log": Spot(
        ("l", "t", "tab"),
        ("~in 2 weeks",),
        typed(TypedKind.LINE, 1, "log", when="in 2 weeks", words=""),
        ("enter",),
        "talked",
    ),
    "their words": Spot(
        ("l", "o"),
        ("~in 2 weeks", "tab", "~after the fair"),
        typed(TypedKind.LINE, 1, "log", when="in 2 weeks", words="after the fair"),
        ("enter",),
        "not now",
        first=("enter",),
        leaves=("escape", "escape"),
    ),
    "away": Spot(
        ("A",),
        ("~20 mar to 24 mar: fair",),
        typed(TypedKind.LINE, 0, "away", line="20 mar to 24 mar: fair"),
        ("enter", "enter"),
        "away 20-24 Mar",
        continues="ctrl+t",
    ),
}


class Refusing(MemoryStore):
    """A store that can be made to keep nothing more."""

    refuses = False

    def apply(self, action: Action) -> Applied:
        self._refuse()
        return super().apply(action)

    def keep_typed(self, *changes: Change) -> None:
        self._refuse()
        super().keep_typed(*changes)

    def _refuse(self) -> None:
        if self.refuses:
            raise GoneError("fuyu.json is gone")


@asynccontextmanager
async def begun(store: Refusing, home: Path) -> AsyncIterator[tuple[Morning, Pilot[None]]]:
    """Begin a dashboard on a store; what cannot be kept is left in a folder."""
    morning = Morning()
    morning.store, morning.desk = store, Desk(store, morning.clock)
    morning.app = FuyuApp(morning.desk, beside=Beside(notes=home))
    async with morning.app.run_test(size=(200, 24)) as pilot:
        await until(pilot, lambda: morning.app.day.is_whole)
        await pilot.pause()
        yield morning, pilot


def left_in(home: Path) -> list[Path]:
    """Return the files that wait for the next start."""
    return list(home.iterdir())


@pytest.fixture(autouse=True)
def _no_templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))


def kept(morning: Morning) -> list[Typed]:
    """Return what is typed and not finished, but for what leads to it."""
    return [found for found in morning.store.documents(Table.TYPED) if isinstance(found, Typed)]


def of(morning: Morning, spot: Spot) -> list[dict[str, str]]:
    """Return what is kept of a place."""
    return [dict(found.fields) for found in kept(morning) if found.place == spot.kept.place]


async def until(pilot: Pilot[None], there: Callable[[], object]) -> None:
    """Wait for something to be so."""
    async with asyncio.timeout(20):
        while not there():
            await pilot.pause()


@pytest.mark.parametrize("name", SPOTS)
async def test_what_is_typed_is_kept_while_it_is_typed_and_gone_once_it_is_done(opened: Opened, name: str) -> None:
    spot = SPOTS[name]
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(TOUCH))
        before = len(morning.store.heads())
        await press(pilot, *spot.opens, *spot.types)
        await until(pilot, lambda: of(morning, spot) == [spot.kept.fields])
        assert len(morning.store.heads()) == before, "typing is no action"
        await press(pilot, *spot.finishes)
        assert spot.done in morning.text()
        assert kept(morning) == []
        assert len(morning.store.heads()) == before + 1, "it went with the action"
        await press(pilot, "escape", "escape", "u")
        assert of(morning, spot) == [spot.kept.fields], "an undo brings back what was typed"
        await press(pilot, "U")
        assert kept(morning) == []


@pytest.mark.parametrize("name", [name for name, spot in SPOTS.items() if spot.leaves])
async def test_esc_keeps_it_and_the_same_place_goes_on_with_it_by_one_key(opened: Opened, name: str) -> None:
    spot = SPOTS[name]
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(TOUCH))
        await press(pilot, *spot.opens, *spot.types, *spot.leaves)
        assert of(morning, spot) == [spot.kept.fields]
        await press(pilot, *["escape"] * 3, *spot.opens)
        key = f"^{spot.continues[-1]} continue “"
        assert key in morning.text()
        assert "of Wed 18 Mar 09:30, or start anew" in morning.text()
        await press(pilot, spot.continues)
        assert key not in morning.text(), "there is nothing else to go on with"
        assert of(morning, spot) == [spot.kept.fields]
        await press(pilot, *spot.first, *spot.finishes)
        assert spot.done in morning.text()
        assert of(morning, spot) == []


@pytest.mark.parametrize("name", SPOTS)
async def test_a_signal_keeps_what_was_typed_a_moment_ago(opened: Opened, name: str) -> None:
    spot = SPOTS[name]
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(TOUCH))
        await press(pilot, *spot.opens, *spot.types)
        morning.app.leave(143)
        if spot.kept.kind is TypedKind.MESSAGE:
            (message,) = morning.desk.book.messages()
            assert (message.to, message.text, message.state) == ("a@x.example", "Hello", State.NEEDS_REVIEW)
            assert kept(morning) == []
        else:
            assert of(morning, spot) == [spot.kept.fields]
        assert morning.lead(1) == ANN


@pytest.mark.parametrize("name", SPOTS)
async def test_what_cannot_be_kept_when_a_signal_comes_is_offered_at_the_next_start(name: str, tmp_path: Path) -> None:
    spot, home, store = SPOTS[name], tmp_path / "state" / "notes", Refusing()
    async with begun(store, home) as (morning, pilot):
        morning.store.apply(adding(ANN, TOUCH))
        await press(pilot, "R", *spot.opens)
        store.refuses = True
        await press(pilot, *spot.types)
        morning.app.leave(143)
        assert of(morning, spot) == []
    assert [path.stat().st_mode & 0o777 for path in left_in(home)] == [0o600], "left once, for its owner"
    store.refuses = False
    async with begun(store, home) as (morning, pilot):
        assert f"what was typed is offered where it was typed: {spot.kept.kind}" in morning.text()
        assert of(morning, spot) == [spot.kept.fields]
        assert left_in(home) == []


def damage(path: Path) -> None:
    path.write_text("{")


def block(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


@pytest.mark.parametrize(("harm", "said"), [
    (lambda _path: None, "what was typed is about a lead that is gone: it stays in"),
    (damage, "what was typed cannot be read: it stays in"),
    (block, "what was typed cannot be read: it stays in"),
])  # fmt: skip
async def test_what_was_typed_and_has_no_place_any_more_is_said_and_stays(
    tmp_path: Path, harm: Callable[[Path], None], said: str
) -> None:
    unfinished.leave(tmp_path, SPOTS["form"].kept)
    for path in left_in(tmp_path):
        harm(path)
    before = left_in(tmp_path)
    async with begun(Refusing(), tmp_path) as (morning, _):
        assert said in morning.text()
        assert kept(morning) == []
        assert left_in(tmp_path) == before


async def test_a_message_that_was_killed_is_offered_and_goes_on(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        morning.store.keep_typed(Change(None, SPOTS["message"].kept))
        await press(pilot, "m")
        assert "^r continue “a@x.example The quote" in morning.text()
        await press(pilot, "ctrl+r", "~ Ann", "ctrl+s")
        (message,) = morning.desk.book.messages()
        assert (message.to, message.subject, message.text) == ("a@x.example", "The quote", "Hello Ann")
        assert str(message.day) == "2026-03-20"
        assert kept(morning) == []


async def test_what_was_typed_before_is_never_in_the_way_and_not_lost_by_starting_anew(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz", "escape", "a", "~Cy Ode", "enter")
        assert morning.lead(2).name == "Cy Ode"
        await press(pilot, "a", "~Di", "ctrl+r")
        assert morning.app.day.questions.add.input.value == "Bo Diaz"
        await press(pilot, "ctrl+r")
        assert morning.app.day.questions.add.input.value == "Di"
        await press(pilot, "ctrl+r", "enter", "a", "ctrl+r")
        assert morning.lead(3).name == "Bo Diaz"
        assert morning.app.day.questions.add.input.value == "Di"


async def test_words_for_a_date_wait_for_what_came_of_it_and_take_no_letter_of_that(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "l", "o", "~in 2 weeks", "escape", "escape", "l", "ctrl+r")
        assert "in 2 weeks" in morning.text()
        assert "what came of it? one key" in morning.text()
        await press(pilot, "t")
        assert "= Wed 1 Apr, in 14 days" in morning.text()
        await press(pilot, "tab", "~ 2pm", "enter")
        step = morning.lead(1).next_step
        assert step is not None
        assert str(step.time) == "14:00:00"


async def test_what_is_typed_about_one_lead_is_offered_for_that_lead_alone(opened: Opened) -> None:
    async with opened(ANN, due(2, "Bo Diaz", 0)) as (morning, pilot):
        await press(pilot, "e", "enter", "~X", "escape", "j", "e")
        assert "start anew" not in morning.text()
        await press(pilot, "escape", "k", "e")
        assert "^r continue “AcmeX”" in morning.text()


async def test_taking_back_every_letter_keeps_nothing(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "a", "~Bo")
        await until(pilot, lambda: kept(morning))
        await press(pilot, "backspace", "backspace", "escape")
        assert kept(morning) == []


async def test_what_was_only_looked_at_keeps_nothing(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        morning.store.apply(adding(TOUCH))
        for keys in (("e", "enter", "enter"), ("m", "tab", "tab"), ("h", "e"), ("a",), ("l", "t", "tab"), ("A",)):
            await press(pilot, *keys, "escape", "escape", "escape")
        await press(pilot, "e")
        morning.app.leave(143)
        assert kept(morning) == []


async def test_a_lead_that_is_deleted_takes_what_was_typed_along_and_brings_it_back(opened: Opened) -> None:
    async with opened(ANN, due(2, "Bo Diaz", 0)) as (morning, pilot):
        await press(pilot, "e", "enter", "~X", "escape", "a", "~Cy", "escape", "D", "y")
        assert [found.text for found in kept(morning)] == ["Cy"]
        await press(pilot, "u")
        assert sorted(found.text for found in kept(morning)) == ["AcmeX", "Cy"]


@pytest.mark.parametrize(("opens", "typed_keys"), [(("e",), ("enter", "~X")), (("a",), ("~Bo",))])
async def test_what_cannot_be_kept_is_said_before_going_back_loses_it(
    opened: Opened, opens: tuple[str, ...], typed_keys: tuple[str, ...]
) -> None:
    async with opened(ANN) as (morning, pilot):

        def full(*_changes: Change) -> None:
            raise SaveError("disk full: not saved")

        keep, morning.store.keep_typed = morning.store.keep_typed, full  # type: ignore[method-assign]
        await press(pilot, *opens, *typed_keys, "escape")
        assert "disk full: not saved; what you typed is held, Esc once more loses it" in morning.text()
        morning.store.keep_typed = keep  # type: ignore[method-assign]
        await until(pilot, lambda: kept(morning) and "disk full" not in morning.text())


async def test_a_long_text_is_cut_and_the_words_around_it_are_whole(opened: Opened) -> None:
    async with opened(ANN) as (morning, pilot):
        await press(pilot, "a", "~Bo Diaz and many words more than a line has", "escape", "a")
        line = next(line for line in morning.text().splitlines() if "^r" in line)
        assert line.startswith(" ^r continue “Bo Diaz and many words")
        assert line.endswith("…” of Wed 18 Mar 09:30, or start anew")


async def test_the_help_names_the_key(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "a", "f1", "~continue")
        assert "Continue the line typed before." in morning.text()
