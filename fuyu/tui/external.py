"""A note in the editor a person has: `$VISUAL` or `$EDITOR`, in a file that nobody else can read."""

import shlex
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree, which
from types import FrameType
from typing import NamedTuple

from fuyu.domain.text import clean, clean_line

LONGEST_NOTE = 100_000
"""Characters that come back; a longer file stays where it is, and its place is said."""
_USUAL = ("nano", "vi")


class Written(NamedTuple):
    """What came back from an editor."""

    text: str
    """The note now; as it was before where something went wrong."""
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


def write_in(editor: list[str], text: str) -> Written:
    """Run the editor on the text in this terminal, wait for it, and return what it says then."""
    folder = Path(tempfile.mkdtemp(prefix="fuyu-note-"))
    path = folder / "note.md"
    problem = ""
    try:
        path.touch(mode=0o600)
        path.write_text(f"{text}\n", encoding="utf-8")
        with _interrupts_are_the_editors():
            code = subprocess.run([*editor, str(path)], check=False).returncode  # noqa: S603 - the person's own choice
        now = path.read_text(encoding="utf-8", errors="replace") if path.exists() else f"{text}\n"
        if len(now.removesuffix("\n")) > LONGEST_NOTE:
            return Written(text, f"{len(now):,} characters are too many for a note; they are in {path}")
        if code > 0:
            now, problem = f"{text}\n", f"{clean_line(editor[0])} ended with {code}: the note is as it was"
        elif code < 0:
            problem = f"{clean_line(editor[0])} was ended from outside; what it had saved is here"
    except OSError as error:
        now, problem = f"{text}\n", f"{clean_line(editor[0])} cannot be started: {error.strerror}"
    rmtree(folder, ignore_errors=True)  # with what editors put beside a file
    return Written(clean(now.removesuffix("\n")), problem)


@contextmanager
def _interrupts_are_the_editors() -> Iterator[None]:
    """Let what ctrl+c sends go to the editor alone; a handler of ours is not inherited, ignoring would be."""

    def pass_by(_number: int, _frame: FrameType | None) -> None:
        pass

    before = {number: signal.signal(number, pass_by) for number in (signal.SIGINT, signal.SIGQUIT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
