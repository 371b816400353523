"""How the day begins: a cover above the lists that any key takes away, and passes on."""

from textual.message import Message

from fuyu.domain.day import DayPlan
from fuyu.tui.keys import Keyboard
from fuyu.tui.present_days import plan_lines
from fuyu.tui.widgets.lines import Lines


class MorningCover(Lines):
    """The plan of the day; it never has the keys, so that nothing is in the way of who presses them."""

    class Clicked(Message):
        """It was clicked."""

    def __init__(self, *, id: str) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._own_keys: set[str] = set()
        self.is_open = False
        """Whether it lies above the lists."""

    def open(self, plan: DayPlan, keyboard: Keyboard) -> None:
        """Show a plan; the keys that hold are named in it."""
        self.is_open = self.display = True
        self._own_keys = {"enter", "escape", *keyboard["book.morning"].keys}
        self.show(lambda width, height: plan_lines(plan, keyboard, width, height))

    def close(self) -> None:
        """Give the lists back."""
        self.is_open = self.display = False

    def takes(self, key: str) -> bool:
        """Return whether a key means no more than to take it away."""
        return key in self._own_keys

    def on_click(self) -> None:
        """Say that it was clicked."""
        self.post_message(self.Clicked())
