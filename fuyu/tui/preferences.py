"""How the dashboard looks and which keys it has, out of the settings and the environment."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from fuyu.config import Config, themes
from fuyu.config.again import SettingsFile
from fuyu.registry import features, load
from fuyu.tui.keys import STANDARD, Keyboard


class Preferences(NamedTuple):
    """What a person prefers, and what of it could not be."""

    keyboard: Keyboard = STANDARD
    look: str = themes.OURS[0]
    """The name of the theme."""
    problems: tuple[str, ...] = ()
    colours: str | None = None
    """How many the terminal has, as Rich names them; None is as many as one likes."""
    mouse: bool = True
    """Whether the mouse is listened to."""
    settings: SettingsFile | None = None
    """The file of the settings, to be read again; None where there is none to read."""
    remember: Callable[[str], str] | None = None
    """Remembers the theme that is chosen, and returns what is in the way; None where nothing is remembered."""


def preferences(config: Config, environment: Mapping[str, str], chosen: str = "") -> Preferences:
    """Return what is set.

    Args:
        config: the settings.
        environment: its `$FUYU_THEME` comes before what was chosen.
        chosen: the theme that was chosen in the dashboard, which comes before that of the settings; empty for none.
    """
    keyboard, problems = _keyboard(config)
    look, wrong = _look(config.theme, chosen, environment.get("FUYU_THEME", ""))
    return Preferences(keyboard, look, (*config.problems, *wrong, *_mistakes(look), *problems), mouse=config.mouse)


def _look(in_config: str, chosen: str, in_environment: str) -> tuple[str, list[str]]:
    """Return the name of the theme that holds, and what is wrong with those that come before it."""
    wrong: list[str] = []
    for words, said_by in ((in_environment, "$FUYU_THEME: "), (chosen, "the theme that was chosen: ")):
        if name := themes.named(words):
            return name, wrong
        if words:
            wrong.append(f"{said_by}{themes.unknown(words)}")
    return in_config or themes.OURS[0], wrong


def _mistakes(look: str) -> tuple[str, ...]:
    """Return what is wrong in the file of a person's own theme."""
    file = None if look in themes.OURS else themes.own().get(look)
    if file is None:
        return ()
    from fuyu.config.theme_file import read_theme  # noqa: PLC0415 - only who has one waits for it

    return read_theme(file).problems


def _keyboard(config: Config) -> tuple[Keyboard, list[str]]:
    if not config.keys:
        return STANDARD, []
    from fuyu.tui.keymap import keyboard_for  # noqa: PLC0415 - only those who set keys wait for it

    made = (load(feature.own_keys)(config) for feature in features().values() if feature.own_keys)
    return keyboard_for(config.keys, [press for presses in made for press in presses])
