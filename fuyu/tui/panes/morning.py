"""How the day begins: a cover above the lists that any key takes away, and passes on."""

from collections.abc import Callable

from textual.app import ComposeResult
from textual.message import Message

from fuyu.domain.day import DayPlan
from fuyu.tui.keys import Keyboard
from fuyu.tui.present_days import plan_lines, plan_title, welcome_lines
from fuyu.tui.widgets.lines import Line, Lines
from fuyu.tui.widgets.over import Over


class MorningCover(Over):
    """The plan of the day, or a welcome; it never has the keys, so that nothing is in the way of who presses them."""

    DEFAULT_CSS = """
    MorningCover { layer: cover; display: none; width: 100%; height: 100%; background: $background; }
    MorningCover .body { height: 1fr; }
    """

    class Clicked(Message):
        """It was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._own_keys: set[str] = set()
        self._body = Lines(classes="body")
        self.is_open = False
        """Whether it lies above the lists."""

    def compose(self) -> ComposeResult:
        """What it says."""
        yield self._body

    def open(self, plan: DayPlan, keyboard: Keyboard) -> None:
        """Show a plan; the keys that hold are named in it."""
        self._open(plan_title(plan), lambda width, height: plan_lines(plan, keyboard, width, height), keyboard)
        if plan.first is not None:
            self._own_keys.discard("enter")  # it goes on to the first call

    def welcome(self, keyboard: Keyboard) -> None:
        """Show how to begin, where nobody is here yet."""
        self._open("Welcome to fuyu", lambda width, height: welcome_lines(keyboard, width, height), keyboard)

    def _open(self, title: str, lines: Callable[[int, int], list[Line]], keyboard: Keyboard) -> None:
        self.is_open = self.display = True
        self._own_keys = {"enter", "escape", *keyboard["book.morning"].keys}
        self.fit()
        self.entitle(title)
        self._body.show(lines)

    def close(self) -> None:
        """Give the lists back."""
        self.is_open = self.display = False

    def takes(self, key: str) -> bool:
        """Return whether a key means no more than to take it away."""
        return key in self._own_keys

    def on_click(self) -> None:
        """Say that it was clicked."""
        self.post_message(self.Clicked())
