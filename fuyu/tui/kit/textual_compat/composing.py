"""Painting only what is seen of a change: the lines that changed, and of them only the widgets that lie on top.

Textual asks every widget of a screen for all of its lines at each change, also for those it then leaves out; on a
dashboard that is a third of what a key costs (measured).
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from textual._compositor import Compositor
from textual.geometry import Region
from textual.screen import Screen
from textual.strip import Strip


def paint_by_line(screen: Screen[Any]) -> None:
    """Have a screen paint only the lines that changed."""
    screen._compositor = LineCompositor()


class LineCompositor(Compositor):
    """A compositor that asks a widget only for lines that are painted, and that no other widget covers."""

    def _render_chops(self, crop: Region, is_rendered_line: Callable[[int], bool]) -> Sequence[Mapping[int, Strip]]:
        wanted = [y for y in range(max(crop.y, 0), min(crop.bottom, self.size.height)) if is_rendered_line(y)]
        cuts = self.cuts
        chops: list[dict[int, Strip | None]] = [{} for _ in cuts]
        for y in wanted:
            chops[y] = dict.fromkeys(cuts[y][:-1])
        bare = {y: len(chops[y]) for y in wanted}
        """How many pieces of a line nothing was painted in yet: widgets come from the front to the back."""
        for widget, (region, clip) in self.visible_widgets.items():
            seen = region.intersection(clip)
            lines = [y for y in bare if seen.y <= y < seen.bottom]
            if not lines:
                continue
            left, right = seen.column_span
            top = lines[0]
            strips = widget.render_lines(
                Region(seen.x - region.x, top - region.y, seen.width, lines[-1] - top + 1),
            )
            for y in lines:
                within = [cut for cut in cuts[y] if left <= cut <= right]
                line = chops[y]
                pieces = strips[y - top].divide([cut - left for cut in within[1:]])
                for cut, piece in zip(within, pieces, strict=False):
                    if line[cut] is None:
                        line[cut] = piece
                        bare[y] -= 1
                if not bare[y]:
                    del bare[y]
            if not bare:
                break
        return cast("Sequence[Mapping[int, Strip]]", chops)
