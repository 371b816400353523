"""What colours mean: a role each, the same on every screen and in every chart; and how well one is read on another."""

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from msgspec import Struct
from msgspec.structs import asdict

from fuyu.domain.settings import written

Colour = Annotated[str, written("colour")]


class Colours(Struct, frozen=True):
    """The colours of a theme, by role."""

    ground: Colour
    """What lies behind everything."""
    bar: Colour
    """What lies behind the first and the last line, and behind a question."""
    chosen: Colour
    """What lies behind the selected row."""
    text: Colour
    """Names, notes, and all that has no other role."""
    soft: Colour
    """Text of the second rank: companies, titles of panes without the keys."""
    quiet: Colour
    """What is read last: columns that seldom change, the words of the footer."""
    rule: Colour
    """Frames and empty parts of bars: lines, never words."""
    lit: Colour
    """What has the keys, and the keys themselves."""
    promise: Colour
    """Promises, and amounts of money."""
    late: Colour
    """What is overdue, and what failed."""
    today: Colour
    """What is due today, and the bars of the days ahead."""
    done: Colour
    """What is dealt with, and what went well."""
    unscheduled: Colour
    """Leads without a next date."""
    warn: Colour
    """What is worth a second look."""
    hot: Colour
    """The temperature *hot*."""
    warm: Colour
    """The temperature *warm*."""
    cold: Colour
    """The temperature *cold*."""


GROUNDS = ("ground", "bar", "chosen")
"""What lies behind words."""
_LINES = {"rule"}
ENOUGH = 4.5
"""The contrast that words need: WCAG 2.2, 1.4.3."""


class Faint(NamedTuple):
    """A role that is hard to read."""

    role: str
    on: str
    """The role that lies behind it."""
    ratio: float

    @property
    def words(self) -> str:
        """It as a sentence goes on after a file and a line."""
        return f"{self.role} on {self.on} is hard to read: contrast {self.ratio:.1f}, and {ENOUGH} is enough"


def faint(colours: Colours) -> Iterator[Faint]:
    """Yield the roles of words that are hard to read, each on what lies behind it where it is read worst."""
    by_role = asdict(colours)
    for role, colour in by_role.items():
        if role not in _LINES and role not in GROUNDS:
            worst = min((Faint(role, on, contrast(colour, by_role[on])) for on in GROUNDS), key=lambda one: one.ratio)
            if worst.ratio < ENOUGH:
                yield worst


def contrast(one: str, other: str) -> float:
    """Return how well one colour is read on another, from 1 to 21, as WCAG 2.2 has it; both as `#rrggbb`."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """Return how light a colour is, from 0 to 1, as WCAG 2.2 has it."""
    red, green, blue = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004 - of the standard
