"""What a database leaves to the program that uses it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from fuyu.errors import StoreError
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.journal import Journal, Line, together
from fuyu.storage.journal_db.snapshot import Owner
from fuyu.storage.journal_db.strays import Clash, Kept, Replayed, Strays, note_overwritten


class Policy(Owner):
    """The choices of a program that has none of its own: to be changed by subclasses."""

    program = "program"
    """What the program is called where another one like it is spoken of."""
    knows: frozenset[str] = frozenset()
    """What it knows of that a file may need: one that needs anything is written by its program's own calls alone."""

    def advice(self, error: StoreError) -> str:
        """Return why a file cannot be read, and what helps."""
        return str(error)

    def lines_of(self, journal: Journal, *, trusting: bool = False) -> list[Line]:
        """Return the lines of a journal in the present form; `trusting` also those whose checksum is wrong."""
        return journal.all_lines(trusting=trusting)

    def matter(self, lines: Sequence[Line]) -> bool:
        """Return whether somebody would miss what was done by lines."""
        return bool(lines)

    def replay(self, found: Strays, here: Contents) -> Replayed:
        """Return what brings strays into a database: each line as it is, and aside what it puts itself over."""
        commits = [replace(line.commit, seq=seq, synced=0) for seq, line in enumerate(found.lines, here.seq + 1)]
        differing: dict[str, dict[int, bytes]] = {}
        if found.clash is not Clash.GO_ON:
            _note_others(differing, together(commits), here)
        note_overwritten(differing, found.overwritten, here)
        return Replayed(commits, differing, len(commits), sum(map(len, differing.values())))

    def said(self, name: str, found: Strays, done: Replayed, kept: Kept | None) -> list[str]:
        """Return what is said about strays, a sentence each; where nothing was `kept` yet, the next write does so."""
        by = "is damaged" if found.damaged else "was changed beside this program"
        said = [f"{name} {by}; changes of ours on top: {done.fitted}"] if done.fitted else []
        where = ", ".join(path.name for path in kept or () if path is not None)
        return [*said, f"what did not fit is kept in {where}"] if where else said


def _note_others(found: dict[str, dict[int, bytes]], after: Mapping[str, Mapping[int, bytes]], here: Contents) -> None:
    """Note the documents of a database that others will stand in the place of."""
    for table, documents in after.items():
        for document_id, raw in documents.items():
            there = here.get(table, document_id)
            if there is not None and there != raw:
                found.setdefault(table, {})[document_id] = there
