"""Copies of a book, one a day, each read back before it counts."""

import os
import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from fuyu import disk
from fuyu.care import aside, earlier, replaced
from fuyu.care.keeping import actions_in
from fuyu.care.opening import open_db
from fuyu.care.policy import BookPolicy
from fuyu.domain.action import Table, lead_of
from fuyu.errors import StoreError
from fuyu.locks import Lock
from fuyu.storage import documents
from fuyu.storage.documents import FORGOTTEN, SCHEMA
from fuyu.storage.forgetting.person import person_of
from fuyu.storage.forgetting.tombstones import Tombstones
from fuyu.storage.forgetting.traces import Traces
from fuyu.storage.journal_db import compaction
from fuyu.storage.journal_db.journal import Commit, Journal, Line
from fuyu.storage.journal_db.places import Changed
from fuyu.storage.journal_db.snapshot import Meta, Snapshot, head_of, new_name
from fuyu.storage.journal_db.strays import not_in

KEPT = 10
"""Copies kept; the oldest go first."""

_TRIES = 10
"""How often a copy is prepared anew where somebody writes meanwhile."""


class Backup(Struct, frozen=True):
    """One copy."""

    path: Path
    day: date

    def contents(self) -> Snapshot:
        """Read it whole; raises `DamagedError` where it is not what was written."""
        return Snapshot(self.path, BookPolicy())

    @property
    def leads(self) -> int:
        """How many leads it holds."""
        return sum(1 for _ in self.contents().documents(Table.LEADS))

    @property
    def touches(self) -> int:
        """How many touches it holds."""
        return sum(1 for _ in self.contents().documents(Table.TOUCHES))


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
    changes: int = 0
    """How many changes a file that cannot be read, or is gone, had and the copy has not."""
    offered: Path | None = None
    """Where they are kept for `fuyu merge`."""


def restore(book: Path, backup: Backup, at: datetime) -> Restored:
    """Put a copy in the place of a book, with what is being typed in the book.

    The present file and its journal stay beside it, as `.broken-TIME`; what other processes see changes at once. Where
    the present file cannot be read, the last changes are in journals only: they are offered to be merged.

    Raises:
        DamagedError: the copy cannot be read; nothing was changed.
        SaveError: it cannot be written; nothing was changed.
    """
    snapshot = backup.contents()
    book = book.resolve()
    journal = disk.beside(book, "journal")
    broken = book.with_name(f"{book.stem}.broken-{at:%Y%m%d-%H%M%S}{book.suffix}")
    disk.make_folder(book.parent)
    lock = Lock(disk.beside(book, "lock"), program="fuyu")
    try:
        with disk.saving(), lock.exclusive():
            there = book.exists()
            texts, lines = _typed_in_book(book), list[Line]()
            if texts is None:
                lines = _lines_beside(book, journal, snapshot.meta)
                texts = _typed_in_lines(lines)
            typed, left = _about(texts, {lead_id for lead_id, _ in snapshot.documents(Table.LEADS)})
            forgotten = _forgotten_in_book(book, snapshot)
            meta = _in_place_of(snapshot.meta, book, journal, typed)
            changes = actions_in(lines)
            offered = aside.keep_lines(book, lines, SCHEMA) if changes else None
            if there:
                os.link(book, broken)
            if journal.exists():
                journal.rename(disk.beside(broken, "journal"))
            with disk.prepared(book) as file:
                compaction.prepare(file, snapshot, _over(forgotten, typed), meta)
                with replaced.kept(book):
                    file.take_its_place()
            if offered:
                earlier.forget(disk.beside(book, "earlier"))
    finally:
        lock.close()
    return Restored(broken if there else None, sum(map(len, typed.values())), left, changes, offered)


def _lines_beside(book: Path, journal: Path, copied: Meta) -> list[Line]:
    """Return the lines that are kept beside a file that cannot be read and are not in a copy, oldest first."""
    lines = earlier.recall(disk.beside(book, "earlier"), copied.stamps)
    return not_in([*lines, *_lines_in(journal, trusting=True)], copied)


def _lines_in(journal: Path, *, trusting: bool = False) -> list[Line]:
    """Return the lines of a journal; none where it cannot be read."""
    with suppress(OSError, StoreError):
        opened = Journal.open(journal, to_write=False)
        return BookPolicy().lines_of(opened, trusting=trusting) if opened else []
    return []


def _forgotten_in_book(book: Path, copy: Snapshot) -> Changed:
    """Return what becomes of a copy by the marks of who was forgotten in a book, and the marks themselves."""
    try:
        db = open_db(book, look_only=True)
    except (OSError, StoreError):
        return {}
    try:
        found: dict[int, bytes | None] = dict(db.table(FORGOTTEN).raws())
        if not found:
            return {}
        without = Traces(person_of(copy, Tombstones(db))).without(copy, copy.index.places)
    except (OSError, StoreError):
        return {}
    else:
        return {**without, FORGOTTEN: found}
    finally:
        db.storage.let_go()


def _over(below: Changed, above: Changed) -> Changed:
    """Return changes with others over them."""
    return {table: {**below.get(table, {}), **above.get(table, {})} for table in {**below, **above}}


_Texts = Mapping[str, Mapping[int, bytes]]
"""What is being typed, by table and id."""
_TYPED = (Table.DRAFTS, Table.TYPED)


def _typed_in_lines(lines: Sequence[Line]) -> _Texts:
    """Return what was being typed after the last of some lines."""
    there = _together(line.commit for line in lines)
    return {table: there.get(table, {}) for table in _TYPED}


def _together(commits: Iterable[Commit]) -> dict[str, dict[int, bytes]]:
    """Return the documents that stand after lines, by table and id."""
    after: dict[str, dict[int, bytes]] = {}
    for commit in commits:
        for table, ids in commit.delete.items():
            for document_id in ids:
                after.get(table, {}).pop(document_id, None)
        for table, put in commit.put.items():
            after.setdefault(table, {}).update((document_id, bytes(raw)) for document_id, raw in put.items())
    return after


def _typed_in_book(book: Path) -> _Texts | None:
    """Return what is being typed in a book, None where it cannot be read."""
    try:
        db = open_db(book, look_only=True)
    except (OSError, StoreError):
        return None
    try:
        return {table: dict(db.table(table).raws()) for table in _TYPED}
    except (OSError, StoreError):
        return None
    finally:
        db.storage.let_go()


def _about(texts: _Texts, leads: Container[int]) -> tuple[Changed, int]:
    """Return the texts about certain leads, or about nobody yet, and how many are about others."""
    typed: dict[str, dict[int, bytes | None]] = {}
    left = 0
    for table, found in texts.items():
        for document_id, raw in found.items():
            with suppress(documents.UnreadableError):
                lead_id = lead_of(documents.decode(table, document_id, raw))
                if lead_id in leads or not lead_id:
                    typed.setdefault(table, {})[document_id] = raw
                else:
                    left += 1
    return typed, left


def _in_place_of(meta: Meta, book: Path, journal: Path, typed: Changed) -> Meta:
    """Return what a copy says of itself in the place of a book: what that held was set aside on purpose.

    So a fuyu that has the book open does not bring its own changes in again.
    """
    present = head_of(book) or Meta()
    stamps = [*present.stamps, *(line.stamp for line in _lines_in(journal))]
    last = {**meta.last, **{table: max(meta.last.get(table, 0), *found) for table, found in typed.items()}}
    return replace(
        meta, generation=new_name(), previous=present.generation, compacted=meta.compacted_with(stamps), last=last
    )
