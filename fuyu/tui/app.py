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
from textual.events import Key
from textual.filter import LineFilter
from textual.screen import Screen
from textual.worker import WorkerFailed

from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import FuyuError, StoreError
from fuyu.system import machine
from fuyu.tui.all_typed import AllTyped
from fuyu.tui.beside import Beside
from fuyu.tui.day.screen import DayScreen, day_with
from fuyu.tui.day.upkeep import Mornings
from fuyu.tui.day.view import View
from fuyu.tui.kit.textual_compat.ending import EndsItself, give_back
from fuyu.tui.kit.textual_compat.going_on import GoesOn
from fuyu.tui.kit.textual_compat.in_turn import KeysInTurn
from fuyu.tui.kit.textual_compat.looks import fit
from fuyu.tui.kit.textual_compat.shown import SendsLess
from fuyu.tui.kit.textual_compat.terminal import LinuxDriver, TitledDriver
from fuyu.tui.preferences import Preferences
from fuyu.tui.theme import Colourless, roles_of
from fuyu.tui.theming import Theming

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
    CSS_PATH: ClassVar[list[str | PurePath]] = ["app.tcss", "day/day.tcss"]
    ENABLE_COMMAND_PALETTE = False
    """Textual's: ours is a sheet."""
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+c", "leave", "Quit", show=False, priority=True)]

    _has_look = False
    """Whether it has its look: Textual asks for the colours of another one before, which nobody sees."""

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
        self._has_look = True
        self._desk = desk
        self._at_once = at_once
        self._warned_of: object = None
        """What is lost by leaving again."""
        self.crash: Exception | None = None
        """What ended the app, None where a person did."""
        self.animation_level = "none"
        self._prefers = prefers = preferences or Preferences()
        self.keyboard = prefers.keyboard
        """The keys that hold."""
        self.set_keymap({key_id: ",".join(keys) for key_id, keys in prefers.keyboard.set.items()})
        self.theming = Theming(self, prefers)
        """The theme that is on."""
        self._beside = beside
        own, day = prefers.keyboard.own, day_with(prefers.keyboard)
        self.day = day(desk, tidy, prefers.problems, mornings, beside=beside, own=own)
        """The dashboard's screen."""
        self._typed = AllTyped(self, self.day)

    def get_default_screen(self) -> DayScreen:
        """Begin with the day, in the size of the terminal."""
        fit(self.day, self.size)
        return self.day

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return the colours of the roles where a theme names none."""
        return roles_of(self.current_theme) if self._has_look else {}

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

    def on_mount(self) -> None:
        """Listen to what tells a process to end."""
        self.app_resume_signal.subscribe(self, lambda _app: self.paint_anew())  # fg shows an empty screen
        if self.terminal is not None:
            loop = asyncio.get_running_loop()

            def told(number: int, _frame: FrameType | None) -> None:
                with suppress(RuntimeError):  # the loop is closed: it ends already
                    asyncio.run_coroutine_threadsafe(_leave_in_turn(self, _LEFT_BY_SIGNAL + number), loop)

            for number in machine.ENDING:
                signal.signal(number, told)  # asyncio's own handlers miss signals while many keys come in

    def meets(self, event: Key) -> bool:
        """Let a key take what was said away, and uncover the day."""
        self.day.voice.hush()
        return self.screen is self.day and self.day.morning.uncover(event.key)

    def takes_keys(self, screen: Screen[object]) -> bool:
        """Return whether a screen that opens is ready for keys; the day is once it is whole."""
        return self.day.is_whole if screen is self.day else super().takes_keys(screen)

    def on_view_counted(self, message: View.Counted) -> None:
        """Say in the terminal's title how the day stands."""
        self.entitle(message.words)

    def on_ready(self) -> None:
        """Keep what was made for the start out of the garbage collector's sight for good."""
        gc.freeze()
        gc.enable()

    def action_command_palette(self) -> None:
        """Find a command, or a lead, by its name."""
        from fuyu.tui.palette import offered  # noqa: PLC0415 - first used here
        from fuyu.tui.screens.palette import PaletteSheet  # noqa: PLC0415 - the same

        if not any(isinstance(screen, PaletteSheet) for screen in self.screen_stack):
            self.push_screen(PaletteSheet(partial(offered, self.day)), _run)

    def action_leave(self) -> None:
        """Leave once everything is kept; where that cannot be, say so, and leave when the same would be lost again."""
        with suppress(FuyuError):  # the book may be one that can be written again
            if self._desk.book.read_only:
                self._desk.book.retry()
        is_kept, held = self._typed.keep(), self._desk.actions.held
        lost_now = None if is_kept and not held else (held, self._typed.unkept())
        if lost_now is None or lost_now == self._warned_of:
            self.leave()
        else:
            self._warned_of = lost_now
            lost = f"this is not saved: {held}" if held else "what you typed cannot be kept now"
            self.day.voice.say(f"{lost}; leaving again loses it", "bad")
            if self.screen is not self.day:
                self.say_trouble(f"{lost}; leaving again loses it")

    def leave(self, code: int = 0) -> None:
        """Keep what was typed and end, with an exit code for the shell.

        Where nobody was asked, what was done and is not saved is left for the next start, too.
        """
        holds = bool(self._desk.actions.held)  # a message that cannot be kept now is held by trying
        self._typed.keep_or_leave_behind()
        if code and holds:
            self.day.work.left_behind.leave_held()
        driver = self.terminal
        if not self._at_once or driver is None:
            self.exit(return_code=code)
            return
        left = self._desk.book.close()
        give_back(driver)
        with suppress(OSError):
            os.write(sys.stderr.fileno(), f"fuyu: {clean_line(left)}\n".encode() if left else b"")
        if self._beside is not None:
            self._beside.leave()
        os._exit(code)

    def keep(self) -> None:
        """Keep what was typed, whoever ends it: a browser's page does when it is closed."""
        self._typed.keep_or_leave_behind()

    def say_trouble(self, words: str) -> None:
        """Say what is in the way, on the screen one looks at."""
        from fuyu.tui.screens.sheet import Sheet  # noqa: PLC0415 - first used here

        if isinstance(self.screen, Sheet):
            self.screen.edge.say(words, "bad")
        else:
            self.day.voice.say(words, "bad")

    def fails(self, error: Exception) -> bool:
        """Keep what was typed and end; what Textual would print holds names and numbers of people.

        A timer goes on after its callback failed, and no worker is needed for long: it is enough to say that a file
        does not answer.
        """
        fault = error.error if isinstance(error, WorkerFailed) else error
        if isinstance(fault, StoreError) and self.day.is_running:
            self.say_trouble(str(fault))
            return False
        if self.crash is None:
            self.crash = fault if isinstance(fault, Exception) else error
            with suppress(Exception):  # what ended the app may be what keeps the text
                self._typed.keep_or_leave_behind()
        if not self.is_headless:
            self.exit(return_code=_CRASHED)
        return self.is_headless


async def _leave_in_turn(app: FuyuApp, code: int) -> None:
    """Leave after the keys that were typed before; nothing is painted any more, maybe the terminal is gone."""

    async def leave() -> None:
        await app.settle()  # what has the focus reads the last key
        app.leave(code)

    app.paint_no_more()
    loop = asyncio.get_running_loop()
    told = app.keyed_at = loop.time()
    loop.call_at(told + _TOO_LATE, app.leave, code)
    await app.all_read(lambda: app.keyed_at)
    app.call_in_turn(leave)


async def _run(command: Callable[[], object] | None) -> None:
    """Run what the palette answered with."""
    if command is not None and isawaitable(done := command()):
        await done
