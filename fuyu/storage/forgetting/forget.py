"""Somebody forgotten in one book: all that is about them goes by one line of its journal, and a mark stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from fuyu.storage.documents import SHARED, TEAM
from fuyu.storage.forgetting.person import ForgottenPerson, person_in
from fuyu.storage.forgetting.tombstones import Tombstone, Tombstones, hashed
from fuyu.storage.forgetting.traces import Traces
from fuyu.storage.forgetting.unfinished import UnfinishedForgetting
from fuyu.storage.journal_db import JournalDB


class ForgettingWish(NamedTuple):
    """What is wished where somebody is forgotten."""

    at: datetime
    may_return: bool = False
    """Whether also a do-not-contact person may be added again without a word."""
    dropped: int = 0
    """How many things done here about them a team has not taken."""
    by_team: bool = False


def forget(db: JournalDB, ids: Iterable[int], wish: ForgettingWish) -> ForgottenPerson:
    """Take a person out of all tables of a book and leave a mark, by one line; what this machine has to clean is kept.

    A team's book keeps what it shares about others to the byte: whoever erases the person changes that for all.

    Args:
        db: the book's.
        ids: of their leads.
        wish: what is wished.

    Returns:
        Whom the book knew.
    """
    contents = db.storage.contents
    person, tombstones = person_in(contents, ids), Tombstones(db)
    key = tombstones.key()
    UnfinishedForgetting(db.storage.path).begin(person)
    traces = Traces(person, only_theirs=SHARED if TEAM in contents.needs else ())
    with db.batch() as batch:
        for lead_id in sorted(person.ids):
            tombstones.put(_mark(lead_id, person, tombstones, key, wish))
        for table, changed in traces.without(contents, contents.tables).items():
            for document_id, raw in changed.items():
                batch.put(table, document_id, raw)
    return person


def _mark(lead_id: int, person: ForgottenPerson, tombstones: Tombstones, key: str, wish: ForgettingWish) -> Tombstone:
    """Return the mark of a lead; one that is there already, as an older copy brought them back, keeps what it says."""
    there = tombstones.of(lead_id) or Tombstone(id=lead_id, at=wish.at)
    is_silent = (person.is_silent or there.silent) and not wish.may_return
    return Tombstone(
        id=lead_id,
        at=there.at,
        created=person.added.get(lead_id, there.created),
        silent=is_silent,
        key=key,
        hashes=tuple(sorted({*there.hashes, *hashed(key, person.own_signs)})) if is_silent else (),
        by_team=wish.by_team,
        dropped=there.dropped + wish.dropped,
    )
