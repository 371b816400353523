"""What a calendar shows of a book, and the file that shows it: written whole, and only where it says something new."""

import os
import stat
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from msgspec import Struct

from fuyu import disk, paths
from fuyu.desk.desk import Desk
from fuyu.domain.action import Table
from fuyu.domain.history import Note, Touch
from fuyu.domain.lead import Lead
from fuyu.errors import SaveError, UsageError
from fuyu.features.calendar.ics import Rewritten, is_ours, may_become, rewritten
from fuyu.features.calendar.rules import Event, Showing, events_of, may_show
from fuyu.locks import Lock

_LARGEST = 500_000_000
"""Bytes of a calendar; one of 100,000 leads has eighty million."""
_PATIENCE = 60.0
"""Seconds to wait for another process that writes the same calendar."""


class Published(Struct, frozen=True):
    """What became of a calendar file."""

    events: int
    cancelled: int
    changed: int
    written: bool
    """Whether it said something else before; otherwise it was not touched."""


def coming(desk: Desk, showing: Showing) -> list[Event]:
    """Return the events of everyone, by id."""
    today = desk.now().date()
    ids = sorted(row.id for row in desk.whose.mine.all() if may_show(row, today, showing))
    notes = _last_notes(desk) if showing.details and ids else {}
    leads = (lead for lead in (desk.book.document(Table.LEADS, lead_id) for lead_id in ids) if isinstance(lead, Lead))
    return [event for lead in leads for event in events_of(lead, notes.get(lead.id, ""), today, showing)]


def _last_notes(desk: Desk) -> dict[int, str]:
    """Return what was written last of each lead of whom anything was."""
    last: dict[int, tuple[datetime, str]] = {}
    for table in (Table.TOUCHES, Table.NOTES):
        for entry in desk.book.documents(table):
            if not isinstance(entry, (Touch, Note)) or not entry.note:
                continue
            known = last.get(entry.lead)
            if known is None or entry.at >= known[0]:
                last[entry.lead] = (entry.at, entry.note)
    return {lead_id: note for lead_id, (_, note) in last.items()}


def publish(desk: Desk, file: Path, book: str, showing: Showing) -> Published:
    """Let a calendar file show the book as it is now.

    Args:
        desk: the book; what others wrote to it is read first.
        file: where to; of a symbolic link the target.
        book: tells the book from any other.
        showing: how much it shows.

    Raises:
        UsageError: the file is something else than a calendar of this book.
        StoreError: it could not be read or written; it is as it was.
    """
    place = lock_of(file)
    with disk.saving():
        disk.make_folder(place.parent)
        alone = Lock(place, _PATIENCE, "fuyu")  # so that the newer book has the last word
        try:
            with alone.exclusive():
                desk.book.refresh()
                return _publish(desk, paths.resolved(file), book, showing)
        finally:
            alone.close()


def lock_of(file: Path) -> Path:
    """Return the lock of a calendar file: not beside it, for calendars lie in folders that are synced."""
    return paths.state() / "calendars" / f"{paths.named_after(file)}.lock"


def shows_another(file: Path, book: str) -> bool:
    """Return whether a file is a calendar of fuyu's that shows another book."""
    present = _read(file)
    return is_ours(present) and not may_become(present, book)


def _publish(desk: Desk, file: Path, book: str, showing: Showing) -> Published:
    present = _read(file)
    try:
        made = rewritten(present, coming(desk, showing), book, desk.now())
    except UsageError as error:
        raise UsageError(f"{file} is left as it is: {error}") from error
    if made.text != present:
        _write(file, made)
    return Published(made.events, made.cancelled, made.changed, made.text != present)


def _read(file: Path) -> bytes:
    try:
        return paths.small_file(file, _LARGEST)
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise SaveError(f"{disk.reason(error)}: the calendar {file} cannot be read") from error


def _write(file: Path, made: Rewritten) -> None:
    try:
        disk.sweep(file.parent, f"{file.name}.")
        with disk.prepared(file) as anew:
            disk.write_all(anew.fd, made.text)
            with suppress(FileNotFoundError):  # who subscribes to it through a web server lets that read it
                os.fchmod(anew.fd, stat.S_IMODE(file.stat().st_mode))
            anew.take_its_place()
    except OSError as error:
        raise SaveError(
            f"{disk.reason(error)}: the calendar {file} is not written", hint="name a place that is there and yours"
        ) from error
