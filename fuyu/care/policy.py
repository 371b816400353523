"""What a book wants of its database."""

from fuyu.care.keeping import BookKeeper
from fuyu.domain.action import Table
from fuyu.errors import DamagedError, StoreError
from fuyu.storage.documents import ACTIONS, SCHEMA, TEAM
from fuyu.storage.journal_db import Policy
from fuyu.storage.journal_db.journal import Journal, Line
from fuyu.storage.journal_db.snapshot import Indexer


class BookPolicy(Policy):
    """Actions are done again where they fit, and what does not fit is offered to be merged."""

    program = "fuyu"
    schema = SCHEMA
    knows = frozenset({TEAM})
    order = (*Table, ACTIONS)
    keeper = BookKeeper

    def __init__(self, indexer: Indexer | None = None) -> None:
        """Take what makes the index of the book, and may keep it; without, it is made anew each time."""
        self.indexer = indexer or Indexer()

    def advice(self, error: StoreError) -> str:
        """Return why a book cannot be read, and what helps where it is damaged."""
        return f"{error}; “fuyu restore” lists its copies" if isinstance(error, DamagedError) else str(error)

    def lines_of(self, journal: Journal, *, trusting: bool = False) -> list[Line]:
        """Return the lines of a journal in the words of now; `trusting` also those whose checksum is wrong."""
        lines = journal.all_lines(trusting=trusting)
        if journal.header.schema >= SCHEMA:
            return lines
        from fuyu.care.upgrading import upgraded_line  # noqa: PLC0415 - only an older journal needs it

        return [upgraded_line(journal.header.schema, line) for line in lines]
