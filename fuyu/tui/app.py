"""The dashboard as an application: one desk, one screen, a theme, and ways to leave that lose nothing."""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from inspect import isawaitable
from pathlib import PurePath
from types import FrameType
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, StoreError
from fuyu.tui.beside import Beside
from fuyu.tui.kit.textual_compat.ending import EndsItself, give_back
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.kit.textual_compat.in_turn import KeysInTurn
from fuyu.tui.kit.textual_compat.looks import put_on
from fuyu.tui.kit.textual_compat.shown import SendsLess
from fuyu.tui.kit.textual_compat.terminal import TitledDriver
from fuyu.tui.preferences import Preferences
from fuyu.tui.screens.day import DayScreen
from fuyu.tui.screens.day_view import Mornings
from fuyu.tui.screens.sheet import Sheet
from fuyu.tui.theme import TERMINAL, THEMES, Colourless
from fuyu.tui.unfinished import Unfinished

_LEFT_BY_SIGNAL = 128
"""What a shell adds to the signal's number."""
_CRASHED = 70
"""EX_SOFTWARE of sysexits.h: the program's own fault."""


_TOO_LATE = 8.0
"""Seconds after a signal that are never exceeded: a busy machine needs some for a burst of keys, and who stops services
kills them after ten."""


class FuyuApp(GoesOn, KeysInTurn, SendsLess, EndsItself):
    """fuyu in a terminal."""

    TITLE = "fuyu"
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "screens/day.tcss"]
    ENABLE_COMMAND_PALETTE = False
    """Textual's: ours is a sheet."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "leave", "Quit", show=False, priority=True)]

    def __init__(
        self,
        desk: Desk,
        *,
        at_once: bool = False,
        tidy: Callable[[], str] | None = None,
        beside: Beside | None = None,
        preferences: Preferences | None = None,
        mornings: Mornings | None = None,
    ) -> None:
        """Make the dashboard.

        Args:
            desk: what it shows and does.
            at_once: end the process when leaving, once everything is kept and the terminal is as it was; a tenth of
                a second sooner than unwinding Textual (measured), which nothing but the process needs.
            tidy: copies the book and returns what was in the way; the desk does it where none is given.
            beside: what goes on beside the keys.
            preferences: how it looks, and which keys it has.
            mornings: knows whether a day has begun; where there are none, no day begins with its plan.
        """
        super().__init__()
        self._desk = desk
        self._at_once = at_once
        self._warned_of: object = None
        """What is lost by leaving again."""
        self._left_behind: object = None
        """What was left for the next start."""
        self.crash: Exception | None = None
        """What ended the app, None where a person did."""
        self.animation_level = "none"
        self._prefers = prefers = preferences or Preferences()
        self.keyboard = prefers.keyboard
        """The keys that hold."""
        self.set_keymap({key_id: ",".join(keys) for key_id, keys in prefers.keyboard.set.items()})
        self._put_on(TERMINAL.name if self.no_color else prefers.look)
        self._beside = beside
        self._day = DayScreen(desk, tidy, prefers.problems, mornings, beside=beside)

    @property
    def day(self) -> DayScreen:
        """The dashboard's screen."""
        return self._day

    def get_default_screen(self) -> DayScreen:
        """Begin with the day."""
        return self._day

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Take the colours away where NO_COLOR asks for it."""
        return [Colourless()] if self.no_color else super().get_line_filters()

    def get_driver_class(self) -> type[Driver]:
        """Drive a terminal as Textual does, with a title; and a page of a browser."""
        driver = super().get_driver_class()
        if driver.__name__ == "WebDriver":
            from fuyu.tui.kit.textual_compat.browser import BrowserDriver  # noqa: PLC0415 - only pages need it

            return BrowserDriver
        return TitledDriver if driver is LinuxDriver else driver

    def _put_on(self, look: str) -> None:
        """Put a look on before the style sheets are read: with one that comes later, Textual reads them all anew."""
        for theme in THEMES:
            self.register_theme(theme)
        put_on(self, look)

    def on_mount(self) -> None:
        """Listen to what tells a process to end."""
        self.app_resume_signal.subscribe(self, lambda _app: self.paint_anew())  # fg shows an empty screen
        if self.terminal is not None:
            loop = asyncio.get_running_loop()

            def told(number: int, _frame: FrameType | None) -> None:
                with suppress(RuntimeError):  # the loop is closed: it ends already
                    asyncio.run_coroutine_threadsafe(self._leave_in_turn(_LEFT_BY_SIGNAL + number), loop)

            for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
                signal.signal(number, told)  # asyncio's own handlers miss signals while many keys come in

    async def _leave_in_turn(self, code: int) -> None:
        """Leave after the keys that were typed before; nothing is painted any more, maybe the terminal is gone."""
        self.paint_no_more()
        loop = asyncio.get_running_loop()
        told = self.keyed_at = loop.time()
        loop.call_at(told + _TOO_LATE, self.leave, code)
        await self.all_read(lambda: self.keyed_at)
        self.call_in_turn(partial(self._leave_settled, code))

    async def _leave_settled(self, code: int) -> None:
        """Leave once what has the focus has read the last key."""
        await self.settle()
        self.leave(code)

    def meets(self, event: Key) -> bool:
        """Let a key take what was said away, and uncover the day."""
        self._day.hush()
        return self.screen is self._day and self._day.uncover(event.key)

    def takes_keys(self, screen: Screen[object]) -> bool:
        """Return whether a screen that opens is ready for keys; the day is once it is whole."""
        return self._day.is_whole if screen is self._day else super().takes_keys(screen)

    def on_day_view_counted(self, message: DayScreen.Counted) -> None:
        """Say in the terminal's title how the day stands."""
        self.entitle(message.words)

    def on_ready(self) -> None:
        """Keep what was made for the start out of the garbage collector's sight for good."""
        gc.freeze()
        gc.enable()

    def action_command_palette(self) -> None:
        """Find a command, or a lead, by its name."""
        from fuyu.tui.screens.palette import PaletteSheet  # noqa: PLC0415 - first used here

        if not any(isinstance(screen, PaletteSheet) for screen in self.screen_stack):
            self.push_screen(PaletteSheet(self._day), _run)

    def _keep_typed(self) -> bool:
        """Keep what was typed, in the notes and on the sheets above the day; return whether all of it is."""
        is_kept = self._day.keep_typed()
        for screen in self.screen_stack:
            if isinstance(screen, Sheet):
                try:
                    screen.keep_typed()
                except FuyuError:
                    is_kept = False
        return is_kept

    def _keep_or_leave_behind(self) -> None:
        """Keep what was typed; what cannot be kept is left for the next start, once."""
        if self._keep_typed():
            return
        unkept = self._day.notes.untold(), self._unkept()
        if unkept != self._left_behind:
            self._left_behind = unkept
            self._day.leave_behind(*unkept)

    def _unkept(self) -> list[Unfinished]:
        """Return what is typed and not kept, but for the notes."""
        sheets = [screen for screen in self.screen_stack if isinstance(screen, Sheet)]
        return [*self._day.questions.unkept(), *(typed for sheet in sheets for typed in sheet.unkept())]

    def action_leave(self) -> None:
        """Leave once everything is kept; where that cannot be, say so, and leave when the same would be lost again."""
        self._look_whether_it_can_be_written()
        is_kept, held = self._keep_typed(), self._desk.held
        lost_now = None if is_kept and not held else (held, self._day.notes.untold(), self._unkept())
        if lost_now is None or lost_now == self._warned_of:
            self.leave()
        else:
            self._warned_of = lost_now
            lost = f"this is not saved: {held}" if held else "what you typed cannot be kept now"
            self._day.say(f"{lost}; leaving again loses it", "bad")
            if isinstance(self.screen, Sheet):
                self.screen.say(f"{lost}; leaving again loses it", "bad")

    def _look_whether_it_can_be_written(self) -> None:
        """Try a book that could not be written once more: it may be back since the last look."""
        with suppress(FuyuError):
            if self._desk.read_only:
                self._desk.retry()

    def leave(self, code: int = 0) -> None:
        """Keep what was typed and end, with an exit code for the shell.

        Where nobody was asked, what was done and is not saved is left for the next start, too.
        """
        holds = bool(self._desk.held)  # a message that cannot be kept now is held by trying
        self._keep_or_leave_behind()
        if code and holds:
            self._day.leave_held_behind()
        driver = self.terminal
        if not self._at_once or driver is None:
            self.exit(return_code=code)
            return
        left = self._desk.close()
        give_back(driver)
        with suppress(OSError):
            os.write(sys.stderr.fileno(), f"fuyu: {clean_line(left)}\n".encode() if left else b"")
        if self._beside is not None:
            self._beside.leave()
        os._exit(code)

    def keep(self) -> None:
        """Keep what was typed, whoever ends it: a browser's page does when it is closed."""
        self._keep_or_leave_behind()

    def say_trouble(self, words: str) -> None:
        """Say that the file did not answer, on the screen one looks at."""
        if isinstance(self.screen, Sheet):
            self.screen.say(words, "bad")
        else:
            self._day.say(words, "bad")

    def fails(self, error: Exception) -> bool:
        """Keep what was typed and end; what Textual would print holds names and numbers of people.

        A timer goes on after its callback failed, and no worker is needed for long: it is enough to say that a file
        does not answer.
        """
        fault = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(fault, StoreError) and self._day.is_running:
            self.say_trouble(str(fault))
            return False
        if self.crash is None:
            self.crash = fault if isinstance(fault, Exception) else error
            with suppress(Exception):  # what ended the app may be what keeps the text
                self._keep_or_leave_behind()
        if not self.is_headless:
            self.exit(return_code=_CRASHED)
        return self.is_headless


async def _run(command: Callable[[], object] | None) -> None:
    """Run what the palette answered with."""
    if command is not None and isawaitable(done := command()):
        await done
