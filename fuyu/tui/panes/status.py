"""The last line of the screen: what was just done, else what is not saved, else the keys that hold."""

from collections.abc import Sequence

from fuyu.tui.present import hints, trouble_line
from fuyu.tui.widgets.lines import Lines, Span


class StatusLine(Lines):
    """One line; what is said in it hides what stands there, until somebody hushes it."""

    is_saying = False
    """Whether something is said."""

    def say(self, words: str, role: str = "good") -> None:
        """Say something."""
        self.is_saying = True
        self.show(lambda _width, _height: [(Span(f" {words}", role),)])

    def hush(self) -> bool:
        """Say nothing any more; return whether something was said: then the line is to be filled anew."""
        was_saying, self.is_saying = self.is_saying, False
        return was_saying

    def warn(self, trouble: str, ways: Sequence[tuple[str, str]]) -> None:
        """Let stand there what is wrong, with the keys that help and what each of them does."""
        if not self.is_saying:
            self.show(lambda width, _height: [trouble_line(trouble, ways, width)])

    def offer(self, keys: Sequence[tuple[str, str]]) -> None:
        """Let keys stand there, with what each of them does."""
        if not self.is_saying:
            self.show(lambda width, _height: [hints(keys, width)])
