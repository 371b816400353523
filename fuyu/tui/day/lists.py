"""Walking through the two lists of the day."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.widget import Widget

from fuyu.desk import Card
from fuyu.domain.calls import Round
from fuyu.tui.day.view import View, actions_of
from fuyu.tui.keys import Where
from fuyu.tui.panes.coming import ComingDays
from fuyu.tui.panes.leads import LeadsPane
from fuyu.tui.panes.notes import NotesPane

if TYPE_CHECKING:
    from fuyu.tui.panes.jump import JumpPrompt

_LIST_HINTS = (
    *("call", "log", "no_answer", "snooze", "notes", "message", "owe", "find", "add", "undo"),
    *("edit", "history", "snooze_one", "zoom", "quit"),
)
_MARKED_HINTS = (
    *("snooze", "edit", "message", "unmark", "mark", "mark_range", "mark_all", "snooze_one", "export", "delete"),
    *("warmer", "colder", "undo"),
)
_COMING_HINTS = ("enter", "back", "find", "add", "undo")
_NOBODY_HINTS = ("find", "add", "import", "unscheduled", "undo", "quit")
"""Those that mean something while nobody is selected."""
_BEGIN_HINTS = ("add", "import", "demo", "quit")
"""Those that mean something before the first lead."""
_NOTE_HINTS = ("log", "back", "keep", "down", "snooze", "elsewhere", "stamp", "search")


class ListWalk:
    """The keys move a cursor in the lists, and the card beside them is of whom it chooses."""

    stays = False
    """Whoever is added is chosen."""

    def __init__(self, view: View, jump: "Callable[[], JumpPrompt]", call: Callable[[], object]) -> None:
        """Make it.

        Args:
            view: has the lists.
            jump: gives what asks for the letter of a lead.
            call: opens the call card of the chosen lead.
        """
        self._view = view
        self._screen = view.screen
        self._lists = view.panes.lists
        self._jump = jump
        self._call = call
        self._came_from: int | None = None
        """Who was chosen before the unscheduled were walked."""
        self.actions = actions_of(self)

    @property
    def home(self) -> Widget:
        """The active list."""
        return self._lists.active.list

    @property
    def is_typing(self) -> bool:
        """Whether letters are text: in the notes they are."""
        return self._view.panes.notes.has_keys

    @property
    def situation(self) -> Where:
        """Typing notes, or moving about."""
        return Where.NOTES if self.is_typing else Where.MOVE

    @property
    def hinted(self) -> tuple[str, ...]:
        """The actions that the last line offers."""
        if isinstance(self._screen.focused, ComingDays):
            return _COMING_HINTS
        if self._view.chosen is None:
            return _NOBODY_HINTS if len(self._view.desk.leads) else _BEGIN_HINTS
        if self.is_typing:
            return _NOTE_HINTS
        return _MARKED_HINTS if self._lists.marked else _LIST_HINTS

    def show(self, card: Card | None) -> None:
        """Show the chosen lead's card."""
        self._view.panes.card.show(card, self._view.desk.now())

    def go_to(self, lead_id: int) -> None:
        """Choose a lead, in the list where they stand, or apart from the lists where they stand in none."""
        self._lists.go_to(lead_id)
        self._view.show_chosen()

    def go_on(self, before: Round, leave: int | None) -> None:
        """Choose whose turn it is once a lead was dealt with; from one found apart it is only whose time is now."""
        view = self._view
        self._lists.apart = view.still_apart(leave)
        if leave is not None and (leave in before.leads or view.round.near):
            view.offer(before.after(leave, view.round))

    # Moving about

    def action_down(self) -> None:
        """Choose the next lead."""
        self._walk(1)

    def action_up(self) -> None:
        """Choose the lead before."""
        self._walk(-1)

    def action_first(self) -> None:
        """Choose the first lead of the list."""
        self._move(-len(self._lists.active.rows))

    def action_last(self) -> None:
        """Choose the last lead of the list."""
        self._move(len(self._lists.active.rows))

    def action_page_down(self) -> None:
        """Move half a page down."""
        self._move(self._lists.active.half_page)

    def action_page_up(self) -> None:
        """Move half a page up."""
        self._move(-self._lists.active.half_page)

    def action_next_pane(self) -> None:
        """Go to the next pane."""
        self._screen.focus_next()

    def action_previous_pane(self) -> None:
        """Go to the pane before."""
        self._screen.focus_previous()

    def action_overdue(self) -> None:
        """Go to the overdue leads."""
        self._enter(self._lists.overdue, self._lists.overdue.list.cursor)

    def action_today(self) -> None:
        """Go to today's leads."""
        self._enter(self._lists.today, self._lists.today.list.cursor)

    def action_jump(self) -> None:
        """Go to a lead by the letter that is shown beside them."""
        if not any(pane.rows for pane in self._lists.both):
            self._view.voice.say("nobody is in the lists")
            return
        self._jump().ask_where_to(self._lists.both, lambda place: self._enter(*place), self.action_notes)

    def action_unscheduled(self) -> None:
        """Walk the leads without a date, or go back to whom one came from."""
        view = self._view
        if not view.unscheduled:
            view.voice.say("nobody is unscheduled")
            return
        came_from, self._came_from = self._came_from, view.chosen
        view.of_unscheduled = not view.of_unscheduled
        view.repaint()
        if view.of_unscheduled or came_from is None or view.desk.leads.row(came_from) is None:
            self._enter(self._lists.today, 0)
        else:
            self.go_to(came_from)

    def action_call(self) -> None:
        """Call the chosen lead."""
        self._call()

    def action_notes(self) -> None:
        """Put the cursor into the notes; where there is no room for them, the call card opens, which has them."""
        self._view.show_chosen()
        if self._view.chosen is None:
            self._view.say_nobody()
        elif not self._view.panes.board.has_notes:
            self._call()
        else:
            self._screen.set_focus(self._view.panes.notes.editor)

    def action_zoom(self) -> None:
        """Give the pane with the keys the whole screen, or give it back."""
        focused = self._screen.focused
        pane = focused.parent if focused is not None else None
        if self._screen.maximized is not None:
            self._screen.minimize()
        elif isinstance(pane, (LeadsPane, NotesPane)):
            self._screen.maximize(pane, container=False)

    def action_back(self) -> None:
        """Go back to the lists; from there, to the whole day where it is narrowed, then to one's own leads."""
        is_in_lists = self._screen.focused in {pane.list for pane in self._lists.both}
        if is_in_lists and self._view.narrowing is not None:
            self._view.widen()
        elif is_in_lists and self._view.desk.whose.is_everyone:
            self._view.show_own()
        else:
            self._view.give_keys()

    def _enter(self, pane: LeadsPane, index: int) -> None:
        self._lists.enter(pane, index)
        self._view.show_chosen()

    def _walk(self, step: int) -> None:
        self._lists.walk(step)
        self._view.show_chosen()

    def _move(self, by: int) -> None:
        self._lists.move(by)
        self._view.show_chosen()
