"""What a book has done and its team does not have yet."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from itertools import islice
from typing import NamedTuple

from msgspec import Raw, Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu.domain.cleaning import Key, Line
from fuyu.domain.zones import aware
from fuyu.storage import documents
from fuyu.storage.documents import ACTIONS, NOTHING, OUTBOX, SHARED, Record, UnreadableError
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.pointers import Place


class Changed(NamedTuple):
    """A document that waits: as the team knows it, and as it is to be; None where there is none."""

    place: Place
    before: bytes | None
    after: bytes | None


class Pending(Struct, frozen=True, kw_only=True):
    """An action that waits."""

    uid: str
    at: datetime
    verb: str = ""
    title: str = ""
    of: str = ""
    changes: Sequence[Changed] = ()


class _Entry(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the outbox says of an action: all of it, or its uid alone where the action itself tells the rest."""

    uid: Key
    at: datetime | None = None
    verb: Key = ""
    title: Line = ""
    of: Key = ""
    changes: list[tuple[str, int, Raw, Raw]] = []


class _Head(Struct, frozen=True):
    """Which action it is, without the rest."""

    uid: Key


_entry = Decoder(_Entry)
_head = Decoder(_Head)


class WaitingActions:
    """The actions that wait, by their number."""

    def __init__(self, db: JournalDB) -> None:
        self._table, self._actions = db.table(OUTBOX), db.table(ACTIONS)

    def numbers(self) -> list[int]:
        """Return the numbers of all, rising."""
        return [*self._table.ids()]

    def uids(self) -> dict[int, str]:
        """Return the uids of all, by their number."""
        return {number: _head.decode(raw).uid for number, raw in self._table.raws()}

    def pending(self, most: int | None = None) -> dict[int, Pending]:
        """Return all, or so many, oldest first."""
        found = {}
        for number, raw in islice(self._table.raws(), most):
            with suppress(*WRONG):  # what somebody wrote by hand waits for ever, and nothing behind it
                entry = _entry.decode(raw)
                found[number] = self._done(number, entry.uid) if entry.at is None else _whole(entry, entry.at)
        return found

    def note(self, number: int, uid: str) -> None:
        """Let an action wait that is kept under the same number."""
        self._table.put(number, encode(_Entry(uid=uid)))

    def put(self, number: int, waits: Pending) -> None:
        """Let something wait as it is told here, whatever the action of that number says."""
        changes = [(*one.place, _or_nothing(one.before), _or_nothing(one.after)) for one in waits.changes]
        entry = _Entry(uid=waits.uid, at=waits.at, verb=waits.verb, title=waits.title, of=waits.of, changes=changes)
        self._table.put(number, encode(entry))

    def take_out(self, numbers: Iterable[int]) -> None:
        """Wait with these no longer."""
        for number in numbers:
            self._table.take_out(number)

    def _done(self, number: int, uid: str) -> Pending:
        raw = self._actions.raw(number)
        with suppress(UnreadableError):
            if raw is not None and (record := documents.decode_record(raw)).uid == uid:
                return pending_of(record)
        return Pending(uid=uid, at=datetime.min.replace(tzinfo=UTC))  # somebody took the action out by hand


class OneAlone:
    """One action that waits, apart from all others."""

    def __init__(self, others: WaitingActions, number: int, waits: Pending) -> None:
        self._others, self._number, self._waits = others, number, waits

    def pending(self) -> dict[int, Pending]:
        """Return it, by its number."""
        return {self._number: self._waits}

    def put(self, number: int, waits: Pending) -> None:
        """Let it wait as it is told here; what else comes with it waits with the others."""
        if number == self._number:
            self._waits = waits
        else:
            self._others.put(number, waits)

    def take_out(self, numbers: Iterable[int]) -> None:
        """Wait with these no longer."""
        for number in numbers:
            if number == self._number:
                self._waits = replace(self._waits, changes=[])
            else:
                self._others.take_out([number])

    def waits_for_good(self) -> bool:
        """Let it wait with the others, where anything is left of it; return whether it is."""
        if self._waits.changes:
            self._others.put(self._number, self._waits)
        return bool(self._waits.changes)


def pending_of(record: Record) -> Pending:
    """Return what waits of an action: the shared documents it changed."""
    sides = zip(record.before, record.after, strict=False)
    changes = [
        Changed((str(table), found), _or_none(before), _or_none(after))
        for (table, found, before), (_, _, after) in sides
        if table in SHARED and bytes(before) != bytes(after)
    ]
    return Pending(
        uid=record.uid, at=_aware(record.at), verb=record.verb, title=record.title, of=record.of, changes=changes
    )


def _whole(entry: _Entry, at: datetime) -> Pending:
    changes = [Changed((table, found), _or_none(was), _or_none(now)) for table, found, was, now in entry.changes]
    return Pending(uid=entry.uid, at=_aware(at), verb=entry.verb, title=entry.title, of=entry.of, changes=changes)


def _aware(at: datetime) -> datetime:

    return aware(at)


def _or_none(raw: Raw) -> bytes | None:
    return None if (written := bytes(raw)) == NOTHING else written


def _or_nothing(raw: bytes | None) -> Raw:
    return Raw(NOTHING if raw is None else raw)
