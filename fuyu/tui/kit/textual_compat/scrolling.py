"""What grows and shrinks lays nothing out anew: only its scroll bar is another.

Textual lays the whole screen out, in a second frame, at each change of how far something goes: with each letter that is
typed to find somebody (`Widget.virtual_size`, as of 8.2).
"""

from textual.geometry import Size
from textual.reactive import Reactive
from textual.scroll_view import ScrollView


class Scrolls(ScrollView):
    """A view of any height or width; the screen is laid out where its scroll bar comes or goes, and else not."""

    virtual_size: Reactive[Size] = Reactive(Size(0, 0), repaint=False)
    """How far it goes."""

    def watch_virtual_size(self, size: Size) -> None:
        """Show how far it goes now."""
        self._scroll_update(size)
