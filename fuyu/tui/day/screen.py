"""The day's screen: what is composed, and which of the objects it hosts each key and each event reaches."""

from collections.abc import Callable, Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.worker import WorkType

from fuyu.desk import Desk
from fuyu.desk.drafts import PlaceDrafts
from fuyu.domain.quick_add import QuickAdd
from fuyu.registry import Press, load, presses
from fuyu.tui.beside import Beside
from fuyu.tui.bindings import bindings, done_by_name, keyboard_of
from fuyu.tui.day.adding import Adding
from fuyu.tui.day.book_actions import BookActions
from fuyu.tui.day.call_mode import CallMode
from fuyu.tui.day.days_ahead import DaysAhead
from fuyu.tui.day.doing import Doing
from fuyu.tui.day.lead_actions import FollowUp, LeadActions, Reach
from fuyu.tui.day.lists import ListWalk
from fuyu.tui.day.narrowing import Narrowed
from fuyu.tui.day.note_actions import NoteActions
from fuyu.tui.day.upkeep import Morning, Mornings, Upkeep
from fuyu.tui.day.view import Actions, Panes, View, actions_of
from fuyu.tui.keys import Where, keys_of
from fuyu.tui.kit.textual_compat.composing import paint_by_line
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.left_behind import LeftBehind
from fuyu.tui.panes.board import BROAD, HIGH, WIDE
from fuyu.tui.panes.coming import ComingDays
from fuyu.tui.screens.questions import Questions
from fuyu.tui.widgets.lines import ROLE_CLASSES, Lines, Span
from fuyu.tui.widgets.note_editor import NoteEditor

_SETTLED = 0.5
"""Seconds after the first picture from which names are learnt and the book is copied."""
RECOVERED_AFTER = 10.0
"""Seconds between two looks whether a book can be written again."""
_TOO_SMALL = "fuyu needs 40 x 10 cells. Your keys are safe."
_HARMLESS = {"history", "open", "copy"}
_DOINGS = {
    *({key.action for key in keys_of(Where.WORK)} - _HARMLESS),
    *("add", "spread", "reschedule", "away", "redo", "keep"),
    *(press.id.rpartition(".")[2] for press in presses() if press.changes),
}
"""What would come before something that is not saved yet."""


class DayScreen(GoesOn, Screen[None]):
    """The dashboard: a header, two lists, a card, notes, the keys and what was said at the foot, and questions."""

    COMPONENT_CLASSES = ROLE_CLASSES
    BINDINGS = bindings(Where.MOVE, Where.CALL, Where.WORK, Where.BOOK, Where.NOTES, Where.TROUBLE, runs=done_by_name)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (40, "-normal"), (BROAD, "-broad"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's type
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (HIGH, "-high")]  # noqa: RUF012 - Textual's type

    def __init__(
        self,
        desk: Desk,
        tidy: Callable[[], str] | None = None,
        problems: Sequence[str] = (),
        mornings: Mornings | None = None,
        *,
        beside: Beside | None = None,
    ) -> None:
        """Make the screen, and all that it hosts, from what shows the day to what is done in it.

        Args:
            desk: what it shows and does.
            tidy: copies the book once a day and returns what was in the way.
            problems: what is wrong with the settings, said once everything is there.
            mornings: knows whether a day has begun; where there are none, no day begins with its plan.
            beside: what goes on beside the keys.
        """
        super().__init__()
        paint_by_line(self)
        self._desk = desk
        self.is_whole = False
        """Whether everything is mounted that a key may need."""
        beside = beside or Beside()
        self.panes = panes = Panes(desk, is_covered=mornings is not None)
        self.lists, self.notes = panes.lists, panes.notes
        self.questions = questions = Questions(desk, self._fill_in)
        self.view = view = View(self, desk, panes, questions)
        self.voice = view.voice
        self._days_ahead = DaysAhead(view)
        view.walks.current = lists = ListWalk(view, questions.jump, self._call)
        self.calling = CallMode(view, lists)
        self.morning = morning = Morning(view, mornings)
        self.upkeep = Upkeep(view, questions, morning, beside, tidy=tidy or desk.book.tidy_up, problems=problems)
        self._doing = doing = Doing(view, questions)
        self._reach = Reach(doing)
        self.left_behind = LeftBehind(desk, beside.notes)
        self._adding = Adding(doing)
        self.narrowed = narrowed = Narrowed(doing)
        self.book = BookActions(doing, narrowed)
        of_day = actions_of(
            NoteActions(doing, beside.notes),
            FollowUp(doing, self._call),
            self._reach,
            LeadActions(doing),
            self._days_ahead,
            self._adding,
            self.book,
            narrowed,
            morning,
        )
        of_features = {
            press.id.rpartition(".")[2]: partial(self._for_feature, press) for press in presses() if press.does
        }
        self.actions: Actions = {**of_day, **of_features}
        """What can be done whatever is walked; what is walked has its own."""

    def _fill_in(self, quick: QuickAdd, drafts: PlaceDrafts | None) -> None:
        """Go on from the question for a lead, which is made before what adds them."""
        self._adding.fill_in(quick, drafts)

    def _for_feature(self, press: Press) -> object:
        """Do what a key of a feature does, on the day as it is."""
        return load(press.does)(self._doing.day(self._reach.copy))

    def _call(self) -> None:
        """Go on to the call card, which is made after the lists."""
        self.calling.open()

    # Composed

    def compose(self) -> ComposeResult:
        """The header, the panes, and what stands at the foot."""
        yield self.panes.header
        yield self.panes.board
        yield self.panes.footer
        yield self.panes.said

    def on_mount(self) -> None:
        """Show the day, with the first lead chosen."""
        self.questions.dates.other_key = keyboard_of(self)["date.other"].hint()
        self.view.repaint()
        self.view.begin_round()
        self.view.give_keys()
        self.morning.begin_day()
        self.voice.paint()
        self.call_after_refresh(self._mount_the_rest)
        self.set_interval(1, self.upkeep.each_second)
        self.set_interval(RECOVERED_AFTER, self.book.recover)
        self.set_timer(_SETTLED, self._settled)

    async def _mount_the_rest(self) -> None:
        """Mount what the first picture does not show: the prompts above the panes, and the word for tiny terminals."""
        too_small = Lines(id="too-small")
        too_small.show(lambda _width, _height: [(Span(_TOO_SMALL, "warn"),)])
        await self.panes.board.mount(self.panes.call, before="#lead")
        await self.notes.mount_editor()
        if not self.panes.cover.is_attached:
            await self.panes.board.mount(self.panes.cover)
        await self.mount_all([*self.questions.all, too_small])
        self.is_whole = True
        if left := self.left_behind.take_in(self.voice.room):
            self.view.repaint()
        self.upkeep.warn(left)

    def _settled(self) -> None:
        """Begin what can wait for the first picture."""
        names: WorkType[None] = self.upkeep.learn_names
        self.run_worker(names, exclusive=True)  # a coroutine is made only where it runs: who leaves at once makes none
        self.upkeep.tidy_up()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether a key means something now.

        While a question is open, of the day's own keys only that of the help does; while something is not saved,
        nothing else is done; and what is walked has keys that the other does not have.
        """
        if self.questions.asked is not None:
            return parameters == ("help",)
        if action != "do":
            return True
        name = str(parameters[0])
        is_known = name in self.view.walks.current.actions or name in self.actions
        return is_known and not (self._desk.actions.held and name in _DOINGS)

    def action_do(self, name: str) -> object:
        """Do what the registry of keys calls so; what is walked comes first."""
        act = self.view.walks.current.actions.get(name) or self.actions[name]
        return act()

    # What its parts tell

    def watch_maximized(self) -> None:
        """Give a pane that is zoomed the whole screen, and share the rows out anew once it is not."""
        self.panes.board.share_rows()

    def on_resize(self) -> None:
        """Share the rows out anew."""
        self.panes.board.share_rows()

    def on_screen_resume(self) -> None:
        """Say what was promised while another screen was open."""
        self.upkeep.say_what_waits()

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        """The list that has the keys has the chosen lead; one that had them a moment ago has not."""
        if event.widget is self.focused and self.lists.take_notice(event.widget):
            self.view.show_chosen()
        self.voice.paint()

    def on_prompt_painted(self) -> None:
        """Name the keys of what is asked."""
        self.voice.paint()

    def on_leads_pane_chosen(self) -> None:
        """Show whom the mouse chose."""
        self.lists.apart = None
        self.view.show_chosen()

    def on_leads_pane_opened(self) -> None:
        """A double click opens the call card."""
        self._call()

    def on_coming_days_entered(self, message: ComingDays.Entered) -> None:
        """Show who is due on a day that comes."""
        self._days_ahead.enter(message.day)

    def on_coming_days_left(self) -> None:
        """Go back to the lists."""
        self.view.give_keys()

    def on_notes_pane_typed(self) -> None:
        """Keep what was typed."""
        self.view.keeping.keep()

    def on_morning_cover_clicked(self) -> None:
        """A click takes the plan of the day away, too."""
        self.morning.uncover()

    @on(NoteEditor.PasteRefused)
    def _say_refused(self, message: NoteEditor.PasteRefused) -> None:
        refused = f"that paste has {message.characters:,} characters: too long for a note; nothing was pasted"
        self.voice.say(refused, "bad")

    # What others ask of it

    @property
    def chosen(self) -> int | None:
        """The lead everything is about, None for nobody."""
        return self.view.chosen

    @property
    def unscheduled(self) -> int:
        """How many leads have no date."""
        return self.view.unscheduled

    def named(self, words: str, most: int) -> list[tuple[int, str]]:
        """Return ids and names of the leads that words mean, at most so many."""
        rows = [self._desk.leads.row(lead_id) for lead_id in self._desk.leads.find_names(words)[:most]]
        return [(row.id, f"{row.name}  {row.company}") for row in rows if row]
