"""Rows that a feature adds to the tables of tests which every command and setting has to pass.

They stand in `tests/features/NAME/rows.py`, are found by that folder, and are gone with it.
"""

from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

_FEATURES = Path(__file__).parent / "features"


class Rows(Struct, frozen=True, kw_only=True):
    """What is asked of the commands and settings of one feature."""

    errors: Mapping[str, tuple[int, str]] = {}
    """By what is typed the exit code and the last line of the answer."""
    settings: Mapping[str, tuple[int, str]] = {}
    """The same by the settings that are wrong."""
    missing: Mapping[str, tuple[str, str, str]] = {}
    """By the library that is not there: what is typed, what is set, the answer."""
    needed: Mapping[str, tuple[str, ...]] = {}
    """By a command the words that it cannot do without."""
    shapes: Mapping[str, str] = {}
    """By a command the names in its JSON."""
    before: Mapping[str, list[str]] = {}
    """By a command those that are run before its shape is looked at."""
    configured: Mapping[str, str] = {}
    """By a command the settings with which its shape is looked at."""
    hostile: Mapping[str, tuple[tuple[str, ...], ...]] = {}
    """By the name of each command what is asked of a hostile book."""
    streams: Mapping[tuple[str, str], tuple[int, str]] = {}
    """By streams that are closed, full or endless, and a command: the exit code, and the first words on stderr."""
    arguments: tuple[tuple[tuple[str, ...], int, str], ...] = ()
    """Arguments of any size: the command, the exit code, and the first words on stderr."""
    refused: tuple[tuple[str, str], ...] = ()
    """Commands with a value that is none or an option that would be ignored, and the first words on stderr."""
    days: tuple[tuple[str, ...], ...] = ()
    """Commands that reckon with days, which work on the first and on the last of all."""
    clashes: tuple[tuple[str, str], ...] = ()
    """What is set of keys so that one takes another's, and what is said."""
    sent: tuple[tuple[str, str], ...] = ()
    """By the id of a key with shift what a terminal sends for it."""
    reading: tuple[str, ...] = ()
    """Commands that say that a record of the book cannot be read."""
    files: Mapping[str, Callable[[Path], object]] = {}
    """By a command what makes the files that it needs, in the folder of the book, before its shape is looked at."""


@cache
def _all_rows() -> tuple[Rows, ...]:
    names = sorted(path.parent.name for path in _FEATURES.glob("*/rows.py"))
    return tuple(import_module(f"tests.features.{name}.rows").ROWS for name in names)


def mapped(kind: str) -> dict[Any, Any]:
    """Return the rows of a table by their keys, of all features that are there."""
    return {key: row for rows in _all_rows() for key, row in getattr(rows, kind).items()}


def listed(kind: str) -> tuple[Any, ...]:
    """Return the rows of a table without keys, of all features that are there."""
    return tuple(row for rows in _all_rows() for row in getattr(rows, kind))
