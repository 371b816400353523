"""What makes a book quick, kept where the system keeps what may be deleted: never beside the book, which may be synced.

For each version of the book's file there is one file, named by it and never changed: who has the version before open
goes on with the file of that one, so that nothing is locked and nothing has to be recovered. It is made of the file of
the version before and what changed, or from reading the book; the words are gathered in an idle moment, or when
somebody looks for some. Each row has a checksum, which is looked at when it is read; the file has one at its end, which
is looked at before a compaction and in an idle moment. Whatever happens to it costs time, and nothing else.
"""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from pathlib import Path
from threading import Lock

from msgspec.msgpack import encode

from fuyu import disk
from fuyu.disk import Identity
from fuyu.storage import database
from fuyu.storage.database import Database, UnusableError
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.snapshot import Index, Indexer, Snapshot, Succession, Version
from fuyu.storage.lead_index import LeadIndex, Progress
from fuyu.storage.words import Vocabulary

_VERSION = 4
"""Another one stands in the names of what is written otherwise."""


class Cache(Indexer):
    """Keeps the index of one book."""

    def __init__(self, folder: Path | None, progress: Progress | None = None, *, looks_only: bool = False) -> None:
        """Make it; nothing is read or written by that.

        Args:
            folder: for this book alone; where there is none, everything is in memory.
            progress: is told which part of the file was read.
            looks_only: use what was kept, and keep nothing.
        """
        self._folder, self._looks_only = folder, looks_only
        self._progress = progress or (lambda _part: None)
        self._gathering = Lock()
        self._last: tuple[Identity, Database] | None = None
        """What was made last."""

    def kept(self, identity: Identity) -> Index | None:
        """Return the index that was kept of exactly that version, None where there is none."""
        with suppress(UnusableError):
            found = self._found(identity)
            index = LeadIndex(found, self._gathered) if found else None
            return index if index and index.note.identity == identity else None
        return None

    def made(self, version: Version) -> Index:
        """Return the index of a version, from reading it."""
        found = self._made(version)
        self._sweep()
        return LeadIndex(found, self._gathered)

    def follow(self, succession: Succession) -> None:
        """Keep the index of a file that is about to take the place of another: only what changed is looked at."""
        from fuyu.storage.indexing import Succeeding  # noqa: PLC0415 - only a compaction needs it

        before, identity = succession.before.index, succession.version.identity
        with suppress(UnreadableError, UnusableError):
            if isinstance(before, LeadIndex) and not before.note.problems:
                following = Succeeding(succession, before)
                if not following.is_too_much:
                    self._last = identity, database.made(self._to_write(identity), following.fill, before.database)
                    return
        self._made(succession.version)

    def _made(self, version: Version) -> Database:
        from fuyu.storage.indexing import read  # noqa: PLC0415 - most starts find what was kept

        found = database.made(self._to_write(version.identity), partial(read, version, self._progress))
        self._last = version.identity, found
        return found

    def tidy(self, path: Path) -> None:
        """Remove what was kept of other versions, and what older versions of fuyu kept beside the book."""
        self._sweep()
        with suppress(OSError):
            disk.beside(path, "index").unlink(missing_ok=True)

    def _gathered(self, index: LeadIndex, snapshot: Snapshot) -> Database:
        """Return what is kept with the words in it; somebody else may have gathered them meanwhile."""
        from fuyu.storage.indexing import gather  # noqa: PLC0415 - as above

        identity = index.note.identity
        with self._gathering:
            found = self._found(identity)
            if found is None or not Vocabulary.is_in(found):
                fill = partial(gather, snapshot, index.note.problems, self._progress)
                found = database.made(self._to_write(identity), fill, index.database)
                self._last = identity, found
            return found

    def _found(self, identity: Identity) -> Database | None:
        """Return the database of a version: from its file, which others may have made, or as it was made here."""
        found = database.opened(self._path(identity)) if self._folder else None
        if found is None and self._last is not None and self._last[0] == identity:
            return self._last[1]
        return found

    def _path(self, identity: Identity) -> Path:
        folder = self._folder or Path()
        return folder / f"{_VERSION}-{encode(identity).hex()}"

    def _to_write(self, identity: Identity) -> Path | None:
        return None if self._looks_only or self._folder is None else self._path(identity)

    def _sweep(self) -> None:
        """Remove what was kept of other versions, and what processes left that were killed."""
        if self._folder is None or self._looks_only or self._last is None:
            return
        own = self._path(self._last[0])
        with suppress(OSError):
            disk.sweep(self._folder, "")
            for path in self._folder.iterdir():
                if path != own and path.suffix != disk.TEMPORARY:
                    path.unlink(missing_ok=True)
