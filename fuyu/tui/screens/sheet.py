"""A screen of one thing above the day; its title never hides that somebody is unscheduled."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.css.stylesheet import Stylesheet
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import ModalScreen, Screen, ScreenResultType
from textual.widget import Widget

from fuyu.desk.drafts import PlaceDrafts
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.keeping import DraftOffer, Keeping
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.kit.textual_compat.looks import StyledOnce, fit
from fuyu.tui.present import wrapped
from fuyu.tui.unfinished import Unfinished
from fuyu.tui.widgets.keys_row import KeyHint, KeysRow
from fuyu.tui.widgets.lines import Line, Lines, Span
from fuyu.tui.widgets.over import ROOMY, Over
from fuyu.tui.widgets.row_list import RowList

_RULES = Path(__file__).with_name("sheet.tcss")
_HIGH = 30
"""Lines of a screen that has room for air."""


def _read_rules(rules: Stylesheet) -> None:
    """Read the rules of sheets with the first of them; Textual would read all anew, and look up those of the day."""
    if not rules.has_source(str(_RULES)):
        rules.read(_RULES)
        rules.parse()


@runtime_checkable
class KnowsUnscheduled(Protocol):
    """The screen below, which knows how many leads have no date."""

    @property
    def unscheduled(self) -> int:
        """How many leads have no date."""


class Edge:
    """What stands around a sheet: a frame with the title, what has to be said, and below it the keys."""

    def __init__(self, screen: Screen[Any], roomy: Size) -> None:
        """Make it; `roomy` is how large a screen is on which the frame has a border."""
        self._screen = screen
        self.frame = Over(id="sheet", roomy=roomy)
        self.foot = KeysRow(id="keys")
        self.notice = Lines(id="notice")

    @property
    def room(self) -> int:
        """How wide a line of a list is here, a scroll bar aside."""
        return max(self.frame.room - 1, 1)

    def entitle(self, title: str, right: str = "") -> None:
        """Say what the sheet is, and at the other end something else."""
        day = self._screen.app.screen_stack[0]
        unscheduled = day.unscheduled if isinstance(day, KnowsUnscheduled) else 0
        warning = f"{unscheduled} unscheduled" if unscheduled else ""
        self.frame.entitle(title, right=" · ".join(filter(None, (right, warning))))

    def offer_keys(self, *said: tuple[str, str]) -> None:
        """Name keys at the foot by their ids, each with what it does here; a click does the same."""
        keyboard = keyboard_of(self._screen)
        self.foot.offer([KeyHint(keyboard[key_id].hint(), words, keyboard[key_id].action) for key_id, words in said])

    def say(self, words: str, role: str = "warn", mark: str = "") -> None:
        """Say something above the keys, whole, after a mark if it has one; no words take it away."""
        self.notice.display = bool(words)
        marks = [f" {mark} " if mark else " ", *(" " * (len(mark) + 2 if mark else 1) for _ in words)]
        told = wrapped(words, self.room - len(marks[0]))
        lines = [(Span(f"{head}{line}", role),) for head, line in zip(marks, told, strict=False)]
        self.notice.take(max(len(lines), 1))
        self.notice.show(lambda _width, _height: lines)


class Sheet(GoesOn, StyledOnce[ScreenResultType], ModalScreen[ScreenResultType]):
    """A frame with a title, whatever the sheet is for, what has to be said of it, and its keys below."""

    CSS_PATH = _RULES  # also of a sheet in another folder
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keys; who looks otherwise with them is painted, not the whole screen."""
    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]  # noqa: RUF012 - Textual's type
    ROOMY: ClassVar[Size] = ROOMY
    """Cells of a screen from which it has a border all around."""

    def __init__(self) -> None:
        super().__init__()
        self.edge = Edge(self, self.ROOMY)
        """Its title, its keys, and what has to be said."""
        _read_rules(self.app.stylesheet)
        self.made_for = self.app.size
        fit(self, self.app.size)

    def compose(self) -> ComposeResult:
        """The frame with its parts, and the keys."""
        self.edge.frame.fit()
        with self.edge.frame:
            yield from self.inside()
            yield self.edge.notice
        yield self.edge.foot

    def inside(self) -> ComposeResult:
        """What the sheet is for."""
        raise NotImplementedError

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave, where that was not done already: a second click on its way would take the screen below it away."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def keep_typed(self) -> None:
        """Keep what is typed here and not finished; most sheets have nothing of the kind.

        Raises:
            FuyuError: it cannot be kept now.
        """

    def unkept(self) -> list[Unfinished]:
        """Return what is typed here and not kept."""
        return []


class PairSheet(Sheet[ScreenResultType]):
    """A sheet with two people side by side: whose sides they are, their fields, and what an answer means."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("beside")
        self._lines: list[Line] = []
        self._heads = Lines(id="heads")
        self._list = RowList(lambda index, _width: self._lines[index])
        self._meaning = Lines(id="meaning")

    def inside(self) -> ComposeResult:
        """The three parts."""
        yield self._heads
        yield self._list
        yield self._meaning


class TypedSheet(Sheet[ScreenResultType]):
    """A sheet in which one types: that is kept within a second, and offered when the same is opened again."""

    def __init__(self, drafts: PlaceDrafts) -> None:
        """Make the sheet; what is typed is kept in these drafts."""
        super().__init__()
        self._drafts = drafts
        self._keeping = Keeping(self, self.typed, self.write)

    @property
    def offer(self) -> DraftOffer:
        """The line that offers what was typed before; a sheet shows it below its title."""
        return self._keeping.offer

    def typed(self) -> Mapping[str, str]:
        """Return what is typed, by field; nothing where all is as it was opened."""
        raise NotImplementedError

    def write(self, fields: Mapping[str, str]) -> None:
        """Put into the fields what was typed before."""
        raise NotImplementedError

    def begin_keeping(self, key_id: str) -> None:
        """Keep what is typed from now on; the key goes on with what was typed before."""
        self._keeping.begin(self._drafts, keyboard_of(self)[key_id].hint())

    def keep_soon(self) -> None:
        """Take notice that something is typed."""
        self._keeping.typed()

    def keep_typed(self) -> None:
        """Keep what is typed, now."""
        self._keeping.keep()

    def unkept(self) -> list[Unfinished]:
        """Return what is typed here and not kept."""
        return self._keeping.unkept()

    def dismiss(self, result: ScreenResultType | None = None) -> AwaitComplete:
        """Leave once what is typed is kept; where it cannot be, say so before going back without an answer."""
        may_leave = self._keeping.may_leave()
        return super().dismiss(result) if may_leave or result is not None else AwaitComplete()

    def action_bring(self) -> None:
        """Go on with what was typed here before."""
        self._keeping.bring()
