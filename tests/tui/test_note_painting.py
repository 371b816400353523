"""An editor paints the lines that look different, and no others; what stands there is what Textual would paint."""

import pyte
from hypothesis import example, given
from hypothesis import strategies as st
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip

from fuyu.tui.kit.textual_compat.composing import paint_by_piece
from fuyu.tui.theme import roles_of
from fuyu.tui.tint import found
from fuyu.tui.widgets.note_editor import NoteEditor
from tests.examples import examples

SIZE = (24, 6)
KEYS = ("a", "space", "(", ")", "enter", "backspace", "delete", "home", "end", "ctrl+z", "ctrl+y", "pageup")
ARROWS = tuple(f"{shift}{arrow}" for shift in ("", "shift+") for arrow in ("left", "right", "up", "down"))
TEXTS = (
    "call +44 20 7946 0958 on 14 apr, 10:30",
    "\n- [ ] send (the) offer of 4,500 EUR",
    "aaaa bbbb cccc dddd eeee f\tg",
    "山田太郎 ",
)
NOTE = "One paragraph that is broken over some lines, for 4,500 EUR a year. " * 3


class Page(Screen[None]):
    """A screen with an editor that counts the lines it is asked for."""

    CSS = "TextArea, TextArea:focus { border: none; }"

    def __init__(self, text: str) -> None:
        super().__init__()
        paint_by_piece(self)
        self.editor = NoteEditor(text, placeholder="Type while you talk.", tint=found)

    def compose(self) -> ComposeResult:
        yield self.editor


class Paper(App[None]):
    """An editor on a terminal."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.page = Page(text)
        self.terminal = pyte.Screen(*SIZE)
        self._stream = pyte.Stream(self.terminal)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        return roles_of(self.current_theme)

    def get_default_screen(self) -> Page:
        return self.page

    def _display(self, screen: Screen[object], renderable: RenderableType | None) -> None:  # noqa: ARG002 - Textual's
        if isinstance(renderable, LayoutUpdate | ChopsUpdate):
            self._stream.feed(renderable.render_segments(self.console))

    def as_textual_paints(self) -> pyte.Screen:
        """Return a terminal on which Textual itself painted everything."""
        drawn = pyte.Screen(*SIZE)
        editor = self.page.editor
        look, editor._look = editor._look, lambda _y: None  # type: ignore[method-assign,assignment]
        update = self.page._compositor.render_full_update()
        editor._look = look  # type: ignore[method-assign]
        pyte.Stream(drawn).feed(update.render_segments(self.console))
        return drawn


async def assert_seen(pilot: Pilot[None], paper: Paper) -> None:
    await pilot.pause()
    shown, drawn = paper.terminal, paper.as_textual_paints()
    assert shown.display == drawn.display
    for y in range(SIZE[1]):
        assert shown.buffer[y] == drawn.buffer[y], f"line {y}"


@example([TEXTS[0], "shift+left", "shift+left", "shift+up", "left"])
@example([TEXTS[1], *["left"] * 16, "right", "right", "right", "a"])
@example([TEXTS[2], "up", "home", "delete"])
@example(["a", "enter", "enter", "a", "shift+up", "shift+up", "shift+down"])
@example([TEXTS[0], *["backspace"] * 8, "a"])
@examples(15)
@given(st.lists(st.sampled_from(KEYS + ARROWS + TEXTS), max_size=20))
async def test_whatever_is_done_the_terminal_shows_the_text_as_textual_would(done: list[str]) -> None:
    paper = Paper()
    async with paper.run_test(size=SIZE) as pilot:
        paper.page.editor.focus()
        await assert_seen(pilot, paper)
        for one in done:
            if one in TEXTS:
                paper.page.editor.write(one)
            else:
                await pilot.press(one)
            await assert_seen(pilot, paper)


async def test_a_letter_paints_its_line_alone() -> None:
    paper = Paper(NOTE)
    async with paper.run_test(size=SIZE) as pilot:
        editor = paper.page.editor
        editor.focus()
        for _ in range(3):  # by then it has the keys, and was painted as it looks with them
            await pilot.press("x")
            await pilot.wait_for_scheduled_animations()
        asked: list[int] = []
        theirs = editor.render_lines

        def render_lines(crop: Region) -> list[Strip]:
            asked.append(crop.height)
            return theirs(crop)

        editor.render_lines = render_lines  # type: ignore[method-assign]
        await pilot.press("x")
        await pilot.pause()
        await assert_seen(pilot, paper)
    assert asked == [1, SIZE[1]], "the last time for the whole that it is compared with"
