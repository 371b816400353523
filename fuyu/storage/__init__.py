"""Where a book of leads is kept: the port, a memory twin, and the journalled TinyDB file."""

from pathlib import Path

from fuyu.storage.book import Book


def open_book(path: Path, backups: Path | None = None) -> Book:
    """Open a book; where there is none it is empty, and the first write makes it.

    Args:
        path: the JSON file.
        backups: the folder for daily copies; none are made without.

    Raises:
        DamagedError: the file is not what TinyDB or fuyu wrote; it is left as it is.
    """
    return Book(path, backups)
