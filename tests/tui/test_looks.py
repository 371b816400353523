"""Looks: every role can be read on whatever lies behind it, in every one of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from rich.style import Style
from textual.color import Color
from textual.css.stylesheet import Stylesheet
from textual.widget import Widget

from fuyu import paths
from fuyu.config import Config, parse_config, themes
from fuyu.config.again import SettingsFile
from fuyu.config.colours import contrast
from fuyu.config.palettes import CONTRAST, SNOW, WINTER
from fuyu.config.themes import OURS
from fuyu.domain.lead import Lead
from fuyu.tui.app import FuyuApp
from fuyu.tui.preferences import Preferences, preferences
from fuyu.tui.widgets.lines import Lines, Palette, Span
from fuyu.tui.widgets.roles import ROLES as ALL_ROLES
from fuyu.tui.widgets.row_list import RowList
from tests.builders import a_lead
from tests.tui.conftest import Morning, Opened, offered, press, until

ROLES = sorted(ALL_ROLES.keys() - {"rule"})
"""The rule beside a title is a line, and says nothing."""
FILLED = {"chosen", "cursor", "focus", "light", "busy", "full"}
"""Roles with a ground of their own, which only questions paint."""
TEXT, LARGE_CONTRAST = 4.5, 7.0
"""WCAG 2.2, 1.4.3 and 1.4.6."""


def ratio(style: Style) -> float:
    """Return the contrast of a style, 1 to 21."""
    assert style.color is not None
    assert style.bgcolor is not None
    return contrast(*(Color.from_rich_color(color).hex6.lower() for color in (style.color, style.bgcolor)))


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


@pytest.mark.parametrize("look", [look for look in OURS if look != "terminal"])
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


class Remembered:
    """What an app remembers of themes; `trouble` is in the way of it."""

    def __init__(self, trouble: str = "") -> None:
        self.names: list[str] = []
        self.trouble = trouble

    def __call__(self, name: str) -> str:
        if not self.trouble:
            self.names.append(name)
        return self.trouble


def in_theme(prefers: Preferences) -> tuple[FuyuApp, Remembered]:
    """Return a dashboard that remembers its theme."""
    remembered = Remembered()
    return FuyuApp(Morning().desk, preferences=prefers._replace(remember=remembered)), remembered


def ground(app: FuyuApp) -> str:
    """Return what lies behind the header."""
    return app.day.panes.header.styles.background.hex.lower()


async def test_each_theme_is_on_while_the_cursor_is_on_it() -> None:
    app, remembered = in_theme(Preferences())
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, ":", "~nord")
        await offered(pilot, "Theme")
        await press(pilot, "ctrl+u", "~theme")
        await press(pilot, "enter")
        await press(pilot, "j")
        await until(pilot, lambda: (app.theme, ground(app)) == ("snow", SNOW.bar))
        await press(pilot, "j")
        await until(pilot, lambda: (app.theme, ground(app)) == ("contrast", CONTRAST.bar))
        await press(pilot, "escape")
        await until(pilot, lambda: (app.theme, ground(app)) == ("winter", WINTER.bar))
        assert remembered.names == []
        assert app.screen is app.day


async def test_the_settings_are_read_again_with_the_book_and_what_changed_is_said(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[look]\ntheme = "winter"\n[dates]\nmorning = "08:00"\n')
    morning = Morning(a_lead())
    morning.app = app = FuyuApp(morning.desk, preferences=Preferences(settings=SettingsFile(path)))
    async with app.run_test(size=(120, 36)) as pilot:
        await press(pilot, "R")
        assert morning.said == "read again"
        path.write_text('[look]\ntheme = "snow"\n[dates]\nmorning = "09:00"\n')
        await press(pilot, "R")
        assert morning.said == "read again; settings: theme snow, from the next start on dates.morning"
        await until(pilot, lambda: (app.theme, ground(app)) == ("snow", SNOW.bar))
        path.write_text("[dates]\nmornin = 9\n")
        await press(pilot, "R")
        assert "mornin" in morning.said
        assert app.theme == "snow"
        path.write_text('[dates]\nmorning = "09:00"\n')
        await press(pilot, "R")
        assert morning.said == "read again; settings: theme winter"


async def test_enter_keeps_a_theme_for_the_next_starts() -> None:
    app, remembered = in_theme(Preferences(look="snow"))
    async with app.run_test(size=(80, 24)) as pilot:
        app.day.work.book.choose_theme()
        await pilot.pause()
        await press(pilot, *(["down"] * (themes.names().index("nord") - 1)), "enter")
        assert (app.theme, remembered.names) == ("nord", ["nord"])
        assert app.day.voice.past[-1].words == "theme nord, also from the next start on"
        remembered.trouble = "disk full"
        app.day.work.book.choose_theme()
        await pilot.pause()
        await press(pilot, "k", "enter")
        assert (app.theme, remembered.names) == ("monokai", ["nord"])
        assert app.day.voice.past[-1].words == "theme monokai, until you quit: disk full"


async def test_a_theme_of_ones_own_is_put_on_with_what_is_wrong_in_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    paths.themes().mkdir()
    (paths.themes() / "dusk.toml").write_text('bar = "#221d2e"\nlate = "red"\nquiet = "#555555"\n')
    prefers = preferences(parse_config('[look]\ntheme = "dusk"'), {})
    assert prefers.problems == ('themes/dusk.toml, line 2: late is a colour, like "#e6c36a", not “red”',)
    app, _ = in_theme(prefers)
    async with app.run_test(size=(120, 36)) as pilot:
        assert ground(app) == "#221d2e"
        assert app.theme_variables["late"] == WINTER.late
        app.day.work.book.choose_theme()
        await pilot.pause()
        text = "\n".join(strip.text for strip in app.screen._compositor.render_strips(app.size))
        assert "▌dusk" in text
        assert "line 3: quiet on" in " ".join(text.replace("│", " ").split())


async def test_without_colours_a_theme_is_chosen_and_none_is_put_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app, remembered = in_theme(Preferences())
    async with app.run_test(size=(80, 24)) as pilot:
        app.day.work.book.choose_theme()
        await pilot.pause()
        await press(pilot, "j", "enter")
        assert (app.theme, remembered.names) == ("terminal", ["snow"])


@pytest.mark.parametrize("name", ["snow", "nord"])
async def test_with_sixteen_colours_a_theme_is_the_terminals_own(name: str) -> None:
    app, _ = in_theme(Preferences(look=name, colours="standard"))
    async with app.run_test(size=(80, 24)):
        assert app.theme == name
        assert app.current_theme.ansi


@pytest.mark.parametrize("look", OURS)
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
