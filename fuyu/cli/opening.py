"""A command's book: which one, at what time, with which settings; the one place that builds a desk."""

import os
from argparse import Namespace
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial, wraps
from pathlib import Path

from fuyu import paths
from fuyu.answer import Answer
from fuyu.care import Book, open_book
from fuyu.care.replaced import is_replaced
from fuyu.care.surroundings import offer
from fuyu.cli import beside, meanwhile, output
from fuyu.clock import Clock, clock_from
from fuyu.config import Config, read_config
from fuyu.desk import Desk
from fuyu.desk.meetings import BusyTimes
from fuyu.domain.text import clean_line
from fuyu.errors import DamagedError, NotFoundError
from fuyu.locks import is_held
from fuyu.registry import answering, features, load


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
            is_sending=lambda: is_held(paths.sending(path)),
            calendars=_calendars(config),
        )
        desk.whose.is_everyone = getattr(asked, "everyone", False)
        follows = path == book_path(asked) and typed is None
        listening = _listeners(desk, asked, path) if follows else []
        yield desk
        for finish in listening:
            if trouble := finish():
                output.words(f"fuyu: {trouble}")
        if desk.book.changes and (config.own or desk.book.is_shared) and path == book_path(asked):
            _let_features_follow(desk, asked, path, config)
    finally:
        if left := store.close():
            output.words(f"fuyu: {clean_line(left)}")


def on_desk(command: Callable[[Desk, Namespace], Answer], *, is_read: bool = True) -> output.Command:
    """Make a command ask the desk on the book that was asked for, and print what it answers."""

    @wraps(command)
    def run(asked: Namespace) -> int:
        with desk_on(asked, is_read=is_read) as desk:
            return output.show(command(desk, asked), asked)

    return run


def at_a_glance(command: Callable[[Desk, Namespace], Answer]) -> output.Command:
    """Do so for a command that runs each minute: it does not offer the same again and again."""
    return on_desk(command, is_read=False)


def missing(path: Path) -> str:
    """Return what to do about a book that is not there and was once, empty where there was none."""
    if path.exists():
        return ""
    from fuyu.care.backups import list_backups  # noqa: PLC0415 - only a missing book needs it

    kept = list_backups(path, paths.backups(path))
    there_is_none = f"there is no book at {clean_line(str(path))}"
    return f"{there_is_none}; “fuyu restore {kept[0].day}” brings back the copy of that day" if kept else ""


def there_is(path: Path) -> Path:
    """Return the place of a book that is there.

    Raises:
        NotFoundError: there is none.
    """
    if not path.exists() and not path.with_name(f"{path.name}.journal").exists():
        lost = missing(path) or f"there is no book at {clean_line(str(path))}"
        raise NotFoundError(lost, hint="name another, or begin one: fuyu add NAME")
    return path


@contextmanager
def looked_at(path: Path) -> Iterator[Book]:
    """Open a book without touching anything around it."""
    book = open_book(path, look_only=True)
    try:
        yield book
    finally:
        book.close()


def _listeners(desk: Desk, asked: Namespace, book: Path) -> list[Callable[[], str]]:
    """Let features listen to what is done, whose folder is there; return what each of them does at the end."""
    folder, elsewhere = paths.config().parent, beside.OtherProcess(asked, book)
    return [
        load(feature.listens)(desk, book, elsewhere)
        for feature in features().values()
        if feature.listens and os.path.isdir(folder / feature.folder)  # noqa: PTH112 - it says no of what may not be looked at
    ]


def _calendars(config: Config) -> BusyTimes | None:
    """Return what says when one has no time; None where no setting names a calendar, or no feature reads any."""
    place = answering(BusyTimes.__name__) if config.own else ""
    found: BusyTimes | None = load(place)(config) if place else None
    return found


def _let_features_follow(desk: Desk, asked: Namespace, book: Path, config: Config) -> None:
    """Let features follow what was done, once that is said; what is in the way of that stops nothing."""
    elsewhere = beside.OtherProcess(asked, book)
    for feature in features().values():
        if feature.follows and (trouble := load(feature.follows)(desk, book, config, elsewhere)):
            output.words(f"fuyu: {trouble}")
