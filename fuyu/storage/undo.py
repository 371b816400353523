"""What was done: the actions that can be taken back, each with the documents it changed as they were before."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import accumulate
from typing import TypeVar

from fuyu.domain.action import Action, Head, Table
from fuyu.errors import NotFoundError
from fuyu.storage import documents
from fuyu.storage.documents import NOTHING, UnreadableError
from fuyu.storage.journal_db import JournalTable

T = TypeVar("T")
Before = tuple[Table, int, bytes | None]
"""A document as it is written, None where there is none."""
Originals = Mapping[tuple[Table, int], bytes | None]
_DEPTH, _SLACK = 200, 100
"""Actions that can be taken back; older ones go when there are some more."""
_BYTES, _LEAST = 4_000_000, 10
"""What they may take together; the last few stay however large they are."""


class UndoRecords:
    """The actions in their table, found by their uid once somebody asks for one."""

    def __init__(self, table: JournalTable) -> None:
        self._table = table
        self._ids: dict[str, int] | None = None
        self._sizes: dict[int, int] = {}

    def __contains__(self, uid: str) -> bool:
        return uid in self._known()

    def forget(self) -> None:
        """Start over: the file was read anew."""
        self._ids = None

    def put(self, action_id: int, raw: bytes | None) -> None:
        """Take notice of an action that is now there, or gone."""
        if raw is None:
            self._ids = None
        elif self._ids is not None:
            self._ids[documents.decode_head(raw).uid] = action_id
            self._sizes[action_id] = len(raw)

    def keep(self, action_id: int, action: Action, before: Sequence[Before]) -> None:
        """Write an action, with the documents as they were before it; what is too long ago goes."""
        self._table.put(action_id, documents.encode_record(action, before))
        for too_old in self._too_old():
            self._table.take_out(too_old)

    def heads(self) -> Sequence[Head]:
        """Return the actions that can still be told apart, oldest first, without their documents."""
        return [head for _, head in self._readable(documents.decode_head)]

    def changed_at(self) -> dict[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""
        records = (record for _, record in self._readable(documents.decode_record))
        return {place[1]: record.at for record in records for place in record.before if place[0] is Table.LEADS}

    def before(self, uid: str) -> list[Before]:
        """Return the documents an action changed as they were before it."""
        raw = self._table.raw(self._known().get(uid, 0))
        if raw is None:
            raise NotFoundError("that is too long ago to be taken back")
        before = documents.decode_record(raw).before
        return [(table, found, None if (was := bytes(raw)) == NOTHING else was) for table, found, raw in before]

    def originals(self, uid: str) -> Originals:
        """Return the documents that taking back an action restores, to the byte."""
        return {(table, found): raw for table, found, raw in self.before(uid)} if uid in self else {}

    def _readable(self, decode: Callable[[bytes], T]) -> Iterator[tuple[int, T]]:
        """Yield the actions that can be read, with their ids."""
        for action_id, raw in self._table.raws():
            with suppress(UnreadableError):
                yield action_id, decode(raw)

    def _known(self) -> dict[str, int]:
        """Return the id of each action by its uid."""
        if self._ids is None:
            self._ids, self._sizes = {}, {}
            for action_id, raw in self._table.raws():
                with suppress(UnreadableError):
                    self.put(action_id, raw)
        return self._ids

    def _too_old(self) -> list[int]:
        """Return the ids of the actions that are too long ago to be taken back, or too large together."""
        if len(self._sizes) <= _DEPTH + _SLACK and sum(self._sizes.values()) <= _BYTES:
            return []
        newest_first = sorted(self._sizes, reverse=True)
        together = dict(zip(newest_first, accumulate(self._sizes[found] for found in newest_first), strict=True))
        kept = [found for found in newest_first[:_DEPTH] if together[found] <= _BYTES]
        return sorted(set(newest_first) - set(kept) - set(newest_first[:_LEAST]))
