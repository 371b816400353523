"""What waits for the hooks of a book, in order, and what came of them: small files that may be lost."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
from msgspec import Raw, Struct

from fuyu import disk, paths
from fuyu.errors import SaveError, StoreError
from fuyu.locks import Lock

_MOST = 64_000_000
"""Bytes that wait at most: of a hook that takes its time while much is done."""
_MOST_SAID = 65_536


class Queued(Struct, frozen=True):
    """Something that was done, and the hooks that follow it."""

    hooks: tuple[str, ...]
    given: Raw
    """What they read: JSON."""


class HookRan(Struct, frozen=True):
    """What came of a hook the last time."""

    at: datetime
    trouble: str = ""
    """Empty where it went well."""


class Queue:
    """The queue of one book. Each call is short; one thread at a time uses the object."""

    def __init__(self, folder: Path) -> None:
        """Make it; the folder is made when something is put there."""
        self._folder = folder
        self._lines, self._came, self._said = (folder / name for name in ("waiting", "came.json", "said"))

    def put(self, waiting: Sequence[Mapping[str, Any]]) -> None:
        """Let something wait, behind all that does.

        Raises:
            StoreError: it cannot be kept.
        """
        with self._alone():
            self._add(self._lines, b"".join(msgspec.json.encode(one) + b"\n" for one in waiting))

    def take(self) -> list[Queued]:
        """Return what waits, which waits no longer: it is done once, or, where the machine stops, not at all."""
        with self._alone():
            return self._take()

    @contextmanager
    def working(self) -> Iterator[Iterator[list[Queued]] | None]:
        """Be the one who works through the queue: yields all that waits, until nothing does; None where another is it.

        That nothing is left, and that nobody is at work any more, becomes true at once: what is put there later finds
        nobody, and begins another.
        """
        disk.make_folder(self._folder)
        work = Lock(self._folder / "running.lock", program="fuyu")
        try:
            with work.exclusive(at_once=True):
                yield self._until_empty(work)
        except SaveError:
            yield None
        finally:
            work.close()

    def _until_empty(self, work: Lock) -> Iterator[list[Queued]]:
        while True:
            with self._alone():
                found = self._take()
                if not found:
                    work.close()
                    return
            yield found

    # What came of them

    def came(self) -> dict[str, HookRan]:
        """Return what came of each hook the last time it ran."""
        try:
            return msgspec.json.decode(disk.small_content(self._came), type=dict[str, HookRan])
        except (OSError, StoreError, msgspec.DecodeError):
            return {}

    def keep(self, hook: str, came: HookRan) -> None:
        """Keep what came of a hook; trouble is to be said, unless it is the same as the last time."""
        with self._alone():
            known = self.came()
            if came.trouble and (hook not in known or known[hook].trouble != came.trouble):
                self._add(self._said, f"{came.trouble}\n".encode())
            disk.replace_with(self._came, msgspec.json.encode(known | {hook: came}))

    @property
    def has_troubles(self) -> bool:
        """Whether there are sentences that nobody has said yet."""
        return self._said.exists()

    def troubles(self) -> list[str]:
        """Return the sentences that nobody has said yet, each to one who asks."""
        if not self.has_troubles:
            return []
        with self._alone():
            try:
                said = disk.small_content(self._said, _MOST_SAID).decode("utf-8", "replace")
            except FileNotFoundError:
                return []
            self._said.unlink()
            return list(dict.fromkeys(said.splitlines()))

    def forget(self, leads: frozenset[int]) -> None:
        """Let nothing wait any more that tells of some leads."""
        if not self._lines.exists():
            return
        with self._alone():
            kept = [one for one in self._take() if not leads & _told_of(one)]
            self._add(self._lines, b"".join(msgspec.json.encode(one) + b"\n" for one in kept))

    # Files

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with disk.saving():
            disk.make_folder(self._folder)
            lock = Lock(self._folder / "queue.lock", program="fuyu")
            try:
                with lock.exclusive():
                    yield
            finally:
                lock.close()

    def _take(self) -> list[Queued]:
        try:
            content = disk.small_content(self._lines, _MOST)
        except FileNotFoundError:
            return []
        self._lines.unlink()
        return [found for line in content.splitlines() if (found := _read(line))]

    @staticmethod
    def _add(path: Path, content: bytes) -> None:
        fd = disk.open_private(path, os.O_APPEND)
        try:
            if os.fstat(fd).st_size + len(content) > _MOST:
                raise SaveError("too much waits for your hooks: what was done now does not reach them")
            disk.write_all(fd, content)
        finally:
            disk.close(fd)


def _read(line: bytes) -> Queued | None:
    try:
        return msgspec.json.decode(line, type=Queued)
    except msgspec.DecodeError:
        return None


class _Named(Struct):
    """What tells which lead something is about."""

    id: int = 0
    lead: int = 0


class _Given(Struct):
    """What a hook reads, as far as it names leads."""

    leads: list[_Named] = []
    entries: list[_Named] = []


def _told_of(queued: Queued) -> set[int]:
    """Return the leads that something that waits tells of."""
    given = msgspec.json.decode(queued.given, type=_Given)
    return {one.id for one in given.leads} | {one.lead for one in given.entries}


def forget(book: Path, leads: frozenset[int]) -> None:
    """Forget people in what waits for the hooks of a book."""
    Queue(paths.hooked(book)).forget(leads)
