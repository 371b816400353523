"""The terminal as Textual drives it, with a title of its own that is given back."""

import os
import sys
from codecs import getincrementaldecoder
from collections.abc import Iterable
from select import select
from selectors import EVENT_READ, SelectSelector
from typing import Any, TextIO

from textual.message import Message

from fuyu.domain.text import clean_line
from fuyu.tui.kit.textual_compat.paste import PasteParser

try:
    from textual.drivers.linux_driver import LinuxDriver as LinuxDriver  # noqa: PLC0414 - others have it from here
except ImportError:  # there is no termios: Textual has another driver there, and this one is not used
    from textual.driver import Driver as LinuxDriver  # type: ignore[assignment]

_PUSH, _POP = "\x1b[22;2t", "\x1b[23;2t"
"""XTPUSHTITLE and XTPOPTITLE of xterm: the window's title onto a stack, and back from it."""
_TICK = 0.1
"""Seconds after which a lone escape is a key."""
_AT_ONCE = 1 << 16
_WITHOUT_TITLE = {"linux", "dumb"}


class TitledDriver(LinuxDriver):
    """Says in the terminal's title how the day stands; never a name of anybody, for titles are seen by others."""

    title = "fuyu"
    typed = b""
    """What was typed before there was a screen."""
    is_pasting = False
    """Whether a paste has begun whose end has not come."""
    _is_reading = False
    """Whether something was read that has not been handed on wholly."""
    _is_gone = False
    """Whether nobody is at the other end any more."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if sys.__stderr__ is not None:
            self._file = _MaybeGone(sys.__stderr__)  # type: ignore[assignment] # it is only written to

    def start_application_mode(self) -> None:
        """Begin, also after being stopped: keep the title there was, and set ours."""
        super().start_application_mode()  # type: ignore[no-untyped-call] # Textual leaves it untyped
        if self._has_title:
            self.write(_PUSH)
            self.entitle(self.title)

    def stop_application_mode(self) -> None:
        """Give the terminal back with the title it had."""
        if self._has_title:
            self.write(_POP)
        super().stop_application_mode()

    def run_input_thread(self) -> None:
        """Read what the terminal sends as Textual does, but pastes as a whole, and what is not UTF-8 as a mark."""
        parser = PasteParser(self._debug)
        decode = getincrementaldecoder("utf-8")("replace").decode
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            self._tell(parser, parser.feed(decode(self.typed)) if self.typed else ())
            while not self.exit_event.is_set():
                if selector.select(_TICK):
                    self._is_reading = True
                    try:
                        read = os.read(self.fileno, _AT_ONCE)
                    except OSError:
                        read = b""
                    if not read:  # nobody is there any more, and a signal says so
                        self._tell(parser, parser.give_up_paste())
                        self._is_gone = True
                        return
                    sent = decode(read)
                    self._tell(parser, parser.feed(sent) if sent else ())  # none of a letter that has come by half
                self._tell(parser, parser.tick())
                self._is_reading = False
            self._tell(parser, parser.give_up_paste())

    def _tell(self, parser: PasteParser, events: Iterable[Message]) -> None:
        """Hand on what was read; a paste is one that is under way until it is handed on."""
        for event in events:
            self.process_message(event)
        self.is_pasting = parser.is_pasting

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has sent what the app has not been given yet."""
        if self._is_gone:
            return False
        return self._is_reading or self.is_pasting or bool(select([self.fileno], [], [], 0)[0])

    def entitle(self, title: str) -> None:
        """Set the title; it holds words and figures of ours alone, and nothing could end it early."""
        self.title = clean_line(title)
        if self._has_title:
            self.write(f"\x1b]2;{self.title}\x07")

    @property
    def _has_title(self) -> bool:
        return self._writer_thread is not None and os.environ.get("TERM", "") not in _WITHOUT_TITLE


def type_ahead(typed: bytes) -> None:
    """Give the next dashboard what was typed before it was there."""
    TitledDriver.typed = typed


class _MaybeGone:
    """A terminal to write to; once it is gone, what is written goes nowhere.

    Textual's thread that writes would end with the first error, and whoever gives it more wait forever.
    """

    def __init__(self, terminal: TextIO) -> None:
        self._terminal = terminal
        self.fileno = terminal.fileno

    def write(self, text: str) -> None:
        """Write a text."""
        try:
            self._terminal.write(text)
        except OSError:
            self._leave()

    def flush(self) -> None:
        """Send what is written."""
        try:
            self._terminal.flush()
        except OSError:
            self._leave()

    def _leave(self) -> None:
        """Let what is written, and what still is to be sent, go nowhere."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self._terminal.fileno())
        os.close(nowhere)
