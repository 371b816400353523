"""Do one thing, say what was done, and show the day as it is now."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from typing import TypeVar

from textual.screen import Screen

from fuyu.desk.drafts import Drafts
from fuyu.desk.values import PromiseTurn, set_by, step_words, turn_words, turns_of
from fuyu.domain.action import Action, Table, Verb
from fuyu.domain.lead import Lead
from fuyu.domain.message import Message
from fuyu.domain.promise import PromiseState
from fuyu.domain.typed import Kind, Place
from fuyu.errors import FuyuError
from fuyu.tui.day.view import View
from fuyu.tui.present import far
from fuyu.tui.screens.questions import Questions

Result = TypeVar("Result")


class Doing:
    """The ground on which every action stands: how the book is changed, and what of the day there is for it."""

    def __init__(self, view: View, questions: Questions) -> None:
        self.view = view
        self.questions = questions
        self.desk = view.desk
        self.voice = view.voice
        self.keeping = view.keeping
        self.words = DoneWords(view)

    def do(
        self, act: Callable[[], Action | None], *finishes: Drafts, leave: int | None = None, said: str = ""
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
                self.voice.say(said or self.words.of(action))
            self.view.repaint(leave)
            return action

    def _say_failed(self, error: FuyuError) -> None:
        """Say why something cannot be done; what is held until it can be saved stands in the last line."""
        if self.desk.held:
            self.voice.hush()
            self.voice.paint()
            self.view.paint_header()
        else:
            self.voice.say(str(error), "bad")

    def drafts(self, kind: Kind, lead_id: int = 0, subject: str = "") -> Drafts:
        """Return what is typed in one place and not finished."""
        return Drafts(self.desk, Place(kind, lead_id, subject))

    def open(self, sheet: Screen[Result], then: Callable[[Result | None], None] | None = None) -> None:
        """Open a sheet above the day; `then` takes what it was left with, None where one went back."""
        self.view.screen.app.push_screen(sheet, then)


class DoneWords:
    """Says what was done, as far as there is room: the next date, what became of promises, which key undoes it."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._desk = view.desk
        self._voice = view.voice

    def of(self, action: Action) -> str:
        """Return what was done by an action."""
        verb = {Verb.UNDO: "undone: ", Verb.REDO: "redone: "}.get(action.verb, "")
        leads = [change.after for change in action.changes if change.table is Table.LEADS]
        lead = leads[0] if len(leads) == 1 or action.verb in {Verb.LOG, Verb.ADD} else None
        was_set = set_by(action, lead.id, self._desk.here) if isinstance(lead, Lead) else []
        nearest = lead.seen_from(self._desk.here).next_step if isinstance(lead, Lead) else None
        step = next(iter(was_set), nearest)
        today, title = self._view.today, f"{verb}{action.title}"
        turned, short = ("", "") if verb or lead is None else self.turned(action, lead.id)
        said = action.verb in {Verb.SNOOZE, Verb.WRITE}  # their titles end with the day
        days = [f"{step_words(step, today)}, {far(step.day, today)}", step_words(step, today)] if step else []
        nexts = [f"; {day}" for day in days if not said] or [""]
        back = "" if verb else f"  ({self._voice.key('book.undo')} undoes it)"
        ways = [f"{title}{shows}{end}" for shows in self._shown_by(action) for end in (back, "")]
        ways += [f"{title}{until}{turned}{back}" for until in nexts]
        ways += [f"{title}{nexts[-1]}{short}{back}", f"{title}{nexts[-1]}{short}"]
        ways += [f"{title}{nexts[-1]}"] if nexts[-1] else []
        ways.append(f"{title}{short}")
        return self._voice.fit(ways)

    def _shown_by(self, action: Action) -> Iterator[str]:
        """Yield which key shows a message that was kept: it is not sent yet."""
        kept = [change.after for change in action.changes if isinstance(change.after, Message)]
        if action.verb is Verb.WRITE and any(message.state.waits for message in kept):
            yield f"; {self._voice.key('work.message')} shows it"

    def turned(self, action: Action, lead_id: int) -> tuple[str, str]:
        """Return what became of promises by an action, wholly and in short; several that went one way are counted."""
        today, turns = self._view.today, turns_of(action, lead_id, self._desk.here)
        states = Counter(turn.state for turn in turns)
        many = [f"{count} promises {state.words}" for state, count in states.items() if count > 1]
        alone = [turn for turn in turns if states[turn.state] == 1]
        whole = [*(turn_words(turn, today) for turn in alone), *many]
        short = [*(_short_words(turn, today) for turn in alone), *many]
        return "".join(f"; {words}" for words in whole), "".join(f"; {words}" for words in short)


def _short_words(turn: PromiseTurn, today: date) -> str:
    """Return what became of a promise, without its day where another day took its place."""
    has_its_day = turn.state in {PromiseState.AGREED_ANEW, PromiseState.PUT_OFF}
    return turn_words(turn, today) if has_its_day else f"promise {turn.state.words}"
