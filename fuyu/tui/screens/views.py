"""Narrow the day to a saved view, or to what is typed; save and forget views."""

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.timer import Timer
from textual.widgets import Input

from fuyu.desk import Desk
from fuyu.domain.agenda import Agenda, narrowed
from fuyu.domain.text import clean_line, fold
from fuyu.domain.view import Narrowing, recalled
from fuyu.tui.bindings import bindings
from fuyu.tui.keys import Where
from fuyu.tui.present import counted
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.widgets.line_input import LineInput
from fuyu.tui.widgets.lines import Line, Span, fit
from fuyu.tui.widgets.row_list import RowList

_PAUSE = 0.15
"""Seconds without a key before it is counted who is meant."""
_NAME = 20
_CHOICES = 12
_PLACEHOLDER = "tag:expo hot due:week, or the name of a view"
_NAMING = (("view.done", "Save"), ("view.cancel", "Back to the query"))
_BACK = ("view.cancel", "Back")


class Everyone(NamedTuple):
    """The day is no longer narrowed."""


class Saving(NamedTuple):
    """A query is to be saved under a name."""

    name: str
    query: str


class ViewForgotten(NamedTuple):
    """A view is to be forgotten."""

    name: str


ViewWish = Narrowing | Everyone | Saving | ViewForgotten


class _Entry(NamedTuple):
    """A line of the list."""

    name: str
    query: str
    wish: ViewWish


class ViewsSheet(Sheet[ViewWish | None]):
    """A line for a query or a name, and the views; with a name asked for, a query is saved."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.VIEW)

    def __init__(self, desk: Desk, agenda: Agenda, now: Narrowing | None, typed: str = "") -> None:
        """Make the sheet.

        Args:
            desk: knows the views.
            agenda: the whole day.
            now: what the day is narrowed to.
            typed: a query that was typed elsewhere.
        """
        super().__init__()
        self._desk, self._agenda, self._narrowed = desk, agenda, now
        self._entries: Sequence[_Entry] = ()
        self._query = ""
        """What a name is asked for; empty while a query is typed."""
        self._pause: Timer | None = None
        self._input = LineInput(typed, submit=self.action_done, placeholder=_PLACEHOLDER)
        self._list = RowList(self._line, has_bar=True)
        self._list.can_focus = False

    def inside(self) -> ComposeResult:
        """What is typed, and the views."""
        yield self._input
        yield self._list

    def on_mount(self) -> None:
        """Begin with the line."""
        self.set_focus(self._input)
        self._input.cursor_position = len(self._input.value)
        self._fill()

    def on_input_changed(self, message: Input.Changed) -> None:
        """Show the views that are meant."""
        message.stop()
        self._fill()

    def on_row_list_chosen(self) -> None:
        """A click says who is meant."""
        self._count()

    def on_row_list_opened(self) -> None:
        """A double click takes a view."""
        self.action_done()

    def action_step(self, by: int) -> None:
        """Move in the list while typing."""
        self._list.move(by)
        self._settle_soon()

    def action_complete(self) -> None:
        """Complete the operator or value that is typed, or say what it can be."""
        if self._query:
            return
        completion = self._desk.leads.queries.completed(self._input.value)
        if completion.shared != self._input.value and completion.choices:
            self._input.put(completion.shared)
        else:
            self.edge.say("  ".join(completion.choices[:_CHOICES]) or "nothing that is known begins so", "dim")

    def action_save(self) -> None:
        """Ask for the name under which what is typed is saved."""
        typed = clean_line(self._input.value)
        query = self._desk.leads.queries.read(typed)
        if self._query:
            self.action_done()
        elif query.problems:
            self.edge.say(query.problems[0].sentence, mark="?")
        elif not query:
            self.edge.say("type what the view asks first, like tag:expo hot", mark="?")
        else:
            self._query = typed
            self._input.placeholder = "what the view is called, like fair"
            self._input.put("")
            self._fill()

    def action_forget(self) -> None:
        """Forget the view under the cursor."""
        wish = self._entries[self._list.cursor].wish if self._entries and not self._query else None
        if isinstance(wish, Narrowing):
            self.dismiss(ViewForgotten(wish.name))

    def action_done(self) -> None:
        """Take the view under the cursor, or save what was typed under a name."""
        if self._query:
            if name := clean_line(self._input.value):
                self.dismiss(Saving(name, self._query))
        elif self._entries:
            wish = self._entries[self._list.cursor].wish
            asked = wish.query if isinstance(wish, Narrowing) else ""
            if problems := self._desk.leads.queries.read(asked).problems:
                self.edge.say(problems[0].sentence, mark="?")
            else:
                self.dismiss(wish)

    def action_cancel(self) -> None:
        """Go back to the query, or to the day."""
        if not self._query:
            self.dismiss(None)
            return
        typed, self._query = self._query, ""
        self._input.placeholder = _PLACEHOLDER
        self._input.put(typed)
        self._fill()

    def _fill(self) -> None:
        """Show what can be taken by what is typed."""
        self.edge.say("")
        self._entries = [] if self._query else self._found(clean_line(self._input.value))
        self._list.show(max(len(self._entries), 1), 0)
        self._list.show_cursor = bool(self._entries)
        saved = any(isinstance(entry.wish, Narrowing) and entry.name for entry in self._entries)
        if self._query:
            self.edge.entitle(f"Name the view of {self._query}")
            self.edge.offer_keys(*_NAMING)
        else:
            self.edge.entitle("Narrow the day to a view")
            forget = (("view.forget", "Forget it"),) if saved else ()
            keys = (("view.done", "Narrow the day"), ("view.save", "Save as a view"), ("view.complete", "Complete"))
            self.edge.offer_keys(*keys, *forget, _BACK)
        self._settle_soon()

    def _found(self, typed: str) -> list[_Entry]:
        views = [_Entry(view.name, view.query, recalled(view)) for view in self._desk.views.all()]
        if not typed:
            everyone = [_Entry("", "everyone", Everyone())] if self._narrowed else []
            return [*everyone, *views]
        named = [entry for entry in views if fold(typed) in fold(entry.name)]
        own = _Entry("", typed, Narrowing(typed, typed))
        has_operators = bool(self._desk.leads.queries.read(typed).terms)
        return [own, *named] if has_operators or not named else [*named, own]

    def _settle_soon(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(_PAUSE, self._count)

    def _count(self) -> None:
        """Say who is meant, or what cannot be understood."""
        if self._query or not self._entries:
            return
        entry = self._entries[self._list.cursor]
        if not isinstance(entry.wish, Narrowing):
            return
        query = self._desk.leads.queries.read(entry.wish.query)
        if amiss := self._desk.leads.queries.amiss(query):
            self.edge.say("; ".join(amiss), mark="?")
        elif query and not query.words:  # notes are not looked through for a count
            found = self._desk.leads.found(query)
            day = narrowed(self._agenda, found)
            self.edge.say(f"{counted(len(found), 'lead')}, {len(day.overdue) + len(day.today)} due today", "dim")

    def _line(self, index: int, width: int) -> Line:
        if index >= len(self._entries):
            words = "" if self._query else "No saved views yet. Type a query; ctrl+s saves it."
            return (Span(f"  {words}", "dim"),)
        entry = self._entries[index]
        if not entry.name:
            return Span(" "), Span(fit(entry.query, max(width - 1, 1)), "lit")
        return Span(" "), Span(fit(entry.name, _NAME), "name"), Span(fit(entry.query, max(width - _NAME - 1, 1)))
