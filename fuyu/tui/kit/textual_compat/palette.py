"""Textual's palette without two ways in which fast keys break it."""

from contextlib import suppress

from textual.await_complete import AwaitComplete
from textual.command import CommandPalette


class PagedPalette(CommandPalette):
    """Textual's palette, which is left once, and pages through commands only where it has laid them out."""

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, where that was not done already: a second Enter on its way would take the day away."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def _action_command_list(self, action: str) -> None:
        with suppress(KeyError):  # paging before the first of them is painted, as in a tiny terminal
            super()._action_command_list(action)
