"""What is owed to the chosen lead, beside the plan: tasks and promises, added and done one by one."""

from functools import partial

from fuyu.desk.values import step_words
from fuyu.domain.action import Action
from fuyu.domain.lead import Status
from fuyu.domain.manners import first_way
from fuyu.domain.promise import Promise
from fuyu.domain.step import Plan
from fuyu.domain.typed import TypedKind
from fuyu.tui.day.doing import Doing
from fuyu.tui.panes.owe import Owing


class OwedActions:
    """Adds tasks and promises, and marks tasks as done."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self._view = doing.view
        self._voice = doing.voice
        self._desk = doing.desk

    def action_owe(self) -> None:
        """Add a task, or a promise to contact them, beside what is owed to the chosen lead already."""
        card = self._view.card()
        if card is None or self._view.wants_silence(card.lead):
            return
        lead = card.lead
        if lead.status is Status.LOST:
            self._voice.say(f"{lead.name} is lost: {self._voice.key('work.reopen')} brings them back first", "warn")
            return

        def add(owing: Owing) -> None:
            when = owing.when
            step = Plan(day=when.day, time=when.time, zone=when.zone, channel=owing.channel, why=owing.why)
            self._doing.do(partial(self._desk.promises.add, lead.id, step, owing.kind))

        drafts = self._doing.drafts(TypedKind.LINE, lead.id, "owe")
        self._doing.questions.owe.ask_about(lead, add, drafts, channel=first_way(lead))

    def action_done(self) -> None:
        """Say that a task that was promised to the chosen lead is done; of several it is asked which."""
        row = self._view.row()
        if row is None:
            return
        tasks = self._desk.promises.tasks(row.id)
        if not tasks:
            self._voice.say(f"no task is promised to {row.name}: {self._voice.key('work.log')} logs a touch", "warn")
            return

        def done(number: int) -> Action | None:
            return self._doing.do(partial(self._desk.promises.done, row.id, tasks[number]), leave=row.id)

        options = [("task", self._words(task)) for task in tasks]
        self._doing.questions.choice.choose(f"Which is done, of what is owed to {row.name}?", options, done)

    def _words(self, task: Promise) -> str:
        """Return a task by its day and what it is."""
        words = step_words(task.seen_from(self._desk.here), self._view.today).removeprefix("task ")
        return f"{words}  {task.why}".rstrip()
