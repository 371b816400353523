"""The ids that one copy of a team's book gives: no other copy gives them.

The team numbers the copies, and a copy gives the ids from its number times a million on. Which copy lies here is told
by a small file in the person's state folder, one for each path. A copy of the book, another machine, and a book whose
state is lost have none: they ask for a number, and give ids of a high one, drawn by chance, until then. A book that was
restored goes on behind the last id it ever gave.
"""

import os
import weakref
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from msgspec import Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu import disk
from fuyu.errors import StoreError
from fuyu.storage.journal_db.layout import WRONG
from fuyu.system import machine

RANGE = 1_000_000
"""How many ids of each table belong to a number."""
_BY_CHANCE = range(10**9, 9 * 10**9)
"""Numbers that no team gives; their ids have 16 digits, and are below those that readers such as jq round."""
_ROOM = 1024
"""Bytes of the file: it is written in place, with blanks behind what it says."""


class _Said(Struct, frozen=True, omit_defaults=True):
    """What the file says."""

    device: str
    by_chance: int
    number: int = 0
    last: Mapping[str, int] = {}
    """The highest id of each table that was given under the number."""


_said = Decoder(_Said)


class Numbering:
    """The number of one copy of a book, and what it gave."""

    def __init__(self, path: Path) -> None:
        """Take the file; it is made with the first id that is asked for."""
        self._path = path
        self._fd = -1
        self._only_here: _Said | None = None
        """What it would say, where it cannot be written."""

    @property
    def device(self) -> str:
        """What tells this copy from others."""
        return self._read().device

    @property
    def number(self) -> int:
        """The number that the team gave it; 0 where it has to ask."""
        return self._read().number

    def numbered(self, number: int) -> None:
        """Keep the number that the team gave."""
        with self._changing() as said:
            if said.number != number:
                self._write(replace(said, number=number, last={}))

    def next_id(self, table: str, is_there: Callable[[int], bool]) -> int:
        """Return an id that no document of a table has, nor ever had, in any copy.

        Args:
            table: the table.
            is_there: returns whether a document has an id: it may have been given before there was a team.
        """
        said = self._read()
        found = said.last.get(table, self._first(said)) + 1
        while is_there(found):
            found += 1
        return found

    def give(self, ids: Mapping[str, int]) -> None:
        """Note the highest ids that are about to be used, by table; those of other copies do not count."""
        with self._changing() as said:
            first = self._first(said)
            own = {table: found for table, found in ids.items() if first < found < first + RANGE}
            last = {**said.last, **{table: max(found, said.last.get(table, 0)) for table, found in own.items()}}
            if last != said.last:
                self._write(replace(said, last=last))

    @staticmethod
    def _first(said: _Said) -> int:
        return (said.number or said.by_chance) * RANGE

    @contextmanager
    def _changing(self) -> Iterator[_Said]:
        """Keep other processes from changing it."""
        said = self._read()
        if self._fd < 0:
            yield said
            return
        machine.lock(self._fd, alone=True, waits=True)
        try:
            yield self._read()
        finally:
            machine.unlock(self._fd)

    def _read(self) -> _Said:
        if self._fd < 0 and self._only_here is None:
            self._open()
        if self._only_here is not None:
            return self._only_here
        with suppress(OSError, *WRONG):
            return _said.decode(machine.read_at(self._fd, _ROOM, 0))
        self._begin()
        return self._read()

    def _open(self) -> None:
        try:
            disk.make_folder(self._path.parent)
            self._fd = disk.open_private(self._path)
        except (OSError, StoreError):
            self._begin()
            return
        weakref.finalize(self, disk.close, self._fd)

    def _begin(self) -> None:
        """Begin anew: nothing is known of this copy."""
        from random import SystemRandom  # noqa: PLC0415 - once for each book

        new = _Said(device=os.urandom(16).hex(), by_chance=SystemRandom().choice(_BY_CHANCE))
        if self._fd < 0:
            self._only_here = new
            return
        machine.lock(self._fd, alone=True, waits=True)
        try:
            with suppress(*WRONG):
                _said.decode(machine.read_at(self._fd, _ROOM, 0))
                return  # another process was quicker
            self._write(new)
        finally:
            machine.unlock(self._fd)

    def _write(self, said: _Said) -> None:
        if self._fd < 0:
            self._only_here = said
            return
        try:
            machine.write_at(self._fd, encode(said).ljust(_ROOM), 0)
        except OSError:
            self._only_here = said
