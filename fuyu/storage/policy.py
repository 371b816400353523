"""What a book wants of its database: what is brought in of what lies beside it, and the words for that."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from fuyu.domain.action import Table
from fuyu.errors import DamagedError, StoreError
from fuyu.storage.documents import ACTIONS, SCHEMA, TEAM
from fuyu.storage.journal_db import JournalDB, Policy
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.journal import Journal, Line
from fuyu.storage.journal_db.snapshot import Indexer
from fuyu.storage.journal_db.strays import Clash, Kept, Replayed, Strays, note_overwritten
from fuyu.storage.surroundings import merging


class BookPolicy(Policy):
    """Actions are done again where they fit, and what does not fit is offered to be merged."""

    program = "fuyu"
    schema = SCHEMA
    knows = frozenset({TEAM})
    order = (*Table, ACTIONS)

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
        from fuyu.storage.upgrading import upgraded_line  # noqa: PLC0415 - only an older journal needs it

        return [upgraded_line(journal.header.schema, line) for line in lines]

    def matter(self, lines: Sequence[Line]) -> bool:
        """Return whether more was done by lines than to type."""
        return actions_in(lines) > 0

    def replay(self, found: Strays, here: Contents) -> Replayed:
        """Return what brings strays into a book; `replay` has the rules."""
        from fuyu.storage.replay import replay  # noqa: PLC0415 - few books ever find anything beside them

        done = replay(found.lines, here, found.clash)
        overwritten = {table: changed for table, changed in found.overwritten.items() if table != ACTIONS}
        note_overwritten(done.aside, overwritten, here)
        return done

    def said(self, name: str, found: Strays, done: Replayed, kept: Kept | None) -> list[str]:
        """Return what is done about strays, or what the next fuyu that may write will do, a sentence each."""
        return _to_come(name, found, done) if kept is None else _was_done(name, found, done, kept)


def open_db(path: Path, indexer: Indexer | None = None, *, look_only: bool = False) -> JournalDB:
    """Open the database of a book."""
    return JournalDB(path, BookPolicy(indexer), look_only=look_only)


def actions_in(lines: Iterable[Line]) -> int:
    """Return how many lines are more than typing."""
    return sum(ACTIONS in line.commit.put for line in lines)


def _to_come(name: str, found: Strays, done: Replayed) -> list[str]:
    said = []
    if found.damaged is not None:
        said.append(
            f"{name}.journal is damaged at byte {found.where}; the next change keeps the damaged file aside "
            "and goes on with what can be read"
        )
    elif done.fitted:
        said.append(f"{_cause(name, found)}; {_changes(done.fitted)} of yours will be added to it at the next change")
    if found.overtaken:
        said.append(
            f"{_overtaken(name, found)}; the next change keeps what was done here in a file beside it, for “fuyu merge”"
        )
    if done.left or done.aside:
        said.append("what does not fit any more will be kept in a file beside it, for “fuyu merge”")
    return said


def _was_done(name: str, found: Strays, done: Replayed, kept: Kept) -> list[str]:
    said = []
    if kept.damaged:
        said.append(
            f"{name}.journal was damaged at byte {found.where}: all that can be read is in the book; "
            f"the damaged file is {kept.damaged.name}"
        )
    elif done.fitted:
        said.append(f"{_cause(name, found)}; {_changes(done.fitted)} of yours on top")
    if kept.replaced:
        said.append(f"{name} was replaced by another book; the one before is kept: {merging(kept.replaced)}")
    if kept.overtaken:
        said.append(f"{_overtaken(name, found)}: {merging(kept.overtaken)} brings them in")
    if kept.aside:
        said.append(f"kept apart, for it does not fit: {merging(kept.aside)}")
    return said


def _cause(name: str, found: Strays) -> str:
    by = "another program changed" if found.clash is Clash.KEEP_BOTH else "another copy came in the place of"
    return f"{by} {name}"


def _overtaken(name: str, found: Strays) -> str:
    count = actions_in(found.overtaken)
    return f"{name} came back without the last {'change' if count == 1 else f'{count} changes'}"


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"
