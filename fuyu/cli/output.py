"""Every answer, printed: words for a person, records apart by tabs, or JSON; data on stdout, words on stderr."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator, Mapping
from functools import wraps
from types import TracebackType
from typing import Any, Self

import msgspec

from fuyu.answer import Answer
from fuyu.cli.streams import broken, give_up
from fuyu.domain.text import clean, clean_line

VERSION = 2
"""The version of every JSON shape printed here; a shape that others rely on does not change under it."""
Command = Callable[[Namespace], int]


def answered(command: Callable[[Namespace], Answer]) -> Command:
    """Make a command print what it answers."""

    @wraps(command)
    def run(asked: Namespace) -> int:
        return show(command(asked), asked)

    return run


def show(answer: Answer, asked: Namespace) -> int:
    """Print an answer in the form that was asked for; return its exit code, or raise what went wrong beside it."""
    if not (asked.json and "warnings" in answer.data):
        for warning in answer.warnings:
            words(warning)
    if answer.file is not None:
        for text in answer.file:
            part(text)
    elif asked.json:
        _as_json(answer.data)
    elif asked.plain and answer.records is not None:
        for record in answer.records:
            line("\t".join(map(_cell, record)))
    else:
        _as_words(answer)
    sys.stdout.write(answer.ring)
    if answer.error is not None:
        raise answer.error
    return answer.code


def words(text: str) -> None:
    """Print words for the person; where they cannot be said, what was done is done all the same."""
    try:
        sys.stderr.write(f"{broken(clean(text), sys.stderr)}\n")
        sys.stderr.flush()
    except OSError:
        give_up(sys.stderr)


def line(text: str = "") -> None:
    """Print a line of the answer."""
    sys.stdout.write(f"{clean(text)}\n")


def part(text: str) -> None:
    """Print a part of a file: into a file or a pipe as it is, on a terminal cleaned, its line ends too."""
    sys.stdout.write(clean(text) if sys.stdout.isatty() else text)


def _as_words(answer: Answer) -> None:
    """Print the sentences, and beside them what can be done next."""
    said = (clean(broken(sentence, sys.stdout)) for sentence in answer.sentences)
    for text in _with_links(said, answer.links) if answer.links and sys.stdout.isatty() else said:
        sys.stdout.write(f"{text}\n")
    for hint in answer.hints:
        words(hint)


def _with_links(sentences: Iterator[str], addresses: Mapping[str, str]) -> Iterator[str]:
    """Yield sentences with the texts as links that stand for an address, where the terminal opens them."""
    from fuyu.reach import has_links, linked  # noqa: PLC0415 - only who looks at a lead waits for it

    if not has_links(os.environ):
        yield from sentences
        return
    for sentence in sentences:
        yield "".join(
            f"\x1b]8;;{address}\x1b\\{text}\x1b]8;;\x1b\\" if address else text
            for text, address in linked(sentence, addresses)
        )


def _cell(value: object) -> str:
    """Return a value as a cell, which holds neither a tab nor a line's end."""
    return "" if value is None else clean_line(str(value))


def _as_json(data: Mapping[str, object]) -> None:
    """Print the answer as JSON, with its version; an iterator item by item, so that none of them is kept."""
    sys.stdout.write("{")
    before = "\n "
    for name, value in ({"version": VERSION} | {**data}).items():
        sys.stdout.write(f'{before}"{name}": ')
        if isinstance(value, Iterator):
            _write_items(value)
        else:
            sys.stdout.write(_encoded(value, 1))
        before = ",\n "
    sys.stdout.write("\n}\n")


def _write_items(items: Iterator[object]) -> None:
    before = "[\n  "
    for item in items:
        sys.stdout.write(before + _encoded(item, 2))
        before = ",\n  "
    sys.stdout.write("[]" if before.startswith("[") else "\n ]")


def _encoded(value: object, depth: int) -> str:
    """Return a value as JSON that stands so deep in the answer."""
    encoded = msgspec.json.encode(_cleaned(msgspec.to_builtins(value)))
    return msgspec.json.format(encoded, indent=1).decode().replace("\n", f"\n{' ' * depth}")


def _cleaned(value: Any) -> Any:
    """Return the value with every text in it cleaned: JSON escapes some of what steers a terminal, not all."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {_cleaned(key): _cleaned(item) for key, item in value.items()}
    return [_cleaned(item) for item in value] if isinstance(value, (list, tuple)) else value


class Progress:
    """One line on stderr that says how far a long work is, where there is a terminal to say it on."""

    def __init__(self) -> None:
        self._shown = False

    def book(self, part: float) -> None:
        """Say which part of the book was read."""
        self._say(f"reading the book: {part:.0%}")

    def team(self, part: float) -> None:
        """Say which part of what the team has was taken."""
        self._say(f"taking what the team has: {part:.0%}")

    def read(self, count: int) -> None:
        """Say how many rows were read."""
        self._say(f"{count:,} rows read")

    def matched(self, count: int) -> None:
        """Say how many contacts were matched."""
        self._say(f"{count:,} contacts matched")

    def touches(self, count: int) -> None:
        """Say how many touches were read."""
        if count:
            self._say(f"{count:,} touches read")

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")
            self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.clear()

    def _say(self, text: str) -> None:
        if sys.stderr.isatty():
            self._shown = True  # before: ctrl+c may come at any moment
            sys.stderr.write(f"\r{text} ... ctrl+c stops\x1b[K")
            sys.stderr.flush()
