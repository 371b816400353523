"""The colours of the themes of ours, and what they are for a terminal of 256 colours."""

from collections.abc import Mapping

from msgspec.structs import replace

from fuyu.config.colours import Colours

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

_WINTER_256 = replace(
    WINTER,
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
_SNOW_256 = replace(
    SNOW,
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
_CONTRAST_256 = replace(
    CONTRAST,
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


def ours(colours: str | None = None) -> Mapping[str, Colours]:
    """Return the colours of each theme of ours that has any, by its name.

    Args:
        colours: how many the terminal has, as Rich names them; None is as many as one likes.
    """
    if colours == "256":
        return {"winter": _WINTER_256, "snow": _SNOW_256, "contrast": _CONTRAST_256}
    return {"winter": WINTER, "snow": SNOW, "contrast": CONTRAST}
