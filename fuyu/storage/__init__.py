"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from what the disk sees up to what the desk asks for:

`journal` appends a line for each change, checksummed; `lock` lets one process at a time do so. `layout` is the text of
the file, a document a line, and `index` says what lies where in it, so that nothing is read that nobody asks for;
`indexing` makes one of a whole file, `succession` of the one before. `snapshot` is the file at one moment, `compaction`
writes the next with what the journal holds. `replay` does the lines of another journal again, `rejoining` says which,
and keeps aside what does not fit; `latecomers` and `surroundings` look after what others write beside and behind.
`shelf` is all of these together: documents as bytes, put and taken out by any number of processes at once. On it stand
two ways to use them: `book`, values for the desk by the `port`, and `tables`, TinyDB's own API. What looks after the
files stands around: `backups`, `check`, `merge`, `migrations`.
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
