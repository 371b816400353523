"""A terminal to run a program in: a pty, an emulator that reads it, keys, and every byte that arrived."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Self

import pyte

PATIENCE = 20.0
"""Seconds until a test gives up; a busy machine is slow, never wrong."""
_ENTERED, _LEFT = b"\x1b[?1049h", b"\x1b[?1049l"
_UNKNOWN_TO_PYTE = {b"\x1b[<u": b"", _ENTERED: b"\x1b[2J\x1b[H", _LEFT: b"\x1b[2J\x1b[H"}
_UNKNOWN = re.compile(b"|".join(map(re.escape, _UNKNOWN_TO_PYTE)))
_MODES = (b"1000", b"1003", b"1004", b"1006", b"1015", b"2004")
"""What a full screen program switches on: the mouse, the focus, bracketed paste."""


def _take_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # ignored in what a shell has put into the background


class Terminal:
    """A program in a pty of its own; whatever happens it is killed, by its own pid, at the end."""

    def __init__(self, argv: Sequence[str], env: Mapping[str, str], size: tuple[int, int] = (80, 24)) -> None:
        self.raw = bytearray()
        """Everything the program wrote."""
        width, height = size
        self.screen = pyte.Screen(width, height)
        self._stream = pyte.ByteStream(self.screen)
        self._text: str | None = None
        self._master, slave = pty.openpty()
        self._set_size(width, height)
        self._cooked = termios.tcgetattr(self._master)[:4]
        self.process = subprocess.Popen(
            argv,
            env=dict(env),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            start_new_session=True,
            preexec_fn=_take_terminal,  # noqa: PLW1509 - no thread of the tests holds a lock that this needs
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self.hang_up()

    @property
    def text(self) -> str:
        """What is on the screen, as one reads it; put together once for each state of it."""
        if self._text is None:
            self._text = "\n".join(line.rstrip() for line in self.screen.display)
        return self._text

    def read(self, patience: float = 0.0) -> bool:
        """Take what the program wrote, waiting for it at most so long; return whether there was anything."""
        if self._master < 0 or not select.select([self._master], [], [], patience)[0]:
            return False
        try:
            found = os.read(self._master, 1 << 16)
        except OSError:  # EIO: nobody has the other end any more
            return False
        self.raw += found
        self._text = None
        self._stream.feed(_UNKNOWN.sub(lambda sequence: _UNKNOWN_TO_PYTE[sequence[0]], found))
        return bool(found)

    def wait(self, until: Callable[[], object], words: str, patience: float = PATIENCE) -> None:
        """Read until something is so."""
        late = time.monotonic() + patience
        while not until():
            if not self.read(0.02) and self.process.poll() is not None and not until():
                raise AssertionError(f"{words} did not come before the end, {self.process.returncode}:\n{self.text}")
            if time.monotonic() > late:
                raise AssertionError(f"{words} did not come within {patience} s:\n{self.text}")

    def wait_for(self, *texts: str, patience: float = PATIENCE) -> None:
        """Read until all these texts are on the screen."""
        self.wait(lambda: all(text in self.text for text in texts), f"{texts}", patience)

    def wait_without(self, text: str, patience: float = PATIENCE) -> None:
        """Read until a text is off the screen."""
        self.wait(lambda: text not in self.text, f"the end of {text!r}", patience)

    def settle(self, quiet: float = 0.15) -> None:
        """Read until nothing was written for a moment, to see that something does *not* happen."""
        while self.read(quiet):
            pass

    def send(self, keys: str | bytes) -> None:
        """Write keys in one go, reading meanwhile so that neither side waits for the other."""
        rest = memoryview(keys.encode() if isinstance(keys, str) else keys)
        while rest:
            readable, writable, _ = select.select([self._master], [self._master], [], PATIENCE)
            if readable:
                self.read()
            if writable:
                rest = rest[os.write(self._master, rest[:4096]) :]

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program alone."""
        self.process.send_signal(number)

    def resize(self, width: int, height: int) -> None:
        """Make the terminal another size; the program is told by SIGWINCH."""
        self.screen.resize(max(height, 1), max(width, 1))
        self._text = None
        self._set_size(width, height)

    def hang_up(self) -> None:
        """Close the terminal."""
        if self._master >= 0:
            os.close(self._master)
            self._master = -1

    def exit_code(self, patience: float = PATIENCE) -> int:
        """Wait for the end, reading what is written until then."""
        self.wait(lambda: self.process.poll() is not None, "the end", patience)
        while self.read():
            pass
        return self.process.returncode

    def assert_restored(self) -> None:
        """Check that the terminal is as a shell needs it: its own screen, a cursor, echo, no mouse, no paste marks."""
        assert self.raw.rfind(_LEFT) > self.raw.rfind(_ENTERED), "the alternate screen was not left"
        assert self.raw.rfind(b"\x1b[?25h") > self.raw.rfind(b"\x1b[?25l"), "the cursor is hidden"
        for mode in _MODES:
            assert self.raw.rfind(b"\x1b[?%sl" % mode) > self.raw.rfind(b"\x1b[?%sh" % mode), f"mode {mode!r} is on"
        self.assert_line_restored()

    def assert_line_restored(self) -> None:
        """Check that what is typed is shown, and comes in lines."""
        assert termios.tcgetattr(self._master)[:4] == self._cooked, (
            "the line is not as it was: echo, line mode, signals"
        )

    def _set_size(self, width: int, height: int) -> None:
        with suppress(OSError):
            fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
