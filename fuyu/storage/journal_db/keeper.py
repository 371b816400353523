"""What a database leaves to the program that uses it: how its file is read, and what is kept beside it."""

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from fuyu.errors import DamagedError, StoreError
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.journal import Commit, Journal, Line
from fuyu.storage.journal_db.snapshot import Meta, Owner, Snapshot
from fuyu.storage.journal_db.strays import Strays


class Keeper:
    """Keeps beside a file what somebody might miss. This one keeps nothing, and refuses what it would have to keep."""

    def __init__(self, path: Path, notices: list[str]) -> None:
        """Keep what belongs to the file of a path; `notices` gets a sentence for whatever is done about that."""
        self.path, self.notices = path, notices

    def watch(self, snapshot: Snapshot) -> None:
        """Watch a version of the file that another takes the place of: some program may still write to it."""

    def look(self, *, at_last: bool = False) -> None:
        """Look whether any such program wrote, now or `at_last`."""

    def replacing(self, snapshot: Snapshot, lines: Sequence[Line]) -> AbstractContextManager[None]:
        """Exchange the file inside the block for one that has those lines of its journal, too."""
        del snapshot, lines
        return nullcontext()

    def missing_in(self, meta: Meta) -> list[Line]:
        """Return lines that went into a file before and are not in the one that says that of itself, oldest first."""
        del meta
        return []

    def forget(self) -> None:
        """Keep such lines no more: they are in the file, or aside."""

    def bring_in(self, found: Strays, here: Contents, *, to_write: bool) -> list[Commit]:
        """Return what brings in what lies beside a file, to be written after what is there; keep aside what cannot be.

        Args:
            found: what the file and its journal do not hold.
            here: what they hold.
            to_write: whether anything may be written beside the file now.

        Raises:
            DamagedError: there is something to keep, and nothing keeps it.
        """
        del here, to_write
        if found.lines or found.overwritten or found.damaged:
            raise DamagedError(f"{self.path.name} and its journal were changed beside this program: move one away")
        return []


class Policy(Owner):
    """The choices of a program that has none of its own: to be changed by subclasses."""

    program = "program"
    """What the program is called where another one like it is spoken of."""
    knows: frozenset[str] = frozenset()
    """What it knows of that a file may need: one that needs anything is written by its program's own calls alone."""
    keeper = Keeper
    """Keeps what belongs to a file, beside it."""

    def advice(self, error: StoreError) -> str:
        """Return why a file cannot be read, and what helps."""
        return str(error)

    def lines_of(self, journal: Journal, *, trusting: bool = False) -> list[Line]:
        """Return the lines of a journal in the present form; `trusting` also those whose checksum is wrong."""
        return journal.all_lines(trusting=trusting)
