"""Care for the files of a person: a book is a file among others, which sync tools, editors and older programs write.

`open_book` puts a book together: the `fuyu.storage` that keeps it, and what looks after its files, of which the store
knows nothing. To read it from what lies there up to what a command asks for: `aside` (what is kept beside a book,
under a name that tells where it comes from), `earlier` (the lines that were compacted last), `replaced` (files that
another took the place of, and some program may still write to), `surroundings` (which files beside a book are what),
`replay` (lines of a journal that was not made for the file, brought in), `keeping` (nothing is dropped, whatever
became of the file, and the words for that), `upgrading` and `migrations` (documents of older schemas), `policy` (what
a book wants of its database), `opening` (that database in the schema of now), `backups` (a copy a day, and one put in
the place of the book), `check` (whether a book is what it should be), `forgetting` (the
files cleaned of who was forgotten), `book_care` (all of this for one open book).

What happens to the files, and what is done then:

- Another machine's file came, our journal holds more: our actions are done again on it where the fields they changed
  are as they found them; who was born under an id that is taken gets another, with all that points to them.
- An editor, `jq` or TinyDB wrote the file: theirs is the file now, our journal's changes are done on top; a field that
  both changed is ours, theirs is kept aside.
- An old copy took the place of the file: what was compacted here since (`earlier`) is kept aside as a journal.
- Another machine's journal came while we were open: what only ours had is done again after it.
- A crash between the two renames of a compaction, an old state of a journal: its lines are among the stamps of the
  file, nothing is to be done.
- A line of the journal is damaged: the lines behind it are done again; the damaged file is kept, and offered while it
  has what is not in the book.
- Another book's journal, or a lead that was deleted: what is written about a lead that is not here is kept aside.
- A program that had the file open before a compaction writes late: the file that was replaced has a second name while
  some program may write to it, and is still open in a dashboard (`replaced`); what was written is offered.
- The file is gone, or cannot be read: nothing new is begun; what was read stays, and can be written elsewhere.

What is kept aside is a small book beside the book, `fuyu.conflict-TIME-CHECKSUM.json`, found like any sync tool's
conflict copy: `surroundings` knows their names, and tells by content which of them hold anything new.
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
    book = Book(db, BookCare(db, backups))
    if not look_only:
        book.care.finish_forgetting()
    return book
