"""What was done: the actions that can be taken back, each with the documents it changed as they were before."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import accumulate
from typing import NamedTuple, TypeVar

from msgspec import Raw

from fuyu.domain.action import KINDS, Action, Change, Document, Head, Table
from fuyu.domain.history import Entry, Note, Touch
from fuyu.domain.lead import Lead
from fuyu.domain.outcome import Outcome
from fuyu.domain.status import Status
from fuyu.errors import NotFoundError
from fuyu.storage import documents
from fuyu.storage.documents import NOTHING, Located, Record, UnreadableError
from fuyu.storage.journal_db import JournalTable
from fuyu.storage.port import Reversal

T = TypeVar("T")
Originals = Mapping[tuple[Table, int], bytes | None]
_DEPTH, _SLACK = 200, 100
"""Actions that can be taken back; older ones go when there are some more."""
_BYTES, _LEAST = 4_000_000, 10
"""What they may take together; the last few stay however large they are."""
_SETTLED = frozenset({Table.LEADS, Table.TOUCHES, Table.NOTES})
"""Tables of which an undo leaves what was done since; all else is as it was before."""


def none_or(raw: Raw) -> bytes | None:
    """Return a document of a record; None stands for none."""
    return None if (written := bytes(raw)) == NOTHING else written


def as_it_was(record: Record) -> list[Located]:
    """Return the documents an action changed as they were before it."""
    return [(table, found, none_or(raw)) for table, found, raw in record.before]


class Done(NamedTuple):
    """A document that an action changed."""

    table: Table
    before: Document | None
    after: Document | None
    now: Document | None

    @property
    def is_added(self) -> bool:
        """Whether the action added it."""
        return self.before is None and self.after is not None

    @property
    def lead(self) -> Lead | None:
        """The lead that the action added, and that is still there."""
        return self.now if self.is_added and isinstance(self.now, Lead) else None


class _TakingBack:
    """What takes an action back; what was done since stays, and so does who was added and is used.

    A touch that somebody has corrected since stays, too, and is counted.
    """

    def __init__(self, done: Sequence[Done], history: Callable[[int], Sequence[Entry]], at: datetime) -> None:
        self._done, self._history, self._at = done, history, at
        self._wrote = [one.now for one in done]
        self._kept = {lead.id: lead.name for one in done if (lead := one.lead) and self._is_used(one, lead)}
        corrected = {
            one.now.lead for one in done if isinstance(one.now, Touch) and one.is_added and one.now != one.after
        }
        self._kept |= {
            one.now.id: one.now.name for one in done if isinstance(one.now, Lead) and one.now.id in corrected
        }

    def reversal(self) -> Reversal:
        """Return the changes, the last document first."""
        undone = [one for one in reversed(self._done) if _owner(one) not in self._kept]
        changes = (Change(before=one.now, after=self._back(one)) for one in undone)
        return Reversal(tuple(one for one in changes if one.before != one.after), tuple(self._kept.values()))

    def _is_used(self, one: Done, lead: Lead) -> bool:
        return lead != one.after or bool(self._since(lead))

    def _since(self, lead: Lead) -> list[Entry]:
        """Return the touches and notes of a lead that another action wrote."""
        return [entry for entry in self._history(lead.id) if entry not in self._wrote]

    def _back(self, one: Done) -> Document | None:
        """Return a document without what the action did to it."""
        back = one.before
        if one.now != one.after and one.table in _SETTLED:
            from fuyu.domain.agreement import read, undone, written  # noqa: PLC0415 - seldom was it changed since

            sides = (None if each is None else written(each) for each in (one.before, one.after, one.now))
            fields = undone(one.table, *sides, at=self._at).fields
            back = None if fields is None else read(fields, KINDS[one.table])
        return one.now if self._is_still_refused(one.now, back) else back

    def _is_still_refused(self, now: Document | None, back: Document | None) -> bool:
        """Return whether a lead would be followed up again although they asked not to be contacted once more."""
        if not isinstance(now, Lead) or not isinstance(back, Lead) or now.status is not Status.DO_NOT_CONTACT:
            return False
        refused = (entry for entry in self._since(now) if isinstance(entry, Touch))
        return back.status is not now.status and any(entry.outcome is Outcome.DO_NOT_CONTACT for entry in refused)


def taken_back(done: Sequence[Done], history: Callable[[int], Sequence[Entry]], at: datetime) -> Reversal:
    """Return what takes an action back; what was done since stays, and so does who was added and is used.

    Args:
        done: what the action did.
        history: returns the touches and notes of a lead.
        at: when it was done.
    """
    return _TakingBack(done, history, at).reversal()


def _owner(one: Done) -> int:
    """Return the lead that it is, or that it was added about; 0 where it is nobody, or was there before."""
    if isinstance(one.now, Lead):
        return one.now.id
    return one.now.lead if one.before is None and isinstance(one.now, (Touch, Note)) else 0


class _Held(NamedTuple):
    """What stays although it is too long ago, for it waits."""

    actions: int = 0
    size: int = 0
    """What they take together."""


class UndoRecords:
    """The actions in their table, found by their uid once somebody asks for one."""

    def __init__(self, table: JournalTable) -> None:
        self._table = table
        self._ids: dict[str, int] | None = None
        self._sizes: dict[int, int] = {}
        self._together = 0
        """What all of them take."""
        self._held = _Held()

    def __contains__(self, uid: str) -> bool:
        return uid in self._known()

    def forget(self) -> None:
        """Start over: the file was read anew."""
        self._ids, self._held = None, _Held()

    def put(self, action_id: int, raw: bytes | None) -> None:
        """Take notice of an action that is now there, or gone."""
        if self._ids is None:
            return
        if raw is None:
            self._ids = {uid: found for uid, found in self._ids.items() if found != action_id}
            self._sizes.pop(action_id, None)
        else:
            self._ids[documents.decode_head(raw).uid] = action_id
            self._together += len(raw) - self._sizes.get(action_id, 0)
            self._sizes[action_id] = len(raw)

    def keep(
        self,
        action_id: int,
        action: Action,
        before: Sequence[Located],
        after: Sequence[Located] = (),
        waiting: Callable[[], Collection[int]] = tuple,
    ) -> None:
        """Write an action; what is too long ago goes.

        Args:
            action_id: the id of the action in its table.
            action: what is done.
            before: the documents as they were before it.
            after: the documents as they are after it, where others may change them, too.
            waiting: returns the ids of actions that stay however long ago they are.
        """
        self._table.put(action_id, documents.encode_record(action, before, after))
        if too_old := self._too_old():
            held = too_old & {*waiting()}
            self._held = _Held(len(held), sum(self._sizes[one] for one in held))
            for action_id_gone in sorted(too_old - held):
                self._table.take_out(action_id_gone)

    def heads(self) -> Sequence[Head]:
        """Return the actions that can still be told apart, oldest first, without their documents."""
        return [head for _, head in self._readable(documents.decode_head)]

    def changed_at(self) -> dict[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""
        records = (record for _, record in self._readable(documents.decode_record))
        return {place[1]: record.at for record in records for place in record.before if place[0] is Table.LEADS}

    def record(self, uid: str) -> Record:
        """Return an action as it is kept."""
        raw = self._table.raw(self._known().get(uid, 0))
        if raw is None:
            raise NotFoundError("that is too long ago to be taken back")
        return documents.decode_record(raw)

    def left(self, uid: str) -> Originals:
        """Return the documents that an action changed as it left them, where that is written."""
        if after := self.record(uid).after:
            return {(table, found): none_or(raw) for table, found, raw in after}
        found: dict[tuple[Table, int], bytes | None] = {}
        done_at = self._known().get(uid, 0)
        for action_id, record in self._readable(documents.decode_record):
            for table, document_id, raw in as_it_was(record) if action_id > done_at else ():
                found.setdefault((table, document_id), raw)
        return found

    def originals(self, uid: str) -> Originals:
        """Return the documents that taking back an action restores, to the byte."""
        return {(table, found): raw for table, found, raw in as_it_was(self.record(uid))} if uid in self else {}

    def _readable(self, decode: Callable[[bytes], T]) -> Iterator[tuple[int, T]]:
        """Yield the actions that can be read, with their ids."""
        for action_id, raw in self._table.raws():
            with suppress(UnreadableError):
                yield action_id, decode(raw)

    def _known(self) -> dict[str, int]:
        """Return the id of each action by its uid."""
        if self._ids is None:
            self._ids, self._sizes, self._together = {}, {}, 0
            for action_id, raw in self._table.raws():
                with suppress(UnreadableError):
                    self.put(action_id, raw)
        return self._ids

    def _too_old(self) -> set[int]:
        """Return the ids of the actions that are too long ago to be taken back, or too large together.

        It is looked for once some more than those that had to stay are there: a save beside many that wait is as quick.
        """
        count, together = len(self._sizes) - self._held.actions, self._together - self._held.size
        if count <= _DEPTH + _SLACK and together <= _BYTES:
            return set()
        newest_first = sorted(self._sizes, reverse=True)
        sizes = dict(zip(newest_first, accumulate(self._sizes[found] for found in newest_first), strict=True))
        kept = [found for found in newest_first[:_DEPTH] if sizes[found] <= _BYTES]
        return set(newest_first) - set(kept) - set(newest_first[:_LEAST])
