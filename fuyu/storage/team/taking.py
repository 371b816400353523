"""What the team has, written below what waits here.

Of a document that both have changed, all that waits has made of it is settled with theirs, and the first action that
waits carries that from then on. What was made under an id that somebody else has gets another, with all that points to
it. Who was deleted by one and used by another stays, with what was written about them.
"""

from collections.abc import Callable, Iterable, Sequence
from uuid import uuid4

from msgspec import MsgspecError, Raw
from msgspec.json import encode
from msgspec.structs import replace

from fuyu.domain.action import TABLES, Table, Verb
from fuyu.domain.agreement import Agreement, Fields, settle
from fuyu.domain.fields import BY_NAME, Part
from fuyu.domain.history import Entry, Note, Touch
from fuyu.domain.joining import said_otherwise
from fuyu.domain.lead import Lead
from fuyu.domain.zones import aware
from fuyu.storage import documents
from fuyu.storage.documents import ACTIONS, NOTHING, SHARED, Record, UnreadableError
from fuyu.storage.forgetting.forget import ForgettingWish, forget
from fuyu.storage.forgetting.person import about
from fuyu.storage.forgetting.tombstones import Tombstones
from fuyu.storage.forgetting.traces import Traces
from fuyu.storage.journal_db import JournalDB, layout
from fuyu.storage.journal_db.contents import Batch
from fuyu.storage.pointers import Ids, Place, fields_of, moved, named_in, owner_of, renumbered
from fuyu.storage.port import Theirs
from fuyu.storage.team.numbering import Numbering
from fuyu.storage.team.outbox import Changed, OneAlone, Pending, WaitingActions

_TYPED = frozenset({"cadence", *(name for name, field in BY_NAME.items() if field.part is not Part.NOWHERE)})
"""Fields that a person fills in: what gives way in them becomes a note."""


class Intake:
    """Takes documents once."""

    def __init__(
        self,
        batch: Batch,
        db: JournalDB,
        outbox: WaitingActions | OneAlone,
        numbering: Numbering,
        history: Callable[[int], Sequence[Entry]],
        *,
        is_one: Callable[[str, bytes, bytes], bool],
    ) -> None:
        """Take what it works on.

        Args:
            batch: what is written.
            db: the book's.
            outbox: what waits.
            numbering: gives ids.
            history: returns the touches and notes of a lead.
            is_one: returns whether what was made here is what the team has under the same id.
        """
        self._batch, self._db, self._outbox = batch, db, outbox
        self._numbering, self._history, self._is_one = numbering, history, is_one
        self._pending = outbox.pending()
        self._as_it_was = dict(self._pending)
        self._chains = self._chained()
        """The numbers of the actions that wait with a document, oldest first."""
        self._gone: dict[Place, bytes] = {}
        """What they deleted and nobody changed here."""
        self._used: dict[int, int] = {}
        """The leads that they deleted and somebody used here, with the number of the action that brings them back."""
        self._counted: dict[int, int] = {}
        """The leads of whom a touch stays that one took back, with the number of the action that keeps it."""
        self._erased = {one.id for one in Tombstones(db) if one.by_team}
        """The leads whom the team has erased."""
        self._emptied: set[int] = set()
        """The numbers of actions that did something about somebody who is erased."""

    def take(self, found: Iterable[Theirs]) -> None:
        """Write documents below what waits, leads before what is written about them."""
        kept = (one for one in found if can_be_kept(one) and not self._is_erased_here(one))
        ordered = sorted(kept, key=lambda one: (SHARED.index(Table(one.kind)), one.id))
        self._give_way([one for one in ordered if self._is_somebody_else(one)])
        for one in ordered:
            if one.erased and one.kind == Table.LEADS:
                self._erase(one)
        for one in ordered:
            self._take(one)
        self._bring_back()
        for lead_id, number in self._counted.items():
            self._count(lead_id, number)
        self._keep()

    def count(self, leads: Iterable[int]) -> None:
        """Count the touches of leads of whom nobody knows how many there were before."""
        for lead_id in filter(self._history, leads):
            chain = self._chains.get((str(Table.LEADS), lead_id))
            self._count(lead_id, chain[0] if chain else self._begun(lead_id, "counted the touches"))
        self._keep()

    def _keep(self) -> None:
        """Write what waits where it is otherwise now."""
        for number, waits in self._pending.items():
            if number in self._emptied and not waits.changes:
                self._outbox.take_out([number])
            elif waits is not self._as_it_was[number]:
                self._outbox.put(number, waits)

    def _take(self, their: Theirs) -> None:
        place, theirs = (their.kind, their.id), raw_of(their)
        chain = [*self._chains.get(place, ())]
        if their.erased:
            self._let_go(place)
            self._put(place, None)
        elif chain:
            self._settle(place, their, chain)
        elif theirs is None:
            self._delete(place)
        else:
            self._put(place, theirs)
        self._undelete(owner_of(place, self._raw(place) or b"{}"))

    def _is_erased_here(self, their: Theirs) -> bool:
        """Return whether a server that was brought back from a backup has somebody still whom the team has erased."""
        if their.erased or not self._erased:
            return False
        lead_id = their.id if their.kind == Table.LEADS else owner_of((their.kind, their.id), raw_of(their) or b"{}")
        return lead_id in self._erased

    def _erase(self, their: Theirs) -> None:
        """Forget a lead whom the team has erased: what was done about them here is sent to nobody."""
        is_theirs = about({their.id})
        dropped = {
            number
            for number, waits in self._pending.items()
            if any(is_theirs(one.place, one.after or one.before or b"{}") for one in waits.changes)
        }
        person = forget(self._db, [their.id], ForgettingWish(their.at, dropped=len(dropped), by_team=True))
        titled = Traces(person).title
        for number in dropped:
            self._pending[number] = replace(self._pending[number], title=titled(self._pending[number].title))
        self._emptied |= dropped

    def _delete(self, place: Place) -> None:
        if (here := self._raw(place)) is not None:
            self._gone[place] = here
            self._put(place, None)

    def _undelete(self, lead_id: int) -> None:
        """Bring back a lead that is deleted here, which the team does not know yet: somebody else wrote about them."""
        place = (str(Table.LEADS), lead_id)
        chain = [*self._chains.get(place, ())]
        if not chain or self._raw(place) is not None:
            return
        self._put(place, next(one.before for one in self._pending[chain[0]].changes if one.place == place))
        for number in chain:
            self._drop(number, lambda one: one.place == place)
        self._bring_back_about(lead_id, chain)

    def _bring_back(self) -> None:
        """Bring back the leads that they deleted and that are used here, with all that was written about them."""
        for table, lead_id in self._gone:
            if table == Table.LEADS and self._history(lead_id):
                self._used[lead_id] = self._begun(lead_id, "kept who was used since")
        for place, here in self._gone.items():
            lead_id = place[1] if place[0] == Table.LEADS else owner_of(place, here)
            if lead_id in self._used:
                self._put(place, here)
                self._add(self._used[lead_id], Changed(place, None, here))

    def _begun(self, lead_id: int, title: str) -> int:
        """Let an action wait that is about a lead with a history; return its number."""
        number = self._batch.seq
        at = max(entry.at for entry in self._history(lead_id))
        if number not in self._pending:
            new = Pending(uid=uuid4().hex, at=aware(at), verb=Verb.MERGE, title=title)
            self._pending[number] = self._as_it_was[number] = new
        return number

    def _settle(self, place: Place, their: Theirs, chain: Sequence[int]) -> None:
        """Settle what all that waits has made of a document with theirs; the first that waits carries it."""
        here, theirs, first, last = self._raw(place), raw_of(their), chain[0], self._pending[chain[-1]]
        base = next(one.before for one in self._pending[first].changes if one.place == place)
        is_later = last.at >= their.at
        done = settle(place[0], *(_fields(raw) for raw in (base, here, theirs)), at=last.at, mine_is_later=is_later)
        settled = here if theirs is not None and not fields_of(theirs) else _written(done, here, theirs)
        self._put(place, settled)
        if settled is None and here is not None:
            self._gone[place] = here  # what was done here came to nothing; its lead may be used all the same
        for number in chain:
            self._drop(number, lambda one: one.place == place)
        self._add(first, Changed(place, theirs, settled))
        if place[0] == Table.TOUCHES and settled is not None and (here is None or theirs is None):
            self._counted[owner_of(place, settled)] = first
        if place[0] == Table.LEADS and settled is not None:
            if here is None:
                self._bring_back_about(place[1], chain)
            elif theirs is None:
                self._used[place[1]] = first
            self._note(place[1], first, done)

    def _count(self, lead_id: int, number: int) -> None:
        """Count a touch that one took back and another has corrected: it stays."""
        raw = self._raw((str(Table.LEADS), lead_id))
        lead = documents.decode_if_there(Table.LEADS, lead_id, raw)
        touches = sum(isinstance(entry, Touch) and not entry.check_in for entry in self._history(lead_id))
        if isinstance(lead, Lead) and lead.touches < touches:
            counted = documents.rewritten(raw, lead, replace(lead, touches=touches))
            self._put((str(Table.LEADS), lead_id), counted)
            self._add(number, Changed((str(Table.LEADS), lead_id), raw, counted))

    def _bring_back_about(self, lead_id: int, chain: Sequence[int]) -> None:
        """Bring back what was deleted here with a lead that somebody else has used."""
        for number in chain:
            for one in self._pending[number].changes:
                if one.after is None and one.before is not None and owner_of(one.place, one.before) == lead_id:
                    self._put(one.place, one.before)
            self._drop(number, lambda one: one.after is None and owner_of(one.place, one.before or b"") == lead_id)

    def _note(self, lead_id: int, number: int, done: Agreement) -> None:
        """Keep what a person had written and gave way as a note on the lead."""
        typed = {name: raw for name, raw in done.gave_way.items() if name in _TYPED}
        try:
            words = said_otherwise(typed)
        except MsgspecError:
            return
        if words:
            note = Note(
                id=self._new_id(Table.NOTES), lead=lead_id, at=self._pending[number].at, note=f"Changed by two; {words}"
            )
            raw = documents.rewritten(None, None, note)
            self._put((Table.NOTES, note.id), raw)
            self._add(number, Changed((str(Table.NOTES), note.id), None, raw))

    def _let_go(self, place: Place) -> None:
        """Wait no longer with a document that nothing may bring back, nor with what was written about it here."""
        is_lead = place[0] == Table.LEADS

        def is_gone(one: Changed) -> bool:
            raw = one.after or one.before
            return one.place == place or (is_lead and raw is not None and owner_of(one.place, raw) == place[1])

        for number, waits in self._pending.items():
            for one in waits.changes:
                if is_gone(one):
                    self._put(one.place, None)
            self._drop(number, is_gone)

    # What was made under an id that somebody else has

    def _is_somebody_else(self, their: Theirs) -> bool:
        """Return whether something else was made here under the same id, and the team does not have it yet."""
        place, theirs = (their.kind, their.id), raw_of(their)
        chain = self._chains.get(place)
        if not chain or (theirs is None and not their.erased):
            return False
        here = self._raw(place)
        is_born_here = any(one.place == place and one.before is None for one in self._pending[chain[0]].changes)
        return is_born_here and here is not None and (theirs is None or not self._is_one(place[0], theirs, here))

    def _give_way(self, found: Sequence[Theirs]) -> None:
        """Give what was made here other ids, wherever it is spoken of."""
        ids = {(their.kind, their.id): self._new_id(Table(their.kind)) for their in found}
        if not ids:
            return
        for place in dict.fromkeys((*ids, *(near for born in ids for near in self._near(born)))):
            raw, there = self._raw(place), moved(place, ids)
            if raw is not None:
                if there != place:
                    self._put(place, None)
                self._put(there, renumbered(there, raw, ids))
        for number, waits in self._pending.items():
            changes = [_moved(one, ids) for one in waits.changes]
            if changes != [*waits.changes]:
                self._pending[number] = replace(waits, changes=changes)
        self._chains = self._chained()
        for number, raw in [*self._db.table(ACTIONS).raws()]:
            if (record := _record(raw)) is not None and (after := _renumbered_record(record, ids)) != record:
                self._db.table(ACTIONS).put(number, encode(after))

    def _near(self, place: Place) -> Iterable[Place]:
        """Yield where something may point to a document, or be about it."""
        raw = self._raw(place)
        if place[0] != Table.LEADS or raw is None:
            return
        yield from ((str(TABLES[type(entry)]), entry.id) for entry in self._history(place[1]))
        yield (Table.DRAFTS, place[1])
        for table in (Table.MESSAGES, Table.TYPED):
            yield from ((table, found) for found, _ in self._db.table(table).raws())
        yield from ((str(Table.LEADS), other) for other in named_in(raw))

    def _new_id(self, table: Table) -> int:
        there = self._db.table(table)
        found = self._numbering.next_id(table, lambda one: there.raw(one) is not None)
        self._numbering.give({table: found})
        return found

    # What waits

    def _chained(self) -> dict[Place, list[int]]:
        found: dict[Place, list[int]] = {}
        for number, waits in self._pending.items():
            for one in waits.changes:
                found.setdefault(one.place, []).append(number)
        return found

    def _add(self, number: int, change: Changed) -> None:
        """Let an action carry one change more, where it is one."""
        if change.before != change.after:
            waits = self._pending[number]
            self._pending[number] = replace(waits, changes=[*waits.changes, change])
            self._chains.setdefault(change.place, []).append(number)

    def _drop(self, number: int, is_gone: Callable[[Changed], bool]) -> None:
        """Let an action carry some changes no longer."""
        waits = self._pending[number]
        gone = [one for one in waits.changes if is_gone(one)]
        if gone:
            self._pending[number] = replace(waits, changes=[one for one in waits.changes if one not in gone])
            for one in gone:
                self._chains[one.place].remove(number)

    # The documents here

    def _raw(self, place: Place) -> bytes | None:
        return self._db.table(place[0]).raw(place[1])

    def _put(self, place: Place, raw: bytes | None) -> None:
        table = self._db.table(place[0])
        if raw is None:
            table.take_out(place[1])
        elif raw != table.raw(place[1]):
            table.put(place[1], raw)


def can_be_kept(their: Theirs) -> bool:
    """Return whether a book can hold a document: what it cannot is left to who can."""
    if their.kind not in SHARED or layout.id_of(str(their.id)) is None:
        return False
    try:
        layout.check(raw_of(their) or NOTHING)
    except layout.IrregularError:
        return False
    return their.body is None or their.body.lstrip()[:1] == "{"


def raw_of(their: Theirs) -> bytes | None:
    """Return a document of the team as it is written, None where it was deleted."""
    return None if their.body is None else their.body.encode("utf-8", "surrogateescape")


def _fields(raw: bytes | None) -> Fields | None:
    return None if raw is None else fields_of(raw)


def _written(done: Agreement, here: bytes | None, theirs: bytes | None) -> bytes | None:
    """Return a settled document as it is written; one that is theirs, or ours, is so to the byte."""
    if done.fields is None:
        return None
    for raw in (theirs, here):
        if raw is not None and fields_of(raw) == done.fields:
            return raw
    return encode(done.fields)


def _moved(change: Changed, ids: Ids) -> Changed:
    place = moved(change.place, ids)
    before, after = (None if raw is None else renumbered(place, raw, ids) for raw in change[1:])
    return Changed(place, before, after)


def _record(raw: bytes) -> Record | None:
    try:
        return documents.decode_record(raw)
    except UnreadableError:
        return None


def _renumbered_record(record: Record, ids: Ids) -> Record:
    """Return an action with the ids that its documents have from now on."""
    before, after = ([_with_ids(*one, ids) for one in found] for found in (record.before, record.after))
    return replace(record, before=before, after=after)


def _with_ids(table: Table, document_id: int, raw: Raw, ids: Ids) -> tuple[Table, int, Raw]:
    place = moved((table, document_id), ids)
    written = bytes(raw)
    return table, place[1], raw if written == NOTHING else Raw(renumbered(place, written, ids))
