"""What colours mean, in one place: a role each, in every look and for as many colours as a terminal has."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from rich.console import Console
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme


class Colours(NamedTuple):
    """The colours of a look; each role means the same on every screen, and in every chart."""

    ground: str
    """What lies behind everything."""
    bar: str
    """What lies behind the first and the last line, and behind a question."""
    chosen: str
    """What lies behind the selected row."""
    text: str
    soft: str
    """Text of the second rank: companies, titles of panes without the keys."""
    quiet: str
    """What is read last: columns that seldom change, the words of the footer."""
    rule: str
    """Frames and empty parts of bars: lines, never words."""
    lit: str
    """What has the keys, and the keys themselves."""
    promise: str
    late: str
    today: str
    done: str
    unscheduled: str
    warn: str
    hot: str
    warm: str
    cold: str


WINTER = Colours(
    ground="#11171f",
    bar="#19212c",
    chosen="#243246",
    text="#d8dee8",
    soft="#aab4c3",
    quiet="#909bab",
    rule="#334155",
    lit="#5fd7c4",
    promise="#e6c36a",
    late="#ff7b72",
    today="#79b8ff",
    done="#7ee0a2",
    unscheduled="#c8a6ff",
    warn="#ffa657",
    hot="#ff8f6b",
    warm="#e6c36a",
    cold="#6fb3e0",
)
"""fuyu is winter: dark, clear and cold, with warm colours only where someone waits."""

SNOW = Colours(
    ground="#fafbfc",
    bar="#e8edf2",
    chosen="#d5e3f0",
    text="#1b232c",
    soft="#3d4956",
    quiet="#4f5b68",
    rule="#aab6c3",
    lit="#00645a",
    promise="#7a4f00",
    late="#a8231a",
    today="#14539a",
    done="#1b5e2c",
    unscheduled="#6a3aa8",
    warn="#8f3d00",
    hot="#a33a12",
    warm="#7a4f00",
    cold="#1d5f8f",
)
"""The same by day: dark words on snow."""

CONTRAST = Colours(
    ground="#000000",
    bar="#10151b",
    chosen="#1d3350",
    text="#ffffff",
    soft="#e4eaf0",
    quiet="#d0d7de",
    rule="#8fa3b8",
    lit="#6ff2e0",
    promise="#ffd76a",
    late="#ffb3ab",
    today="#9fd6ff",
    done="#8dff8d",
    unscheduled="#dcc8ff",
    warn="#ffcf99",
    hot="#ffbe99",
    warm="#ffd76a",
    cold="#a5d8ff",
)
"""For eyes that need it: every word at least 7 to 1 against what lies behind it."""

_WINTER_256 = WINTER._replace(
    ground="#121212",
    bar="#1c1c1c",
    chosen="#303030",
    text="#dadada",
    soft="#bcbcbc",
    quiet="#b2b2b2",
    rule="#4e4e4e",
    lit="#5fd7d7",
    promise="#d7af5f",
    late="#ff8787",
    today="#87afff",
    done="#87d787",
    unscheduled="#d7afff",
    warn="#ffaf5f",
    hot="#ff875f",
    warm="#d7af5f",
    cold="#5fafd7",
)
_SNOW_256 = SNOW._replace(
    ground="#ffffff",
    bar="#eeeeee",
    chosen="#dadada",
    text="#1c1c1c",
    soft="#3a3a3a",
    quiet="#4e4e4e",
    rule="#a8a8a8",
    lit="#005f5f",
    promise="#5f5f00",
    late="#af0000",
    today="#005faf",
    done="#005f00",
    unscheduled="#5f00af",
    warn="#870000",
    hot="#af0000",
    warm="#5f5f00",
    cold="#005f87",
)
_CONTRAST_256 = CONTRAST._replace(
    bar="#1c1c1c",
    chosen="#303030",
    soft="#eeeeee",
    quiet="#dadada",
    rule="#9e9e9e",
    lit="#87ffff",
    promise="#ffd787",
    late="#ffafaf",
    today="#afd7ff",
    done="#87ff87",
    unscheduled="#d7d7ff",
    warn="#ffd7af",
    hot="#ffd7af",
    warm="#ffd787",
    cold="#afd7ff",
)
_OWN: Mapping[str, str] = {
    **dict.fromkeys(("ground", "bar", "chosen", "text", "soft", "quiet"), "ansi_default"),
    "rule": "ansi_bright_black",
    "lit": "ansi_cyan",
    "promise": "ansi_yellow",
    "late": "ansi_red",
    "today": "ansi_bright_blue",
    "done": "ansi_green",
    "unscheduled": "ansi_magenta",
    "warn": "ansi_yellow",
    "hot": "ansi_red",
    "warm": "ansi_yellow",
    "cold": "ansi_bright_blue",
}
"""The sixteen colours a person has chosen for the terminal, on its own background."""


def colours_of(environment: Mapping[str, str]) -> str | None:
    """Return how many colours the terminal has, as Rich names them; None where there is no terminal."""
    if "TERM" not in environment:
        return None
    system: Any = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    return Console(color_system=system, force_terminal=True, _environ=environment).color_system


def themes(colours: str | None) -> tuple[Theme, ...]:
    """Return every look as a terminal shows it that has so many colours.

    Args:
        colours: as Rich names them: `truecolor`, `256`, or `standard` for the sixteen; None is as many as one likes.
    """
    if colours in {"standard", "windows"}:
        return tuple(_terminal(name) for name in ("winter", "snow", "contrast", "terminal"))
    winter, snow, contrast = (_WINTER_256, _SNOW_256, _CONTRAST_256) if colours == "256" else (WINTER, SNOW, CONTRAST)
    return (
        _theme("winter", winter, dark=True),
        _theme("snow", snow, dark=False),
        _theme("contrast", contrast, dark=True),
        _terminal("terminal"),
    )


def roles_of(theme: Theme) -> dict[str, str]:
    """Return the roles of a look that names none of its own: what comes next to them in it."""
    if "lit" in theme.variables:
        return {}
    made = theme.to_color_system().generate()
    near = {
        "ground": "background",
        "bar": "panel",
        "chosen": "panel-lighten-1",
        "text": "foreground",
        "soft": "text-secondary",
        "quiet": "text-muted",
        "rule": "panel-lighten-2",
        "lit": "text-accent",
        "promise": "text-warning",
        "late": "text-error",
        "today": "text-primary",
        "done": "text-success",
        "unscheduled": "text-secondary",
        "warn": "text-warning",
        "hot": "text-error",
        "warm": "text-warning",
        "cold": "text-primary",
    }
    return {role: made[variable] for role, variable in near.items()}


def _theme(name: str, colours: Colours, *, dark: bool) -> Theme:
    """Return a look as Textual knows it; its own names for text mean the roles, too."""
    return Theme(
        name=name,
        primary=colours.today,
        secondary=colours.soft,
        accent=colours.lit,
        foreground=colours.text,
        background=colours.ground,
        surface=colours.bar,
        panel=colours.bar,
        boost=colours.chosen,
        success=colours.done,
        warning=colours.warn,
        error=colours.late,
        dark=dark,
        variables={
            **colours._asdict(),
            "text-primary": colours.today,
            "text-secondary": colours.soft,
            "text-accent": colours.lit,
            "text-success": colours.done,
            "text-warning": colours.warn,
            "text-error": colours.late,
            "text-muted": colours.quiet,
            "panel-lighten-1": colours.chosen,
            "panel-lighten-2": colours.rule,
            "input-cursor-background": colours.text,
            "input-cursor-foreground": colours.ground,
            "input-selection-background": colours.chosen,
        },
    )


def _terminal(name: str) -> Theme:
    return Theme(
        name=name,
        ansi=True,
        primary="ansi_blue",
        secondary="ansi_cyan",
        accent="ansi_cyan",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        success="ansi_green",
        warning="ansi_yellow",
        error="ansi_red",
        dark=True,
        variables=BUILTIN_THEMES["ansi-dark"].variables
        | {
            **_OWN,
            "text-muted": "ansi_default",
            "scrollbar-background": "ansi_default",
            "input-cursor-foreground": "ansi_default",
            "input-cursor-background": "ansi_default",
        },
    )


class Colourless(LineFilter):
    """Leaves bold, underline and reverse, and takes every colour away: what NO_COLOR asks for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Return the segments without a colour."""
        return [
            Segment(text, style.without_color if style is not None else None, control)
            for text, style, control in segments
        ]
