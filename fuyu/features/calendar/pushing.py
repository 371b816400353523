"""Bringing a calendar server up to date: one way, and never over what somebody else did there."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from zlib import crc32

import msgspec
from msgspec import Struct

from fuyu import disk, paths
from fuyu.features.calendar.collection import ChangedThereError, Collection
from fuyu.features.calendar.ics import alone, next_sequence, revision, says
from fuyu.features.calendar.rules import Event
from fuyu.locks import Lock

_PATIENCE = 60.0
"""Seconds to wait for another process that pushes to the same collection."""


class Sent(Struct, frozen=True):
    """What the server was sent last for an event."""

    etag: str
    """The version it made of that; empty where it did not say."""
    revision: str
    sequence: int


class Pushed(Struct, frozen=True):
    """What came of it."""

    sent: int
    deleted: int
    left: tuple[str, ...]
    """The events that somebody changed there, as our calendar calls them; theirs stay."""
    not_wanted: int
    """How many somebody deleted there; they stay deleted until there is something new to say."""


def record_of(url: str) -> Path:
    """Return the record of what a calendar server was sent, in the person's state folder."""
    return paths.state() / "calendars" / f"{crc32(url.encode()):08x}.json"


def push(events: Sequence[Event], collection: Collection, record: Path, now: datetime, *, force: bool) -> Pushed:
    """Bring a collection up to date.

    Args:
        events: all that is to be shown.
        collection: where.
        record: the file that keeps what was sent; where it was lost, what is there is compared instead.
        now: the time, with its zone.
        force: also over what somebody else did there.

    Raises:
        ServerError: it does not answer; what it was sent until then is kept in the record.
        StoreError: the record cannot be written.
    """
    with disk.saving():
        disk.make_folder(record.parent)
        lock = Lock(record.with_name(f"{record.name}.lock"), _PATIENCE, "fuyu")
        try:
            with lock.exclusive():
                pushing = _Pushing(collection, _read(record), now, force=force)
                try:
                    return pushing.all(events)
                finally:
                    disk.replace_with(record, msgspec.json.encode(pushing.sent))
        finally:
            lock.close()


class _Pushing:
    """One push, event by event."""

    def __init__(self, collection: Collection, sent: Mapping[str, Sent], now: datetime, *, force: bool) -> None:
        self._collection = collection
        self._now = now
        self._force = force
        self._there: Mapping[str, str] = {}
        self.sent = dict(sent)
        """What the server was sent, by UID."""
        self._left: list[str] = []
        self._puts = self._deletes = self._not_wanted = 0

    def all(self, events: Sequence[Event]) -> Pushed:
        """Send what is new, and delete what is gone."""
        self._there = self._collection.etags()
        for event in events:
            self._bring(event)
        for uid in self.sent.keys() - {event.uid for event in events}:
            self._take_away(uid)
        if any(not sent.etag for sent in self.sent.values()):
            self._there = self._collection.etags()
            for uid, sent in self.sent.items():
                etag = sent.etag or self._there.get(_name(uid), "")
                self.sent[uid] = Sent(etag, sent.revision, sent.sequence)
        return Pushed(self._puts, self._deletes, tuple(self._left), self._not_wanted)

    def _bring(self, event: Event) -> None:
        known, etag = self.sent.get(event.uid), self._there.get(_name(event.uid), "")
        is_new = known is None or known.revision != revision(event)
        if known is not None and not etag and not is_new and not self._force:
            self._not_wanted += 1
        elif not etag or self._force or (known is not None and known.etag == etag):
            if is_new or self._force:
                self._put(event, etag)
        elif says(self._collection.text(_name(event.uid)), event):
            sequence = known.sequence if known else next_sequence(self._now, 0)
            self.sent[event.uid] = Sent(etag, revision(event), sequence)
        else:
            self._left.append(event.summary)

    def _put(self, event: Event, etag: str) -> None:
        known = self.sent.get(event.uid)
        sequence = next_sequence(self._now, known.sequence if known else 0)
        try:
            version = self._collection.put(_name(event.uid), alone(event, sequence, self._now), etag)
        except ChangedThereError:
            self._left.append(event.summary)
            return
        self.sent[event.uid] = Sent(version, revision(event), sequence)
        self._puts += 1

    def _take_away(self, uid: str) -> None:
        known, etag = self.sent[uid], self._there.get(_name(uid), "")
        if etag and etag != known.etag and not self._force:
            self._left.append("one that is done by now")
            return
        if etag:
            try:
                self._collection.delete(_name(uid), etag)
            except ChangedThereError:
                self._left.append("one that is done by now")
                return
            self._deletes += 1
        del self.sent[uid]


def _name(uid: str) -> str:
    return f"{uid.partition('@')[0]}.ics"


def _read(record: Path) -> dict[str, Sent]:
    """Return what was sent; of a record that is lost or damaged nothing."""
    try:
        return msgspec.json.decode(record.read_bytes(), type=dict[str, Sent])
    except (FileNotFoundError, msgspec.DecodeError):
        return {}
