"""A book that is shared with a team: which team it is, what waits for it, and what it has.

Leads, touches and notes are shared; what is being typed, messages and days away belong to one copy. Each action is
written with the documents as they are after it, and with a line in the `outbox`, which goes once the team has it.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from uuid import uuid4

from msgspec import Raw, Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu.domain.action import Table, Verb
from fuyu.domain.cleaning import Line
from fuyu.domain.history import Entry
from fuyu.storage.documents import ACTIONS, NOTHING, OUTBOX, SHARED, TEAM, Located, UnreadableError, decode_record
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.port import Edit, Theirs, Waiting
from fuyu.storage.team.numbering import Numbering
from fuyu.storage.team.outbox import Changed, Pending, WaitingActions

_TOGETHER = 500
"""Documents of a book that joins a team which wait as one."""


class Membership(Struct, frozen=True, kw_only=True):
    """The one document of the table `team`."""

    id: int = 1
    service: Line
    """The name of the connection: a service of libpq."""
    team: int
    cursor: int = 0


_membership = Decoder(Membership)


class Shared:
    """What a book shares with a team."""

    def __init__(
        self,
        db: JournalDB,
        numbering: Numbering,
        history: Callable[[int], Sequence[Entry]],
        grown: Callable[[], None],
    ) -> None:
        """Take the tables.

        Args:
            db: the book's.
            numbering: gives the ids of this copy.
            history: returns the touches and notes of a lead.
            grown: looks whether the journal has become long.
        """
        self._db, self._numbering, self._history, self._grown = db, numbering, history, grown
        self._team = db.table(TEAM)
        self._outbox = WaitingActions(db)

    @property
    def membership(self) -> Membership | None:
        """Which team it is, None where that is not known any more."""
        raw = self._team.raw(1)
        with suppress(*WRONG):
            return None if raw is None else _membership.decode(raw)
        return None

    @property
    def cursor(self) -> int:
        """How far the book has taken what the team has."""
        return self.membership.cursor if self.membership else 0

    @property
    def number(self) -> int:
        """The number that this copy of the book has in the team; 0 where it has to ask for one."""
        return self._numbering.number

    @property
    def device(self) -> str:
        """What tells this copy of the book from others."""
        return self._numbering.device

    def numbered(self, number: int) -> None:
        """Keep the number that the team gave this copy."""
        self._numbering.numbered(number)

    def next_id(self, table: Table) -> int:
        """Return an id that no document of a table has or ever had, in any copy."""
        there = self._db.table(table)
        if table not in SHARED:
            return there.last_id + 1
        return self._numbering.next_id(table, lambda found: there.raw(found) is not None)

    def waiting(self, most: int | None = None) -> Mapping[int, Waiting]:
        """Return the actions that the team does not have yet, or so many, by their number here, oldest first."""
        return {number: _as_text(waits) for number, waits in self._outbox.pending(most).items()}

    def uids_waiting(self) -> Mapping[int, str]:
        """Return the uids of the actions that wait, by their number."""
        return self._outbox.uids()

    def numbers_waiting(self) -> Collection[int]:
        """Return the numbers of the actions that wait."""
        return self._outbox.numbers()

    def note(self, number: int, uid: str, before: Sequence[Located]) -> Sequence[Located]:
        """Let an action wait that is being written; return the documents as they are after it.

        Args:
            number: the number of the action.
            uid: its uid.
            before: the documents as they were before it.
        """
        after = [(table, found, self._db.table(table).raw(found)) for table, found, _ in before]
        if any(table in SHARED for table, _, _ in before):
            self._outbox.note(number, uid)
        born: dict[str, int] = {}
        for table, found, raw in before:
            if raw is None and table in SHARED:
                born[table] = max(found, born.get(table, 0))
        if born:
            self._numbering.give(born)
        return after

    def sent(self, numbers: Collection[int], cursor: int | None) -> None:
        """Wait with these no longer, for the team has them."""
        with self._db.batch(durably=False):
            self._outbox.take_out(numbers)
            self._go_to(cursor)

    def take(self, documents: Sequence[Theirs], cursor: int | None) -> None:
        """Write documents as the team has them, below what waits."""
        from fuyu.storage.team.taking import Intake  # noqa: PLC0415 - only the worker needs it

        with self._db.batch(durably=False) as batch:
            Intake(batch, self._db, self._outbox, self._numbering, self._history).take(documents)
            self._go_to(cursor)
        self._grown()

    def _go_to(self, cursor: int | None) -> None:
        there = self.membership
        if cursor is not None and there is not None and cursor != there.cursor:
            self._team.put(1, encode(replace(there, cursor=cursor)))


def begin(db: JournalDB, service: str, team: int, at: datetime) -> None:
    """Let a book belong to a team from now on; all that is in it waits for the team.

    Args:
        db: the book's.
        service: the name of the connection.
        team: the team.
        at: the time.
    """
    with db.storage.writing():
        _forget(db)
        _keep_what_was_left(db)
        for changes in _everything(db):
            waits = Pending(uid=uuid4().hex, at=at, verb=Verb.IMPORT, title="joined the team", changes=changes)
            with db.batch() as batch:
                WaitingActions(db).put(batch.seq, waits)
        db.table(TEAM).put(1, encode(Membership(service=service, team=team)))
        db.storage.contents.needs = [TEAM]
    db.storage.compact()


def end(db: JournalDB) -> None:
    """Let a book belong to no team any more: what waits is sent to nobody."""
    with db.storage.writing():
        _forget(db)
        db.storage.contents.needs = []
    db.storage.compact()


def _forget(db: JournalDB) -> None:
    with db.batch():
        for table in (db.table(TEAM), db.table(OUTBOX)):
            for found in [*table.ids()]:
                table.take_out(found)


def _keep_what_was_left(db: JournalDB) -> None:
    """Keep with each action what it left, as is done from now on: an undo knows then what others changed since."""
    actions, since = db.table(ACTIONS), dict[tuple[str, int], Raw]()
    with db.batch():
        for number, raw in reversed([*actions.raws()]):
            with suppress(UnreadableError):
                record = decode_record(raw)
                places = [(table, found) for table, found, _ in record.before]
                now = [since.get(place) or Raw(db.table(place[0]).raw(place[1]) or NOTHING) for place in places]
                left = [(*place, then) for place, then in zip(places, now, strict=True)]
                since |= {(table, found): before for table, found, before in record.before}
                actions.put(number, encode(replace(record, after=left)))


def _everything(db: JournalDB) -> Iterator[list[Changed]]:
    """Yield all that is to be shared, leads first, some hundred documents at a time."""
    shared = (Changed((str(table), found), None, raw) for table in SHARED for found, raw in db.table(table).raws())
    while together := [*islice(shared, _TOGETHER)]:
        yield together


def _as_text(waits: Pending) -> Waiting:
    """Return what waits as a worker sends it."""
    changes = [Edit(*one.place, _text(one.before), _text(one.after)) for one in waits.changes]
    return Waiting(uid=waits.uid, at=waits.at, verb=waits.verb, title=waits.title, reverses=waits.of, changes=changes)


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "surrogateescape")
