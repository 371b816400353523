"""What is done with the whole book: plan, look back, undo, save elsewhere, and leave."""

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from textual.app import SuspendNotSupported

from fuyu import paths
from fuyu.domain.action import Action, Table
from fuyu.domain.history import Away
from fuyu.domain.reschedule import Replan
from fuyu.domain.typed import TypedKind
from fuyu.errors import FuyuError
from fuyu.tui.day.doing import Doing
from fuyu.tui.day.narrowing import Narrowed
from fuyu.tui.day.view import show_marks
from fuyu.tui.present import counted, day_words
from fuyu.tui.theming import theming_of


class BookActions:
    """Acts on the whole book."""

    def __init__(self, doing: Doing, narrowed: Narrowed) -> None:
        self._doing = doing
        self._narrowed = narrowed
        self._view = doing.view
        self._voice = doing.voice
        self._keeping = doing.keeping
        self._desk = doing.desk

    def action_find(self) -> None:
        """Find a lead, and choose them."""
        from fuyu.tui.screens.find import FindScreen  # noqa: PLC0415 - first used here

        def choose(found: int | str | None) -> None:
            show_marks(self._view)
            if isinstance(found, int):
                self._view.go_to(found)
            elif found is not None:
                self._narrowed.choose(found)

        self._doing.open(FindScreen(self._desk, marked=self._view.panes.lists.marked), choose)

    def action_spread(self) -> None:
        """Spread the leads without a date over the coming working days."""
        days = self._desk.planning.spread_unscheduled()
        if not days:
            self._voice.say("nobody is unscheduled")
            return
        counts = Counter(days.values())
        preview = "Over the coming working days: " + ", ".join(
            f"{day_words(day, self._view.today)}: {counts[day]}" for day in sorted(counts)
        )
        question = f"Spread {counted(len(days), 'lead')}?"
        spread = partial(self._doing.do, partial(self._desk.planning.plan, days))
        self._doing.questions.confirm.confirm(question, preview, spread)

    def action_reschedule(self) -> None:
        """Give every overdue plan a new day, if that is meant."""
        from fuyu.tui.screens.reschedule import ReschedulePage  # noqa: PLC0415 - first used here

        def replan(found: Replan | None) -> None:
            if found is not None:
                self._doing.do(lambda: self._desk.planning.replan(found.days))

        self._doing.open(ReschedulePage(self._desk), replan)

    def action_away(self) -> None:
        """Keep days free, and move the plans that fall on them."""
        from fuyu.tui.screens.away import AwaySheet, GoingAway  # noqa: PLC0415 - first used here

        drafts = self._doing.drafts(TypedKind.LINE, subject="away")

        def leave(going: GoingAway | Away | None) -> None:
            if isinstance(going, Away):
                self._doing.do(lambda: self._desk.planning.come_back(going.id))
            elif going is not None:
                self._doing.do(lambda: self._desk.planning.go_away(going.away, going.moved.days), drafts)

        self._doing.open(AwaySheet(self._desk, drafts), leave)

    def action_evening(self) -> None:
        """See how the day went."""
        from fuyu.tui.screens.page import EveningPage  # noqa: PLC0415 - first used here

        self._keeping.keep()
        self._doing.open(EveningPage(self._desk))

    # What is done is undone, and saved

    def action_undo(self) -> None:
        """Undo the last action, or give up what is not saved."""
        if self._desk.actions.held:
            self._voice.say(f"given up: {self._desk.actions.give_up()}", "warn")
            return
        self._reverse(self._desk.undo.last, self._desk.undo.nothing_left)

    def action_redo(self) -> None:
        """Redo what was undone."""
        self._reverse(self._desk.undo.redo, "there is nothing to redo")

    def _reverse(self, reverse: Callable[[], Action | None], nothing: str) -> None:
        before = self._voice.spoken
        action = self._doing.do(reverse)
        if action is None:
            if self._voice.spoken == before:
                self._voice.say(nothing, "warn")
            return
        back = [change.id for change in action.changes if change.table is Table.LEADS and change.after]
        if len(back) == 1:
            self._view.go_to(back[0])

    def action_reload(self) -> None:
        """Read what others wrote, and the settings; save what is not saved yet."""
        could_not, held = self._desk.book.read_only, self._desk.actions.held
        try:
            self._desk.book.retry()
            changed = theming_of(self._view.screen).read_again()
        except FuyuError as error:
            self._voice.say(str(error), "bad")
            return
        self._view.repaint()
        if self._desk.book.read_only:
            self._voice.say(self._desk.book.read_only, "bad")
        elif self._keeping.keep() and held:
            saved = f"saved: {held}  ({self._voice.key('book.undo')} undoes it)"
            self._doing.do(self._desk.actions.do_again, said=saved)
        elif not self._voice.wrong:
            again = f"read again; settings: {changed}" if changed else "read again"
            self._voice.say(self._recovered_words() if could_not else again)

    def recover(self) -> None:
        """Look whether the book can be written again; what was typed meanwhile is kept then."""
        with suppress(FuyuError):
            if self._desk.book.read_only and self._desk.book.retry() and self._keeping.keep():
                self._view.repaint()
                self._voice.say(self._recovered_words())

    def _recovered_words(self) -> str:
        held = self._desk.actions.held
        saves = f": {self._voice.key('book.reload')} saves what is held: {held}" if held else ""
        return f"it can be written again{saves}"

    def action_export(self) -> None:
        """Save the whole book elsewhere, with what is not saved here."""
        usual = Path.home() / f"fuyu-{self._view.today}.json"
        self._doing.questions.export.ask_where(usual, self._export)

    def _export(self, words: str) -> None:
        self._keeping.keep()
        try:
            path = paths.of_words(words)
            self._desk.actions.copy_to(
                path, {typing.lead_id: typing.text for typing in self._view.panes.notes.untold()}
            )
        except FuyuError as error:
            self._voice.say(str(error), "bad")
        else:
            self._voice.say(f"the whole book is in {path}")

    # The program

    def action_palette(self) -> None:
        """Open the command palette."""
        self._view.screen.app.action_command_palette()

    def show_told(self) -> None:
        """Read again what was said, the newest first."""
        from fuyu.tui.screens.page import ToldPage  # noqa: PLC0415 - first used here

        told = [f"{said.at}  {said.words}" for said in reversed(self._voice.past)] or ["nothing was said yet"]
        self._doing.open(ToldPage(self._desk, "Recent messages", told))

    def choose_theme(self) -> None:
        """Choose a theme; each is on while the cursor is on it."""
        from fuyu.tui.screens.themes import ThemeSheet  # noqa: PLC0415 - first used here

        theming = theming_of(self._view.screen)

        def choose(name: str | None) -> None:
            if name is not None:
                self._voice.say(theming.choose(name))

        self._doing.open(ThemeSheet(theming), choose)

    def action_help(self) -> None:
        """Show the keys, first those of what is being done."""
        from fuyu.tui.screens.help import HelpScreen  # noqa: PLC0415 - first used here

        asked = self._view.asked.now
        self._doing.open(HelpScreen(asked.situation if asked is not None else self._view.walks.current.situation))

    def action_demo(self) -> None:
        """Look around in sample leads, in this terminal; the book comes back when they are left."""
        from fuyu.tui.external import look_around  # noqa: PLC0415 - first used here

        self._keeping.keep()
        try:
            with self._view.screen.app.suspend():
                look_around()
        except SuspendNotSupported:
            self._voice.say("type `fuyu demo` in a shell to look around in sample leads", "warn")

    def action_suspend(self) -> None:
        """Go back to the shell; `fg` comes back."""
        self._keeping.keep()
        self._view.screen.app.action_suspend_process()

    async def action_quit(self) -> None:
        """Leave; everything is kept."""
        await self._view.screen.app.run_action("leave")
