"""How what is wrong in a file is said: where it stands, and the nearest thing that would be right."""

import re
from collections.abc import Iterable
from functools import lru_cache

from fuyu.domain.text import nearest, shortened
from fuyu.renamed import RENAMED, TypedWhere


class WrongError(Exception):
    """What is wrong with a value: a sentence that goes on after the key, and the key inside the value, if any."""

    def __init__(self, sentence: str, *inside: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.inside = inside


def problem(text: str, path: tuple[str, ...], sentence: str) -> str:
    """Return the problem as it stands after the name of the file: ", line 3: dates.morning is a time ..."."""
    line = line_of(text, path)
    return (f", line {line}" if line else "") + f": {shortened('.'.join(path))} {sentence}"


def line_of(text: str, path: tuple[str, ...]) -> int:
    """Return the number of the line that says the path, or as much of it as is found; 0 where none is."""
    numbers = _lines(text)
    return next((numbers[path[:size]] for size in range(len(path), 0, -1) if path[:size] in numbers), 0)


@lru_cache(maxsize=1)
def _lines(text: str) -> dict[tuple[str, ...], int]:
    """Return the line of each path that a file says."""
    numbers: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            table = _keys(header[1])
            numbers.setdefault(table, number)
        elif key := re.match(r"([^=#]+)=", line):
            numbers.setdefault((*table, *_keys(key[1])), number)
    return numbers


def _keys(dotted: str) -> tuple[str, ...]:
    return tuple(key.strip(" \t\"'") for key in dotted.split("."))


def unknown(key: str, known: Iterable[str]) -> str:
    """Return the sentence for a key that there is not."""
    return "is no setting" + (nearest(key, known) or f"; there are {', '.join(known)}")


def new_name(old: str) -> str:
    """Return the sentence for a setting that had another name; empty for any other."""
    new = RENAMED[TypedWhere.SETTING].get(old, "")
    return f"is called {new} now" if new else ""


def shown(value: object) -> str:
    """Return a value as a sentence quotes it."""
    if isinstance(value, str):
        return f"“{shortened(value)}”"
    try:
        return shortened(str(value).lower())
    except ValueError:  # Python writes no number of more than 4,300 digits
        return "a number of thousands of digits"
