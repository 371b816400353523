"""The command palette: every key's command by name, and every lead."""

from collections.abc import Callable
from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from fuyu.config import LOOKS
from fuyu.domain.text import clean_line
from fuyu.tui.bindings import done_by_name, keyboard_of
from fuyu.tui.day.screen import DayScreen
from fuyu.tui.keys import Where

_WHERE = {Where.WORK, Where.BOOK, Where.MOVE, Where.NOTES, Where.TROUBLE}
_LOOKS = {
    "winter": "Dark: clear, cold blues.",
    "snow": "Light: dark words on snow.",
    "contrast": "High contrast: every word at least 7 to 1.",
    "terminal": "The terminal's own colours.",
}
_MOST = 20
"""Leads offered at once; more words tell them apart."""


class CommandProvider(Provider):
    """What can be done, with its key."""

    async def discover(self) -> Hits:
        """Offer everything before a word is typed."""
        for name, help_words, run in self._commands():
            yield DiscoveryHit(Content(name), run, text=name, help=help_words)

    async def search(self, query: str) -> Hits:
        """Offer what the words mean."""
        matcher = self.matcher(query)
        for name, help_words, run in self._commands():
            score = matcher.match(name)
            if score > 0:
                yield Hit(score, Content(name), run, text=name, help=help_words)

    def _commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        screen = self.screen
        doings: list[tuple[str, str, Callable[[], object]]] = [
            (f"{key.label}  ({key.shown})", key.tooltip, partial(screen.run_action, done_by_name(key)))
            for key in keyboard_of(screen).keys
            if key.where in _WHERE and isinstance(screen, DayScreen)
        ]
        if isinstance(screen, DayScreen):
            doings.append(("Recent messages", "What was said, the newest first.", screen.actions["messages"]))
        return doings + [(f"Look: {look}", _LOOKS[look], partial(self._put_on, look)) for look in LOOKS]

    def _put_on(self, look: str) -> None:
        self.app.theme = look
        if isinstance(self.screen, DayScreen):
            self.screen.voice.say(f'{look}: `theme = "{look}"` under [look] in config.toml keeps it')


class LeadProvider(Provider):
    """Every lead by name and company."""

    async def search(self, query: str) -> Hits:
        """Offer the leads whose name or company has the words."""
        screen = self.screen
        if not isinstance(screen, DayScreen):
            return
        for place, (lead_id, name) in enumerate(screen.named(query, _MOST)):
            words = clean_line(name)
            yield Hit(0.5 - place / 100, Content(words), partial(screen.view.go_to, lead_id), text=words)
