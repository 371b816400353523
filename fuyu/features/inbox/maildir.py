"""A Maildir, looked at: no file of it is renamed, and what is in `new` stays there.

The library's `mailbox` holds a whole mail, and waits for a file that is none; here only the first bytes are read.
"""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

from fuyu import disk
from fuyu.domain.text import clean_line
from fuyu.errors import StoreError
from fuyu.features.inbox.letters import LONGEST_HEAD, LONGEST_TEXT, MailHead
from fuyu.features.inbox.mailbox import Position

_FOLDERS = ("new", "cur")
_AT_ONCE = 250
"""Mails that are looked at, at once."""
_MOST = 4 * LONGEST_HEAD + LONGEST_TEXT
"""Bytes that are read of a file: headers are mostly longer than what is kept of them."""
_INFO = ":2,"
"""What stands between the name of a file and its flags."""


class Maildir:
    """A folder with the folders `new` and `cur`, a file for each mail."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, _File] = {}

    @property
    def named(self) -> str:
        """Tells it from any other."""
        return f"maildir {self._folder}"

    def new(self, since: Position | None, first: date, now: datetime) -> Iterator[tuple[Sequence[MailHead], Position]]:
        """Yield the beginnings of new mail, some at a time, the oldest first; see `Mailbox`."""
        self._files = self._all()
        seen = set(since.names) if since else set()
        new = sorted((file.arrived, name) for name, file in self._files.items() if name not in seen)
        oldest = datetime.combine(first, time(), now.tzinfo).timestamp() if since is None else 0.0
        seen = (seen & self._files.keys()) | {name for arrived, name in new if arrived < oldest}
        wanted = [name for arrived, name in new if arrived >= oldest]
        for at in range(0, max(len(wanted), 1), _AT_ONCE):
            heads = [head for name in wanted[at : at + _AT_ONCE] if (head := self._head(name))]
            seen |= {head.mark for head in heads}
            yield heads, Position(day=now.date(), names=tuple(sorted(seen)))

    def openings(self, marks: Sequence[str]) -> Mapping[str, bytes]:
        """Return the first bytes below the headers of some mails, by their marks."""
        return {mark: _split(self._beginning(mark) or b"")[1] for mark in marks}

    def close(self) -> None:
        """Leave it: nothing of it is held."""

    def _head(self, name: str) -> MailHead | None:
        """Return the headers of a mail; None where it is gone, or was moved this moment, and is read the next time."""
        content = self._beginning(name)
        arrived = datetime.fromtimestamp(self._files[name].arrived, UTC)
        return None if content is None else MailHead(name, arrived, _split(content)[0])

    def _all(self) -> dict[str, "_File"]:
        """Return the mails that lie there, by their names without flags.

        Raises:
            StoreError: there is no Maildir.
        """
        found: dict[str, _File] = {}
        try:
            for folder in _FOLDERS:
                with os.scandir(self._folder / folder) as files:
                    for file in files:
                        with suppress(FileNotFoundError):  # it was moved meanwhile
                            if not file.name.startswith(".") and file.is_file():
                                found[_name(file.name)] = _File(file.path, file.stat().st_mtime)
        except OSError as error:
            raise StoreError(
                f"{disk.reason(error)}: the Maildir {clean_line(str(self._folder))} cannot be read",
                hint="inbox.maildir names a folder that has the folders new and cur",
            ) from error
        return found

    def _beginning(self, name: str) -> bytes | None:
        """Return the first bytes of a mail; None where it is gone."""
        with suppress(OSError, StoreError), disk.regular(Path(self._files[name].path)) as file:
            return disk.read_all(file, 0, _MOST)
        return None


class _File(NamedTuple):
    """Where a mail lies, and since when."""

    path: str
    arrived: float


def _name(file: str) -> str:
    """Return the name of a mail without its flags, in letters that can be kept."""
    return os.fsencode(file.partition(_INFO)[0]).decode("latin-1")


def _split(content: bytes) -> tuple[bytes, bytes]:
    """Return the headers of a mail, and what follows them, as much of either as is read."""
    head, text = [*re.split(rb"\r?\n\r?\n", content, maxsplit=1), b""][:2]
    return head[:LONGEST_HEAD], text[:LONGEST_TEXT]
