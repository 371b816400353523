"""What a person was reminded of already, by whichever process: a small file that may be lost."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from fuyu import disk
from fuyu.errors import StoreError
from fuyu.features.reminders.rules import Reminder, untold
from fuyu.locks import Lock

_KEPT = timedelta(days=2)
"""Longer than anything is told late."""


class Told:
    """The record of one book; one thread at a time uses the object."""

    def __init__(self, path: Path) -> None:
        """Make the record; nothing is read or written by that.

        Args:
            path: the file; it and its folder are made when something is told.
        """
        self._path = path

    def claim(self, due: Iterable[Reminder], now: datetime) -> list[Reminder]:
        """Return what nobody told yet, and note that it is told: each goes to one process, and to it once.

        Raises:
            StoreError: the record cannot be written; nothing is claimed.
        """
        with disk.saving():
            disk.make_folder(self._path.parent)
            lock = Lock(self._path.with_name(f"{self._path.name}.lock"), program="fuyu")
            try:
                with lock.exclusive():
                    return self._claim(due, now)
            finally:
                lock.close()

    def _claim(self, due: Iterable[Reminder], now: datetime) -> list[Reminder]:
        told = self._read()
        mine = list(untold(due, told))
        if mine:
            oldest = f"{now.astimezone(UTC) - _KEPT:%Y-%m-%dT%H:%MZ}"
            kept = {key: stage for key, stage in told.items() if key.rpartition(" ")[2] >= oldest}
            kept |= {reminder.key: int(reminder.stage) for reminder in mine}
            disk.replace_with(self._path, msgspec.json.encode(kept))
        return mine

    def _read(self) -> dict[str, int]:
        """Return what was told; a record that is damaged tells nothing."""
        try:
            return msgspec.json.decode(disk.small_content(self._path), type=dict[str, int])
        except (FileNotFoundError, StoreError, msgspec.DecodeError):
            return {}
