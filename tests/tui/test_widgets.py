"""Widgets in a bare host: they know nothing of leads."""

from collections.abc import Callable, Iterable

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import Paste
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip

from fuyu.domain.text import clean
from fuyu.tui.theme import roles_of
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span, Title, fit
from fuyu.tui.widgets.note_editor import NoteEditor
from fuyu.tui.widgets.row_list import RowList
from tests.domain.test_text import WORST
from tests.examples import examples


class Host(App[None]):
    """One widget on a screen, and the colours of the roles."""

    class Stage(Screen[None]):
        """The screen."""

        def __init__(self, widget: RowList | Lines | LineInput | NoteEditor) -> None:
            super().__init__()
            self._widget = widget

        def compose(self) -> ComposeResult:
            """The widget alone."""
            yield self._widget

    def __init__(self, widget: RowList | Lines | LineInput | NoteEditor) -> None:
        super().__init__()
        self._stage = Host.Stage(widget)

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours of the roles."""
        return roles_of(self.current_theme)

    def get_default_screen(self) -> Screen[None]:
        """Begin with the stage."""
        return self._stage

    def row(self, y: int) -> str:
        """Return a line of the screen."""
        return self.screen._compositor.render_strips(self.screen.size)[y].text


@pytest.mark.parametrize(("forced", "link"), [("1", "tel:0207946"), ("0", None)])
async def test_a_terminal_that_opens_links_gets_them(
    monkeypatch: pytest.MonkeyPatch, forced: str, link: str | None
) -> None:
    monkeypatch.setenv("FORCE_HYPERLINK", forced)
    lines = Lines()
    app = Host(lines)
    async with app.run_test(size=(20, 1)):
        lines.show(lambda _width, _height: [(Span("dial "), Span("020 7946", link="tel:0207946"))])
        styles = {segment.text: segment.style for segment in lines.render_line(0)}
        assert (styles["020 7946"] or Style()).link == link
        assert (styles["dial "] or Style()).link is None


class Counting:
    """Gives lines, and counts for which rows it was asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def __call__(self, index: int, _width: int) -> Line:
        """Return the line of a row."""
        self.asked.append(index)
        return (Span(f"row {index}"),)


async def test_a_list_of_a_hundred_thousand_rows_asks_only_for_those_that_are_seen() -> None:
    line = Counting()
    rows = RowList(line)
    app = Host(rows)
    async with app.run_test(size=(40, 10)) as pilot:
        rows.show(100_000, 50_000)
        await pilot.pause()
        assert app.row(9).startswith("row 50000")
        assert len(set(line.asked)) <= 2 * 10


async def test_moving_the_cursor_asks_for_two_rows_at_the_most() -> None:
    line = Counting()
    rows = RowList(line)
    async with Host(rows).run_test(size=(40, 10)) as pilot:
        rows.show(1_000, 3)
        await pilot.pause()
        line.asked.clear()
        assert rows.move(1)
        await pilot.pause()
        assert set(line.asked) <= {3, 4}


async def test_the_cursor_stops_at_the_ends_and_says_so() -> None:
    rows = RowList(Counting())
    async with Host(rows).run_test() as pilot:
        rows.show(3, 2)
        await pilot.pause()
        assert not rows.move(1)
        assert rows.move(-5)
        assert rows.cursor == 0


async def test_markup_and_control_bytes_are_painted_as_plain_words() -> None:
    lines = Lines()
    app = Host(lines)
    async with app.run_test(size=(40, 3)) as pilot:
        lines.show(lambda _width, _height: [(Span("[@click=app.quit]Acme [/] \x1b]52;c;x\x07\u202ex"),)])
        await pilot.pause()
        assert app.row(0).startswith("[@click=app.quit]Acme [/] ]52;c;xx ")


async def test_lines_are_laid_out_anew_in_another_width() -> None:
    title = Title()
    app = Host(title)
    async with app.run_test(size=(40, 3)) as pilot:
        title.say("Overdue (3)", number="1", right="Esc back")
        await pilot.pause()
        assert app.row(0) == "── 1 Overdue (3) ─────────── Esc back ──"
        await pilot.resize_terminal(60, 3)
        await pilot.pause()
        assert app.row(0).endswith(" Esc back ──")
        assert len(app.row(0)) == 60
        title.say("")
        await pilot.pause()
        assert app.row(0) == "─" * 60


def test_names_are_cut_by_cells_not_by_letters() -> None:
    assert fit("さくら田中", 6) == "さく …"
    assert fit("Zoë", 6) == "Zoë   "
    assert fit("Ann Lee", 4) == "Ann…"


async def test_a_paste_of_several_lines_becomes_one_line_and_nothing_of_it_is_dropped() -> None:
    line = LineInput()
    app = Host(line)
    async with app.run_test() as pilot:
        line.focus()
        line.post_message(Paste("Ann Lee\nAcme\x1b[31m\r\n+44"))
        await pilot.pause()
        assert line.value == "Ann Lee Acme[31m +44"


anything = st.text(st.characters(exclude_categories=())) | st.lists(
    st.sampled_from([*WORST, "[red]", "[/]", "👩🏻\u200d💻", "e\u0301", "\ufe0f", "さ", "\t", "\n"])
    | st.characters(exclude_categories=())
).map("".join)
"""Text of all characters there are, control characters, lone surrogates and marks of direction among them."""


def assert_painted(strips: Iterable[Strip], width: int) -> None:
    """Check that every line has its width in cells, and no character that could steer a terminal."""
    for strip in strips:
        assert not any(segment.control for segment in strip)
        assert strip.text == clean(strip.text).replace("\n", "").replace("\t", "")
        assert sum(cell_len(segment.text) for segment in strip) == strip.cell_length == width


async def holds_for_anything(
    widget: RowList | Lines | LineInput | NoteEditor, show: Callable[[str], object], width: int
) -> None:
    """Show any text, and look at what is painted of it, at the size of a narrow and of a wide screen."""
    async with Host(widget).run_test(size=(width, 6)) as pilot:
        await pilot.pause()

        @examples(60)
        @given(anything)
        @example("".join(WORST))
        def painted(text: str) -> None:
            show(text)
            whole = Region(0, 0, *widget.outer_size)
            assert_painted(widget.render_lines(whole), whole.width)

        painted()


WIDTHS = pytest.mark.parametrize("width", [1, 7, 40])


@WIDTHS
async def test_lines_paint_anything_in_their_width(width: int) -> None:
    lines = Lines()
    await holds_for_anything(lines, lambda text: lines.show(lambda _w, _h: [(Span(text), Span(text, "name"))]), width)


@WIDTHS
async def test_a_title_paints_anything_in_its_width(width: int) -> None:
    title = Title()
    await holds_for_anything(title, lambda text: title.say(text, number="1", right=text, warning=text), width)


@WIDTHS
async def test_a_list_paints_anything_in_its_width(width: int) -> None:
    text = ""
    rows = RowList(lambda _index, width: (Span(fit(text, width // 2), "key"), Span(text)))

    def show(said: str) -> None:
        nonlocal text
        text = said
        rows.show(3, 1)

    await holds_for_anything(rows, show, width)


@WIDTHS
async def test_a_line_of_input_paints_anything_in_its_width(width: int) -> None:
    line = LineInput()

    def show(said: str) -> None:
        line.value = said

    await holds_for_anything(line, show, width)


@WIDTHS
async def test_a_note_paints_anything_in_its_width(width: int) -> None:
    note = NoteEditor()
    await holds_for_anything(note, note.show, width)


@WIDTHS
async def test_a_note_that_is_put_together_paints_anything_in_its_width(width: int) -> None:
    note = NoteEditor("before")
    await holds_for_anything(note, note.insert, width)
