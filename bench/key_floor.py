"""One Static repainted at each key, without layout: the floor of key latency in Textual."""

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Static


class KeyFloor(App[None]):
    """Counts keys on one line."""

    count = 0

    def compose(self) -> ComposeResult:
        """One line."""
        yield Static("READY")

    def on_key(self, event: Key) -> None:
        """Repaint the line in the same frame."""
        self.count += 1
        self.query_one(Static).update(f"READY {self.count} {event.key}", layout=False)


KeyFloor().run()
