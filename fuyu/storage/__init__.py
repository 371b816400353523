"""Where a book of leads is kept: a TinyDB file, with a journal for what was not written into it yet.

To read it, from the disk up to what the desk asks for:

`journal_db` is TinyDB with a journal, and knows nothing of leads. `policy` is what a book wants of it: what is done
with changes that lie beside the file (`replay`), and the words for that. `cache` keeps what makes a book quick, in
files that each are a `database`: `lead_index` says who is due when and whose history lies where, `words` what is
written about whom, and `since` what changed after the file was written. `book` stands on its tables: values for the
desk by the `port`. What looks after the files stands around: `surroundings`, `backups`, `check`, `merge`, `migrations`.

What happens to the files, and what is done then:

- Another machine's file came, our journal holds more: our actions are done again on it where nothing that is said there
  gives way (`agreement`); who was born under an id that is taken gets another, with all that points to them.
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

The `port`, and the `book` that stands on the tables of a database, with what looks after its files (`care`) and
what can be taken back (`undo`). `policy` is what it wants of that: `replay` of a journal that was not made for the
file, words for what was done. What is kept to be quick, in SQLite and outside the book's folder: the `cache` knows
which file is of which version, `indexing` makes it or brings it up to date, a `lead_index` answers from it, with
the `words` that are searched; `since` is what was written after the file; a `database` is a file that never
changes. `documents` and `rows` are values for the desk. Around it: `surroundings` (which files beside it are what),
`backups`, `check`, `merge`, `migrations` (`upgrading` has the words of older schemas).

A book that is `shared` with a team has two tables more. `team` says which team it is, and how far the book has taken
what that has. The `outbox` has an entry for each action that the team lacks, written in the action's own line; the
action is kept with its documents before and after it until then. `taking` writes what the team has below what waits.
`numbering` gives ids that no other copy of the book gives; `pointers` knows where ids stand in documents. `_meta` says
that the file `needs` to know of teams: an older fuyu, and TinyDB's own calls, write nothing to it.
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
