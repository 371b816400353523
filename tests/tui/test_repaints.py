"""What a key has looked up, laid out and painted anew: what a person sees change, and no more."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from textual._compositor import Compositor
from textual.css.stylesheet import Stylesheet
from textual.pilot import Pilot
from textual.widget import Widget

from fuyu.tui.widgets.frame import Framed
from fuyu.tui.widgets.lines import Lines
from fuyu.tui.widgets.row_list import RowList
from tests.tui.conftest import Opened, due, press, until

BROAD = (120, 40)
LEADS = [due(1, "Ana", -3), due(2, "Ben", -2), due(3, "Cho", -1), due(4, "Dan", 0)]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Count rules that are looked up, layouts, and lines that widgets are asked for, by their ids."""
    counts: Counter[str] = Counter()

    def count(owner: type, name: str, say: Callable[..., tuple[str, int]]) -> None:
        theirs = getattr(owner, name)

        def counting(self: Any, *args: Any, **options: Any) -> Any:
            what, many = say(self, *args)
            counts[what] += many
            return theirs(self, *args, **options)

        monkeypatch.setattr(owner, name, counting)

    count(Stylesheet, "apply", lambda _self, _node: ("rules", 1))
    count(Compositor, "reflow", lambda *_: ("layouts", 1))
    count(Compositor, "_arrange_root", lambda *_: ("placed", 1))
    for painter in (Lines, Framed, RowList, Widget):
        count(painter, "render_lines", lambda widget, crop: (_name(widget), crop.height))
    return counts


def _name(widget: Widget) -> str:
    """Return the id of a widget, or that of what it is in."""
    return next((node.id for node in widget.ancestors_with_self if isinstance(node, Widget) and node.id), "screen")


async def counting(counts: Counter[str], pilot: Pilot[None], *keys: str) -> Counter[str]:
    """Press keys once nothing moves any more, and return what they cost."""
    counts["before"] = 1
    while counts:
        counts.clear()
        await pilot.wait_for_scheduled_animations()
    await press(pilot, *keys)
    await pilot.wait_for_scheduled_animations()
    return +counts


async def test_a_key_that_moves_the_cursor_paints_two_rows_and_the_card(opened: Opened, counted: Counter[str]) -> None:
    async with opened(*LEADS, size=BROAD) as (_morning, pilot):
        await press(pilot, "down", "up")
        found = await counting(counted, pilot, "down")
    assert found["overdue"] == 2
    assert found.keys() == {"overdue", "card"}, "no rule, no layout, and nothing that lies beside"


@pytest.mark.parametrize("key", ["l", "s"])
async def test_a_question_paints_nothing_around_it(opened: Opened, counted: Counter[str], key: str) -> None:
    async with opened(*LEADS, size=BROAD) as (morning, pilot):
        await press(pilot, key)
        await until(pilot, lambda: counted["layouts"])
        await press(pilot, "escape")
        found = await counting(counted, pilot, key)
        frame = morning.app.day.view.asked.now
        assert frame is not None
    assert found["placed"] == found["layouts"], "nothing is laid out a second time to know where it is"
    assert found["overdue"] in {1, 2}, "the chosen row is another without the keys, which may come in two frames"
    assert not found.keys() & {"header", "today", "card", "notes", "lists", "lead"}


async def test_a_question_answered_by_keys_looks_no_rule_up(opened: Opened, counted: Counter[str]) -> None:
    async with opened(*LEADS, size=BROAD) as (_morning, pilot):
        await press(pilot, "l", "escape")
        found = await counting(counted, pilot, "l")
    assert "rules" not in found
