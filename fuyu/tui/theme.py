"""The themes as a terminal shows them, for as many colours as it has: ours, Textual's, and a person's own."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec.structs import asdict
from rich.console import Console
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

from fuyu.config.colours import ENOUGH, GROUNDS, Colours, contrast, luminance
from fuyu.config.palettes import ours
from fuyu.config.themes import OURS, own

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


SIXTEEN = {"standard", "windows"}
"""How Rich names terminals of sixteen colours."""


def colours_of(environment: Mapping[str, str]) -> str | None:
    """Return how many colours the terminal has, as Rich names them; None where there is no terminal."""
    if "TERM" not in environment:
        return None
    system: Any = environment.get("TEXTUAL_COLOR_SYSTEM", "auto")
    return Console(color_system=system, force_terminal=True, _environ=environment).color_system


def theme_of(name: str, colours: str | None) -> Theme:
    """Return a theme as a terminal shows it that has so many colours.

    Args:
        name: of one of ours, of Textual's, or of a person's own.
        colours: as Rich names them: `truecolor`, `256`, or `standard` for the sixteen; None is as many as one likes.
    """
    if colours in SIXTEEN or name == "terminal":
        return _terminal(name)
    if name in BUILTIN_THEMES:
        return _theme(name, _of_textual(BUILTIN_THEMES[name]))
    if name in OURS:
        return _theme(name, ours(colours)[name])
    from fuyu.config.theme_file import read_theme  # noqa: PLC0415 - only who has one waits for it

    return _theme(name, read_theme(own()[name]).whole(colours))


def roles_of(theme: Theme) -> dict[str, str]:
    """Return the roles of a theme of Textual's; nothing for one that names its own."""
    return {} if "lit" in theme.variables else asdict(_of_textual(theme))


def _of_textual(theme: Theme) -> Colours:
    """Return a theme of Textual's by our roles: its hues, darker or lighter where they could not be read."""
    all_of_it = theme.to_color_system().generate()
    made = {name: Color.parse(all_of_it[name]) for name in ("background", "foreground", *_NEAR.values())}
    ground, text = made["background"], made["foreground"]
    behind = ground, ground.blend(text, _BAR), ground.blend(made["primary"], _CHOSEN)
    words = {role: made[near] for role, near in _NEAR.items()}
    words |= {"text": text, "soft": ground.blend(text, _SOFT), "quiet": ground.blend(text, _QUIET)}
    return Colours(
        **dict(zip(GROUNDS, map(_hex, behind), strict=True)),
        rule=_hex(ground.blend(text, _RULE)),
        **{role: _readable(color, behind) for role, color in words.items()},
    )


def _readable(color: Color, behind: Sequence[Color]) -> str:
    """Return a colour as it is, or as much lighter or darker as it takes to be read on all that lies behind it."""
    end = Color.parse("#ffffff" if luminance(_hex(behind[0])) < _MIDDLE else "#000000")
    steps = (_hex(color.blend(end, part / 10)) for part in range(11))
    return next((said for said in steps if all(contrast(said, _hex(one)) >= ENOUGH for one in behind)), _hex(end))


def _hex(color: Color) -> str:
    return color.hex6.lower()


_NEAR = {
    "lit": "accent",
    "promise": "warning",
    "late": "error",
    "today": "primary",
    "done": "success",
    "unscheduled": "secondary",
    "warn": "warning",
    "hot": "error",
    "warm": "warning",
    "cold": "primary",
}
"""Which of Textual's colours comes next to a role."""
_BAR, _CHOSEN, _RULE, _QUIET, _SOFT = 0.06, 0.2, 0.25, 0.7, 0.85
"""How much of the text's colour, or of the first one, is in what lies behind it, and in words of the second rank."""
_MIDDLE = 0.18
"""The luminance on which black and white are read as well as each other."""


def _theme(name: str, colours: Colours) -> Theme:
    """Return a theme as Textual knows it; its own names for text mean the roles, too."""
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
        dark=luminance(colours.ground) < luminance(colours.text),
        variables={
            **asdict(colours),
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
