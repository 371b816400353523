"""Every question that is asked at the foot of the day: one at a time, each with a typed answer."""

from collections.abc import Callable

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.quick_add import QuickAdd
from fuyu.tui.panes.add import AddPrompt
from fuyu.tui.panes.asked import Asked
from fuyu.tui.panes.choice import ChoicePrompt
from fuyu.tui.panes.confirm import ConfirmPrompt
from fuyu.tui.panes.date_entry import DateEntry, dates_of
from fuyu.tui.panes.decision import DecisionPrompt
from fuyu.tui.panes.export import ExportPrompt
from fuyu.tui.panes.forget import ForgetPrompt
from fuyu.tui.panes.jump import JumpPrompt
from fuyu.tui.panes.log import LogPrompt
from fuyu.tui.panes.owe import OwePrompt
from fuyu.tui.panes.snooze import SnoozePrompt


class Questions:
    """The prompts, for the day to mount and to open."""

    def __init__(self, desk: Desk, asked: Asked, fill_in: Callable[[QuickAdd, PlaceDrafts | None], None]) -> None:
        """Make them.

        Args:
            desk: understands words, and knows what days hold.
            asked: knows from now on which of them is open.
            fill_in: lets every field of a new lead be filled in.
        """
        self._asked = asked
        self.dates = dates_of(desk)
        self.snooze = SnoozePrompt(self.dates, id="snooze")
        self.owe = OwePrompt(self.dates, id="owe")
        self.decision = DecisionPrompt(id="decision")
        self.log = LogPrompt(self.dates, desk, id="log")
        self.add = AddPrompt(desk.phrases.take_apart, desk.leads.alike, self.dates, fill_in, id="add")
        self.confirm = ConfirmPrompt(id="confirm")
        self.forget = ForgetPrompt(id="forget")
        self.export = ExportPrompt(id="export")
        self.choice = ChoicePrompt(id="choice")
        self.jump = JumpPrompt(id="jump")
        asked.prompts = (
            self.snooze,
            self.owe,
            self.decision,
            self.log,
            self.add,
            self.confirm,
            self.forget,
            self.export,
            self.choice,
            self.jump,
        )

    def ask_again(self) -> None:
        """Say anew what words for days mean in the one that is asked: what is shown is what Enter does."""
        if (asked := self._asked.now) is not None:
            asked.paint()
            for entry in asked.query(DateEntry):
                entry.paint()
