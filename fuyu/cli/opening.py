"""A command's book: which one, at what time, with which settings; the one place that builds a desk."""

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from fuyu import paths
from fuyu.cli import beside, meanwhile, output
from fuyu.cli.sending import is_sending
from fuyu.clock import Clock, clock_from
from fuyu.config import Config, Publishing, read_config
from fuyu.desk import Desk
from fuyu.domain.text import clean_line
from fuyu.errors import DamagedError, FuyuError
from fuyu.storage import open_book
from fuyu.storage.journal_db.replaced import is_replaced
from fuyu.storage.surroundings import offer

_MANY = 2_000
"""Leads from which on a calendar takes longer than a person likes to wait: half a second (measured)."""


def clock(asked: Namespace) -> Clock:
    """Return the clock that was asked for; say it where its zone is not the person's."""
    found = clock_from(asked.at or os.environ.get("FUYU_NOW", ""), asked.tz or os.environ.get("FUYU_TZ", ""))
    if found.problem:
        output.words(f"fuyu: {found.problem}")
    return found


def book_path(asked: Namespace) -> Path:
    """Return the book that was asked for."""
    return paths.of_words(asked.db) if asked.db else paths.database()


@contextmanager
def desk_on(
    asked: Namespace,
    path: Path | None = None,
    backups: Path | None = None,
    config: Config | None = None,
    *,
    is_read: bool = True,
    typed: Callable[[bytes], None] | None = None,
) -> Iterator[Desk]:
    """Build the desk on the book that was asked for, and close the book afterwards.

    Args:
        asked: what was asked for.
        path: the book, where it is another than that.
        backups: where its copies are.
        config: the settings, where they were read already.
        typed: takes what is typed while a large book is read, for the screen that comes then; without, keys are left.
        is_read: whether a person reads what is said; what runs each minute does not offer the same again and again.
    """
    config = config or read_config(paths.config())
    if lost := missing(path or book_path(asked)):
        output.words(f"fuyu: {lost}")
    path = path or book_path(asked)
    reading = meanwhile.Reading(partial(open_book, path, backups))
    try:
        store = reading.result(takes_keys=typed is not None)
    except DamagedError:
        store = open_book(path, paths.backups(path))  # says the same, and which copy is good
    if typed is not None:
        typed(reading.typed)
    try:
        offers = map(offer, filter(is_replaced, store.care.conflicts())) if is_read else ()
        for sentence in (*store.care.news(), *store.care.unreadable(), *offers):
            output.words(f"fuyu: {clean_line(sentence)}")
        desk = Desk(
            store,
            clock(asked),
            config.calendar,
            config.cadence,
            config.manners,
            currency=config.currency,
            is_sending=lambda: is_sending(paths.sending(path)),
        )
        yield desk
        if desk.changes and config.publishing.file and path == book_path(asked):
            _let_calendar_follow(desk, asked, path, config.publishing)
    finally:
        if left := store.close():
            output.words(f"fuyu: {clean_line(left)}")


def missing(path: Path) -> str:
    """Return what to do about a book that is not there and was once, empty where there was none."""
    if path.exists():
        return ""
    from fuyu.storage.backups import list_backups  # noqa: PLC0415 - only a missing book needs it

    kept = list_backups(path, paths.backups(path))
    there_is_none = f"there is no book at {clean_line(str(path))}"
    return f"{there_is_none}; “fuyu restore {kept[0].day}” brings back the copy of that day" if kept else ""


def _let_calendar_follow(desk: Desk, asked: Namespace, path: Path, publishing: Publishing) -> None:
    """Let the calendar of config.toml follow what was done, once that is said; of a large book nobody waits for it."""
    sys.stdout.flush()
    if len(desk) > _MANY:
        beside.Following(asked, path).leave()
        return
    _follow(desk, publishing, path)


def _follow(desk: Desk, publishing: Publishing, book: Path) -> None:
    """Let the calendar of config.toml follow what was done; what is in the way is said, and stops nothing.

    A calendar that shows another book is left to that book.
    """
    from fuyu.desk.publishing import publish, shows_another  # noqa: PLC0415 - only those who keep one wait for it

    file, name = paths.of_words(publishing.file), str(paths.resolved(book))
    try:
        if not shows_another(file, name):
            publish(desk, file, name, publishing.showing, paths.calendar_lock(file))
    except FuyuError as error:
        output.words(f"fuyu: the calendar does not follow: {error}")
