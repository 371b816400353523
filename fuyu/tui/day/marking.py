"""Marking leads in the lists: one, all from the last marked one to here, or everybody of a list."""

from fuyu.tui.day.view import View, show_marks


class Marking:
    """Marks leads, and says in the header how many; what a key does then, it does with all of them."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._lists = view.panes.lists

    def action_mark(self) -> None:
        """Mark the selected lead, or no longer, and go on to the next one."""
        lead_id = self._view.chosen
        if lead_id is None:
            self._view.say_nobody()
            return
        self._lists.marked.turn(lead_id)
        if self._lists.apart is None:
            self._lists.walk(1)
            self._view.show_chosen()
        show_marks(self._view)

    def action_mark_range(self) -> None:
        """Mark all from the lead who was marked last to the selected one; where nobody is marked, begin with them."""
        chosen, last = self._view.chosen, self._lists.marked.last
        if chosen is None:
            self._view.say_nobody()
            return
        shown = [row.id for pane in self._lists.both for row in pane.rows]
        ends = sorted(shown.index(lead_id) for lead_id in (chosen, last) if lead_id in shown)
        self._lists.marked.add(shown[ends[0] : ends[-1] + 1] if ends else [chosen])
        show_marks(self._view)

    def action_mark_all(self) -> None:
        """Mark all leads of the list who are not done; where they are marked already, those of both lists."""
        marked, done = self._lists.marked, {row.id for row in self._view.agenda.done}
        here = [row.id for row in self._lists.active.rows if row.id not in done]
        both = [row.id for pane in self._lists.both for row in pane.rows if row.id not in done]
        marked.add(both if all(lead_id in marked for lead_id in here) else here)
        show_marks(self._view)

    def action_unmark(self) -> None:
        """Mark nobody any more."""
        self._lists.marked.clear()
        show_marks(self._view)
