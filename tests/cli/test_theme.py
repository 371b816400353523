"""`fuyu theme`: the themes there are, those of one's own among them, and which one is chosen."""

from collections.abc import Callable
from pathlib import Path

import pytest

from fuyu import paths
from fuyu.cli.chosen_theme import ChosenTheme
from fuyu.config import read_config
from fuyu.tui.preferences import preferences
from tests.cli.conftest import Shell

Written = Callable[[str, str], Path]


@pytest.fixture
def written() -> Written:
    """Write a theme of one's own."""

    def write(name: str, text: str) -> Path:
        paths.themes().mkdir(exist_ok=True)
        file = paths.themes() / f"{name}.toml"
        file.write_text(text)
        return file

    return write


def opens_with() -> str:
    """Return the theme that the dashboard opens with."""
    config = read_config(paths.config())
    return preferences(config, {}, ChosenTheme(paths.theme(), config.theme).name).look


def test_the_themes_are_listed_and_the_one_that_is_on_has_a_mark(fuyu: Shell, written: Written) -> None:
    written("dusk", 'ground = "#1d1a26"')
    lines = fuyu.bare("theme").lines
    assert lines[0] == "* winter                 Dark, cold and clear."
    assert "  dusk                   Your own." in lines
    assert "  nord                   From Textual." in lines


def test_a_theme_that_is_chosen_is_what_the_dashboard_opens_with(fuyu: Shell, written: Written) -> None:
    assert opens_with() == "winter"
    assert fuyu.bare("theme", "Nord").out == "nord: the dashboard opens with it\n"
    assert opens_with() == "nord"
    assert "* nord " in fuyu.bare("theme").out
    written("dusk", 'ground = "#1d1a26"')
    fuyu.bare("theme", "dusk")
    assert opens_with() == "dusk"


def test_a_theme_named_in_the_settings_later_holds(fuyu: Shell) -> None:
    paths.config().write_text('[look]\ntheme = "snow"\n')
    fuyu.bare("theme", "nord")
    assert opens_with() == "nord"
    paths.config().write_text('[look]\ntheme = "snow"\nmouse = false\n')
    assert opens_with() == "nord", "another setting is no word about the theme"
    paths.config().write_text('[look]\ntheme = "gruvbox"\n')
    assert opens_with() == "gruvbox"


def test_what_is_remembered_may_be_gone_or_broken(fuyu: Shell, written: Written) -> None:
    file = written("dusk", 'ground = "#1d1a26"')
    fuyu.bare("theme", "dusk")
    file.unlink()
    assert opens_with() == "winter"
    gone = preferences(read_config(paths.config()), {}, "dusk").problems
    assert gone == ("the theme that was chosen: unknown theme “dusk”; `fuyu theme` lists them",)
    paths.theme().write_bytes(b"\xff{")
    assert opens_with() == "winter"


def test_a_theme_that_cannot_be_remembered_is_an_error(fuyu: Shell) -> None:
    paths.theme().mkdir(parents=True)
    said = fuyu.bare("theme", "nord")
    assert said.code == 3
    assert "theme.json cannot be written: this is a folder" in said.err or "cannot be written" in said.err


def test_what_comes_before_the_theme_is_said(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FUYU_THEME", "snow")
    assert "FUYU_THEME is set, and comes before it" in fuyu.bare("theme", "nord").err


def test_all_mistakes_of_a_file_are_said_with_its_line(fuyu: Shell, written: Written) -> None:
    written("winter", "")
    written("dusk", '# mine\nlike = "wintr"\nlat = "#f00"\ntoday = "blue"\nquiet = "#333"\n')
    assert fuyu.bare("theme").err.splitlines() == [
        "themes/winter.toml is not used: winter is a theme of fuyu; give the file another name",
        "themes/dusk.toml, line 2: like is one of winter, snow, contrast, not “wintr”; did you mean winter?",
        "themes/dusk.toml, line 3: lat is no setting; did you mean late?",
        'themes/dusk.toml, line 4: today is a colour, like "#e6c36a", not “blue”',
        "themes/dusk.toml, line 5: quiet on chosen is hard to read: contrast 1.0, and 4.5 is enough",
    ]


def test_a_file_that_says_nothing_right_is_told_of(fuyu: Shell, written: Written) -> None:
    written("one", "ground = ").chmod(0o600)
    written("two", "").write_bytes(b"\xff\xfe")
    said = fuyu.bare("theme").err
    assert "themes/one.toml is not TOML: " in said
    assert "themes/two.toml cannot be read: it is not UTF-8; save it as UTF-8" in said
    (paths.themes() / "three.toml").mkdir()
    assert "themes/three.toml cannot be read: Is a directory" in fuyu.bare("theme").err
