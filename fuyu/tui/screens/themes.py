"""The themes, each on while the cursor is on it; Enter keeps it, Esc goes back to the one that was on."""

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Size
from textual.timer import Timer

from fuyu.config import themes
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import wrapped
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.theming import Theming
from fuyu.tui.widgets.lines import Line, Lines, Span, fit
from fuyu.tui.widgets.row_list import RowList

_NAME = 21
_RESTS = 0.08
"""Seconds without a key after which the theme under the cursor is put on."""
_SAMPLE: Sequence[Line] = (
    (Span(" ◆ promised", "promise"), Span("  6 days late", "late"), Span("  10:30", "today"), Span("  ✓ done", "good")),
    (
        *(Span(" ●h", "hot"), Span(" ●w", "warm"), Span(" ●c", "cold"), Span("  4 unscheduled", "unscheduled")),
        *(Span("  l", "key"), Span(" Log", "dim")),
    ),
)
"""What most meanings look like, for who sees nothing else of the day."""
_WIDTH, _AROUND = 50, 3
"""Cells of the sheet, as the style sheet has it, and of what its frame takes of them on a side."""
_MOST_WARNED, _PART = 5, 6
"""Lines that warnings have at most, and which part of the screen's height."""


class ThemeSheet(Sheet[str | None]):
    """A list of themes beside the day; answers with the one that is chosen."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.THEME)
    ROOMY = Size(60, 20)
    """It lies beside the day, and has to be seen apart from it."""

    def __init__(self, theming: Theming) -> None:
        super().__init__()
        self._theming = theming
        self._names = themes.names()
        self._list = RowList(self._line, has_bar=True)
        self._sample = Lines(id="sample")
        self._warnings = Lines(id="warnings")
        self._rests: Timer | None = None

    def inside(self) -> ComposeResult:
        """The names, and what the one under the cursor looks like."""
        yield self._list
        yield self._warnings
        yield self._sample

    def on_mount(self) -> None:
        """Begin at the theme that is on."""
        self.edge.entitle("Theme")
        self.edge.offer_keys(("theme.choose", "Choose"), ("theme.down", "Next"), ("theme.cancel", "Back"))
        now = self._theming.chosen
        self._list.show(len(self._names), self._names.index(now) if now in self._names else 0)
        self._sample.take(len(_SAMPLE))
        self._sample.show(lambda _width, _height: _SAMPLE)
        self.set_focus(self._list)
        self._show_warnings()

    @property
    def _under(self) -> str:
        return self._names[self._list.cursor]

    def action_step(self, by: int) -> None:
        """Move in the list, and put on what the cursor is on."""
        if self._list.move(by):
            self._try_on()

    def action_choose(self) -> None:
        """Keep the theme that is on."""
        self.dismiss(self._under)

    def action_cancel(self) -> None:
        """Go back to the theme that was on."""
        self._go_back()
        self.dismiss(None)

    def _go_back(self) -> None:
        if self._rests is not None:
            self._rests.stop()
        self._theming.try_on(self._theming.chosen)

    def on_row_list_chosen(self) -> None:
        """A click puts one on."""
        self._try_on()

    def on_row_list_opened(self) -> None:
        """A double click keeps it."""
        self.action_choose()

    def _try_on(self) -> None:
        """Put it on once the cursor rests: all style sheets are read anew, and a key that is held waits for none."""
        self._show_warnings()
        if self._rests is not None:
            self._rests.stop()
        self._rests = self.set_timer(_RESTS, lambda: self._theming.try_on(self._under))

    def _show_warnings(self) -> None:
        size = self.app.size
        width = min(size.width, _WIDTH) - 2 * _AROUND
        lines = _warned(self._theming.warnings(self._under), width, min(_MOST_WARNED, size.height // _PART))
        self._warnings.display = bool(lines)
        self._warnings.take(max(len(lines), 1))
        self._warnings.show(lambda _width, _height: lines)

    def _line(self, index: int, width: int) -> Line:
        name = self._names[index]
        room = max(width - _NAME - 2, 0)
        return Span(f" {fit(name, min(_NAME, max(width - 1, 0)))} ", "name"), Span(
            fit(themes.meaning(name), room), "dim"
        )


def _warned(warnings: Sequence[str], width: int, height: int) -> list[Line]:
    """Return warnings on as many lines as there are; the last says how many are left out."""
    lines = [f" {line}" for words in warnings for line in wrapped(words, max(width, 1))]
    if len(lines) > height:
        lines[height - 1 :] = [f" and more: fuyu theme lists {len(warnings)}"]
    return [(Span(line, "warn"),) for line in lines]
