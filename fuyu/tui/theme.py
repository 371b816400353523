"""The looks: winter, snow, high contrast, and the terminal's own colours."""

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter
from textual.theme import BUILTIN_THEMES, Theme

WINTER = Theme(
    name="winter",
    primary="#7fb4e0",
    secondary="#9ec5c0",
    accent="#e0b97f",
    foreground="#d8dee6",
    background="#11161d",
    surface="#161c25",
    panel="#1e2733",
    boost="#202a37",
    success="#8fc78f",
    warning="#e3c06b",
    error="#ee8b80",
    dark=True,
)
"""fuyu is winter: clear, cold blues, and warm colours only where someone waits."""

SNOW = Theme(
    name="snow",
    primary="#1f5f96",
    secondary="#2b6560",
    accent="#8a4b00",
    foreground="#1b232c",
    background="#fafbfc",
    surface="#f1f4f7",
    panel="#e4eaf0",
    boost="#dde5ec",
    success="#1f6b2d",
    warning="#7a5200",
    error="#a8261c",
    dark=False,
    variables={
        "text-primary": "#1a4f7d",
        "text-secondary": "#24544f",
        "text-accent": "#7a4200",
        "text-success": "#1b5c27",
        "text-warning": "#6b4800",
        "text-error": "#97221a",
        "text-muted": "#4a545f",
        "panel-lighten-1": "#d5dfe8",
        "panel-lighten-2": "#9fb0c0",
    },
)
"""The same by day: dark words on snow."""

CONTRAST = Theme(
    name="contrast",
    primary="#3f7fb5",
    secondary="#8fe3da",
    accent="#ffd27a",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#10151b",
    boost="#14202b",
    success="#8dff8d",
    warning="#ffe066",
    error="#ffb3ab",
    dark=True,
    variables={
        "text-muted": "#d0d7de",
        "text-primary": "#9fd6ff",
        "text-error": "#ffb3ab",
        "panel-lighten-1": "#24344a",
        "panel-lighten-2": "#8fa3b8",
    },
)
"""For eyes that need it: every word at least 7 to 1 against what lies behind it."""

TERMINAL = Theme(
    name="terminal",
    ansi=True,
    primary="ansi_blue",
    secondary="ansi_cyan",
    accent="ansi_magenta",
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
        "text-muted": "ansi_default",
        "scrollbar-background": "ansi_default",
        "input-cursor-foreground": "ansi_default",
        "input-cursor-background": "ansi_default",
    },
)
"""The sixteen colours a person has chosen for the terminal, on its own background."""

THEMES = (WINTER, SNOW, CONTRAST, TERMINAL)


class Colourless(LineFilter):
    """Leaves bold, underline and reverse, and takes every colour away: what NO_COLOR asks for."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's
        """Return the segments without a colour."""
        return [
            Segment(text, style.without_color if style is not None else None, control)
            for text, style, control in segments
        ]
