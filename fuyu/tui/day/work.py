"""All that keys do in the day: made after the first picture, which waits for none of it."""

from collections.abc import Callable, Sequence
from functools import partial

from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.quick_add import QuickAdd
from fuyu.registry import Press, features, load, presses
from fuyu.tui.beside import Beside
from fuyu.tui.day.adding import Adding
from fuyu.tui.day.book_actions import BookActions
from fuyu.tui.day.call_mode import CallMode
from fuyu.tui.day.days_ahead import DaysAhead
from fuyu.tui.day.doing import Doing
from fuyu.tui.day.lead_actions import FollowUp, LeadActions, Reach
from fuyu.tui.day.lists import ListWalk
from fuyu.tui.day.marking import Marking
from fuyu.tui.day.narrowing import Narrowed
from fuyu.tui.day.note_actions import NoteActions
from fuyu.tui.day.owed import OwedActions
from fuyu.tui.day.upkeep import Morning, Upkeep
from fuyu.tui.day.view import Actions, View, actions_of
from fuyu.tui.left_behind import LeftBehind
from fuyu.tui.screens.questions import Questions


class Work:
    """The objects the day hosts beside its view, from the questions to what is done with the whole book."""

    def __init__(
        self,
        view: View,
        lists: ListWalk,
        morning: Morning,
        beside: Beside,
        *,
        tidy: Callable[[], str] | None,
        problems: Sequence[str],
        own: Sequence[Press] = (),
    ) -> None:
        """Make them.

        Args:
            view: shows the day.
            lists: are walked while nobody is called.
            morning: how a day begins.
            beside: what goes on beside the keys.
            tidy: copies the book once a day and returns what was in the way; the desk does it where none is given.
            problems: what is wrong with the settings, said once everything is there.
            own: the keys that a person has made.
        """
        desk = view.desk
        self.questions = questions = Questions(desk, view.asked, self._fill_in)
        self.calling = CallMode(view, lists)
        self.left_behind = LeftBehind(desk, beside.notes)
        self.days_ahead = DaysAhead(view)
        self._doing = doing = Doing(view, questions, beside.book)
        self._reach = reach = Reach(doing)
        self.upkeep = Upkeep(
            view, questions, morning, beside, tidy=tidy or desk.book.tidy_up, copy=reach.copy, problems=problems
        )
        self._adding = Adding(doing)
        self.narrowed = narrowed = Narrowed(doing)
        self.book = BookActions(doing, narrowed)
        of_day = actions_of(
            NoteActions(doing, beside.notes),
            FollowUp(doing, self.calling.open),
            self._reach,
            LeadActions(doing),
            self.days_ahead,
            self._adding,
            self.book,
            narrowed,
            morning,
            OwedActions(doing),
            Marking(view),
        )
        of_features = {
            press.runs or press.id.rpartition(".")[2]: partial(self._for_feature, press.does, *press.given)
            for press in (*presses(), *own)
            if press.does
        }
        self.actions: Actions = {**of_day, **of_features}
        """What can be done whatever is walked; what is walked has its own."""
        self.of_several: Actions = {
            key_id.rpartition(".")[2]: partial(self._for_feature, does)
            for feature in features().values()
            for key_id, does in feature.several.items()
        }
        """What is done with all leads that are marked."""

    def _fill_in(self, quick: QuickAdd, drafts: PlaceDrafts | None) -> None:
        """Go on from the question for a lead, which is made before what adds them."""
        self._adding.fill_in(quick, drafts)

    def _for_feature(self, does: str, *given: object) -> object:
        """Do what a key of a feature does, on the day as it is."""
        return load(does)(self._doing.day(self._reach.copy), *given)
