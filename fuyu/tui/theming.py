"""The theme the dashboard has on: another one is put on to be looked at, and the one that is chosen is remembered."""

import os
from collections.abc import Sequence

from textual.app import App
from textual.dom import DOMNode

from fuyu.config import themes
from fuyu.tui.kit.textual_compat.looks import put_on
from fuyu.tui.preferences import Preferences
from fuyu.tui.theme import SIXTEEN, theme_of

_THEME = "look.theme"
"""The setting that holds at once."""


class Theming:
    """Puts themes on an app, each made when it is first put on."""

    def __init__(self, app: App[None], prefers: Preferences) -> None:
        """Put on the theme that is preferred, before a style sheet is read."""
        self._app = app
        self._prefers = prefers
        name = "terminal" if app.no_color else prefers.look
        self._make(name)
        put_on(app, name)  # with a later one Textual reads all styles anew
        self.chosen = prefers.look
        """The theme that was chosen last; where there is no colour it is not on."""

    def try_on(self, name: str) -> None:
        """Put on a theme, where there are colours."""
        if not self._app.no_color and name != self._app.theme:
            self._make(name)
            self._app.theme = name

    def choose(self, name: str) -> str:
        """Put on a theme, and remember it for the next start; return what comes of it, in a sentence."""
        self.try_on(name)
        self.chosen = name
        trouble = self._prefers.remember(name) if self._prefers.remember is not None else "nothing is remembered here"
        if trouble:
            return f"theme {name}, until you quit: {trouble}"
        return f"theme {name}, also from the next start on"

    def read_again(self) -> str:
        """Read the settings again, put on the theme where they name another, and return what has changed, in words.

        Raises:
            UsageError: something in them means nothing; what they said before still counts.
        """
        if self._prefers.settings is None:
            return ""
        found = self._prefers.settings.read_again()
        later = ", ".join(name for name in found.changed if name != _THEME)
        words = [f"from the next start on {later}"] if later else []
        if _THEME in found.changed and "FUYU_THEME" not in os.environ:
            self.chosen = found.config.theme or themes.OURS[0]
            self.try_on(self.chosen)
            words.insert(0, f"theme {self.chosen}")
        return ", ".join(words)

    def warnings(self, name: str) -> Sequence[str]:
        """Return what is to be known of a theme before it is chosen: mistakes in its file, what is hard to read."""
        before = [f"{said} is set, and comes before it" for said in ("NO_COLOR", "FUYU_THEME") if said in os.environ]
        if self._prefers.colours in SIXTEEN:
            before.append("a terminal of 16 colours shows every theme in its own")
        file = themes.own().get(name)
        if file is None:
            return before
        from fuyu.config.theme_file import read_theme  # noqa: PLC0415 - only who has one waits for it

        said = read_theme(file)
        return [*before, *said.problems, *said.hard_to_read()]

    def _make(self, name: str) -> None:
        self._app.register_theme(theme_of(name, self._prefers.colours))


def theming_of(node: DOMNode) -> Theming:
    """Return what puts themes on the app that a widget belongs to."""
    theming: Theming = vars(node.app)["theming"]
    return theming
