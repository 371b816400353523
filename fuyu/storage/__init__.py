"""Where a book of leads is kept: the port, a memory twin, and the journalled TinyDB file."""

from pathlib import Path

from fuyu.storage.book import Book


def open_book(path: Path, backups: Path | None = None, *, look_only: bool = False) -> Book:
    """Open a book; where there is none it is empty, and the first write makes it.

    Args:
        path: the JSON file.
        backups: the folder for daily copies; none are made without.

        look_only: leave everything around it untouched too: for copies, and books of others.

    Raises:
        DamagedError: the file is not what TinyDB or fuyu wrote; it is left as it is.
    """
    return Book(path, backups, look_only=look_only)
