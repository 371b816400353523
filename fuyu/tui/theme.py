"""The colours of winter."""

from textual.theme import Theme

WINTER = Theme(
    name="fuyu",
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
