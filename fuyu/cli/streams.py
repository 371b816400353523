"""The three streams that a command is started with, whichever is closed, full, narrow, or never ends."""

import os
import sys
from contextlib import suppress
from typing import IO

from fuyu.errors import UsageError

_LONGEST = 10_000_000
"""Characters of the input; a day's leads, one a line, are a few thousand."""
_NARROW = 40
"""Cells that every terminal has."""


def make_whole() -> None:
    """Put something that cannot be written, or holds nothing, in the place of each stream that is closed.

    Otherwise a file that is opened later would take its number, and what is meant for the terminal would end in there.
    """
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None and os.open(os.devnull, os.O_RDONLY) == number:
            errors = "strict" if name == "stdin" else "backslashreplace"
            setattr(sys, name, open(number, "w" if number else "r", encoding="utf-8", errors=errors))  # noqa: PTH123, SIM115 - by its number; open to the end
            os.set_inheritable(number, True)


def give_up(stream: IO[str]) -> None:
    """Let go of what a stream still holds, which cannot be written: Python would try once more when it ends."""
    with suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def broken(text: str, stream: IO[str]) -> str:
    """Return a text for a terminal: long lines broken between words, but for records, and commands that one copies."""
    lines = text.split("\n")
    if max(map(len, lines)) <= _NARROW or not stream.isatty():
        return text
    from shutil import get_terminal_size  # noqa: PLC0415 - only a long line on a terminal needs it

    width = get_terminal_size().columns
    return "\n".join(_fitted(line, width) for line in lines)


def _fitted(line: str, width: int) -> str:
    if len(line) <= width or "fuyu " in line or "\t" in line:
        return line
    from textwrap import fill  # noqa: PLC0415 - the same

    indent = line[: len(line) - len(line.lstrip())]
    return fill(line, width, subsequent_indent=f"{indent}  ", break_long_words=False, break_on_hyphens=False)


def read_input() -> str:
    """Return what the input says.

    Raises:
        UsageError: it is not UTF-8, cannot be read, or is longer than anybody types.
    """
    try:
        text = sys.stdin.read(_LONGEST + 1)
    except UnicodeDecodeError as error:
        raise UsageError("the input is not UTF-8; save it as UTF-8") from error
    except OSError as error:
        raise UsageError(f"the input cannot be read: {error.strerror}") from error
    if len(text) > _LONGEST:
        raise UsageError(f"the input is longer than {_LONGEST:,} characters; give it in parts")
    return text
