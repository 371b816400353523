"""Lines of spans, painted without layout: how every word of a person reaches the screen.

A span is a text and a role, of which `roles` says how it looks. Texts are cleaned here, once more, whatever they passed
before, and never read as markup.
"""

import os
from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.app import RenderResult
from textual.color import Color
from textual.events import Click
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widget import Widget

from fuyu.domain.text import clean_inline, clean_line
from fuyu.reach import has_links
from fuyu.tui.widgets.roles import painted


class Span(NamedTuple):
    """A piece of a line."""

    text: str
    role: str = ""
    does: str = ""
    """The action that a click on it runs; none where it is empty."""
    link: str = ""
    """The address that the terminal itself opens, where it knows links."""


Line = tuple[Span, ...]
Make = Callable[[int, int], Sequence[Line]]
"""Gives lines for a width and a height in cells."""


def fit(text: str, width: int) -> str:
    """Return the text in exactly that many cells, cut with an ellipsis where it is longer."""
    text = clean_line(text)
    if cell_len(text) <= width:
        return set_cell_size(text, width)
    return _cut(text, width)


def _cut(text: str, width: int) -> str:
    """Return the beginning of a text that is longer than so many cells, and an ellipsis."""
    return set_cell_size(text, max(width - 1, 0)) + "…" if width > 0 else ""


_KEPT = 1_000
"""How many lines of a widget are kept as they were painted."""


class Palette:
    """The styles of a widget's roles, looked up once per look."""

    def __init__(self, widget: Widget) -> None:
        self._widget = widget
        self._styles: dict[str, Style] = {}
        self._drawn: dict[tuple[str, ...], Style] = {}
        self._strips: dict[tuple[Line, int, tuple[str, ...]], Strip] = {}
        self._ground: Color | None = None
        self._has_links = has_links(os.environ)

    def clear(self) -> None:
        """Forget the styles: the theme or a class has changed."""
        self._styles.clear()
        self._drawn.clear()
        self._strips.clear()
        self._ground = None

    @property
    def ground(self) -> Color:
        """What lies behind the widget's text."""
        if self._ground is None:
            self._ground = self._widget.background_colors[1]
        return self._ground

    def __getitem__(self, role: str) -> Style:
        style = self._styles.get(role)
        if style is None:
            style = painted(role, self._widget.app, self.ground) if role else self._widget.rich_style
            self._styles[role] = style
        return style

    def drawn(self, *roles: str) -> Style:
        """Return how text in these roles, each above the one before, is seen: through the filters of the look.

        Textual would send every line through them each time it is painted.
        """
        style = self._drawn.get(roles)
        if style is None:
            segments = [Segment("", Style.combine([self[role] for role in ("", *filter(None, roles))]))]
            for line_filter in self._widget.get_line_filters():
                segments = line_filter.apply(segments, self.ground)
            style = self._drawn[roles] = segments[0].style or Style.null()
        return style

    def strip(self, line: Line, width: int, *over: str) -> Strip:
        """Return a line in exactly that many cells, as it was painted, for whom the same object means the same cells.

        The roles in `over` lie above every span.
        """
        strip = self._strips.get((line, width, over))
        if strip is None:
            if len(self._strips) > _KEPT:
                self._strips.clear()
            strip = self._strips[line, width, over] = self._paint(line, width, over)
        return strip

    def _paint(self, line: Line, width: int, over: Sequence[str]) -> Strip:
        segments, used = [], 0
        for span in line:
            text = clean_inline(span.text)
            cells = cell_len(text)
            if used + cells > width:
                text = _cut(text, width - used)
                cells = width - used
            style = self.drawn(span.role, *over)
            segments.append(Segment(text, style + Style(link=span.link) if span.link and self._has_links else style))
            used += cells
            if used >= width:
                break
        if used < width:
            segments.append(Segment(" " * (width - used), self.drawn(*over)))
        return Strip(segments, width)

    def cropped(self, strips: Iterable[Strip], crop: Region) -> list[Strip]:
        """Return lines of the widget as the screen shows them.

        Instead of this, Textual would look at every line for borders, padding, tints and links, which no line of ours
        has: a tenth of what a key costs (measured).
        """
        if crop.column_span == (0, self._widget.outer_size.width):
            return list(strips)
        return [strip.crop(*crop.column_span) for strip in strips]


class Lines(Widget, inherit_bindings=False):
    """A widget that shows lines, laid out in the very frame in which its size is known."""

    DEFAULT_CSS = "Lines { height: 1; width: 1fr; }"

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._make: Make = _nothing
        self._made_for = Size(0, 0)
        self._lines: Sequence[Line] = ()
        self._palette = Palette(self)

    def show(self, make: Make) -> None:
        """Show the lines that `make` gives for a width and a height in cells."""
        self._make = make
        before, made_for = self._lines, self._made_for
        self._lay_out()
        if made_for != self._made_for or len(before) != len(self._lines):
            self.refresh()
            return
        changed = [y for y, (was, now) in enumerate(zip(before, self._lines, strict=True)) if was != now]
        if changed:
            self.refresh(*(Region(0, y, self._made_for.width, 1) for y in changed))

    def take(self, height: int) -> None:
        """Be so many lines high; where it is already, nothing is laid out anew."""
        before = self.styles.inline.height
        if before is None or before.value != height:
            self.styles.height = height

    async def on_click(self, event: Click) -> None:
        """Run the action of what lies under the pointer."""
        if does := self.does_at(event.x, event.y):
            event.stop()
            await self.app.run_action(does, self.screen)

    def does_at(self, x: int, y: int) -> str:
        """Return the action that a click there runs, empty where it runs none."""
        line = self._lines[y] if y < len(self._lines) else ()
        ends = accumulate(cell_len(span.text) for span in line)
        return next((span.does for span, end in zip(line, ends, strict=True) if x < end), "")

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        super().notify_style_update()
        self._palette.clear()

    def render(self) -> RenderResult:
        """Nothing is rendered beside the lines."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lay the lines out, where the size is another, and paint some of them."""
        if self._made_for != self.size:
            self._lay_out()
        return self._palette.cropped(map(self.render_line, crop.line_range), crop)

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        return self._palette.strip(self._lines[y] if y < len(self._lines) else (), self._made_for.width)

    def _lay_out(self) -> None:
        self._made_for = self.size
        self._lines = self._make(self.size.width, self.size.height) if self.size.width else ()


class Title(Lines):
    """A rule across the screen that says what stands below it."""

    def say(self, text: str, *, number: str = "", right: str = "", warning: str = "") -> None:
        """Say what it is; `number` is the key that goes there, `right` and a warning stand at the other end."""
        self.show(lambda width, _height: [_title_line(text, number, right, warning, width)])


def _nothing(_width: int, _height: int) -> Sequence[Line]:
    return ()


def _title_line(text: str, number: str, right: str, warning: str, width: int) -> Line:
    head = f"── {number} " if number else "── " if text else "──"
    warned = (Span(f" {warning}", "warn"), Span(" ──", "dim")) if warning else ()
    tail: Line = (Span(f" {right} ──" if right else "", "dim"), *warned)
    used = cell_len(head) + sum(cell_len(span.text) for span in tail)
    text = fit(text, min(cell_len(clean_line(text)), max(width - used - 2, 0)))
    rule = "─" * max(width - used - cell_len(text) - 1, 0)
    return Span(head, "dim"), Span(text, "title"), Span(f"{' ' if text else '─'}{rule}", "rule"), *tail
