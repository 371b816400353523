"""The frame of what lies above the day, a sheet or a question: lit, and a border all around where there is room."""

from textual.geometry import Size

from fuyu.tui.widgets.frame import Framed

_SIDES = 4
"""Cells that a border and the air beside it take of a line."""
ROOMY = Size(100, 30)
"""Cells of a screen from which a border costs nothing that one would miss."""


class Over(Framed):
    """A frame that has the keys as long as it is there."""

    DEFAULT_CSS = """
    Over { padding: 1 0 0 0; }
    Over.framed { padding: 1 2; }
    """

    def __init__(self, *, id: str, classes: str = "", roomy: Size = ROOMY) -> None:  # noqa: A002 - Textual's name
        """Make a frame; `roomy` is how large a screen is on which it has a border."""
        super().__init__(id=id, classes=classes)
        self._roomy = roomy
        self.is_lit = True

    def on_resize(self) -> None:
        """Have a border where there is room for one."""
        self.fit()

    def fit(self) -> None:
        """Be a border where there is room for one, else a rule."""
        self.set_class(self._is_roomy, "framed", update=self.is_attached)

    @property
    def _is_roomy(self) -> bool:
        size = self.app.size
        return size.width >= self._roomy.width and size.height >= self._roomy.height

    @property
    def room(self) -> int:
        """How wide a line inside is, where the frame spans the screen."""
        return max(self.app.size.width - (_SIDES if self._is_roomy else 0), 1)
