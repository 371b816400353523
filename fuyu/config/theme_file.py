"""A theme of one's own: a file that names colours by their role; what it leaves out is as in a theme of ours."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from msgspec import Struct
from msgspec.structs import replace

from fuyu import paths
from fuyu.config.colours import Colours, faint
from fuyu.config.palettes import ours
from fuyu.config.problems import line_of
from fuyu.config.setting import settings_of
from fuyu.config.tables import read_table, taken
from fuyu.domain.settings import written
from fuyu.domain.text import clean_line
from fuyu.errors import UsageError

_LARGEST = 20_000
"""Bytes of a file; every role with a comment has two thousand."""


class Basis(Struct, frozen=True):
    """Which theme of ours an own one is like."""

    like: Annotated[str, written("like")] = "winter"
    """The theme whose colours hold for the roles that are not named: `"winter"`, `"snow"` or `"contrast"`."""


class ThemeFile(Struct, frozen=True):
    """What a file says, and what of it could not be understood."""

    path: Path
    text: str = ""
    like: str = "winter"
    colours: Mapping[str, str] = {}
    """Those it names, by role, as `#rrggbb`."""
    problems: tuple[str, ...] = ()
    """All that is wrong, each with file and line; the rest holds."""

    def whole(self, colours: str | None = None) -> Colours:
        """Return all colours of the theme, for a terminal of so many: those it names, the others as in that of ours."""
        return replace(ours(colours)[self.like], **self.colours)

    def hard_to_read(self) -> list[str]:
        """Return warnings of the colours of the file that are hard to read, with file and line."""
        named = (one for one in faint(self.whole()) if {one.role, one.on} & {*self.colours})
        return [f"{_called(self.path)}{self._at(one.role, one.on)}: {one.words}" for one in named]

    def _at(self, *roles: str) -> str:
        line = next((found for role in roles if (found := line_of(self.text, (role,)))), 0)
        return f", line {line}" if line else ""


def read_theme(path: Path) -> ThemeFile:
    """Return the theme that a file says; where it cannot be read, one that names no colour, and the reason."""
    try:
        text = paths.small_file(path, _LARGEST).decode("utf-8-sig")
        said = read_table(text, _called(path))
    except UsageError as error:
        return ThemeFile(path, problems=(str(error),))
    except UnicodeDecodeError:
        return ThemeFile(path, problems=(f"{_called(path)} cannot be read: it is not UTF-8; save it as UTF-8",))
    except OSError as error:
        return ThemeFile(path, problems=(f"{_called(path)} cannot be read: {error.strerror}",))
    return _understood(path, text, said)


def _understood(path: Path, text: str, said: Mapping[str, Any]) -> ThemeFile:
    problems: list[str] = []
    colours = dict(taken(said, SETTINGS, (), problems, text))
    like = colours.pop("like", Basis().like)
    return ThemeFile(path, text, like, colours, tuple(f"{_called(path)}{words}" for words in problems))


def _called(path: Path) -> str:
    """Return how a sentence calls the file: by its folder and its name."""
    return clean_line(f"{path.parent.name}/{path.name}")


SETTINGS = settings_of((Basis, Colours))
"""What a file can say: which theme it is like, and the colour of each role."""
