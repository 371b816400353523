"""Going away: from when to when in words, what moves, and whom to tell before."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.history import Away
from fuyu.domain.lead import Lead
from fuyu.domain.reschedule import Replan
from fuyu.domain.text import clean_line
from fuyu.domain.when import Range
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present_days import away_lines, clearing_lines, range_line
from fuyu.tui.screens.sheet import TypedSheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Lines, Span
from fuyu.tui.widgets.row_list import RowList

_BACK = ("away.cancel", "Back")
_KEYS = (("away.done", "See what moves"), _BACK)
_KNOWN = (("away.done", "See what moves"), ("away.forget", "Forget the selected days"), _BACK)
_ASKED = (("away.done", "Keep these days free"), ("away.cancel", "Back to the dates"))


class GoingAway(NamedTuple):
    """What was decided: the days, and new ones for the plans on them."""

    away: Away
    moved: Replan


class AwaySheet(TypedSheet[GoingAway | Away | None]):
    """Asks from when to when, then once more with what it moves; or gives back days away that are to be forgotten."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.AWAY)

    def __init__(self, desk: Desk, drafts: PlaceDrafts) -> None:
        super().__init__(drafts)
        self._desk = desk
        self._asked: GoingAway | None = None
        self._coming: Sequence[Away] = ()
        self._lines: Sequence[Line] = ()
        self._input = LineInput(submit=self.action_done)
        self._meaning = Lines()
        self._list = RowList(lambda index, _width: self._lines[index])
        self._list.can_focus = False

    def inside(self) -> ComposeResult:
        """The words, what they mean, and what that moves."""
        yield self.offer
        yield self._input
        yield self._meaning
        yield self._list

    def on_mount(self) -> None:
        """Begin with the words."""
        self.set_focus(self._input)
        self.begin_keeping("away.continue")

    def on_resize(self) -> None:
        """Lay the words out in the width there is."""
        self._paint()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Understand anew; other days are asked about anew."""
        message.stop()
        self._asked = None
        self.keep_soon()
        self._paint()

    def typed(self) -> Mapping[str, str]:
        """Return the words."""
        return {"line": self._input.value}

    def write(self, fields: Mapping[str, str]) -> None:
        """Go on with words that were typed before."""
        self._input.put(fields.get("line", ""))

    def action_done(self) -> None:
        """Say what the days move; the second time, take them."""
        if self._asked is not None:
            self.dismiss(self._asked)
            return
        phrase, _, words = self._input.value.partition(":")
        found = self._desk.phrases.days(phrase)
        if isinstance(found, Range):
            away = Away(id=0, first=found.first, last=found.last, reason=clean_line(words))
            self._asked = GoingAway(away, self._desk.planning.clearing(away))
            self._paint()

    def action_step(self, by: int) -> None:
        """Choose among the days away that are known."""
        self._list.move(by)

    def action_forget(self) -> None:
        """Give the chosen days away back."""
        if self._asked is None and self._coming:
            self.dismiss(self._coming[self._list.cursor])

    def action_cancel(self) -> None:
        """Go back to the words, or to the day."""
        if self._asked is None:
            self.dismiss(None)
        else:
            self._asked = None
            self._paint()

    def _paint(self) -> None:
        today, width = self._desk.now().date(), self.edge.room
        if self._asked is not None:
            away, moved = self._asked
            self.edge.entitle(f"Away {Range(away.first, away.last).words(today)}?")
            self.edge.offer_keys(*_ASKED)
            self._lines = [(), *clearing_lines(moved, self._lead, today, width)]
        else:
            self._coming = [away for away in self._desk.planning.away() if away.last >= today]
            self.edge.entitle("Keep days free: from when to when?")
            self.edge.offer_keys(*(_KNOWN if self._coming else _KEYS))
            self._lines = away_lines(self._coming, today, width)
        meaning = self._meant()
        self._meaning.show(lambda _width, _height: [meaning])
        self._list.show_cursor = self._asked is None and bool(self._coming)
        self._list.show(len(self._lines), 0)

    def _meant(self) -> Line:
        """Return what the words mean, with how full those days are, or why they mean nothing."""
        phrase = self._input.value.partition(":")[0]
        if not phrase.strip():
            return ()
        found = self._desk.phrases.days(phrase)
        if not isinstance(found, Range):
            near = f"  {found.suggestion}?" if found.suggestion else ""
            return Span(" ? ", "warn"), Span(found.sentence, "dim"), Span(near, "key")
        days = [found.first + timedelta(days=number) for number in range((found.last - found.first).days + 1)]
        return range_line(
            found, [self._desk.whose.mine.load(day) for day in days], self._desk.calendar, self._desk.now().date()
        )

    def _lead(self, lead_id: int) -> Lead:
        return self._desk.leads.card(lead_id).lead
