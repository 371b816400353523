"""The calendar files of a folder, as vdirsyncer and khal write them: one event each, a folder for each calendar."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from fuyu import paths

_DEEPEST = 3
_MOST = 100_000
_LARGEST = 20_000_000
"""Bytes of one file: of a calendar of ten years as one file there are three million."""


class CalendarFile(NamedTuple):
    """A calendar file, and what tells one version of it from another."""

    name: str
    """Its path."""
    stamp: str

    def content(self) -> bytes:
        """Return what it says; raise an `OSError` where it cannot be read."""
        return paths.small_file(Path(self.name), _LARGEST)


def files_of(place: Path) -> Iterator[CalendarFile]:
    """Yield the calendar files of a folder and of the folders in it, or the one that is named.

    Raises:
        OSError: there is no such place.
    """
    found = place.stat()
    if place.is_dir():
        left = [_MOST]
        yield from _inside(str(place), _DEEPEST, left)
    else:
        yield CalendarFile(str(place), _stamp(found))


def _inside(folder: str, depth: int, left: list[int]) -> Iterator[CalendarFile]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith(".") or left[0] <= 0:
                continue
            if entry.name.endswith(".ics") and entry.is_file():
                left[0] -= 1
                yield CalendarFile(entry.path, _stamp(entry.stat()))
            elif depth > 1 and entry.is_dir(follow_symlinks=False):
                yield from _inside(entry.path, depth - 1, left)


def _stamp(found: os.stat_result) -> str:
    return f"{found.st_mtime_ns:x}-{found.st_size:x}"
