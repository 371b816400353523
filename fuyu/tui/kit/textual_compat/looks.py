"""What is known of the looks before a screen is there: with what comes later, Textual styles everything anew."""

from textual.app import App
from textual.events import ScreenResume
from textual.geometry import Size
from textual.message import Message
from textual.screen import Screen


def put_on(app: App[None], theme: str) -> None:
    """Put a theme on an app that has not begun: the style sheets are read once."""
    app.set_reactive(App.theme, theme)
    dark = app.current_theme.dark
    app.set_class(dark, "-dark-mode", update=False)
    app.set_class(not dark, "-light-mode", update=False)
    app._refresh_truecolor_filter(app.ansi_theme)
    app.stylesheet.set_variables(app.get_css_variables())


class StyledOnce(Screen[None]):
    """A screen whose first picture is the right one for the size of the terminal, all of it styled once.

    Textual styles each widget as it is mounted, all of them again before the first picture, and a third time after it,
    for only then a screen has the classes of its size.
    """

    def fit(self, size: Size) -> None:
        """Have the classes of a size before there is anything to style."""
        for cells, breakpoints in ((size.width, self.HORIZONTAL_BREAKPOINTS), (size.height, self.VERTICAL_BREAKPOINTS)):
            reached = [(least, name) for least, name in breakpoints or () if cells >= least]
            self.add_class(max(reached)[1], update=False)

    def post_message(self, message: Message) -> bool:
        """Take a message; what was styled as it was mounted is not styled again for the first picture."""
        if isinstance(message, ScreenResume) and not self.stack_updates:
            message.refresh_styles = False
        return super().post_message(message)
