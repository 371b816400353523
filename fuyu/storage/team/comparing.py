"""A book beside a server that is not as it was, for it was brought back from a backup: what differs is settled anew.

What the book had from the team and the server lacks is offered again, as if it were made here. Where both have a
document, and another one each, the server's is older if it has not changed since a place up to which both are known to
be the same; otherwise nobody knows what both had before, so both stay, as of two copies.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from heapq import merge
from itertools import groupby, islice
from operator import attrgetter
from typing import NamedTuple
from uuid import uuid4

from msgspec.structs import replace

from fuyu.domain.action import Table, Verb
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.port import Theirs
from fuyu.storage.team.outbox import Changed, Pending, WaitingActions
from fuyu.storage.team.taking import can_be_kept, raw_of

_TOGETHER = 500
"""Documents that are settled, and wait, as one."""


class Differing(NamedTuple):
    """A document that the book and the team do not have in the same way."""

    id: int
    mine: bytes | None
    """As the book had it from the team, or made it; None where it has none."""
    theirs: Theirs | None
    """As the team has it; None where it has none."""


_BY_ID = attrgetter("id")


class Comparison:
    """One table of a book beside that of a server."""

    def __init__(self, db: JournalDB, outbox: WaitingActions, table: Table, *, until: int, at: datetime) -> None:
        """Take the table.

        Args:
            db: the book's.
            outbox: what waits.
            table: which it is.
            until: how far both are known to be the same.
            at: when the book was last as the team was.
        """
        self._table, self._outbox, self._until, self._at = table, outbox, until, at
        self._here = db.table(table)
        self._first: dict[int, int] = {}
        """The number of the first action that waits with a document."""
        self._base: dict[int, bytes | None] = {}
        """Documents as they were before what waits."""
        for number, waits in outbox.pending().items():
            for change in waits.changes:
                if change.place[0] == table and change.place[1] not in self._first:
                    self._first[change.place[1]], self._base[change.place[1]] = number, change.before

    def differing(self, found: Iterable[Theirs]) -> Iterator[Sequence[Differing]]:
        """Yield what differs, some hundred together; the ids of what is given rise."""
        left = self._all(found)
        while together := [*islice(left, _TOGETHER)]:
            yield together

    def is_older(self, one: Differing) -> bool:
        """Return whether the book has had what the server has, and something else since."""
        return one.theirs is not None and 0 < one.theirs.seq <= self._until

    def offer(self, number: int, together: Sequence[Differing]) -> None:
        """Let what the book has wait: upon what the server has where that is older, otherwise as if made here."""
        changes, pending = [], self._outbox.pending()
        for one in together:
            place, before = (
                (str(self._table), one.id),
                raw_of(one.theirs) if one.theirs and self.is_older(one) else None,
            )
            if one.mine is None and before is None:
                continue
            if one.id not in self._first:
                changes.append(Changed(place, before, one.mine))
            else:
                first = self._first[one.id]
                pending[first] = _upon(pending[first], place, before)
                self._outbox.put(first, pending[first])
        if changes:
            title = "sent again, for the server was brought back from a backup"
            self._outbox.put(
                number, Pending(uid=uuid4().hex, at=self._at, verb=Verb.MERGE, title=title, changes=changes)
            )

    def _all(self, found: Iterable[Theirs]) -> Iterator[Differing]:
        here = (Differing(number, raw, None) for number, raw in self._here.raws())
        there = (Differing(their.id, None, their) for their in found if can_be_kept(their))
        for number, sides in groupby(merge(here, there, key=_BY_ID), key=_BY_ID):
            both = [*sides]
            mine = self._base.get(number, both[0].mine)
            theirs = both[-1].theirs
            if mine != (raw_of(theirs) if theirs else None):
                yield Differing(number, mine, theirs)


def _upon(waits: Pending, place: tuple[str, int], before: bytes | None) -> Pending:
    """Return what waits with a document as it is before it."""
    changes = [change._replace(before=before) if change.place == place else change for change in waits.changes]
    return replace(waits, changes=changes)
