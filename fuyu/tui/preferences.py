"""How the dashboard looks and which keys it has, out of the settings and the environment."""

from collections.abc import Mapping
from typing import NamedTuple

from fuyu.config import LOOKS, Config
from fuyu.domain.text import clean_line
from fuyu.tui.keys import STANDARD, Keyboard


class Preferences(NamedTuple):
    """What a person prefers, and what of it could not be."""

    keyboard: Keyboard = STANDARD
    look: str = LOOKS[0]
    problems: tuple[str, ...] = ()
    colours: str | None = None
    """How many the terminal has, as Rich names them; None is as many as one likes."""
    mouse: bool = True
    """Whether the mouse is listened to."""


def preferences(config: Config, environment: Mapping[str, str]) -> Preferences:
    """Return what is set; `$FUYU_THEME` comes before the file."""
    keyboard, problems = _keyboard(config)
    look, named = config.theme, environment.get("FUYU_THEME", "")
    if named in LOOKS:
        look = named
    elif named:
        problems = [f"$FUYU_THEME is one of {', '.join(LOOKS)}, not “{clean_line(named)}”", *problems]
    return Preferences(keyboard, look or LOOKS[0], (*config.problems, *problems), mouse=config.mouse)


def _keyboard(config: Config) -> tuple[Keyboard, list[str]]:
    if not config.keys:
        return STANDARD, []
    from fuyu.tui.keymap import keyboard_for  # noqa: PLC0415 - only those who set keys wait for it

    return keyboard_for(config.keys)
