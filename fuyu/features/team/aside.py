"""What the team does not take: kept in the person's state folder, and told of, so that nothing is lost behind it."""

import os
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fuyu import disk, paths
from fuyu.locks import Lock
from fuyu.storage.forgetting.person import about
from fuyu.storage.port import Waiting

_LARGEST = 100_000_000
"""Bytes of it that are read."""


class Refused(Struct, frozen=True):
    """An action that the team did not take."""

    why: str
    action: Waiting


_line = msgspec.json.Decoder(Refused)


class RefusedActions:
    """What the team did not take of one book, a line each; nothing is made before there is any."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def keep(self, action: Waiting, why: str) -> None:
        """Keep an action; it is on the disk afterwards.

        Raises:
            SaveError: it cannot be written.
        """
        with disk.saving(), self._alone():
            fd = disk.open_private(self._path, os.O_APPEND)
            try:
                disk.write_all(fd, b"\n%b\n" % msgspec.json.encode(Refused(why, action)))
                disk.sync(fd)
            finally:
                disk.close(fd)

    def forget(self, leads: Collection[int]) -> None:
        """Keep nothing more of what was done about some leads."""
        before = self.all()
        after = [one for one in map(partial(_without, leads), before) if one is not None]
        if [*before] != after:
            with disk.saving():
                disk.replace_with(self._path, b"".join(b"\n%b\n" % msgspec.json.encode(one) for one in after))

    def all(self) -> Sequence[Refused]:
        """Return what was not taken, oldest first; a line that cannot be read is left out."""
        try:
            lines = paths.small_file(self._path, _LARGEST).splitlines()
        except OSError:
            return ()
        return [found for line in lines if (found := _read(line)) is not None]

    def take_out(self, uids: Collection[str]) -> None:
        """Keep some actions no longer: of each the oldest line, for the team may have refused it once more meanwhile.

        Raises:
            SaveError: it cannot be written; then all are kept.
        """
        gone = set(uids)
        if not gone:
            return  # there may be no file
        with disk.saving(), self._alone():
            stays = []
            for line in filter(None, paths.small_file(self._path, _LARGEST).splitlines()):
                found = _read(line)
                if found is not None and found.action.uid in gone:
                    gone.remove(found.action.uid)
                else:
                    stays.append(line)
            disk.replace_with(self._path, b"".join(b"%b\n" % line for line in stays))

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep others from writing meanwhile."""
        disk.make_folder(self._path.parent)
        lock = Lock(self._path.with_suffix(".refused-lock"), program="fuyu")
        try:
            with lock.exclusive():
                yield
        finally:
            lock.close()


def forget(book: Path, leads: Collection[int]) -> None:
    """Forget people in what the team did not take of a book."""
    aside_of(book).forget(leads)


def _without(leads: Collection[int], refused: Refused) -> Refused | None:
    """Return an action with what it did to others, which says its title no more; None where that is nothing."""
    is_theirs = about(leads)
    kept = [
        one
        for one in refused.action.changes
        if not is_theirs((one.kind, one.id), (one.after or one.before or "{}").encode("utf-8", "surrogateescape"))
    ]
    if len(kept) == len(refused.action.changes):
        return refused
    rest = replace(refused.action, title="what was done to others", changes=kept)
    return Refused(refused.why, rest) if kept else None


def aside_of(book: Path) -> RefusedActions:
    """Return what the team did not take of a book."""
    return RefusedActions(paths.state() / "team" / f"{paths.named_after(book)}.refused")


def _read(line: bytes) -> Refused | None:
    try:
        return _line.decode(line)
    except msgspec.DecodeError:
        return None
