"""Care for the files of a person: a book is a file among others, which sync tools, editors and older programs write.

`open_book` puts a book together: the `fuyu.storage` that keeps it, and what looks after its files. To read it from what
lies there up to what a command asks for: `surroundings` (which files beside a book are what), `upgrading` and
`migrations` (documents of older schemas), `policy` (what a book wants of its database where the files are not as they
were left, and the words for that), `opening` (the database of a book in the schema of now), `backups` (a copy a day,
and one put in the place of the book), `check` (whether a book is what it should be), `book_care` (all of this for one
open book). The store knows nothing of it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from fuyu import disk, paths
from fuyu.care.backups import newest_good
from fuyu.care.book_care import BookCare
from fuyu.care.opening import open_db
from fuyu.errors import DamagedError
from fuyu.storage import book
from fuyu.storage.cache import Cache

Book: TypeAlias = book.Book[BookCare]
"""A book, and what looks after its files."""


def open_book(
    path: Path, backups: Path | None = None, progress: Callable[[float], None] | None = None, *, look_only: bool = False
) -> Book:
    """Open a book; where there is none it is empty, and the first write makes it.

    Args:
        path: the JSON file.
        backups: the folder for daily copies; none are made without.
        progress: is told which part of the file was read, where all of it has to be.
        look_only: leave everything around it untouched too: for copies, and books of others.

    Raises:
        DamagedError: the file is not what TinyDB or fuyu wrote; it is left as it is.
    """
    try:
        db = open_db(path, Cache(paths.cache(path), progress, looks_only=look_only), look_only=look_only)
    except DamagedError as error:
        good = backups and newest_good(disk.resolved(path), backups)
        if good:
            raise DamagedError(f"{error}; “fuyu restore {good.day}” brings back the copy of that day") from error
        raise
    return Book(db, BookCare(db.storage, backups))
