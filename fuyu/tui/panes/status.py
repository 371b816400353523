"""The last line of the screen: what was just done, else what is not saved, else the keys that hold."""

from collections.abc import Sequence

from rich.cells import cell_len

from fuyu.domain.text import clean_line
from fuyu.tui.present import hints
from fuyu.tui.widgets.lines import Line, Lines, Span, fit


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
            self.show(lambda width, _height: [_trouble_line(trouble, ways, width)])

    def offer(self, keys: Sequence[tuple[str, str]]) -> None:
        """Let keys stand there, with what each of them does."""
        if not self.is_saying:
            self.show(lambda width, _height: [hints(keys, width)])


def _trouble_line(why: str, ways: Sequence[tuple[str, str]], width: int) -> Line:
    """Return why something is not saved and the keys that help, which are never cut."""
    spans = [span for key, does in ways for span in (Span("  "), Span(key, "key"), Span(f" {does}"))]
    words = clean_line(f"! {why}")
    room = width - 1 - sum(cell_len(span.text) for span in spans)
    return Span(" "), Span(fit(words, min(room, cell_len(words))), "bad"), *spans
