"""The frame of what lies above the day, a sheet or a question: lit, and a border all around where there is room."""

from textual.geometry import Size

from fuyu.tui.widgets.frame import Framed

_ROOMY = Size(100, 30)
"""Cells from which a border costs nothing that one would miss."""
_SIDES = 4
"""Cells that a border and the air beside it take of a line."""


def is_roomy(size: Size) -> bool:
    """Return whether a screen of this size has room for borders."""
    return size.width >= _ROOMY.width and size.height >= _ROOMY.height


class Over(Framed):
    """A frame that has the keys as long as it is there."""

    DEFAULT_CSS = """
    Over { padding: 1 0 0 0; }
    Over.framed { padding: 1 2; }
    """

    def __init__(self, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self.is_lit = True

    def _light(self, *, is_lit: bool) -> None:  # noqa: ARG002 - whatever in it has the keys
        super()._light(is_lit=True)

    def fit(self) -> None:
        """Be a border where there is room for one, else a rule."""
        self.set_class(is_roomy(self.app.size), "framed")

    @property
    def room(self) -> int:
        """How wide a line inside is, where the frame spans the screen."""
        size = self.app.size
        return max(size.width - (_SIDES if is_roomy(size) else 0), 1)
