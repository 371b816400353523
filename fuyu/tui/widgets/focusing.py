"""The keys come and go, and nothing is styled or painted anew that looks the same with them."""

from textual.events import Blur, DescendantBlur, DescendantFocus, Focus
from textual.widget import Widget


class StyledAlike(Widget):
    """A widget that no rule of a style sheet shows otherwise while it has the keys.

    Textual would look the rules up again for it and all that is in it: a third of what it takes to open a question
    (measured). A class names this base after the one whose rules it has.
    """

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: FBT001 - Textual's
        """Change what is another with the keys: nothing, but for those who say so."""


class PaintedAlike(StyledAlike):
    """A widget that paints itself what is another while it has the keys; Textual would paint it whole."""

    def on_focus(self, event: Focus) -> None:
        """Take the keys."""
        self._take(event, DescendantFocus(self), has_focus=True)

    def on_blur(self, event: Blur) -> None:
        """Give the keys away."""
        self._take(event, DescendantBlur(self), has_focus=False)

    def _take(self, event: Focus | Blur, told: DescendantFocus | DescendantBlur, *, has_focus: bool) -> None:
        event.prevent_default()
        self.has_focus = has_focus
        if isinstance(self.parent, Widget):
            self.parent.post_message(told)
