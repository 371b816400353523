"""What goes on by itself: time passes, others write, promises come near, the book is copied, and a day begins."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol, cast

from fuyu.desk import Desk, days
from fuyu.domain.agenda import is_as_seen
from fuyu.domain.lead import Row
from fuyu.errors import FuyuError, StoreError
from fuyu.tui.beside import Beside, tidy_up
from fuyu.tui.day.view import View
from fuyu.tui.kit.textual_compat.ending import ring
from fuyu.tui.kit.textual_compat.in_turn import KeysInTurn
from fuyu.tui.present import counted
from fuyu.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from fuyu.tui.panes.morning import MorningCover
    from fuyu.tui.screens.questions import Questions

_BETWEEN = 0.004
"""Seconds left to the keys between two steps of learning names."""
_PAUSE = 0.5
"""Seconds without a key that are a pause."""
_PATIENCE = 10
"""Seconds that somebody may press keys without one, until what goes on beside them goes on all the same."""
_A_WHILE = 2.0
"""Seconds until it is tried again where the file did not answer."""


class Mornings(Protocol):
    """Remembers which day has begun."""

    def begun(self, day: date) -> bool:
        """Return whether the plan of that day was seen."""

    def begin(self, day: date) -> None:
        """Remember that it was."""


def begins_covered(desk: Desk, mornings: Mornings | None) -> bool:
    """Return whether a day may begin with its plan, or a welcome, which is in the first picture then."""
    return not len(desk.leads) or (mornings is not None and not mornings.begun(desk.now().date()))


class Morning:
    """The plan of the day above the lists, until a key takes it away."""

    def __init__(self, view: View, mornings: Mornings | None) -> None:
        """Make it; where there are no mornings, no day begins with its plan."""
        self._view = view
        self._mornings = mornings
        self._welcomes = False

    @property
    def _cover(self) -> "MorningCover":
        """What lies above the lists; where a day has begun, none is made before somebody asks for it."""
        return self._view.panes.cover

    def begin_day(self) -> None:
        """Lay the day's plan above the lists, where the day has not begun yet and nobody is in the middle of it."""
        agenda = self._view.whole
        if not len(self._view.desk.leads):
            self._welcomes = True
            self._cover.welcome(self._view.voice.keyboard)
            return
        begun = self._mornings is None or self._mornings.begun(agenda.day) or bool(agenda.done)
        if not begun:
            self.action_morning()

    def action_morning(self) -> None:
        """Show how the day begins, above the lists."""
        view = self._view
        view.keeping.keep()
        self._cover.open(days.due(view.desk, view.whole), view.voice.keyboard)
        view.screen.call_after_refresh(self._tell_pace)

    def _tell_pace(self) -> None:
        """Say in the plan of the day whether the pace is enough: it shows before, for every lead is read for that."""
        view = self._view
        if self._cover.is_open and (plan := days.morning(view.desk, view.whole)).is_too_slow:
            self._cover.open(plan, view.voice.keyboard)

    def meet(self) -> None:
        """Begin the day anew where the first leads have come, by colleagues or by another fuyu, below the welcome."""
        if self._welcomes and len(self._view.desk.leads):
            self._welcomes = False
            if self._cover.is_open:
                self._cover.close()
                self.begin_day()

    def uncover(self, key: str = "enter") -> bool:
        """Take the plan of the day away for a key; return whether the key meant no more than that.

        Enter goes on to the call of the lead with whom the round begins.
        """
        if not self._cover.is_open:
            return False
        self._cover.close()
        if key == "enter":
            self._view.begin_round()
        if self._mornings is not None:
            self._mornings.begin(self._view.today)
        return self._cover.takes(key)


class Upkeep:
    """Keeps the day as it is by now, and says what there is to say of it."""

    def __init__(
        self,
        view: View,
        questions: "Questions",
        morning: Morning,
        beside: Beside,
        *,
        tidy: Callable[[], str],
        copy: Callable[[str], None],
        problems: Sequence[str],
    ) -> None:
        """Make it.

        Args:
            view: shows the day.
            questions: say anew what words for days mean on another day.
            morning: how a new day begins.
            beside: what is done in threads.
            tidy: copies the book once a day and returns what was in the way.
            copy: puts a text on the clipboard, by the best way there is here.
            problems: what is wrong with the settings, said once everything is there.
        """
        self._view = view
        self._screen = view.screen
        self._voice = view.voice
        self._desk = view.desk
        self._questions = questions
        self._morning = morning
        self._beside = beside
        self._tidy = tidy
        self._copy = copy
        self._problems = problems
        self._to_tell = ""
        """What was promised, until it is said."""
        self._waited = 0
        """Seconds that what goes on beside the keys waits for a pause."""

    async def learn_names(self) -> None:
        """Read the names between the keys, so that finding answers at once."""
        self._desk.phrases.when("fri")  # so that the first date is understood without waiting for its library
        while not self._desk.leads.names.are_known:
            try:
                for _ in self._desk.leads.names.learn():
                    await asyncio.sleep(_BETWEEN)
            except StoreError:  # the file does not answer now, which is said where it matters
                await asyncio.sleep(_A_WHILE)

    def tidy_up(self) -> None:
        """Begin to bring the files into order, and to copy them."""
        tidy_up(self._tidy, self._say_later)

    def each_second(self) -> None:
        """Time passes, and others write; what could not be kept is tried again."""
        self._view.keeping.keep()
        try:
            self._follow_the_clock(changed=self._read_what_others_wrote())
        except FuyuError as error:
            self._voice.say(str(error), "bad")

    def _follow_the_clock(self, *, changed: bool) -> None:
        """Show the time as it is by now, and what others `changed`."""
        view, now = self._view, self._desk.now()
        is_new_day, has_moved = now.date() != view.today, now.tzinfo != view.painted_at.tzinfo
        if is_new_day:
            self.tidy_up()
        if changed or is_new_day or has_moved or not is_as_seen(view.whole, now):
            self._repaint()
        elif _minute(now) != _minute(view.painted_at):
            view.pass_to(now)
        if has_moved:
            self._voice.say(f"the clocks of {self._desk.here} count now: it is {now:%H:%M}")
        elif is_new_day:
            self._voice.say(f"a new day: {now:%A} {now.day} {now:%B}")
        if is_new_day or has_moved:
            self._questions.ask_again()
        if is_new_day and self._screen.is_current and isinstance(self._screen.focused, RowList):
            self._morning.begin_day()
        self._view.presence.each_second()
        if self._is_a_pause():
            self._beside.each_second(self._say_later, self._tell_later)

    def _is_a_pause(self) -> bool:
        """Whether nobody presses keys: what reads many leads waits for that, but not for long."""
        since = asyncio.get_running_loop().time() - cast("KeysInTurn", self._screen.app).keyed_at
        self._waited = self._waited + 1 if since < _PAUSE and self._waited < _PATIENCE else 0
        return not self._waited

    def _repaint(self) -> None:
        """Read the day anew; that a marked lead is gone, or the selected one, whom others deleted, is said."""
        panes = self._view.panes
        marked, before = len(panes.lists.marked), panes.lists.active.chosen
        typed = panes.notes.editor.text if panes.notes.has_keys else None
        self._view.repaint()
        self._morning.meet()
        if before is not None and self._desk.leads.row(before.id) is None:
            self._voice.say(f"{before.name} was deleted by another fuyu", "warn")
            if typed is not None:
                self._go_on_apart(before, typed)
        if gone := marked - len(self._view.panes.lists.marked):
            self._voice.say(f"{counted(gone, 'marked lead')} deleted by another fuyu", "warn")

    def _go_on_apart(self, gone: Row, typed: str) -> None:
        """Let somebody go on typing who wrote about a lead that is gone: no word goes into the note of the next one."""
        from fuyu.tui.screens.left_words import LeftWords  # noqa: PLC0415 - hardly ever

        def left(words: str | None) -> None:
            if words:
                self._copy(words)

        self._view.panes.notes.kept(gone.id, typed)
        self._screen.set_focus(self._view.walks.current.home)
        self._screen.app.push_screen(LeftWords(gone.name, typed), left)

    def _read_what_others_wrote(self) -> bool:
        """Read it, say what was done about the files, and return whether anything changed."""
        before = self._desk.book.read_only
        changed = self._desk.book.refresh()
        for sentence in self._desk.book.news():
            self._voice.say(f"! {sentence}", "warn")
        if self._desk.book.read_only not in {"", before}:
            self._voice.say(self._desk.book.read_only, "bad")
        return changed

    def _say_later(self, words: str) -> None:
        """Say, from any thread, what was in the way of what goes on beside the keys."""
        with suppress(RuntimeError):  # it has ended meanwhile
            self._screen.call_later(self._voice.say, f"! {words}", "warn")

    def _tell_later(self, words: str, rings: str) -> None:
        """Tell, from any thread, of promises."""
        with suppress(RuntimeError):  # the same
            self._screen.call_later(self._tell, words, rings)

    def _tell(self, words: str, rings: str) -> None:
        """Let the terminal ring, and say in the last line what was promised, as soon as that is seen."""
        app = self._screen.app
        ring(app, rings)
        self._to_tell = words
        if app.screen is self._screen:  # Textual calls it current below a translucent screen, too
            self.say_what_waits()

    def say_what_waits(self) -> None:
        """Say what was promised while another screen was open."""
        if self._to_tell:
            self._voice.say(self._to_tell, "warn")
            self._to_tell = ""

    def warn(self, *others: str) -> None:
        """Say what is wrong with the files, the first of it at once; other words come before that."""
        view = self._view
        warnings = [*filter(None, others), *self._desk.book.news(), *self._desk.book.warnings(), *self._problems]
        if self._desk.book.read_only:
            self._voice.say(self._desk.book.read_only, "bad")
        elif warnings:
            more = f"  ({len(warnings) - 1} more: fuyu doctor)" if len(warnings) > 1 else ""
            self._voice.say(f"! {warnings[0]}{more}", "warn")
        elif (plan := days.due(self._desk, view.whole)).is_behind and not view.panes.cover.is_open:
            key = self._voice.keyboard["book.reschedule"].hint()
            self._voice.say(f"{plan.late_plans} plans are overdue: {key} gives each of them a new day", "warn")


def _minute(now: datetime) -> tuple[date, int, int]:
    return now.date(), now.hour, now.minute
