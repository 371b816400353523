"""The smallest Textual app: the 1 x of start-up, memory and quit."""

from textual.app import App, ComposeResult
from textual.widgets import Static


class Empty(App[None]):
    """One word."""

    def compose(self) -> ComposeResult:
        """One word."""
        yield Static("READY")


Empty().run()
