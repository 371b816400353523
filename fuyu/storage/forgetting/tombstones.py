"""Who was forgotten: a mark for each, without a word of them, so that no copy of the book brings them back.

Of somebody who asked not to be contacted keyed hashes of addresses and numbers may stay, so that nobody adds them again
without knowing.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime

from msgspec import Struct
from msgspec.json import Decoder, encode

from fuyu.domain.action import Table
from fuyu.domain.identity import Reached, own_signs
from fuyu.storage.documents import FORGOTTEN
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.layout import WRONG

_KEY, _HASH = 16, 32
"""Bytes of a key, and letters of a hash."""


class Tombstone(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The mark of one lead who was forgotten."""

    id: int
    """Theirs."""
    at: datetime
    """When they were forgotten."""
    created: str = ""
    """When they were added: with the id it tells them in a copy."""
    silent: bool = False
    """Whether they asked not to be contacted, and are to be known again."""
    key: str = ""
    hashes: tuple[str, ...] = ()
    """Of the addresses and numbers by which somebody is known again who asked not to be contacted."""
    by_team: bool = False
    """Whether a team erased them."""
    dropped: int = 0
    """How many things done here about them the team had not taken by then."""

    @property
    def words(self) -> str:
        """What a person is told of it where a team erased them."""
        what = "1 thing that was done" if self.dropped == 1 else f"{self.dropped} things that were done"
        is_lost = f"; {what} about them here came to nothing" if self.dropped else ""
        return f"lead {self.id} was erased from the team{is_lost}"

    def is_of(self, lead_id: int, created: str) -> bool:
        """Return whether it is the mark of a lead of that id, added at that time."""
        return self.id == lead_id and self.created == created


_tombstone = Decoder(Tombstone)


class _Made(Struct):
    created: datetime | None = None


_made = Decoder(_Made)


def created_of(raw: bytes) -> str:
    """Return when a lead was added by their document, one time in one way; empty where it does not say."""
    with suppress(*WRONG):
        return moment(_made.decode(raw).created)
    return ""


def moment(created: datetime | None) -> str:
    """Return when a lead was added, as a mark has it; empty where that is not known."""
    return created.astimezone(UTC).isoformat() if created and created.tzinfo else str(created or "")


def new_key() -> str:
    """Return a key that nobody can guess."""
    return os.urandom(_KEY).hex()


def hashed(key: str, signs: Iterable[str]) -> list[str]:
    """Return keyed hashes of what somebody is found by."""
    import hmac  # noqa: PLC0415 - it loads a library of megabytes, which only who forgot somebody needs

    secret = key.encode()
    return [hmac.digest(secret, sign.encode("utf-8", "replace"), "sha256").hex()[:_HASH] for sign in signs]


class Silent:
    """Those among who was forgotten who asked not to be contacted, and are known again."""

    def __init__(self, marks: Iterable[Tombstone]) -> None:
        self._by_key: dict[str, dict[str, Tombstone]] = {}
        for one in marks:
            if one.silent:
                self._by_key.setdefault(one.key, {}).update(dict.fromkeys(one.hashes, one))

    def of(self, person: Reached) -> Tombstone | None:
        """Return the mark of somebody with an address or number of a person, None where there is none."""
        signs = own_signs(person) if self._by_key else []
        found = (marks.get(one) for key, marks in self._by_key.items() for one in hashed(key, signs))
        return next(filter(None, found), None)


class Tombstones:
    """The marks of a book."""

    def __init__(self, db: JournalDB) -> None:
        self._db = db
        self._table = db.table(FORGOTTEN)

    def __iter__(self) -> Iterator[Tombstone]:
        """Yield all of them that can be read."""
        if FORGOTTEN in self._db.storage.contents.tables:
            for _, raw in self._table.raws():
                with suppress(*WRONG):
                    yield _tombstone.decode(raw)

    def of(self, lead_id: int) -> Tombstone | None:
        """Return the mark of a lead, None where nobody of that id was forgotten."""
        raw = self._table.raw(lead_id)
        with suppress(*WRONG):
            return None if raw is None else _tombstone.decode(raw)
        return None

    def put(self, tombstone: Tombstone) -> None:
        """Keep a mark."""
        self._table.put(tombstone.id, encode(tombstone))

    def silent(self) -> "Silent":
        """Return the marks of those who asked not to be contacted."""
        return Silent(self)

    def risen(self) -> list[Tombstone]:
        """Return the marks of leads who are in the book again: another copy came in its place."""
        leads = self._db.table(Table.LEADS)
        found = ((one, leads.raw(one.id)) for one in self)
        return [one for one, raw in found if raw is not None and one.is_of(one.id, created_of(raw))]

    def key(self) -> str:
        """Return the key of the hashes of this book."""
        return next((one.key for one in self if one.key), "") or new_key()
