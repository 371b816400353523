"""What is painted anew: all that Textual would paint, by those widgets alone that are seen."""

from collections.abc import Mapping, Sequence

import pytest
from rich.segment import Segment
from textual._compositor import Compositor
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from fuyu.tui.kit.textual_compat.composing import PieceCompositor

WHOLE = Region(0, 0, 40, 12)


class Letters(Widget):
    """A widget of one letter, which counts the lines it is asked for."""

    asked = 0

    def render_line(self, y: int) -> Strip:
        self.asked += 1
        width = self.size.width
        return Strip([Segment("".join(f"{self.id}{y}{x}" for x in range(width))[:width])], width)


class Layers(App[None]):
    """From behind: one that others cover, a list, a pane that goes on below the end, an answer, a question."""

    CSS = """
    Screen { layers: below above; overflow: hidden; }
    Letters { position: absolute; layer: below; }
    #list { width: 20; height: 12; }
    #pane { width: 30; height: 20; offset: 20 2; }
    #covered { width: 10; height: 2; offset: 12 5; }
    #answer { layer: above; width: 24; height: 2; offset: 10 8; }
    #question { layer: above; width: 24; height: 4; offset: 10 4; }
    """

    def compose(self) -> ComposeResult:
        for name in ("covered", "list", "pane", "answer", "question"):
            yield Letters(id=name)


def texts(painted: Sequence[Mapping[int, Strip | None]], lines: Sequence[int]) -> list[dict[int, str]]:
    """Return what stands in each piece of some lines."""
    return [{cut: strip.text if strip else "" for cut, strip in painted[y].items()} for y in lines]


@pytest.mark.parametrize("crop", [WHOLE, Region(5, 3, 20, 4), Region(0, 11, 40, 9), Region(3, -2, 8, 5)])
@pytest.mark.parametrize("lines", [range(12), range(5, 7), range(0)], ids=["all", "some", "none"])
async def test_it_paints_what_textual_would(crop: Region, lines: range) -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        ours.reflow(pilot.app.screen, WHOLE.size)
        painted = ours._render_chops(crop, lines.__contains__)
        theirs = Compositor._render_chops(ours, WHOLE, lines.__contains__)
    wanted = [y for y in lines if crop.y <= y < crop.bottom]
    assert texts(painted, wanted) == texts(theirs, wanted)


async def test_what_changed_is_painted_as_textual_would_and_what_lies_beside_it_is_not() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours, theirs = PieceCompositor(), Compositor()
        updates = []
        for compositor in (ours, theirs):
            compositor.reflow(pilot.app.screen, WHOLE.size)
            compositor._dirty_regions = {Region(2, 4, 6, 2), Region(30, 10, 10, 2)}
            updates.append(compositor.render_partial_update())
    assert [update and update.spans for update in updates] == [[(4, 2, 8), (5, 2, 8), (10, 30, 40), (11, 30, 40)]] * 2
    painted, whole = (update.chops for update in updates if update)
    assert texts(painted, [4]) == [{0: "", 10: "", 20: "", 34: ""} | {0: texts(whole, [4])[0][0]}]
    assert texts(painted, [11]) == [{0: "", 20: texts(whole, [11])[0][20]}]


async def test_one_more_widget_changes_nothing_but_where_it_is() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        pilot.app.query_one("#question").display = False
        ours.reflow(pilot.app.screen, WHOLE.size)
        ours._dirty_regions.clear()
        pilot.app.query_one("#question").display = True
        pilot.app.screen._clear_arrangement_cache()
        ours.reflow(pilot.app.screen, WHOLE.size)
    assert ours._dirty_regions == {Region(10, 4, 24, 4)}


async def test_a_widget_that_comes_to_lie_above_another_is_painted() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        ours.reflow(pilot.app.screen, WHOLE.size)
        ours._dirty_regions.clear()
        pilot.app.query_one("#covered").styles.layer = "above"
        pilot.app.screen._clear_arrangement_cache()
        ours.reflow(pilot.app.screen, WHOLE.size)
    assert Region(12, 5, 10, 2) in ours._dirty_regions


async def test_what_is_covered_is_asked_for_nothing() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        ours.reflow(pilot.app.screen, WHOLE.size)
        widgets = [*pilot.app.query(Letters)]
        for widget in widgets:
            widget.asked = 0
            widget.refresh()
        ours._render_chops(WHOLE, {5, 6}.__contains__)
    assert {widget.id: widget.asked for widget in widgets} == {
        "covered": 0,
        "list": 2,
        "pane": 2,
        "answer": 0,
        "question": 2,
    }


async def test_what_is_gone_is_painted_over_also_where_somebody_asked_meanwhile_where_a_widget_is() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        ours.reflow(pilot.app.screen, WHOLE.size)
        ours._dirty_regions.clear()
        question = pilot.app.query_one("#question")
        question.display = False
        ours._full_map_invalidated = True
        assert question not in ours.full_map, "it is laid out anew for who asks"
        ours.reflow(pilot.app.screen, WHOLE.size)
        assert ours._dirty_regions == {Region(10, 4, 24, 4)}


async def test_for_a_widget_that_is_not_shown_nothing_is_laid_out_anew() -> None:
    async with Layers().run_test(size=(40, 12)) as pilot:
        ours = PieceCompositor()
        question = pilot.app.query_one("#question")
        question.display = False
        ours.reflow(pilot.app.screen, WHOLE.size)
        ours.update_widgets({question})
        assert not ours._full_map_invalidated
