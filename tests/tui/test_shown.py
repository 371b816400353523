"""Sending only what differs leaves the terminal as sending everything would: two emulators, compared cell by cell."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pyte
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console, RenderableType
from rich.segment import Segment
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.events import AppFocus
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from fuyu.domain.lead import Lead
from fuyu.tui.kit.textual_compat.shown import Shown
from tests.tui.conftest import Morning, Opened, due, press

FOREIGN = (
    "山田太郎",
    "e\u0301cole a\u0308",
    "👩‍👩‍👧‍👦 family",
    "🇫🇷 flag",
    "☎️ phone",
    "שלום עולם",
    "नमस्ते",
    "ｆｕｌｌ",
    "한국어",
)


class Terminals:
    """What updates make of a terminal, once sent whole, as Textual does, and once only where they differ."""

    def __init__(self, width: int, height: int) -> None:
        self.whole, self.less = pyte.Screen(width, height), pyte.Screen(width, height)
        self._streams = pyte.Stream(self.whole), pyte.Stream(self.less)
        self._begin()
        self.sent = self.saved = 0
        self._is_another = False
        """Whether the program does not know yet that the terminal was cleared, or has another size."""
        self.unlike: list[str] = []
        """Cells that were not the same on both at some step."""

    def show(self, update: LayoutUpdate | ChopsUpdate, shown: Shown, console: Console) -> None:
        """Send an update both ways, and compare."""
        texts = update.render_segments(console), shown.send(update, console)
        for stream, text in zip(self._streams, texts, strict=True):
            stream.feed(text)
        is_frame = isinstance(update, LayoutUpdate) and update.region.size == (self.whole.columns, self.whole.lines)
        if self._is_another and not is_frame:
            return  # painted for the terminal as it was before
        self._is_another = False
        self.sent += len(texts[1])
        self.saved += len(texts[0]) - len(texts[1])
        self.compare()

    def compare(self) -> None:
        """Compare the terminals cell by cell: characters, colours, attributes."""
        for y in range(self.whole.lines):
            whole, less = self.whole.buffer[y], self.less.buffer[y]
            self.unlike += [
                f"line {y}, column {x}: {less[x]}" for x in range(self.whole.columns) if less[x] != whole[x]
            ]

    def resize(self, width: int, height: int) -> None:
        """Make both another size."""
        self._is_another = True
        self.whole.resize(height, width)
        self.less.resize(height, width)

    def clear(self) -> None:
        """Take everything off both, as another program does."""
        self.whole.reset()
        self.less.reset()
        self._is_another = True
        self._begin()

    def _begin(self) -> None:
        for stream in self._streams:
            stream.feed("\x1b[?7l")  # as Textual does: no line wraps


@asynccontextmanager
async def _dashboard(*leads: Lead, size: tuple[int, int] = (80, 24)) -> AsyncIterator[tuple[Terminals, Pilot[None]]]:
    """Open a dashboard on two terminals."""
    terminals, app = Terminals(*size), Morning(*leads).app

    def display(_screen: Screen[object], renderable: RenderableType | None) -> None:
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            terminals.show(renderable, app._shown, app.console)

    app._display = display  # type: ignore[assignment,method-assign]
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield terminals, pilot
    assert not terminals.unlike


async def _paint_all(pilot: Pilot[None]) -> None:
    """Let every widget be painted anew."""
    pilot.app.screen.refresh()
    for widget in pilot.app.screen.walk_children():
        widget.refresh()
    await pilot.pause()


def _on_screen(terminals: Terminals) -> str:
    screen = terminals.less
    return "\n".join("".join(screen.buffer[y][x].data for x in range(screen.columns)) for y in range(screen.lines))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (160, 45)])
async def test_a_day_looks_the_same_at_every_step(size: tuple[int, int], people: tuple[Lead, ...]) -> None:
    async with _dashboard(*people, size=size) as (terminals, pilot):
        flows = ("j", "j", "k"), ("l", "t", "tab", "~fri", "enter"), ("s", "2", "enter"), ("u",), ("n", "~budget is in")
        for keys in (
            *flows,
            ("ctrl+l", "escape"),
            ("escape", "/", "~ana"),
            ("enter",),
            ("?",),
            ("escape", "a", "~Bo 5pm"),
        ):
            for key in keys:
                await press(pilot, key)
        assert "Bo" in _on_screen(terminals)
        assert terminals.saved > 3 * terminals.sent


async def test_what_is_wide_or_combines_looks_the_same(people: tuple[Lead, ...]) -> None:
    foreign = [
        due(number, name, -number, name[::-1], why=f"why {name}") for number, name in enumerate(FOREIGN, start=10)
    ]
    async with _dashboard(*people, *foreign, size=(100, 40)) as (terminals, pilot):
        for _ in foreign:
            await press(pilot, "j")
        for text in FOREIGN:
            await press(pilot, "n", f"~{text} and more", "left", "left", "backspace", "escape", "k")
        assert "─ Sakura Tanaka" in _on_screen(terminals)


async def test_another_size_and_coming_back_to_it_show_everything(people: tuple[Lead, ...]) -> None:
    async with _dashboard(*people) as (terminals, pilot):
        for size in [(120, 40), (60, 12), (30, 8), (80, 24)]:
            terminals.resize(*size)
            await _paint_all(pilot)  # as a clock does that goes on before the program knows the new size
            await pilot.resize_terminal(*size)
            await press(pilot, "j", "k")
        assert "Sakura Tanaka" in _on_screen(terminals)
        terminals.clear()
        terminals.resize(81, 24)
        await _paint_all(pilot)
        await pilot.resize_terminal(81, 24)
        await pilot.pause()
        assert "Sakura Tanaka" in _on_screen(terminals)


async def test_after_another_program_had_the_terminal_everything_is_sent(people: tuple[Lead, ...]) -> None:
    async with _dashboard(*people) as (terminals, pilot):
        terminals.clear()
        pilot.app.app_resume_signal.publish(pilot.app)
        await press(pilot, "j")
        assert "─ Ana Horvat" in _on_screen(terminals)
        assert "3 overdue" in _on_screen(terminals)


def test_a_line_that_is_cut_by_what_lies_behind_it_is_sent_in_one_go() -> None:
    shown, console = Shown(), Console(color_system="truecolor")
    look, line = Style(color="red", bgcolor="black"), Region(0, 0, 9, 1)

    def sent(*texts: str) -> str:
        return shown.send(LayoutUpdate([[Strip([Segment(text, look)], 3) for text in texts]], line), console)

    assert sent("abc", "def", "ghi").count("\x1b[") == 3, "where to, how, and the end of it"
    assert sent("abc", "def", "ghi") == ""
    assert sent("abc", "dxf", "xhi").endswith("xfx\x1b[0m"), "what lies between is known"


async def test_a_key_sends_little(people: tuple[Lead, ...]) -> None:
    many = [due(number, f"Lead {number}", -1, "Some Company", why="pricing") for number in range(10, 40)]
    async with _dashboard(*people, *many, size=(120, 40)) as (terminals, pilot):
        await press(pilot, "n", "~half a word")
        before = terminals.sent
        await press(pilot, "x")
        assert terminals.sent - before < 200
        await press(pilot, "escape")
        before = terminals.sent
        await press(pilot, "s")
        assert terminals.sent - before < 6_000


_TEXTS = st.sampled_from(["", "a", "ab", "ba b", "█─", "…é", "山", "e\u0301", "👩\u200d👩", "☎\ufe0f", "ש", "\u3000b"])
_STYLES = st.sampled_from([None, Style(bold=True), Style(color="red"), Style(color="red", bgcolor="blue")])
_SEGMENTS = st.lists(st.tuples(_TEXTS, _STYLES).map(lambda found: Segment(*found)), max_size=3)
_WIDTH, _CUT = 16, 7
_LINE = st.tuples(
    _SEGMENTS.map(lambda found: Strip(found).adjust_cell_length(_CUT)),
    _SEGMENTS.map(lambda found: Strip(found).adjust_cell_length(_WIDTH - _CUT)),
)
_LINES = st.lists(_LINE, min_size=3, max_size=3)
_SPANS = st.sets(
    st.tuples(st.integers(0, 2), st.sampled_from([(0, _CUT), (_CUT, _WIDTH), (0, _WIDTH), (2, 5)])), min_size=1
)


@given(st.lists(st.tuples(_LINES, st.none() | _SPANS), max_size=6))
def test_any_updates_one_after_the_other_look_the_same(
    updates: list[tuple[list[tuple[Strip, Strip]], set[tuple[int, tuple[int, int]]] | None]],
) -> None:
    terminals, shown, console = Terminals(_WIDTH, 3), Shown(), Console(color_system="truecolor")
    for lines, spans in updates:
        if spans is None:
            terminals.show(LayoutUpdate([list(line) for line in lines], Region(0, 0, _WIDTH, 3)), shown, console)
        else:
            one_each = {y: (y, left, right) for y, (left, right) in sorted(spans)}
            chops = [{0: left, _CUT: right} for left, right in lines]
            terminals.show(ChopsUpdate(chops, list(one_each.values()), [[_CUT, _WIDTH]] * 3), shown, console)
    assert not terminals.unlike


async def test_all_is_sent_again_where_another_program_may_have_written(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(due(1, "Ann Lee", 0)) as (morning, pilot):
        forgotten: list[str] = []
        monkeypatch.setattr(Shown, "forget", lambda _shown: forgotten.append("all"))
        await press(pilot, "j")
        assert forgotten == []
        morning.app.post_message(AppFocus())
        await pilot.pause()
        assert forgotten == ["all"]
