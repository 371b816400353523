"""Lines in which a click means something, by where it is."""

from collections.abc import Callable

from textual.events import Click

from fuyu.tui.widgets.lines import Lines


class Pressable(Lines):
    """Lines that tell where they are clicked."""

    def __init__(self, pressed: Callable[[int, int], object], *, classes: str | None = None) -> None:
        """Make lines; `pressed` takes the cell and the line of a click."""
        super().__init__(classes=classes)
        self._pressed = pressed

    async def on_click(self, event: Click) -> None:
        """Tell where."""
        self._pressed(event.x, event.y)
