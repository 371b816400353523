"""A screen of one thing above the day; its title never hides that somebody is unscheduled."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol, runtime_checkable

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen, ScreenResultType

from fuyu.desk.drafts import PlaceDrafts
from fuyu.tui.bindings import keyboard_of
from fuyu.tui.keeping import DraftOffer, Keeping
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.unfinished import Unfinished
from fuyu.tui.widgets.lines import ROLE_CLASSES, Line, Lines, Title
from fuyu.tui.widgets.row_list import RowList


@runtime_checkable
class KnowsUnscheduled(Protocol):
    """The screen below, which knows how many leads have no date."""

    @property
    def unscheduled(self) -> int:
        """How many leads have no date."""


class Sheet(GoesOn, ModalScreen[ScreenResultType]):
    """A title, and below it whatever the sheet is for."""

    COMPONENT_CLASSES = ROLE_CLASSES
    CSS_PATH = Path(__file__).with_name("sheet.tcss")  # also of a sheet in another folder

    def __init__(self) -> None:
        super().__init__()
        self.title_line = Title(classes="title")

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

    def entitle(self, title: str, keys: str = "") -> None:
        """Say what the sheet is, and which keys it has."""
        day = self.app.screen_stack[0]
        unscheduled = day.unscheduled if isinstance(day, KnowsUnscheduled) else 0
        self.title_line.say(title, right=keys, warning=f"{unscheduled} unscheduled" if unscheduled else "")


class PairSheet(Sheet[ScreenResultType]):
    """A sheet with two people side by side: whose sides they are, their fields, what an answer means, and the keys."""

    def __init__(self) -> None:
        super().__init__()
        self.add_class("beside")
        self._lines: list[Line] = []
        self._heads = Lines(id="heads")
        self._list = RowList(lambda index, _width: self._lines[index])
        self._meaning = Lines(id="meaning")
        self._hints = Lines(id="hints")

    def compose(self) -> ComposeResult:
        """The title above the four parts."""
        yield self.title_line
        yield self._heads
        yield self._list
        yield self._meaning
        yield self._hints


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
