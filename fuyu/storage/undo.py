"""What was done: the actions that can be taken back, each with the documents it changed as they were before."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from itertools import accumulate

from fuyu.domain.action import Action, Head, Table
from fuyu.errors import NotFoundError
from fuyu.storage import documents
from fuyu.storage.documents import NOTHING, UnreadableError
from fuyu.storage.journal_db import JournalTable

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
        found = []
        for _, raw in self._table.raws():
            with suppress(UnreadableError):
                found.append(documents.decode_head(raw))
        return found

    def changed_at(self) -> dict[int, datetime]:
        """Return when each lead was last changed, as far as the kept actions tell."""
        last: dict[int, datetime] = {}
        for _, raw in self._table.raws():
            with suppress(UnreadableError):
                record = documents.decode_record(raw)
                for table, document_id, _ in record.before:
                    if table is Table.LEADS:
                        last[document_id] = record.at
        return last

    def before(self, uid: str) -> list[Before]:
        """Return the documents an action changed as they were before it."""
        raw = self._table.raw(self._known().get(uid, 0))
        if raw is None:
            raise NotFoundError("that is too long ago to be taken back")
        before = [(table, document_id, bytes(raw)) for table, document_id, raw in documents.decode_record(raw).before]
        return [(table, document_id, None if raw == NOTHING else raw) for table, document_id, raw in before]

    def originals(self, uid: str) -> Originals:
        """Return the documents that taking back an action restores, to the byte."""
        if uid not in self:
            return {}
        return {(table, document_id): raw for table, document_id, raw in self.before(uid)}

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
