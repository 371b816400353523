"""Fields and editors that ask before a key or a paste becomes text; Textual has no public place for either.

An editor paints only the lines that look different: Textual's paints all of them at each letter, each out of the whole
paragraph, which in a note of 1 KB is two thirds of what a letter costs (measured).
"""

from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from textual.document._document import EditResult
from textual.document._edit import Edit
from textual.document._history import EditHistory
from textual.events import Key, Paste
from textual.geometry import Region, Size
from textual.strip import Strip
from textual.widgets import Input, TextArea
from textual.widgets.text_area import Selection

from fuyu.tui.kit.textual_compat.scrolling import Scrolls


class PastingInput(Input, Scrolls, inherit_bindings=False):
    """An input that says itself what becomes of a paste."""

    def pasted(self, paste: Paste) -> None:
        """Take a paste."""
        raise NotImplementedError

    def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.pasted(event)


class Edited(NamedTuple):
    """A text with what was done to it, so that walking to another lead and back costs no undo."""

    text: str
    history: EditHistory
    selection: Selection


Mark = tuple[int, int, str]
"""Where something stands out, from a column to the one after its end, and how."""
_KEPT = 500
"""How many lines are kept as they were painted."""


class _Look(NamedTuple):
    """All that a line shows: what has the same looks the same."""

    width: int
    text: str = ""
    marks: tuple[Mark, ...] = ()
    """By columns of the line; where one begins before it, or goes on after it, is not told."""
    before: str = ""
    """What comes before it in its paragraph, where the width of a tab depends on that."""


class Editor(TextArea, Scrolls, inherit_bindings=False):
    """A text area that says itself what becomes of a paste, of Enter, and of every edit."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.disable_messages(TextArea.SelectionChanged)  # nobody listens, and it would go up to the app at each letter
        self._painted: dict[_Look, Strip] = {}
        self._shown: tuple[tuple[Size, Size] | None, list[_Look]] = None, []
        self._dressed: object = None
        """The theme that the styles were put into."""

    def tints(self, line: str) -> Iterable[Mark]:  # noqa: ARG002 - for those who tint
        """Return what stands out in a paragraph."""
        return ()

    def notify_style_update(self) -> None:
        """Paint all anew, as it looks now."""
        super().notify_style_update()
        self._painted.clear()
        self._shown = None, []
        self._dressed = None

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint some lines; the styles are put together once for each look, not each time."""
        if self._dressed is not self._theme:
            self._theme.apply_css(self)
            self._dressed = self._theme
        return super(TextArea, self).render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """Paint a line, or return it as it was painted."""
        look = self._look(y)
        if look is None:
            return super().render_line(y)
        strip = self._painted.get(look)
        if strip is None:
            if len(self._painted) > _KEPT:
                self._painted.clear()
            strip = self._painted[look] = self._render_line(y)
        return strip

    def _exchange_repaint_regions(self) -> Collection[Region]:
        regions = super()._exchange_repaint_regions()
        sizes, (seen, before) = (self.outer_size, self.size), self._shown
        looks = [look for y in range(self.size.height) if (look := self._look(y)) is not None]
        if not regions or not looks:
            self._shown = None, []
            return regions
        self._shown = sizes, looks
        if seen != sizes:  # what is around it may take a line from it
            return regions
        left, top = self.content_offset
        width = self.scrollable_content_region.width
        changed = (y for y, (was, now) in enumerate(zip(before, looks, strict=True)) if was != now)
        return {Region(left, top + y, width, 1) for y in changed}

    def _look(self, y: int) -> _Look | None:
        """Return how a line looks; None while it shows what one could type."""
        document, wrapped = self.document, self.wrapped_document
        if document.line_count == 1 and not document[0]:
            return None
        width = self.scrollable_content_region.width
        lines = wrapped._offset_to_line_info
        at = y + self.scroll_offset.y
        if at >= len(lines):
            return _Look(width)
        row, part = lines[at]
        text, ends = document[row], wrapped.get_offsets(row)
        start = ends[part - 1] if part else 0
        stop = ends[part] if part < len(ends) else len(text) + 1
        marks = tuple(
            (max(first - start, 0), min(last, stop) - start, how)
            for first, last, how in (*self.tints(text), *self._marks(row, len(text)))
            if first < stop and last > start
        )
        return _Look(width, text[start:stop], marks, text[:start] if "\t" in text else "")

    def _marks(self, row: int, length: int) -> Iterable[Mark]:
        """Yield what the cursor, a selection and a pair of brackets mark in a paragraph of that length."""
        top, bottom = sorted(self.selection)
        cursor = self.selection.end
        if top != bottom and top[0] <= row <= bottom[0]:
            yield (top[1] if row == top[0] else 0), (bottom[1] if row == bottom[0] else length + 1), "selected"
        if row == cursor[0]:
            yield cursor[1], cursor[1] + 1, "cursor" if self.has_focus else "cursor without the keys"
        if top == bottom and (bracket := self.matching_bracket_location) is not None:
            for at, column in cursor, bracket:
                if at == row:
                    yield column, column + 1, "bracket"

    def pasted(self, paste: Paste) -> None:
        """Take a paste."""
        raise NotImplementedError

    def entered(self) -> bool:
        """Do what Enter does here; return False where it begins a line as anywhere."""
        raise NotImplementedError

    def cleaned(self, text: str) -> str:
        """Return a text as it may get in."""
        raise NotImplementedError

    def put(self, text: str, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Put a text in the place of another, as if it were typed."""
        if result := self._replace_via_keyboard(text, start, end):
            self.move_cursor(result.end_location)

    def rewrite(self, text: str) -> None:
        """Put a text in the place of the whole; undo brings the other back."""
        self.history.checkpoint()
        self.edit(Edit(text, (0, 0), self.document.end, maintain_selection_offset=False))
        self.history.checkpoint()
        self.move_cursor(self.document.end)

    def edit(self, edit: Edit) -> EditResult:
        """Do one edit, whoever made it."""
        return super().edit(replace(edit, text=self.cleaned(edit.text)))

    def put_aside(self) -> Edited | None:
        """Return the text with its history, None where it has none; the editor goes on with a new one."""
        if not (self.history.undo_stack or self.history.redo_stack):
            return None
        edited = Edited(self.text, self.history, self.selection)
        self.history = replace(self.history)
        return edited

    async def _on_key(self, event: Key) -> None:
        if event.key == "enter" and self.entered():
            event.stop()
            event.prevent_default()

    async def _on_paste(self, event: Paste) -> None:
        event.stop()
        event.prevent_default()
        self.pasted(event)
