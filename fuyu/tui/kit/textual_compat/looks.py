"""What is known of the looks before a screen is there: with what comes later, Textual styles everything anew."""

from typing import Any

from textual.app import App
from textual.events import Resize, ScreenResume
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen, ScreenResultType


def put_on(app: App[None], theme: str) -> None:
    """Put a theme on an app that has not begun: the style sheets are read once."""
    app.set_reactive(App.theme, theme)
    dark = app.current_theme.dark
    app.set_class(dark, "-dark-mode", update=False)
    app.set_class(not dark, "-light-mode", update=False)
    app._refresh_truecolor_filter(app.ansi_theme)
    app.stylesheet.set_variables(app.get_css_variables())


class StyledOnce(Screen[ScreenResultType]):
    """A screen whose first picture is the right one for the size of the terminal, styled and laid out once.

    Textual styles each widget as it is mounted, all of them again before the first picture, and a third time after it,
    for only then a screen has the classes of its size; and it lays all of it out once more for the same size.
    """

    made_for: Size | None = None
    """The size it was made for, until it was laid out; None where it is laid out as it comes."""

    def post_message(self, message: Message) -> bool:
        """Take a message; what was styled as it was mounted is not styled again for the first picture."""
        if isinstance(message, ScreenResume) and not self.stack_updates:
            message.refresh_styles = False
        return super().post_message(message)

    async def _on_resize(self, event: Resize) -> None:
        """Lay nothing out again for the size it was made for; otherwise Textual's own handler follows this one."""
        if event.size == self.made_for:
            event.prevent_default()
        self.made_for = None


def fit(screen: StyledOnce[Any], size: Size) -> None:
    """Give a screen the classes of a size before there is anything to style."""
    for cells, breakpoints in (
        (size.width, screen.HORIZONTAL_BREAKPOINTS),
        (size.height, screen.VERTICAL_BREAKPOINTS),
    ):
        if reached := [(least, name) for least, name in breakpoints or () if cells >= least]:
            screen.add_class(max(reached)[1], update=False)
