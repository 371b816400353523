"""A list of any length that paints only what is seen."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.events import Click, Resize
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip

from fuyu.tui.kit.textual_compat.scrolling import Scrolls
from fuyu.tui.widgets.focusing import PaintedAlike
from fuyu.tui.widgets.lines import Line, Palette, Span

_KEPT = 2_000
"""How many lines are kept: some screens full, far below the length of a list."""


class RowList(Scrolls, PaintedAlike, can_focus=True, inherit_bindings=False):
    """A list whose lines are asked for by index, when they come into view."""

    DEFAULT_CSS = "RowList { width: 1fr; height: 1fr; overflow-x: hidden; scrollbar-size-vertical: 1; }"

    cursor = reactive(0, repaint=False)
    """The index of the chosen row."""
    show_cursor = reactive(True)
    """Whether the chosen row is marked: of several lists only one has the chosen lead."""

    class Chosen(Message):
        """A row was clicked."""

    class Opened(Chosen):
        """A row was clicked twice."""

    def __init__(
        self,
        line: Callable[[int, int], Line],
        *,
        has_bar: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        """Make a list.

        Args:
            line: gives the line of an index, for a width in cells.
            has_bar: whether the first cell of the chosen row, which is blank then, shows a bar.
            id: the widget's id.
        """
        super().__init__(id=id)
        self._line = line
        self._has_bar = has_bar
        self._count = 0
        self._palette = Palette(self)
        self._lines: dict[tuple[int, int], Line] = {}
        """By index and width, until other rows are shown."""
        self._painted: dict[tuple[Line, int, int, str], Strip] = {}
        """By what a row says, its width, that of the list, and the role above it: other rows often say the same."""
        self._marks: Mapping[int, str] = {}

    @property
    def count(self) -> int:
        """How many rows there are."""
        return self._count

    def show(self, count: int, cursor: int) -> None:
        """Show that many rows, anew, with the cursor on one of them."""
        self._count = count
        self._lines.clear()
        self.virtual_size = Size(self.size.width, count)
        self.cursor = cursor
        self._keep_in_view()
        self._refresh_rows()

    def show_anew(self) -> None:
        """Ask anew for the lines that are seen."""
        self._lines.clear()
        self.refresh()

    def mark(self, marks: Mapping[int, str]) -> None:
        """Show a letter in front of some rows, by index; of no row where there are none."""
        self._marks = marks
        self._refresh_rows()

    def move(self, by: int) -> bool:
        """Move the cursor; return False where it stood at that end already."""
        before = self.cursor
        self.cursor = before + by
        return self.cursor != before

    def validate_cursor(self, cursor: int) -> int:
        """Keep the cursor on a row."""
        return max(0, min(cursor, self._count - 1))

    def watch_cursor(self, before: int, after: int) -> None:
        """Repaint the two rows that changed, and follow."""
        self.refresh_line(before)
        self.refresh_line(after)
        self._keep_in_view()

    def watch_has_focus(self, has_focus: bool) -> None:  # noqa: ARG002, FBT001 - Textual's
        """Only the chosen row says where the keys go."""
        self.refresh_line(self.cursor)

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        super().notify_style_update()
        self._palette.clear()
        self._painted.clear()

    def on_resize(self, event: Resize) -> None:
        """Keep the cursor in view."""
        self.virtual_size = Size(event.size.width, self._count)
        self._keep_in_view()

    def on_click(self, event: Click) -> None:
        """Choose the row under the pointer."""
        index = event.y + self.scroll_offset.y
        if index < self._count:
            self.cursor = index
            self.post_message(self.Opened() if event.chain > 1 else self.Chosen())

    def render(self) -> str:
        """Nothing is rendered beside the lines."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint some lines; the scroll bar paints itself above their ends."""
        return self._palette.cropped(map(self.render_line, crop.line_range), crop)

    def render_line(self, y: int) -> Strip:
        """Paint one line."""
        index = y + self.scroll_offset.y
        width = self.scrollable_content_region.width
        line = self._lines.get((index, width))
        if line is None:
            _make_room(self._lines)
            line = self._lines[index, width] = self._line(index, width) if index < self._count else ()
        is_chosen = self.show_cursor and index == self.cursor < self._count
        over = ("focus" if self.has_focus else "cursor") if is_chosen else ""
        painted = line, width, self.size.width, over
        strip = self._painted.get(painted)
        if strip is None:
            _make_room(self._painted)
            strip = self._palette.strip(line, width, *([over] if over else ()))
            if over and self._has_bar:
                strip = Strip.join([self._palette.strip((Span("▌", "lit"),), 1, over), strip.crop(1)])
            strip = strip.adjust_cell_length(self.size.width, self._palette.drawn())
            self._painted[painted] = strip
        letter = self._marks.get(index)
        if letter is None:
            return strip
        return Strip.join([self._palette.strip((Span(letter, "chosen"),), 1), strip.crop(1)])

    def refresh_line(self, y: int) -> None:
        """Repaint a row, if it is seen, and not the scroll bar beside it."""
        width, height = self.scrollable_content_region.size
        if 0 <= (line := y - self.scroll_offset.y) < height:
            self.refresh(Region(0, line, width, 1))

    def _refresh_rows(self) -> None:
        """Repaint all rows that are seen, and not the scroll bar beside them."""
        if self.size:
            self.refresh(Region(0, 0, *self.scrollable_content_region.size))

    def _keep_in_view(self) -> None:
        height = self.scrollable_content_region.height
        top = self.scroll_offset.y
        if self.cursor < top:
            self.scroll_to(y=self.cursor, animate=False, immediate=True, force=True)
        elif height and self.cursor >= top + height:
            self.scroll_to(y=self.cursor - height + 1, animate=False, immediate=True, force=True)


def _make_room(kept: dict[Any, Any]) -> None:
    if len(kept) > _KEPT:
        kept.clear()
