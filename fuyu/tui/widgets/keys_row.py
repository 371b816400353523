"""The keys that hold on a sheet, at its foot: all of them, on as many rows as they take, each to be clicked, too."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.events import Resize

from fuyu.tui.widgets.lines import Line, Lines, Span

_MARGIN, _GAP, _APART = 1, 2, 3
"""Cells before the first key, between two, and between two where there is room for all."""
_ROOMY = 60
"""Cells of a line from which one stays free behind the last key, too."""


class KeyHint(NamedTuple):
    """A key with what it does here."""

    key: str
    """As people read it."""
    words: str
    action: str = ""
    """What a click runs."""

    @property
    def cells(self) -> int:
        """How wide it is."""
        return cell_len(self.key) + 1 + cell_len(self.words)


class KeysRow(Lines):
    """Keys side by side, never a part of one; what does not fit goes on below."""

    DEFAULT_CSS = "KeysRow { height: 1; background: $panel; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._hints: Sequence[KeyHint] = ()

    def offer(self, hints: Sequence[KeyHint]) -> None:
        """Show these keys, the most important first."""
        self._hints = hints
        self._fold(self.app.size.width)
        self.show(lambda width, _height: key_rows(self._hints, width))

    def on_resize(self, event: Resize) -> None:
        """Take as many rows as the keys need in the width there is."""
        self._fold(event.size.width)

    def _fold(self, width: int) -> None:
        self.take(max(len(rows(self._hints, width)), 1))


def rows(hints: Sequence[KeyHint], width: int) -> list[list[KeyHint]]:
    """Return the hints row by row, as many in each as fit the width."""
    found: list[list[KeyHint]] = []
    used = width
    for hint in hints:
        if used + hint.cells > width:
            found.append([])
            used = _MARGIN
        found[-1].append(hint)
        used += hint.cells + _GAP
    return found


def key_rows(hints: Sequence[KeyHint], width: int) -> list[Line]:
    """Return all keys, on as many lines as they take."""
    return [_line(row) for row in rows(hints, width)]


def key_line(hints: Sequence[KeyHint], width: int, always: Sequence[KeyHint] = ()) -> Line:
    """Return keys that fit one line, never a part of one; some of them always, at the end."""
    has_room = sum(hint.cells + _APART for hint in (*hints, *always)) <= width
    gap = _APART if has_room and always else _GAP
    room = width - _MARGIN * (1 + (width >= _ROOMY)) + gap - sum(hint.cells + gap for hint in always)
    shown: list[KeyHint] = []
    for hint in hints:
        room -= hint.cells + gap
        if room < 0:
            break
        shown.append(hint)
    return _line([*shown, *always], gap)


def _line(hints: Sequence[KeyHint], gap: int = _GAP) -> Line:
    gaps = (_MARGIN, *(gap for _ in hints[1:]))
    return tuple(
        span
        for before, hint in zip(gaps, hints, strict=False)
        for span in (
            Span(" " * before),
            Span(hint.key, "key", hint.action),
            Span(f" {hint.words}", "dim", hint.action),
        )
    )
