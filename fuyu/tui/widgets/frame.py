"""A pane with a title: a rule above it, or a frame around it where the style sheet leaves room for one."""

import re
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import RenderResult
from textual.containers import Vertical
from textual.geometry import Region
from textual.strip import Strip

from fuyu.domain.text import clean_line
from fuyu.tui.widgets.lines import Line, Palette, Span, fit


class Heading(NamedTuple):
    """What stands in the rule above a pane; its parts are set apart by ` · `, or by a colon."""

    text: str = ""
    number: str = ""
    """The key that goes there."""
    right: str = ""
    """What stands at the other end."""
    said: Line = ()
    """What was just done, in the place of all that."""


class Framed(Vertical):
    """What draws its own rule or frame.

    Its padding says which: one line above is a rule, one more below makes it a frame; a second one above is for the
    heads of columns. A border of Textual's would look every line up for what no line of ours has, and its title
    reads markup, which no words of a person may ever be read as.
    """

    def __init__(self, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=classes)
        self._palette = Palette(self)
        self.heading = Heading()
        """What stands in its rule."""
        self.is_lit = False
        """Whether its frame is the one that is seen first."""

    def entitle(self, text: str, *, number: str = "", right: str = "", said: Line | None = None) -> None:
        """Say what the pane is; `number` is the key that goes there, `right` stands at the other end.

        Args:
            text: what it is.
            number: the key.
            right: what stands at the other end.
            said: takes the place of all that; nothing gives it back, and None leaves it as it is.
        """
        heading = Heading(text, number, right, self.heading.said if said is None else said)
        if heading != self.heading:
            self.heading = heading
            self._paint_anew(Region(0, 0, self.outer_size.width, 1))

    def heads(self, width: int) -> Line:  # noqa: ARG002 - for those who have columns
        """Return the heads of the columns in a width."""
        return ()

    def light(self, *, is_lit: bool) -> None:
        """Light up, or go dim."""
        if is_lit != self.is_lit:
            self.is_lit = is_lit
            self.lights(is_lit=is_lit)
            self._paint_anew(*self._edges())

    def lights(self, *, is_lit: bool) -> None:
        """Light up, or go dim: for those who show more than another frame then."""

    def _paint_anew(self, *regions: Region) -> None:
        """Paint parts of the frame anew; Textual counts from where the content begins."""
        if self.outer_size:
            self.refresh(*(region.translate(-self.content_offset) for region in regions))

    def _edges(self) -> list[Region]:
        """Return what another light changes: the rule, or the whole frame."""
        width, height = self.outer_size
        rule = Region(0, 0, width, 1)
        if not self._is_boxed:
            return [rule]
        sides = [Region(x, 1, 1, height - 2) for x in (0, width - 1)]
        return [rule, *sides, Region(0, height - 1, width, 1)]

    @property
    def _is_boxed(self) -> bool:
        return self.styles.padding.bottom > 0

    def notify_style_update(self) -> None:
        """Look the styles up again."""
        super().notify_style_update()
        self._palette.clear()

    def render(self) -> RenderResult:
        """Nothing is rendered beside the frame."""
        return ""

    def render_lines(self, crop: Region) -> list[Strip]:
        """Paint the frame, on which the widgets inside lie."""
        return self._palette.cropped(map(self.render_line, crop.line_range), crop)

    def render_line(self, y: int) -> Strip:
        """Paint one line of the frame."""
        width, height = self.outer_size
        return self._palette.strip(self._frame_line(y, width, height), width)

    def _frame_line(self, y: int, width: int, height: int) -> Line:
        above = self.styles.padding.top
        if y == 0:
            heading = _leavable(self.heading) if self.screen.maximized is self else self.heading
            return _rule(heading, width, is_lit=self.is_lit, is_boxed=self._is_boxed)
        edge = "lit" if self.is_lit else "rule"
        if not self._is_boxed:
            return self.heads(width) if y < above else ()
        if y == height - 1:
            return (Span(f"╰{'─' * (width - 2)}╯", edge),)
        inside = self.heads(width - 2) if y < above else ()
        used = sum(cell_len(span.text) for span in inside)
        return (Span("│", edge), *inside, Span(" " * max(width - 2 - used, 0)), Span("│", edge))


def tell(frame: Framed, said: Line) -> None:
    """Say something in the place of a frame's title; nothing gives the title back."""
    text, number, right, _said = frame.heading
    frame.entitle(text, number=number, right=right, said=said)


class Pane(Framed):
    """A part of the day, which is lit while something in it has the keys, or had them last."""

    def __init__(self, *, id: str, classes: str = "") -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, classes=f"pane {classes}")

    def on_descendant_focus(self) -> None:
        """Light up, and no other pane: one that a question is about stays lit while it is asked."""
        for pane in self.screen.query(Pane):
            pane.light(is_lit=pane is self)


def _leavable(heading: Heading) -> Heading:
    """Return what stands in the rule while the pane has the whole screen: how to leave that, too."""
    return heading._replace(right="  ".join(filter(None, (heading.right, "Esc goes back"))))


def _rule(heading: Heading, width: int, *, is_lit: bool, is_boxed: bool) -> Line:
    """Return the rule above a pane: a heavy one where it is lit, so that it is seen without colour, too."""
    dash, edge, words = ("━", "lit", "lit") if is_lit else ("─", "rule", "plain-title")
    first, last = ("╭", "╮") if is_boxed else (dash, dash)
    if heading.said:
        around = width - sum(cell_len(span.text) for span in heading.said)
        if around < _ENDS:  # every letter of it is worth more than the rule
            return heading.said
        return Span(first + dash, edge), *heading.said, Span(f" {dash * (around - _ENDS)}{last}", edge)
    head = f"{first}{dash} {heading.number} " if heading.number else f"{first}{dash} "
    title, beside = _parted(heading, width - cell_len(head) - 3)
    tail = f" {beside} {dash}{last}" if beside else f"{dash}{last}"
    room = max(width - cell_len(head) - cell_len(tail) - 1, 0)
    text = fit(title, min(cell_len(title), room))
    filled = dash * max(width - cell_len(head) - cell_len(text) - cell_len(tail) - 1, 0)
    numbered = (Span(head[:3], edge), Span(head[3:], words)) if heading.number else (Span(head, edge),)
    right = (Span(tail[:-2], "dim"), Span(tail[-2:], edge)) if beside else (Span(tail, edge),)
    return *numbered, Span(text, words), Span(f" {filled}", edge), *right


def _parted(heading: Heading, room: int) -> tuple[str, str]:
    """Return title and right end as whole parts of them have room: the first of the one and the last of the other."""
    parts, ends = _PART.split(clean_line(heading.text)), heading.right.split(_APART)
    while cell_len("".join(parts)) + cell_len(_APART.join(ends)) + 2 * bool(heading.right) > room:
        if len(ends) > 1 and (len(parts) == 1 or cell_len(_APART.join(ends)) > room // 2):
            ends = ends[1:]
        elif len(parts) > 1:
            parts = parts[:-2]
        else:
            break
    return "".join(parts), _APART.join(ends)


_ENDS = 4
"""Cells of a rule that are not words: two before, a blank and one behind."""
_APART = " · "
_PART = re.compile(r"( · |: )")
