"""A team without a server: what a PostgreSQL does for it, in a dictionary."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from operator import attrgetter

from fuyu.care import Book
from fuyu.domain.action import Table
from fuyu.storage.port import Milestone, Share, Theirs, Waiting
from tests.builders import NOON

SHARED = (Table.LEADS, Table.TOUCHES, Table.NOTES)


class Server:
    """Has one version of each document, and knows which actions it has."""

    def __init__(self) -> None:
        self.seq = 0
        self.acts: dict[str, int] = {}
        self.marks: list[Milestone] = []
        """The last action of each push."""
        self.documents: dict[tuple[str, int], tuple[int, Theirs]] = {}
        self._numbers: dict[str, int] = {}

    def number(self, device: str) -> int:
        """Return the number of a copy of a book."""
        return self._numbers.setdefault(device, len(self._numbers) + 1)

    def body(self, table: str, document_id: int) -> str | None:
        """Return a document."""
        found = self.documents.get((table, document_id))
        return found[1].body if found else None

    def since(self, cursor: int) -> list[Theirs]:
        """Return what is new, oldest first."""
        return [their for seq, their in sorted(self.documents.values(), key=lambda one: one[0]) if seq > cursor]

    def push(self, waiting: Mapping[int, Waiting]) -> list[Theirs] | None:
        """Take actions as one; return what a book does not know instead, None where they are in."""
        ends: dict[tuple[str, int], tuple[str | None, str | None]] = {}
        for action in waiting.values():
            for change in action.changes:
                before, _ = ends.get((change.kind, change.id), (change.before, None))
                ends[change.kind, change.id] = before, change.after
        stale = [place for place, (before, _) in ends.items() if self.body(*place) != before or self._is_erased(place)]
        if stale:
            return [self.documents[place][1] if place in self.documents else self._nothing(place) for place in stale]
        self.seq += 1
        at = max(action.at for action in waiting.values())
        for place, (_, after) in ends.items():
            self.documents[place] = self.seq, Theirs(*place, at, after)
        last = max(waiting.values(), key=lambda action: action.at)
        self.marks.append(Milestone(self.seq, last.uid, last.at))
        self.acts |= dict.fromkeys((action.uid for action in waiting.values()), self.seq)
        return None

    def known(self, share: Share) -> list[Milestone]:
        """Return the marks of a book that it has where they were."""
        return [mark for mark in share.marks if self.acts.get(mark.uid) == mark.seq]

    def erase(self, table: str, document_id: int, at: datetime = NOON) -> None:
        """Leave nothing of a document but that it was there."""
        self.seq += 1
        self.documents[table, document_id] = self.seq, Theirs(table, document_id, at, None, erased=True)

    def as_it_is(self) -> "Server":
        """Return a server that has the same, and goes on by itself."""
        found = Server()
        found.seq, found.acts, found.documents = self.seq, dict(self.acts), dict(self.documents)
        found.marks = [*self.marks]
        found._numbers = dict(self._numbers)
        return found

    def _is_erased(self, place: tuple[str, int]) -> bool:
        return place in self.documents and self.documents[place][1].erased

    @staticmethod
    def _nothing(place: tuple[str, int]) -> Theirs:
        return Theirs(*place, NOON, None)


def share_of(book: Book) -> Share:
    """Return what a book shares, which it must."""
    assert book.team is not None
    return book.team


def exchange(book: Book, server: Server) -> None:
    """Take what is new, then send all that waits, as the worker does."""
    book.refresh()
    share = share_of(book)
    share.numbered(server.number(share.device))
    _take(share, server)
    for _ in range(20):
        waiting = share.waiting(200)
        if not waiting:
            break
        unknown = server.push(waiting)
        if unknown is None:
            is_next = server.seq == share.cursor + 1
            share.sent(waiting.keys(), server.seq if is_next else None, server.marks)
        else:
            share.take(unknown, None)
    _take(share, server)


def _take(share: Share, server: Server) -> None:
    known = server.known(share)
    if known != [*share.marks] or share.cursor > server.seq:
        share.compare(tables(server), server.seq, known, NOON)
    share.sent([number for number, waits in share.waiting().items() if waits.uid in server.acts], None)
    share.take(server.since(share.cursor), server.seq, server.marks)


def tables(server: Server) -> dict[Table, Iterator[Theirs]]:
    """Return the documents that a server has, by table, their ids rising."""
    there = (their._replace(seq=seq) for seq, their in server.documents.values() if their.body is not None)
    found = sorted(there, key=attrgetter("id"))
    return {table: iter([their for their in found if their.kind == table]) for table in SHARED}


def written(book: Book) -> dict[tuple[str, int], str]:
    """Return all that is shared of a book, to the byte."""
    return {(str(table), found): raw.decode() for table in SHARED for found, raw in book._db.table(table).raws()}


def has(server: Server) -> dict[tuple[str, int], str]:
    """Return all that a server has."""
    return {place: their.body for place, (_, their) in server.documents.items() if their.body is not None}
