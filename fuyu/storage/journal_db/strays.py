"""Changes that lie beside a file and are not in it: which they are.

A file remembers the stamps of the lines that were compacted into it last. A stamp is a checksum of a line and of all
before it in its journal, so a line is in the file if it, or a later one of its journal, is among the stamps.
"""

from collections.abc import Sequence
from enum import Enum, auto
from typing import NamedTuple

from fuyu.errors import DamagedError
from fuyu.storage.journal_db.journal import Commit, Journal, Line
from fuyu.storage.journal_db.places import Changed
from fuyu.storage.journal_db.snapshot import Meta, Snapshot

_NOTHING: Changed = {}


class Clash(Enum):
    """What is done with a change that does not fit what is there."""

    LEAVE = auto()
    """It is kept aside: another machine's file goes before."""
    KEEP_BOTH = auto()
    """It is done, and what was there is kept aside: another program edited the file it was done over."""
    GO_ON = auto()
    """It is done: a line before it was lost, so what is there is only older."""


class Past(NamedTuple):
    """What was read before the files turned out to be others."""

    snapshot: Snapshot
    journal: Journal | None
    changed: Changed
    """The documents it held."""


class Strays(NamedTuple):
    """What a file and its journal do not hold."""

    lines: Sequence[Line] = ()
    """Lines of other journals, oldest first."""
    clash: Clash = Clash.LEAVE
    """What is done with those that do not fit."""
    overwritten: Changed = _NOTHING
    """Documents of a journal that another program wrote over: only memory has them."""
    damaged: Journal | None = None
    """The journal that lies there, where it is not what was written."""
    where: int = 0
    """The byte from which on it is not."""
    replaced: Snapshot | None = None
    """The file before, where the one that took its place does not come from it."""
    overtaken: Sequence[Line] = ()
    """Lines that were compacted here, into a file that is gone: the one that took its place does not have them."""

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return bool(self.lines or self.overwritten or self.damaged or self.replaced or self.overtaken)


class Replayed(NamedTuple):
    """What is to be done so that nothing of strays is lost."""

    commits: list[Commit]
    """What fits, to be written after what is there; the sequence numbers follow its own."""
    aside: dict[str, dict[int, bytes]]
    """Documents that differ from those there in a way somebody has to decide."""
    fitted: int = 0
    """How many changes came in."""
    left: int = 0
    """How many did not fit, or fitted only over something that another program had written."""


def refuse_without_file(name: str, snapshot: Snapshot, journal: Journal | None) -> None:
    """Never begin an empty file where it is missing and its journal is there."""
    if snapshot.identity is None and journal is not None and (journal.header.since or journal.all_lines()):
        raise DamagedError(
            f"{name} is missing, and its journal is there: put {name} back; "
            f"or move {name}.journal away to begin a new book"
        )


def comes_from(meta: Meta, before: Snapshot) -> bool:
    """Return whether a file holds all that the one before it did, unless somebody took it out by hand."""
    if before.identity is None or before.present() != before.identity:
        return True  # there was none, or it is the same file, written in place
    is_next = before.meta.generation in {meta.generation, meta.previous}
    return is_next or before.meta.compacted == "" or before.meta.stamps[-1] in meta.stamps


def not_in(lines: Sequence[Line], meta: Meta) -> list[Line]:
    """Return the lines that were not compacted into a file: those behind the last one that was."""
    compacted = set(meta.stamps)
    done = max((place for place, line in enumerate(lines, 1) if line.stamp in compacted), default=0)
    return list(lines[done:])
