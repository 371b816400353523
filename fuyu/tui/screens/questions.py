"""Every question that is asked at the foot of the day: one at a time, each with a typed answer."""

from collections.abc import Callable
from typing import Any

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.quick_add import QuickAdd
from fuyu.errors import FuyuError
from fuyu.tui.panes.add import AddPrompt
from fuyu.tui.panes.choice import ChoicePrompt
from fuyu.tui.panes.confirm import ConfirmPrompt
from fuyu.tui.panes.date_entry import DateEntry, dates_of
from fuyu.tui.panes.decision import DecisionPrompt
from fuyu.tui.panes.export import ExportPrompt
from fuyu.tui.panes.jump import JumpPrompt
from fuyu.tui.panes.log import LogPrompt
from fuyu.tui.panes.owe import OwePrompt
from fuyu.tui.panes.prompt import Prompt
from fuyu.tui.panes.snooze import SnoozePrompt
from fuyu.tui.unfinished import Unfinished


class Questions:
    """The prompts, for the day to mount and to open."""

    def __init__(self, desk: Desk, fill_in: Callable[[QuickAdd, PlaceDrafts | None], None]) -> None:
        """Make them.

        Args:
            desk: understands words, and knows what days hold.
            fill_in: lets every field of a new lead be filled in.
        """
        self.dates = dates_of(desk)
        self.snooze = SnoozePrompt(self.dates, id="snooze")
        self.owe = OwePrompt(self.dates, id="owe")
        self.decision = DecisionPrompt(id="decision")
        self.log = LogPrompt(self.dates, desk, id="log")
        self.add = AddPrompt(desk.phrases.take_apart, desk.leads.alike, self.dates, fill_in, id="add")
        self.confirm = ConfirmPrompt(id="confirm")
        self.export = ExportPrompt(id="export")
        self.choice = ChoicePrompt(id="choice")
        self.jump = JumpPrompt(id="jump")
        self.all: tuple[Prompt[Any], ...] = (
            self.snooze,
            self.owe,
            self.decision,
            self.log,
            self.add,
            self.confirm,
            self.export,
            self.choice,
            self.jump,
        )

    @property
    def asked(self) -> Prompt[Any] | None:
        """The one that waits for an answer."""
        return next((prompt for prompt in self.all if prompt.is_open), None)

    def keep_typed(self) -> bool:
        """Keep what is typed in the one that is asked; return whether it is."""
        try:
            if (asked := self.asked) is not None:
                asked.keep_typed()
        except FuyuError:
            return False
        return True

    def unkept(self) -> list[Unfinished]:
        """Return what is typed in the one that is asked, and not kept."""
        return self.asked.unkept() if self.asked is not None else []

    def ask_again(self) -> None:
        """Say anew what words for days mean in the one that is asked: what is shown is what Enter does."""
        if (asked := self.asked) is not None:
            asked.paint()
            for entry in asked.query(DateEntry):
                entry.paint()
