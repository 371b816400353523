"""A book that is shared with a team: which team it is, what waits for it, and what it has.

Leads, touches and notes are shared; what is being typed, messages and days away belong to one copy. Each action is
written with the documents as they are after it, and with a line in the `outbox`, which goes once the team has it.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING
from uuid import uuid4

from msgspec import Raw, Struct
from msgspec.json import Decoder, encode
from msgspec.structs import replace

from fuyu.domain.action import Table, Verb
from fuyu.domain.cleaning import Line, cleaned
from fuyu.domain.colleagues import Colleague
from fuyu.domain.history import Entry
from fuyu.domain.text import clean_line
from fuyu.storage.documents import ACTIONS, NOTHING, OUTBOX, SHARED, TEAM, Located, UnreadableError, decode_record
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.contents import Batch
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.pointers import is_one, may_be_one, owner_of
from fuyu.storage.port import Edit, Milestone, Theirs, Waiting
from fuyu.storage.team.numbering import Numbering
from fuyu.storage.team.outbox import Changed, OneAlone, Pending, WaitingActions

if TYPE_CHECKING:
    from fuyu.storage.team.taking import Intake

_BITS = 53
"""Of the greatest place in the order of a team's actions."""
_TOGETHER = 500
"""Documents of a book that joins a team which wait as one."""


class Membership(Struct, frozen=True, kw_only=True):
    """The one document of the table `team`."""

    id: int = 1
    service: Line
    """The name of the connection: a service of libpq."""
    team: int
    cursor: int = 0
    marks: tuple[Milestone, ...] = ()
    """Some actions of the team, the first and the last that is taken among them."""
    restored: datetime | None = None
    """When the server was last found to be brought back from a backup."""
    person: Line = ""
    """What the team calls the person of this book; empty where it has not said so yet."""
    colleagues: tuple[Colleague, ...] = ()
    """Who was in the team when it was asked last."""


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
    def marks(self) -> Sequence[Milestone]:
        """Some actions that the team had, as far as the book has taken it: the first, the last, and some between."""
        return self.membership.marks if self.membership else ()

    @property
    def person(self) -> str:
        """What the team calls the person of this book; empty where it has not said so yet."""
        return self.membership.person if self.membership else ""

    @property
    def colleagues(self) -> Sequence[Colleague]:
        """Who was in the team when it was asked last, the person of this book among them."""
        return self.membership.colleagues if self.membership else ()

    def know(self, person: str, colleagues: Sequence[Colleague]) -> None:
        """Keep what the team calls the person of this book, and who is in it."""
        there = self.membership
        if there is not None:
            self._keep(there, replace(there, person=clean_line(person), colleagues=tuple(colleagues)))

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

    @property
    def unsent(self) -> int:
        """How many actions the team does not have yet."""
        return len(self._outbox.numbers())

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

    def sent(self, numbers: Collection[int], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Wait with these no longer, for the team has them."""
        with self._db.batch(durably=False):
            self._outbox.take_out(numbers)
            self._go_to(cursor, marks)

    def take(self, documents: Sequence[Theirs], cursor: int | None, marks: Sequence[Milestone] = ()) -> None:
        """Write documents as the team has them, below what waits."""
        with self._db.batch(durably=False) as batch:
            if documents:
                self._intake(batch).take(documents)
            self._go_to(cursor, marks)
        self._grown()

    def wait_again(self, action: Waiting) -> bool:
        """Let an action wait once more that the team did not take, done upon what the book has by now.

        Returns:
            Whether anything is left of it to be sent.
        """
        with self._db.batch() as batch:
            alone = OneAlone(self._outbox, batch.seq, _as_bytes(action))
            since = [*self._done_again(action)]
            self._intake(batch, outbox=alone).take(since)
            return alone.waits_for_good()

    def _done_again(self, action: Waiting) -> Iterator[Theirs]:
        """Write what an action left, and yield what was there, where that is something else."""
        for kind, found, _, after in action.changes:
            table, wanted = self._db.table(kind), _bytes(after)
            here = table.raw(found)
            if here == wanted:
                continue
            yield Theirs(kind, found, action.at, _text(here))
            if wanted is None:
                table.take_out(found)
            else:
                table.put(found, wanted)

    def compare(
        self, found: Mapping[Table, Iterable[Theirs]], cursor: int, known: Sequence[Milestone], now: datetime
    ) -> None:
        """Bring together a book and a server that is not as it was: what either lacks comes from the other."""
        from fuyu.storage.team.comparing import Comparison  # noqa: PLC0415 - seldom is a server brought back

        at = max((mark.at for mark in self.marks), default=now)
        until, leads = max((mark.seq for mark in known), default=0), set[int]()
        for table in SHARED:
            comparison = Comparison(self._db, self._outbox, table, until=until, at=at)
            for together in comparison.differing(found[table]):
                with self._db.batch(durably=False) as batch:
                    comparison.offer(batch.seq, together)
                    news = [one.theirs for one in together if one.theirs and not comparison.is_older(one)]
                    self._intake(batch, may_be_one).take(news)
                leads |= {their.id if table is Table.LEADS else _owner(their) for their in news}
                self._grown()
        with self._db.batch(durably=False) as batch:
            self._intake(batch).count(leads)
            there = self.membership
            if there is not None:
                self._team.put(1, encode(replace(there, cursor=cursor, marks=tuple(known), restored=now)))

    def _intake(
        self,
        batch: Batch,
        is_one: Callable[[str, bytes, bytes], bool] = is_one,
        outbox: WaitingActions | OneAlone | None = None,
    ) -> "Intake":
        from fuyu.storage.team.taking import Intake  # noqa: PLC0415 - only the worker needs it

        return Intake(batch, self._db, outbox or self._outbox, self._numbering, self._history, is_one=is_one)

    def _go_to(self, cursor: int | None, marks: Sequence[Milestone]) -> None:
        there = self.membership
        if cursor is not None and there is not None:
            self._keep(there, replace(there, cursor=cursor, marks=thinned({*there.marks, *marks})))

    def _keep(self, before: Membership, after: Membership) -> None:
        if after != before:
            with self._db.batch(durably=False):
                self._team.put(1, encode(cleaned(after)))


def thinned(marks: Collection[Milestone]) -> tuple[Milestone, ...]:
    """Return some marks by their place: the first, the last, and between them the more the nearer to the last."""
    ordered = sorted(marks)
    kept = {*ordered[:1], *ordered[-1:]}
    for bits in range(0, _BITS, 3):
        latest = {mark.seq >> bits: mark for mark in ordered}
        kept |= {latest[part] for part in sorted(latest)[-3:]}
    return tuple(sorted(kept))


def begin(db: JournalDB, service: str, team: int, at: datetime) -> None:
    """Let a book belong to a team from now on; all that is in it waits for the team.

    Args:
        db: the book's.
        service: the name of the connection.
        team: the team.
        at: the time.
    """
    with db.storage.writing():
        prepare(db)
        for changes in _everything(db):
            waits = Pending(uid=uuid4().hex, at=at, verb=Verb.IMPORT, title="joined the team", changes=changes)
            with db.batch() as batch:
                WaitingActions(db).put(batch.seq, waits)
        db.table(TEAM).put(1, encode(Membership(service=service, team=team)))
        db.storage.contents.needs = [TEAM]
    db.storage.compact()


def prepare(db: JournalDB) -> None:
    """Make a book ready to belong to a team: nothing is left of one before, and its undos stand beside others."""
    _forget(db)
    _keep_what_was_left(db)


def end(db: JournalDB) -> None:
    """Let a book belong to no team any more: what waits is sent to nobody."""
    with db.storage.writing():
        _forget(db)
        db.storage.contents.needs = []
    db.storage.compact()


def _owner(their: Theirs) -> int:
    return owner_of((their.kind, their.id), (their.body or "").encode("utf-8", "surrogateescape"))


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


def _as_bytes(waits: Waiting) -> Pending:
    """Return what a worker sends as it waits here."""
    changes = [Changed((kind, found), _bytes(before), _bytes(after)) for kind, found, before, after in waits.changes]
    return Pending(uid=waits.uid, at=waits.at, verb=waits.verb, title=waits.title, of=waits.reverses, changes=changes)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode("utf-8", "surrogateescape")


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode("utf-8", "surrogateescape")
