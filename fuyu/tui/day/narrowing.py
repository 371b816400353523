"""The day narrowed to a view: chosen, shown in the header, and taken away again."""

from fuyu.domain.view import Narrowing
from fuyu.tui.day.doing import Doing
from fuyu.tui.present import counted


class Narrowed:
    """Narrows the day, and saves and forgets views."""

    def __init__(self, doing: Doing) -> None:
        self._doing = doing
        self._view = doing.view
        self._desk = doing.desk

    def action_view(self) -> None:
        """Choose a view, or save one."""
        self.choose("")

    def choose(self, typed: str) -> None:
        """Choose a view, or narrow the day to a query that was typed elsewhere."""
        from fuyu.tui.screens.views import Everyone, Saving, ViewForgotten, ViewsSheet, ViewWish  # noqa: PLC0415 - first used here

        def take(wish: ViewWish | None) -> None:
            match wish:
                case Narrowing():
                    self._narrow(wish)
                case Everyone():
                    self._view.widen()
                case Saving():
                    self._doing.do(lambda: self._desk.views.save(wish.name, wish.query))
                case ViewForgotten():
                    self._doing.do(lambda: self._desk.views.forget(wish.name))

        self._doing.open(ViewsSheet(self._desk, self._view.whole, self._view.narrowing, typed), take)

    def _narrow(self, to: Narrowing) -> None:
        query = self._desk.leads.queries.read(to.query)
        self._view.narrow(to)
        if amiss := self._desk.leads.queries.amiss(query):
            self._doing.voice.say(f"! {'; '.join(amiss)}", "warn")
            return
        agenda = self._view.agenda
        due = len(agenda.overdue) + len(agenda.today)
        back = self._doing.voice.key("notes.back")
        self._doing.voice.say(f"{to.name}: {counted(due, 'lead')} due; {back} in the lists shows everyone")
