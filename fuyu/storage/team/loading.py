"""The first load: what a team has, written at once as the file of a book that has nothing of its own."""

from collections.abc import Iterable, Iterator, Mapping

from msgspec.json import encode

from fuyu.domain.action import Table
from fuyu.storage.documents import SHARED, TEAM
from fuyu.storage.journal_db import JournalDB, layout
from fuyu.storage.port import Theirs
from fuyu.storage.team.shared import Membership, prepare
from fuyu.storage.team.taking import can_be_kept, raw_of


def load(db: JournalDB, membership: Membership, found: Mapping[Table, Iterable[Theirs]]) -> bool:
    """Let a book belong to a team whose documents it has then; whatever ends this leaves the book as it was.

    Args:
        db: the book's.
        membership: which team it is, and how far the team was before the first document was asked for.
        found: the documents of each table, their ids rising; they are asked for only here.

    Returns:
        Whether that was done; not where the book has leads, touches or notes, or gets any meanwhile.
    """
    with db.storage.writing():
        if any(True for table in SHARED for _ in db.table(table).ids()):
            return False
        prepare(db)
    fresh = {str(table): _documents(found[table]) for table in SHARED}
    return db.storage.fill(fresh, {TEAM: {1: encode(membership)}}, [TEAM])


def _documents(found: Iterable[Theirs]) -> Iterator[tuple[int, bytes]]:
    """Yield the documents that are there and that a book can hold."""
    for their in found:
        raw = raw_of(their)
        if raw is not None and can_be_kept(their):
            yield their.id, layout.on_one_line(raw)
