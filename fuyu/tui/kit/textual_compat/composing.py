"""Painting only what is seen of a change: the cells that changed, by those widgets alone that lie on top of them.

Textual asks every widget that lies on a changed line for all of its lines, also for those that are covered, and those
beside the change; on a dashboard that is half of what a key costs (measured).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any, cast

from textual._compositor import ChopsUpdate, Compositor, CompositorMap, ReflowResult
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget

_Spans = Sequence[tuple[int, int, int]]
"""Parts of lines: a line, its first column, and the one after its last."""


def paint_by_piece(screen: Screen[Any]) -> None:
    """Have a screen paint only the pieces of lines that changed."""
    screen._compositor = PieceCompositor()


class PieceCompositor(Compositor):
    """A compositor that asks a widget only for lines of which a changed piece is seen, and not covered by another."""

    def __init__(self) -> None:
        super().__init__()
        self._ends_of: list[list[int]] = []
        self._found_ends: list[list[int]] = []
        self._laid_out: CompositorMap = {}
        """Where each widget was when everything was laid out last, which is what is on the screen."""

    def reflow(self, parent: Widget, size: Size) -> ReflowResult:
        """Lay everything out anew, once; what is seen as before is not painted.

        Textual takes whatever has another number in the order of widgets for changed, which is the whole screen where
        one more is shown; and it lays everything out a second time when it is next asked where something is.
        """
        before, dirty = self._laid_out, self._dirty_regions.copy()
        self._full_map = before  # whoever asked where something is may have had it laid out anew since, unseen
        result = super().reflow(parent, size)
        self._laid_out = self._full_map
        self._full_map_invalidated = False
        if _stacked(before, self._full_map) == _stacked(self._full_map, before):
            self._dirty_regions = dirty | _unlike(before, self._full_map)
        return result

    def update_widgets(self, widgets: set[Widget]) -> None:
        """Paint these anew; for one that is not laid out nothing is looked for, nor laid out anew."""
        is_known = not self._full_map_invalidated
        super().update_widgets(widgets)
        self._full_map_invalidated &= not is_known

    def render_partial_update(self) -> ChopsUpdate | None:
        """Paint what changed; nothing where nothing did."""
        spans = list(self._regions_to_spans(self._dirty_regions))
        self._dirty_regions.clear()
        if not spans:
            return None
        return ChopsUpdate(self._painted(spans), spans, self._ends)

    @property
    def _ends(self) -> list[list[int]]:
        """Where the pieces of each line end: as long as nothing is laid out anew, where they did."""
        if self._ends_of is not self.cuts:
            self._ends_of, self._found_ends = self.cuts, [cuts[1:] for cuts in self.cuts]
        return self._found_ends

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        width, height = self.size
        seen = range(max(crop.y, 0), min(crop.bottom, height))
        painted = self._painted([(y, 0, width) for y in seen if is_rendered_line(y)])
        return cast("Sequence[Mapping[int, Strip]]", painted)

    def _painted(self, spans: _Spans) -> Sequence[Mapping[int, Strip | None]]:
        """Paint parts of lines: for each line its pieces by their columns, None for those beside them."""
        cuts = self.cuts
        bare = _pieces(spans, cuts)
        painted: list[dict[int, Strip | None]] = [
            dict.fromkeys(line[:-1]) if y in bare else {} for y, line in enumerate(cuts)
        ]
        for widget, (region, clip) in self.visible_widgets.items():  # from the front to the back
            seen = region.intersection(clip)
            left, right = seen.column_span
            lines = [y for y in bare if seen.y <= y < seen.bottom and any(left <= cut < right for cut in bare[y])]
            for run in _runs(lines):
                strips = widget.render_lines(Region(seen.x - region.x, run.start - region.y, seen.width, len(run)))
                for y, strip in zip(run, strips, strict=True):
                    within = [cut for cut in cuts[y] if left <= cut <= right]
                    for cut, piece in zip(within, strip.divide([cut - left for cut in within[1:]]), strict=False):
                        if cut in bare[y]:
                            painted[y][cut] = piece
                            bare[y].remove(cut)
                    if not bare[y]:
                        del bare[y]
            if not bare:
                break
        return painted


def _stacked(layout: CompositorMap, other: CompositorMap) -> list[Widget]:
    """Return the widgets that another layout has, too, from the back to the front."""
    return sorted(layout.keys() & other.keys(), key=lambda widget: layout[widget].order)


def _unlike(before: CompositorMap, after: CompositorMap) -> set[Region]:
    """Return where a widget was that is elsewhere now, or not there any more, and where one is that was not."""
    placed = {(widget, place._replace(order=())) for widget, place in before.items()}
    changed = placed ^ {(widget, place._replace(order=())) for widget, place in after.items()}
    return {seen for _widget, place in changed if (seen := place.clip.intersection(place.region))}


def _pieces(spans: _Spans, cuts: Sequence[Sequence[int]]) -> dict[int, set[int]]:
    """Return the pieces that lie in parts of lines, by the columns they begin in; widgets cut lines into pieces."""
    pieces: dict[int, set[int]] = {}
    for y, first, last in spans:
        found = {cut for cut, end in pairwise(cuts[y]) if cut < last and end > first}
        pieces[y] = pieces.get(y, set()) | found
    return pieces


def _runs(lines: Sequence[int]) -> Iterator[range]:
    """Return runs of lines that follow each other."""
    start = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at] != lines[at - 1] + 1:
            yield range(lines[start], lines[at - 1] + 1)
            start = at
