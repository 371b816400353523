"""A note in the editor a person has: `$VISUAL` or `$EDITOR`, in a file that nobody else can read."""

import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from shutil import which
from threading import Timer
from types import FrameType
from typing import NamedTuple

from fuyu.domain.text import clean_line
from fuyu.tui.aside import Aside

_USUAL = ("nano", "vi")
_GRACE = 0.5
"""Seconds that an editor gets to end by itself when we are told to end; a closed terminal tells it, too."""


class EditedText(NamedTuple):
    """What came back from an editor."""

    texts: tuple[str, ...] = ()
    """What was written; the last is the note now, none where it is as it was."""
    problem: str = ""


def command(environment: Mapping[str, str]) -> list[str]:
    """Return the editor as a command without a shell; empty where there is none."""
    said = environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip()
    if not said:
        return [program for program in map(which, _USUAL) if program][:1]
    try:
        return shlex.split(said)
    except ValueError:
        return []


def write_in(editor: list[str], aside: Aside) -> EditedText:
    """Run the editor on a note in this terminal, wait for it, and return what was written.

    What it saved counts, unless it says that it failed; what it rescued when it was ended counts always.
    """
    name = clean_line(editor[0])
    try:
        code, was_told = _run([*editor, str(aside.note)], aside.lock)
    except OSError as error:
        return EditedText((), f"{name} cannot be started: {error.strerror}")
    aside.close()
    if code == 0 and not was_told:
        return _finished(aside)
    if code > 0 and not was_told:
        return EditedText(tuple(aside.texts(with_note=False)), f"{name} ended with {code}: the note is as it was")
    return EditedText(tuple(aside.texts()), f"{name} was ended from outside; what it had saved is here")


def _finished(aside: Aside) -> EditedText:
    """Return what a person saved and left: that is the note, also where it is empty now."""
    if too_long := next((path for path in aside.left if path == aside.note), None):
        return EditedText((), f"{too_long.stat().st_size:,} bytes are too many for a note; they are in {too_long}")
    beside = aside.texts(with_note=False)
    note = aside.text
    return EditedText((*(text for text in beside if text != note), *([note] if note != aside.begun else [])))


def look_around() -> None:
    """Open the sample leads in this terminal, in a file of their own, and wait until they are left."""
    _run([sys.executable, "-m", "fuyu", "demo"])


def _run(words: list[str], *locks: int) -> tuple[int, bool]:
    """Run a program that holds the locks, too; return its exit code, and whether we were told to end meanwhile."""
    with _signals() as told:
        process = subprocess.Popen(words, pass_fds=locks)  # noqa: S603 - the person's own choice, or ourselves
        told.runs(process)
        return process.wait(), told.told


class _Told:
    """Whether we were told to end, and how the editor is told."""

    def __init__(self) -> None:
        self.told = False
        self._is_time = False
        """Whether the editor had the time to end by itself, also where it does not run yet."""
        self._process: subprocess.Popen[bytes] | None = None

    def runs(self, process: subprocess.Popen[bytes]) -> None:
        """Know whom to tell, and tell it where its time is over already."""
        self._process = process
        if self._is_time:
            process.terminate()

    def tell(self) -> None:
        """Let the editor end, once it had the time to do so by itself."""
        self.told = True
        timer = Timer(_GRACE, self._end)
        timer.daemon = True
        timer.start()

    def _end(self) -> None:
        self._is_time = True
        if self._process is not None:
            self._process.terminate()


Handler = Callable[[int, FrameType | None], object]


@contextmanager
def _signals() -> Iterator[_Told]:
    """Let what ctrl+c sends go to the editor alone, and what tells us to end reach both.

    A handler of ours is not inherited, ignoring would be.
    """
    told = _Told()

    def pass_by(_number: int, _frame: FrameType | None) -> None:
        pass

    def pass_on(number: int, frame: FrameType | None) -> None:
        told.tell()
        ours = before[number]
        if callable(ours):
            ours(number, frame)

    handlers: dict[int, Handler] = {signal.SIGINT: pass_by, signal.SIGQUIT: pass_by}
    handlers |= {signal.SIGTERM: pass_on, signal.SIGHUP: pass_on}
    before = {number: signal.getsignal(number) for number in handlers}
    for number, handler in handlers.items():
        signal.signal(number, handler)
    try:
        yield told
    finally:
        for number, was in before.items():
            signal.signal(number, was)
