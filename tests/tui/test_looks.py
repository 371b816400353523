"""Looks: every role can be read on whatever lies behind it, in every one of them."""

from collections.abc import Iterator

import pytest
from rich.style import Style
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from fuyu.config import LOOKS, Config
from fuyu.domain.lead import Lead
from fuyu.tui.theme import themes
from fuyu.tui.widgets.lines import ROLE_CLASSES, Lines, Palette, Span
from fuyu.tui.widgets.row_list import RowList
from tests.tui.conftest import Morning, Opened, offered, press

ROLES = sorted(name.removeprefix("role--") for name in ROLE_CLASSES - {"role--rule"})
"""The rule beside a title is a line, and says nothing."""
FILLED = {"chosen", "cursor", "focus", "light", "busy", "full"}
"""Roles with a ground of their own, which only questions paint."""
TEXT, LARGE_CONTRAST = 4.5, 7.0
"""WCAG 2.2, 1.4.3 and 1.4.6."""


def luminance(color: Color) -> float:
    """Return the relative luminance as WCAG 2.2 has it."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in color.rgb)
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(style: Style) -> float:
    """Return the contrast of a style, 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    light = sorted(luminance(Color.from_rich_color(color)) for color in (style.color, style.bgcolor))
    return (light[1] + 0.05) / (light[0] + 0.05)


def painted(morning: Morning) -> Iterator[tuple[str, Style]]:
    """Yield how each role is painted on each ground: in panes, titles, header, status and questions, chosen or not."""
    day = morning.app.day
    grounds: dict[str, Widget] = {
        "header": day.panes.header,
        "status": day.panes.said,
        "frame": day.lists.overdue,
        "coming": day.panes.coming.list,
        "footer": day.panes.footer,
        "list": day.lists.overdue.list,
        "card": day.panes.card.body,
        "question": day.questions.log.body,
        "question's title": day.questions.log,
    }
    for ground, widget in grounds.items():
        palette = Palette(widget)
        for role in ["", *ROLES]:
            for over in ((), ("cursor",), ("focus",)) if ground == "list" else ((),):
                if role in FILLED and ground != "question":
                    continue
                for segment in palette.strip((Span("x", role),), 1, *over):
                    yield f"{role or 'plain'} in the {ground} {' '.join(over)}", segment.style or Style()
    for name in ("text-area--cursor", "text-area--selection"):
        yield name, day.notes.editor.get_component_rich_style(name)
    yield "typed notes", day.notes.editor.rich_style
    yield "typed words", day.questions.snooze.entry.input.rich_style


@pytest.mark.parametrize("look", [look for look in LOOKS if look != "terminal"])
async def test_every_role_can_be_read_on_what_lies_behind_it(
    opened: Opened, people: tuple[Lead, ...], look: str
) -> None:
    async with opened(*people, config=Config(theme=look)) as (morning, pilot):
        await press(pilot, "l")
        needed = LARGE_CONTRAST if look == "contrast" else TEXT
        faint = {what: round(found, 1) for what, style in painted(morning) if (found := ratio(style)) < needed}
        assert not faint, f"below {needed} to 1 in {look}"


async def test_the_terminals_own_colours_are_its_own(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, config=Config(theme="terminal")) as (morning, pilot):
        await press(pilot, "l")
        for what, style in painted(morning):
            for color in (style.color, style.bgcolor):
                assert color is None or color.is_system_defined or color.is_default, what
            if not style.reverse and "text-area" not in what:
                assert style.bgcolor is None or style.bgcolor.is_default, f"{what} lies on the terminal's ground"


def test_the_settings_name_the_looks_there_are() -> None:
    for colours in (None, "truecolor", "256", "standard"):
        assert tuple(theme.name for theme in themes(colours)) == LOOKS


async def test_a_look_is_put_on_from_the_commands(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people, size=(120, 36)) as (morning, pilot):
        assert morning.app.theme == "winter"
        await press(pilot, ":", "~theme: snow")
        await offered(pilot, "snow")
        await press(pilot, "enter")
        await pilot.pause()
        assert morning.app.theme == "snow"
        assert "in config.toml keeps it" in morning.text()


@pytest.mark.parametrize("look", LOOKS)
async def test_a_look_is_on_before_the_style_sheets_are_read(
    opened: Opened, people: tuple[Lead, ...], look: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_anew: list[Stylesheet] = []
    monkeypatch.setattr(Stylesheet, "reparse", read_anew.append)
    async with opened(*people, config=Config(theme=look)) as (morning, _pilot):
        app = morning.app
        assert app.theme == look
        assert app.has_class("-dark-mode") is app.current_theme.dark
        assert app.has_class("-light-mode") is not app.current_theme.dark
        assert bool(app.get_line_filters()) is not app.current_theme.ansi
        assert app.day.panes.header.styles.background.rgb == Color.parse(app.current_theme.panel or "").rgb
    assert not read_anew


async def test_lines_have_nothing_around_them_and_nothing_over_them(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "l")
        day = morning.app.day
        for lines in (*day.query(Lines), *day.query(RowList)):
            styles = lines.styles
            plain = (styles.gutter.totals, styles.tint.a, styles.has_rule("hatch"), lines.opacity, styles.text_opacity)
            assert plain == ((0, 0), 0, False, 1, 1), f"{lines} is painted without it"


async def test_nothing_moves_by_itself(opened: Opened, people: tuple[Lead, ...]) -> None:
    async with opened(*people) as (morning, pilot):
        await press(pilot, "n")
        assert morning.app.animation_level == "none"
        assert not morning.app.day.notes.editor.cursor_blink
        await press(pilot, "escape", "s")
        assert not morning.app.day.questions.snooze.entry.input.cursor_blink
