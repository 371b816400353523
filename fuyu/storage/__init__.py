"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from the disk up to what the desk asks for:

`journal_db` is TinyDB with a journal, and knows nothing of leads. `policy` is what a book wants of it: what is done
with changes that lie beside the file (`replay`), and the words for that. `cache` keeps what makes a book quick, in
files that each are a `database`: `lead_index` says who is due when and whose history lies where, `words` what is
written about whom, and `since` what changed after the file was written. `book` stands on its tables: values for the
desk by the `port`. What looks after the files stands around: `surroundings`, `backups`, `check`, `merge`, `migrations`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from fuyu import paths

if TYPE_CHECKING:
    from fuyu.storage.book import Book


def open_book(
    path: Path, backups: Path | None = None, progress: Callable[[float], None] | None = None, *, look_only: bool = False
) -> "Book":
    """Open a book; where there is none it is empty, and the first write makes it.

    Args:
        path: the JSON file.
        backups: the folder for daily copies; none are made without.
        progress: is told which part of the file was read, where all of it has to be.
        look_only: leave everything around it untouched too: for copies, and books of others.

    Raises:
        DamagedError: the file is not what TinyDB or fuyu wrote; it is left as it is.
    """
    from fuyu.storage.book import Book  # noqa: PLC0415 - it brings SQLite, which what opens no book need not wait for
    from fuyu.storage.cache import Cache  # noqa: PLC0415 - the same

    return Book(path, backups, Cache(paths.cache(path), progress, looks_only=look_only), look_only=look_only)
