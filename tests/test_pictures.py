"""The pictures of the README: what the dashboard looks like, cell by cell. They prove looks, never behaviour.

`make screenshots` draws them anew; look at each before you commit it.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import textual
from textual.screen import Screen

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.config.themes import OURS
from fuyu.desk import Desk
from fuyu.sample import book
from fuyu.tui.app import FuyuApp
from fuyu.tui.preferences import Preferences
from fuyu.tui.screens.find import FindScreen
from tests.memory import MemoryStore
from tests.tui.conftest import press, until

PICTURES = Path(__file__).parent.parent / "screenshots"
DRAWN_WITH = "8.2.8"
MORNING = dt.datetime(2026, 3, 18, 9, 30, tzinfo=ZoneInfo("Europe/London"))
SMALL, LARGE = (80, 24), (160, 45)
FLOWS: dict[str, tuple[str, ...]] = {
    "morning": (),
    "notes": ("n", "~She asks for the quote without the blog. Yui is six in May!"),
    "log": ("l", "t", "p"),
    "snooze": ("s", "~fri 2pm"),
    "find": ("/", "~foods"),
}
SMALL_FLOWS: dict[str, tuple[str, ...]] = {
    "plan": ("M",),
    "reschedule": ("P",),
    "review": ("V",),
    "coming": ("4", "j"),
    "call": ("enter", "ctrl+down", "~Budget is through, she says. Bunting again, and a page for orders"),
}
"""Those that are read once a day or a week: one picture each."""
_LONGEST_WORD = 14
"""Cells that a word may need which is not broken: with it, the line would be full."""
SHEETS: dict[str, tuple[str, ...]] = {
    "help": ("?",),
    "palette": (":", "~sn"),
    "mentions": ("/", "~budget"),
    "form": ("e", "down", "down", "down", "end", "~ abc", "ctrl+s"),
    "history": ("h",),
    "message": ("m",),
    "evening": ("E",),
    "away": ("A", "~30 mar - 3 apr: beach", "enter"),
    "add": ("a", "~Ann Lee, Acme hot €5k call fri 2pm re pricing"),
    "delete": ("D",),
    "copy": ("y",),
    "export": ("W", "ctrl+u", "~/copies/fuyu.json"),
    "month": ("s", "right"),
    "jump": (";",),
    "join": ("J", "~li", "enter"),
    "themes": (":", "~theme", "enter"),
}
"""What lies above the day, one picture each."""
_REMOTE_FONTS = re.compile(r"@font-face \{.*?\}", re.DOTALL)


Compare = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def _no_themes_of_ones_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))


@pytest.fixture
def compare(request: pytest.FixtureRequest, tmp_path: Path) -> Compare:
    """Compare a drawing with the picture of that name, or draw it anew with --redraw."""

    def compare_with(name: str, svg: str) -> None:
        picture = PICTURES / f"{name}.svg"
        if request.config.getoption("--redraw"):
            from tests.drawing import Face, of_svg  # noqa: PLC0415 - only drawing needs the library for it

            picture.write_text(svg, encoding="utf-8")
            size = tuple(map(int, re.findall(r"\d+", name)[-2:]))
            of_svg(svg, (size[0], size[1]), Face.found()).quantize(256).save(picture.with_suffix(".png"), optimize=True)
            return
        drawing = tmp_path / picture.name
        drawing.write_text(svg, encoding="utf-8")
        same = picture.exists() and picture.read_text(encoding="utf-8") == svg
        assert same, f"screenshots/{picture.name} looks different now: see {drawing}"

    return compare_with


def is_settled(screen: Screen[object]) -> bool:
    """Return whether nothing more comes by itself: what is found in notes comes after a pause."""
    return not isinstance(screen, FindScreen) or screen.is_settled


async def drawn(
    desk: Desk, size: tuple[int, int], keys: tuple[str, ...], look: str = "winter", colours: str | None = None
) -> str:
    """Return the screen after these keys, as an SVG that fetches nothing from anywhere."""
    app = FuyuApp(desk, preferences=Preferences(look=look, colours=colours))
    async with app.run_test(size=size) as pilot:
        await press(pilot, *keys)
        await until(pilot, lambda: is_settled(app.screen))
        await app.workers.wait_for_complete()
        await pilot.pause()
        app.day.view.keeping.keep()
        app.day.panes.said.was_read()
        await pilot.pause()
        return _REMOTE_FONTS.sub("", app.export_screenshot(simplify=True)).replace("Fira Code", "DejaVu Sans Mono")


drawn_here = pytest.mark.skipif(
    textual.__version__ != DRAWN_WITH, reason=f"the pictures are drawn with Textual {DRAWN_WITH}"
)


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk on the sample book."""
    path = tmp_path / "fuyu.json"
    path.touch(mode=0o600)
    path.write_bytes(book(MORNING))
    store = open_book(path)
    yield Desk(store, StoppedClock(MORNING))
    store.close()


SEEN = [(flow, size) for flow in FLOWS for size in (SMALL, LARGE)] + [(flow, SMALL) for flow in (*SMALL_FLOWS, *SHEETS)]


@drawn_here
@pytest.mark.parametrize(("flow", "size"), SEEN, ids=str)
async def test_a_day_on_the_sample_book(compare: Compare, sample: Desk, flow: str, size: tuple[int, int]) -> None:
    compare(f"{flow}-{size[0]}x{size[1]}", await drawn(sample, size, (FLOWS | SMALL_FLOWS | SHEETS)[flow]))


@drawn_here
@pytest.mark.parametrize("look", OURS[1:])
async def test_the_other_looks(compare: Compare, sample: Desk, look: str) -> None:
    compare(f"look-{look}-80x24", await drawn(sample, SMALL, FLOWS["log"], look))


@drawn_here
@pytest.mark.parametrize("colours", ["256", "standard"])
async def test_fewer_colours(compare: Compare, sample: Desk, colours: str) -> None:
    compare(f"colours-{colours}-80x24", await drawn(sample, SMALL, (), colours=colours))


async def test_no_word_is_cut_while_its_line_has_room(sample: Desk) -> None:
    app = FuyuApp(sample)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "j")
        lines = [strip.text for strip in app.screen._compositor.render_strips(app.screen.size)]
        lists = (app.day.lists.overdue, app.day.lists.today)
        rows = [lines[y].rstrip() for pane in lists for y in range(pane.list.region.y, pane.list.region.bottom)]
        assert any(len(row) >= SMALL[0] - 2 for row in rows), "columns are cut only where another one needs the room"
        for line in (line for line in lines if line.rstrip() not in rows):
            assert not line.rstrip().endswith("…") or len(line.rstrip()) > SMALL[0] - _LONGEST_WORD, line


@drawn_here
@pytest.mark.parametrize("size", [SMALL, LARGE], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_an_empty_book(compare: Compare, size: tuple[int, int]) -> None:
    svg = await drawn(Desk(MemoryStore(), StoppedClock(MORNING)), size, ())
    compare(f"empty-{size[0]}x{size[1]}", svg)
