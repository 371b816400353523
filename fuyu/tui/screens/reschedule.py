"""Rescheduling: every overdue plan gets a new day, seen as a calendar before it is done."""

from collections.abc import Sequence
from typing import ClassVar

from textual.binding import BindingType

from fuyu.desk import Desk
from fuyu.domain.reschedule import Replan
from fuyu.tui.bindings import bindings, keyboard_of
from fuyu.tui.keys import Where
from fuyu.tui.present import counted
from fuyu.tui.present_days import reschedule_lines
from fuyu.tui.screens.page import Page
from fuyu.tui.widgets.lines import Line


class ReschedulePage(Page[Replan | None]):
    """New days for overdue plans; the answer is what is to be done."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.RESCHEDULE)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._found = desk.planning.overdue()

    def on_mount(self) -> None:
        """Say what is asked."""
        super().on_mount()
        plans = counted(len(self._found.days) - self._found.leaving.total(), "overdue plan")
        self.edge.entitle(f"Reschedule: {plans}?" if self._found.days else "Reschedule: nothing is overdue")

    @property
    def keys(self) -> Sequence[tuple[str, str]]:
        """Yes or no; reading on comes last."""
        yes = (("reschedule.done", "Reschedule"),) if self._found.days else ()
        return (*yes, ("page.back", "Back, nothing moves" if self._found.days else "Back"), ("page.down", "Read on"))

    def lines(self, width: int) -> Sequence[Line]:
        """What each day holds and will hold, and the promises that stay."""
        diary = self.desk.terms.diary
        undo = keyboard_of(self)["book.undo"].hint()
        return reschedule_lines(self._found, diary, undo, self.desk.now().date(), width)

    def action_done(self) -> None:
        """Do it, where there is anything to do."""
        self.dismiss(self._found if self._found.days else None)
