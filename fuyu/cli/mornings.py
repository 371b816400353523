"""On which day a book's last morning was: one small file, and no trouble where it cannot be had."""

import os
from contextlib import suppress
from datetime import date
from pathlib import Path

from fuyu import disk, paths

_LARGEST = 100
"""Bytes; a day has ten."""


class RememberedMornings:
    """Remembers the last day whose plan was seen."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def begun(self, day: date) -> bool:
        """Return whether the plan of that day was seen."""
        try:
            return paths.small_file(self._path, _LARGEST).decode("ascii").strip() == day.isoformat()
        except (OSError, UnicodeDecodeError):
            return False

    def begin(self, day: date) -> None:
        """Remember that it was; where that cannot be, it is shown once more."""
        with suppress(OSError):
            disk.make_folder(self._path.parent)
            with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(day.isoformat())
