"""The day's screen: what is composed, and which of the objects it hosts each key and each event reaches."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.events import DescendantFocus
from textual.reactive import Reactive
from textual.widget import Widget
from textual.worker import WorkType

from fuyu.desk import Desk
from fuyu.registry import Press
from fuyu.tui.beside import Beside
from fuyu.tui.bindings import binding, bindings, done_by_name
from fuyu.tui.day.lists import ListWalk
from fuyu.tui.day.upkeep import Morning, Mornings, begins_covered
from fuyu.tui.day.view import CHANGING, Panes, View
from fuyu.tui.keys import Keyboard, Where
from fuyu.tui.kit.textual_compat.composing import paint_by_piece
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.kit.textual_compat.looks import StyledOnce
from fuyu.tui.panes.coming import ComingDays
from fuyu.tui.sharing import BROAD, HIGH, WIDE
from fuyu.tui.widgets.lines import Lines, Span

if TYPE_CHECKING:
    from fuyu.tui.day.call_mode import CallMode
    from fuyu.tui.day.work import Work
    from fuyu.tui.screens.questions import Questions
    from fuyu.tui.widgets.note_editor import NoteEditor

_SETTLED = 0.5
"""Seconds after the first picture from which names are learnt and the book is copied."""
RECOVERED_AFTER = 10.0
"""Seconds between two looks whether a book can be written again."""
_TOO_SMALL = "fuyu needs 40 x 10 cells. Your keys are safe."


class DayScreen(GoesOn, StyledOnce[None]):
    """The dashboard: a header, two lists, a card, notes, the keys and what was said at the foot, and questions."""

    PATIENCE = 30.0
    """Seconds that a key waits for it: it is whole by then on the slowest machine, and no key means anything before."""
    BINDINGS = bindings(
        *(Where.MOVE, Where.MARK, Where.CALL, Where.WORK, Where.BOOK, Where.NOTES, Where.TROUBLE), runs=done_by_name
    )
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (40, "-normal"), (BROAD, "-broad"), (WIDE, "-wide")]  # noqa: RUF012 - Textual's type
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)
    """What has the keys; who looks otherwise with them is painted, not the whole screen."""
    VERTICAL_BREAKPOINTS = [(0, "-flat"), (10, "-low"), (HIGH, "-high")]  # noqa: RUF012 - Textual's type

    def __init__(
        self,
        desk: Desk,
        tidy: Callable[[], str] | None = None,
        problems: Sequence[str] = (),
        mornings: Mornings | None = None,
        *,
        beside: Beside | None = None,
        own: Sequence[Press] = (),
    ) -> None:
        """Make the screen, and what it shows; what is done in it is made after the first picture.

        Args:
            desk: what it shows and does.
            tidy: copies the book once a day and returns what was in the way.
            problems: what is wrong with the settings, said once everything is there.
            mornings: knows whether a day has begun; where there are none, no day begins with its plan.
            beside: what goes on beside the keys.
            own: what is done by the keys that a person has made.
        """
        super().__init__()
        paint_by_piece(self)
        self._desk = desk
        self.is_whole = False
        """Whether everything is mounted that a key may need."""
        self._beside = beside or Beside()
        self._tidy = tidy
        self._problems = problems
        self._own = own
        self.panes = panes = Panes(desk, is_covered=begins_covered(desk, mornings))
        self.lists, self.notes = panes.lists, panes.notes
        self.view = view = View(self, desk, panes, self._beside.colleagues)
        self.voice = view.voice
        view.walks.current = self._list_walk = ListWalk(view, lambda: self.questions.jump, self._call)
        self.morning = Morning(view, mornings)

    @cached_property
    def work(self) -> "Work":
        """What is done in the day, beside showing it."""
        from fuyu.tui.day.work import Work  # noqa: PLC0415 - the first picture waits for none of it

        tidy, problems, own = self._tidy, self._problems, self._own
        return Work(self.view, self._list_walk, self.morning, self._beside, tidy=tidy, problems=problems, own=own)

    @property
    def questions(self) -> "Questions":
        """What is asked at the foot of the day."""
        return self.work.questions

    @property
    def calling(self) -> "CallMode":
        """One call after the other."""
        return self.work.calling

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
        self.view.repaint()
        self.view.begin_round()
        self.view.give_keys()
        self.morning.begin_day()
        self.voice.paint()
        self.call_after_refresh(self._mount_the_rest)

    async def _mount_the_rest(self) -> None:
        """Mount what the first picture does not show, and begin what goes on by itself.

        That is the prompts above the panes, the call card, the editor, and the word for tiny terminals.
        """
        work = self.work
        work.questions.dates.other_key = self.voice.keyboard["date.other"].hint()
        too_small = Lines(id="too-small")
        too_small.show(lambda _width, _height: [(Span(_TOO_SMALL, "warn"),)])
        await self.panes.board.mount(self.panes.call, before="#lead")
        await self.lists.mount_the_rest()
        await self.notes.mount_editor()
        if not self.panes.cover.is_attached:
            await self.panes.board.mount(self.panes.cover)
        await self.mount_all([*self.view.asked.prompts, too_small])
        self.is_whole = True
        if left := work.left_behind.take_in(self.voice.room):
            self.view.repaint()
        work.upkeep.warn(left)
        self.set_interval(1, work.upkeep.each_second)
        self.set_interval(RECOVERED_AFTER, work.book.recover)
        self.set_timer(_SETTLED, self._settled)

    def _settled(self) -> None:
        """Begin what can wait for the first picture."""
        names: WorkType[None] = self.work.upkeep.learn_names
        self.run_worker(names, exclusive=True)  # a coroutine is made only where it runs: who leaves at once makes none
        self.work.upkeep.tidy_up()

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Say whether a key means something now.

        While a question is open, of the day's own keys only that of the help does; while something is not saved,
        nothing else is done; and what is walked has keys that the other does not have.
        """
        if self.view.asked.now is not None:
            return parameters == ("help",)
        if action != "do":
            return True
        name = str(parameters[0])
        if name == "unmark" and not self._acts_on_marked:  # then its key goes back
            return False
        is_known = name in self.view.walks.current.actions or name in self.work.actions
        return is_known and not (self._desk.actions.held and name in CHANGING)

    def action_do(self, name: str) -> object:
        """Do what the registry of keys calls so: with the leads that are marked, else as what is walked does it."""
        several = self.work.of_several if self._acts_on_marked else {}
        act = several.get(name) or self.view.walks.current.actions.get(name) or self.work.actions[name]
        return act()

    @property
    def _acts_on_marked(self) -> bool:
        """Whether leads are marked, and what is done is done with all of them: nobody is called or written about."""
        return bool(self.lists.marked) and not (self.view.walks.current.is_typing or self._desk.actions.held)

    # What its parts tell

    def watch_maximized(self) -> None:
        """Give a pane that is zoomed the whole screen, and share the rows out anew once it is not."""
        self.panes.board.share_rows()

    def on_resize(self) -> None:
        """Share the rows out anew."""
        self.panes.board.share_rows()

    def on_screen_resume(self) -> None:
        """Say what was promised while another screen was open."""
        if self.is_whole:
            self.work.upkeep.say_what_waits()

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
        self.work.days_ahead.enter(message.day)

    def on_coming_days_left(self) -> None:
        """Go back to the lists."""
        self.view.give_keys()

    def on_notes_pane_typed(self) -> None:
        """Keep what was typed."""
        self.view.keeping.keep()

    def on_morning_cover_clicked(self) -> None:
        """A click takes the plan of the day away, too."""
        self.morning.uncover()

    def on_note_editor_paste_refused(self, message: "NoteEditor.PasteRefused") -> None:
        """Say that a paste was too long."""
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


def day_with(keyboard: Keyboard) -> type[DayScreen]:
    """Return the day's screen with the keys that a person has made: Textual takes bindings from a class alone."""
    own = [binding(key, done_by_name(key)) for key in keyboard.own_keys]
    return type("DayWithOwnKeys", (DayScreen,), {"BINDINGS": own}) if own else DayScreen
