"""Themes: their names, their colours, and what can be read of each on what lies behind it."""

from pathlib import Path

import pytest
from textual.theme import BUILTIN_THEMES

from fuyu import paths
from fuyu.config import themes
from fuyu.config.colours import Colours, contrast, faint
from fuyu.config.palettes import WINTER, ours
from fuyu.config.theme_file import SETTINGS, read_theme
from fuyu.tui.theme import theme_of


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUYU_CONFIG", str(tmp_path / "config.toml"))
    paths.themes().mkdir()


def written(name: str, text: str) -> Path:
    """Write a theme of one's own."""
    file = paths.themes() / f"{name}.toml"
    file.write_text(text)
    return file


def test_textuals_themes_are_named_as_it_names_them() -> None:
    with_colours = (name for name, theme in BUILTIN_THEMES.items() if not theme.ansi)
    assert sorted(with_colours) == [*themes.OF_TEXTUAL]


@pytest.mark.parametrize("name", themes.OF_TEXTUAL)
@pytest.mark.parametrize("colours", [None, "256"])
def test_every_theme_of_textual_can_be_read(name: str, colours: str | None) -> None:
    made = theme_of(name, colours)
    roles = Colours(**{role: made.variables[role] for role in Colours.__struct_fields__})
    assert not list(faint(roles))
    assert made.dark is BUILTIN_THEMES[name].dark


@pytest.mark.parametrize("name", [*themes.OF_TEXTUAL, "dusk"])
def test_with_sixteen_colours_every_theme_is_the_terminals_own(name: str) -> None:
    written("dusk", 'ground = "#1d1a26"')
    assert theme_of(name, "standard").ansi


@pytest.mark.parametrize("colours", [None, "256"])
def test_ours_can_be_read(colours: str | None) -> None:
    assert not [one for palette in ours(colours).values() for one in faint(palette)]


@pytest.mark.parametrize(
    ("one", "other", "ratio"), [("#000000", "#ffffff", 21), ("#777777", "#ffffff", 4.48), ("#123456", "#123456", 1)]
)
def test_contrast_is_as_the_standard_has_it(one: str, other: str, ratio: float) -> None:
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_a_theme_is_named_without_case_or_blanks_around() -> None:
    written("Dusk", "")
    assert [themes.named(words) for words in ("DUSK", " nord ", "Winter", "night", "")] == [
        "dusk",
        "nord",
        "winter",
        "",
        "",
    ]
    assert themes.names()[:5] == ("winter", "snow", "contrast", "terminal", "dusk")
    assert themes.unknown("nrod") == "unknown theme “nrod”; did you mean nord?"


def test_without_a_folder_there_are_no_own_themes() -> None:
    paths.themes().rmdir()
    assert themes.own() == {}


def test_a_theme_has_what_it_names_and_the_rest_of_the_one_it_is_like() -> None:
    said = read_theme(written("dusk", 'like = "snow"\npromise = "#840"\nlate = "#A8231B"\n'))
    snow = ours()["snow"]
    assert said.problems == ()
    assert (said.whole().promise, said.whole().late, said.whole().ground) == ("#884400", "#a8231b", snow.ground)
    assert said.whole("256").ground == ours("256")["snow"].ground
    assert not theme_of("dusk", None).dark


def test_what_is_wrong_leaves_the_rest() -> None:
    said = read_theme(written("dusk", 'ground = "#0a0a0a"\npromise = "gold"\n'))
    assert said.problems == ('themes/dusk.toml, line 2: promise is a colour, like "#e6c36a", not “gold”',)
    assert (said.whole().ground, said.whole().promise) == ("#0a0a0a", WINTER.promise)


def test_only_what_the_file_names_is_warned_of() -> None:
    assert read_theme(written("dusk", 'rule = "#11171f"\n')).hard_to_read() == []
    assert read_theme(written("fog", '\nchosen = "#909bab"')).hard_to_read()[0].startswith("themes/fog.toml, line 2: ")


def test_every_role_can_be_set() -> None:
    assert {*SETTINGS} == {"like", *Colours.__struct_fields__}
