"""Copies of a book, one a day, each read back before it counts."""

import os
import re
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from fuyu.domain.action import Table
from fuyu.domain.find import lead_of
from fuyu.errors import SaveError, StoreError
from fuyu.storage import disk, documents, folding
from fuyu.storage.disk import Identity
from fuyu.storage.index import Index
from fuyu.storage.indexing import read
from fuyu.storage.lock import Lock
from fuyu.storage.shelf import Shelf

KEPT = 10
"""Copies kept; the oldest go first."""

_TRIES = 10
"""How often a copy is prepared anew where somebody writes meanwhile."""


class Backup(Struct, frozen=True):
    """One copy."""

    path: Path
    day: date

    def contents(self) -> Index:
        """Read it whole; raises `DamagedError` where it is not what was written."""
        with self.path.open("rb") as file:
            return read(file, self.path.name)

    @property
    def leads(self) -> int:
        """How many leads it holds."""
        return len(self.contents().places(Table.LEADS).ids)

    @property
    def touches(self) -> int:
        """How many touches it holds."""
        return len(self.contents().places(Table.TOUCHES).ids)


def list_backups(book: Path, folder: Path) -> list[Backup]:
    """Return the copies of a book in a folder, newest first."""
    named = re.compile(rf"{re.escape(book.stem)}-(\d{{4}}-\d\d-\d\d).*\.json")
    found = [(named.fullmatch(path.name), path) for path in folder.glob("*.json")]
    backups = [Backup(path, date.fromisoformat(match[1])) for match, path in found if match]
    return sorted(backups, key=lambda backup: (backup.day, backup.path.name), reverse=True)


def newest_good(book: Path, folder: Path) -> Backup | None:
    """Return the newest copy that can be read, None where there is none."""
    for backup in list_backups(book, folder):
        try:
            backup.contents()
        except (OSError, StoreError):
            continue
        return backup
    return None


def back_up(book: Path, folder: Path, today: date, copy_to: Callable[[Path], None], reason: str = "") -> Path | None:
    """Copy a book, once a day; return the copy, None where there is one of today.

    Args:
        book: the book's path, after which copies are named.
        folder: where the copies go; it is made where it is missing.
        today: the day.
        copy_to: writes the copy and reads it back.
        reason: for a copy beside the daily one: `before-schema-2`.
    """
    path = folder / f"{book.stem}-{today}{reason and f'-{reason}'}.json"
    if path.exists():
        return None
    disk.make_folder(folder)
    disk.sweep(folder, f"{book.stem}-")
    copy_to(path)
    for old in list_backups(book, folder)[KEPT:]:
        old.path.unlink(missing_ok=True)
    return path


class Restored(Struct, frozen=True):
    """What came of putting a copy in the place of a book."""

    kept: Path | None
    """Where the present file went, None where there was none."""
    drafts: int = 0
    """How many texts that were being typed are in the book as before."""
    left: int = 0
    """How many are in the file that was kept alone: about leads that the copy does not have."""


def restore(book: Path, backup: Backup, at: datetime) -> Restored:
    """Put a copy in the place of a book, with what is being typed in the book.

    The present file and its journal stay beside it, as `.broken-TIME`; what other processes see changes at once.

    Raises:
        DamagedError: the copy cannot be read; nothing was changed.
        SaveError: it cannot be written, or others never pause; nothing was changed.
    """
    backup.contents()
    book = book.resolve()
    disk.make_folder(book.parent)
    with TemporaryDirectory(prefix=f".{book.stem}-restore-", dir=book.parent) as folder, disk.saving():
        made = Path(folder) / book.name
        for _ in range(_TRIES):
            seen = _identity(book)
            typed, left = _typed_in(book, backup)
            disk.copy(backup.path, made)
            if typed:
                _write_with(typed, backup, made)
            if done := _exchange(book, made, at, seen):
                return Restored(done[0], sum(map(len, typed.values())), left)
            made.unlink()
    raise SaveError("not restored: another fuyu is writing; try again")


def _identity(book: Path) -> tuple[Identity | None, Identity | None]:
    """Tell one state of a book, with its journal, from any other."""
    return Identity.of(book), Identity.of(book.with_name(f"{book.name}.journal"))


def _typed_in(book: Path, backup: Backup) -> tuple[folding.Changed, int]:
    """Return what is being typed in a book about leads that a copy has, and how many texts are about others.

    A book that cannot be read has nothing: it is kept whole.
    """
    shelf = Shelf(book, look_only=True)
    leads = set(backup.contents().places(Table.LEADS).ids)
    typed: dict[str, dict[int, bytes | None]] = {}
    left = 0
    try:
        shelf.open()
        for table in (Table.DRAFTS, Table.TYPED):
            for document_id, raw in shelf.documents(table):
                with suppress(documents.UnreadableError):
                    lead_id = lead_of(documents.decode(table, document_id, raw))
                    if lead_id in leads or not lead_id:
                        typed.setdefault(table, {})[document_id] = raw
                    else:
                        left += 1
    except (OSError, StoreError):
        return {}, 0
    finally:
        shelf.close()
    return typed, left


def _write_with(typed: folding.Changed, backup: Backup, made: Path) -> None:
    """Write a copy with what is being typed, and read it back."""
    shelf = Shelf(backup.path, look_only=True)
    try:
        shelf.open()
        shelf.copy_to(made, typed)
    finally:
        shelf.close()


def _exchange(
    book: Path, made: Path, at: datetime, seen: tuple[Identity | None, Identity | None]
) -> tuple[Path | None] | None:
    """Put a file in the place of a book, unless somebody has written since; return where the present file went."""
    journal = book.with_name(f"{book.name}.journal")
    broken = book.with_name(f"{book.stem}.broken-{at:%Y%m%d-%H%M%S}{book.suffix}")
    lock = Lock(book.with_name(f"{book.name}.lock"))
    try:
        with lock.exclusive():
            if _identity(book) != seen:
                return None
            there = book.exists()
            if there:
                os.link(book, broken)
            if journal.exists():
                journal.rename(broken.with_name(f"{broken.name}.journal"))
            made.rename(book)
            disk.sync_folder(book.parent)
    finally:
        lock.close()
    return (broken if there else None,)
