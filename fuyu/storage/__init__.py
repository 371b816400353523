"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from the disk up to what the desk asks for:

`journal_db` is TinyDB with a journal, and knows nothing of leads. `policy` is what a book wants of it: what is done
with changes that lie beside the file (`replay`), and the words for that. `columns`, `index`, `indexing`, `succession`
and `words` say what lies where in the file, so that nothing is read that nobody asks for. `book` stands on its tables:
values for the desk by the `port`. What looks after the files stands around: `surroundings`, `backups`, `check`,
`merge`, `migrations`.
"""

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
