"""How far each mailbox was read, and what came: a small file in the state folder that may be lost.

It has no words of anybody: whoever is erased from the book is not named here.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from fuyu import disk, paths
from fuyu.desk import Desk
from fuyu.errors import StoreError
from fuyu.features.inbox.mailbox import Position
from fuyu.features.inbox.rules import MailKind
from fuyu.locks import Lock

_PATIENCE = 90.0
"""Seconds to wait for another process that reads mail: longer than it takes at the most."""
_MOST_UIDS, _MOST_CAME = 2_000, 100
_MOST = 64_000_000
"""Bytes of a record; that of a Maildir with 100,000 mails has six million."""


class Came(Struct, frozen=True, kw_only=True):
    """A mail that came from somebody, or about a message to them."""

    kind: MailKind
    leads: tuple[int, ...]
    """Several where nothing tells which of them it is about."""
    at: datetime
    uid: str
    """Of the touch that it became, where it became one."""


class InboxRecord(Struct, frozen=True, kw_only=True):
    """What is remembered of the mail of one book."""

    positions: Mapping[str, Position] = {}
    """How far each mailbox was read, by what it is named."""
    uids: tuple[str, ...] = ()
    """Of the mails that were taken last: the same one may lie in several mailboxes, and come once more."""
    came: tuple[Came, ...] = ()
    """What came last, the oldest first."""
    count: int = 0
    """How many came in all."""
    told: int = 0
    """How many of these a person was told of."""

    @property
    def untold(self) -> Sequence[Came]:
        """What came that nobody was told of."""
        return self.came[max(len(self.came) - (self.count - self.told), 0) :]

    def with_more(self, named: str, position: Position | None, came: Sequence[Came], *, heard: bool) -> "InboxRecord":
        """Return what is remembered once more was read.

        Args:
            named: the mailbox.
            position: how far it is read; None leaves that as it is.
            came: what came.
            heard: whether a person is told of it at once.
        """
        count = self.count + len(came)
        positions = self.positions if position is None else {**self.positions, named: position}
        return InboxRecord(
            positions=positions,
            uids=(*self.uids, *(one.uid for one in came))[-_MOST_UIDS:],
            came=(*self.came, *came)[-_MOST_CAME:],
            count=count,
            told=count if heard else self.told,
        )


def names_of(desk: Desk, one: Came) -> str:
    """Return whom a mail is about, `Ann Lee or Bo Diaz`; empty where they are deleted since."""
    return " or ".join(row.name for row in map(desk.leads.row, one.leads) if row)


def record_of(book: Path) -> "RecordFile":
    """Return what is remembered of the mail of a book: in the person's state folder."""
    return RecordFile(paths.state() / "inbox" / f"{paths.named_after(book)}.json")


class RecordFile:
    """The file of one record."""

    def __init__(self, path: Path) -> None:
        """Name it; nothing is read or written by that."""
        self.path = path

    def read(self) -> InboxRecord:
        """Return what is remembered; a file that is damaged or gone remembers nothing."""
        try:
            return msgspec.json.decode(disk.small_content(self.path, _MOST), type=InboxRecord)
        except (OSError, StoreError, msgspec.DecodeError):
            return InboxRecord()

    def write(self, record: InboxRecord) -> None:
        """Remember something else."""
        with disk.saving():
            disk.replace_with(self.path, msgspec.json.encode(record))

    @contextmanager
    def alone(self) -> Iterator[InboxRecord]:
        """Be the only one who reads mail for the book; give what is remembered then.

        Raises:
            StoreError: somebody else takes too long, or nothing can be written there.
        """
        with disk.saving():
            disk.make_folder(self.path.parent)
        lock = Lock(self.path.with_name(f"{self.path.name}.lock"), _PATIENCE, "fuyu")
        try:
            with lock.exclusive():
                yield self.read()
        finally:
            lock.close()

    def tell(self) -> Sequence[Came]:
        """Return what nobody was told of, and remember that it is told."""
        if not self.read().untold:
            return ()
        with self.alone() as record:
            self.write(replace(record, told=record.count))
            return record.untold
