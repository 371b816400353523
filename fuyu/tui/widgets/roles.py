"""What each role looks like. The words of a text carry its meaning, too; which colour a role has says the look.

They are no rules of a style sheet: Textual applies those of every role each time it styles a screen, which was a
twentieth of a start, and a third of opening a sheet (measured).
"""

from collections.abc import Mapping
from functools import lru_cache

from rich.style import Style as Painted
from textual.app import App
from textual.color import Color
from textual.style import Style

ROLES: Mapping[str, str] = {
    "late": "bold {late}",
    "today": "{today}",
    "promise": "{promise}",
    "done": "strike {quiet}",
    "name": "bold {text}",
    "company": "{soft}",
    "dim": "{quiet}",
    "key": "bold {lit}",
    "title": "bold {soft}",
    "plain-title": "{soft}",
    "lit": "bold {lit}",
    "money": "{promise}",
    "tag": "{lit}",
    "match": "bold underline {lit}",
    "rule": "{rule}",
    "good": "{done}",
    "warn": "{warn}",
    "bad": "bold {late}",
    "unscheduled": "{unscheduled}",
    "hot": "{hot}",
    "warm": "{warm}",
    "cold": "{cold}",
    "chosen": "bold {ground} on {lit}",
    "light": "on {today} 12%",
    "busy": "on {today} 24%",
    "full": "on {today} 36%",
    "cursor": "on {chosen}",
    "focus": "on {chosen}",
}
"""By role, in the words of Textual's styles, the colours of the look by their names."""
_OF_THE_TERMINAL: Mapping[str, str] = {
    "chosen": "bold reverse ansi_default on ansi_default",
    "focus": "bold reverse ansi_default on ansi_default",
    "cursor": "underline on ansi_default",
    "light": "on ansi_default",
    "busy": "on ansi_default",
    "full": "underline on ansi_default",
}
"""In the terminal's own colours, and in none: what is chosen is turned around, or underlined where the keys are not."""


def painted(role: str, app: App[object], ground: Color) -> Painted:
    """Return what a role adds to a text that lies on a ground, in the look that is on."""
    words = ROLES[role]
    if app.native_ansi_color:
        words = _OF_THE_TERMINAL.get(role, words)
    return _laid(words.format_map(app.theme_variables), ground)


@lru_cache(1_024)
def _laid(words: str, ground: Color) -> Painted:
    """Lay the colours of a style upon a ground."""
    style = Style.parse(words, {})
    behind = ground + style.background if style.background is not None else None
    color = (behind or ground) + style.foreground if style.foreground is not None else None
    return Painted(
        color=color and color.rich_color,
        bgcolor=behind and behind.rich_color,
        bold=style.bold,
        underline=style.underline,
        reverse=style.reverse,
        strike=style.strike,
    )
