"""A screen of one thing above the day; its title never hides that somebody is in the cracks."""

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from fuyu.tui.screens.day_view import DayView
from fuyu.tui.widgets.lines import ROLE_CLASSES, Title


class Sheet(ModalScreen[ScreenResultType]):
    """A title, and below it whatever the sheet is for."""

    COMPONENT_CLASSES = ROLE_CLASSES
    CSS_PATH = "sheet.tcss"

    def __init__(self) -> None:
        super().__init__()
        self.title_line = Title(classes="title")

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, where that was not done already: a second click on its way would take the screen below it away."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def keep_typed(self) -> None:
        """Keep what is typed here and not finished, once, for the program ends; most sheets have nothing of the kind.

        Raises:
            FuyuError: it cannot be kept now.
        """

    def entitle(self, title: str, keys: str = "") -> None:
        """Say what the sheet is, and which keys it has."""
        day = self.app.screen_stack[0]
        cracks = day.cracks if isinstance(day, DayView) else 0
        self.title_line.say(title, right=keys, warning=f"cracks {cracks}" if cracks else "")
