"""Do one thing, say what was done, and show the day as it is now."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TypeVar

from textual.screen import Screen

from fuyu.background import Background
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.action import Action
from fuyu.domain.typed import Place, TypedKind
from fuyu.domain.when import When
from fuyu.errors import FuyuError
from fuyu.tui.day.view import View, show_marks
from fuyu.tui.kit.day import Day
from fuyu.tui.present_done import done_ways
from fuyu.tui.screens.questions import Questions

Result = TypeVar("Result")


class Doing:
    """The ground on which every action stands: how the book is changed, and what of the day there is for it."""

    def __init__(self, view: View, questions: Questions, book: Path | None = None) -> None:
        self.view = view
        self.questions = questions
        self._book = book
        self.desk = view.desk
        self.voice = view.voice
        self.keeping = view.keeping

    def do(
        self, act: Callable[[], Action | None], *finishes: PlaceDrafts, leave: int | None = None, said: str = ""
    ) -> Action | None:
        """Do one thing; what is typed is kept first.

        Args:
            act: does it, and returns what was done; None where there was nothing to do.
            finishes: what was typed for it, and is taken away by it.
            leave: the lead it deals with, from whom the day goes on to the next.
            said: says what was done, where the action itself does not.

        Returns:
            What was done; None where there was nothing to do, or it could not be, which is said.
        """
        with ExitStack() as finishing:
            for drafts in finishes:
                finishing.enter_context(drafts.finishing())
            self.keeping.keep()
            try:
                action = act()
            except FuyuError as error:
                self._say_failed(error)
                return None
            if action is not None:
                self._say_done([said] if said else self._ways(action), leave)
            self.view.repaint(leave)
            return action

    def _say_done(self, ways: Sequence[str], lead_id: int | None) -> None:
        """Say what was done, as far as there is room, and which colleague is at the lead: that stops nobody."""
        if who := self.view.presence.with_whom(lead_id):
            self.voice.say(self.voice.fit([f"{way}  ({who} is there now)" for way in ways]), "warn")
        else:
            self.voice.say(self.voice.fit(ways))

    def _ways(self, action: Action) -> Sequence[str]:
        """Return the ways to say what was done, the longest first."""
        undo = self.voice.key("book.undo")
        message = self.voice.key("work.message") if "work.message" in self.voice.keyboard else ""
        return done_ways(action, self.view.today, self.desk.here, undo=undo, message=message)

    def _say_failed(self, error: FuyuError) -> None:
        """Say why something cannot be done; what is held until it can be saved stands in the last line."""
        if self.desk.actions.held:
            self.voice.hush()
            self.voice.paint()
            self.view.paint_header()
        else:
            self.voice.say(str(error), "bad")

    def day(self, copy: Callable[[str], None]) -> Day:
        """Return the day as it is lent to a feature; `copy` copies a text."""
        return Day(
            self.desk,
            self.view.chosen,
            open=self.open,
            say=self.voice.say,
            fit=self.voice.fit,
            card=self.view.card,
            do=self.do,
            keep=self.keeping.keep,
            repaint=self._show_anew,
            drafts=self.drafts,
            refuses=self.view.refuses,
            beside=self._beside,
            copy=copy,
            marked=tuple(self.view.panes.lists.marked),
            unmark=self._unmark,
            confirm=self.questions.confirm.confirm,
            choose=self.questions.choice.choose,
            ask_day=self._ask_day,
            ask_where=self.questions.export.ask_where,
            book=self._book,
            colleagues=self.view.presence.colleagues,
        )

    def _beside(self, work: Callable[[], Result], then: Callable[[Result], object]) -> None:
        """Do what takes its time in a thread, and go on with what it returns where keys are handled."""
        screen, app = self.view.screen, self.view.screen.app

        def go_on(made: Result) -> None:
            if screen.is_running and screen.is_attached:
                then(made)

        def do() -> None:
            made = work()
            with suppress(RuntimeError):  # it was left meanwhile
                app.call_from_thread(go_on, made)

        Background("beside").begin(do)

    def _ask_day(self, leads: str, then: Callable[[When], object]) -> None:
        self.questions.snooze.ask_of_many(leads, then, self.drafts(TypedKind.LINE, 0, "snooze"))

    def _unmark(self) -> None:
        self.view.panes.lists.marked.clear()
        show_marks(self.view)

    def _show_anew(self) -> None:
        self.view.repaint()
        self.voice.paint()

    def drafts(self, kind: TypedKind, lead_id: int = 0, subject: str = "") -> PlaceDrafts:
        """Return what is typed in one place and not finished."""
        return PlaceDrafts(self.desk.drafts, Place(kind, lead_id, subject))

    def open(self, sheet: Screen[Result], then: Callable[[Result | None], None] | None = None) -> None:
        """Open a sheet above the day; `then` takes what it was left with, None where one went back."""
        self.view.screen.app.push_screen(sheet, then)
