"""What was written about whom since a file was compacted: their histories and their words as they are now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress

from fuyu.domain.action import Table, lead_of
from fuyu.domain.history import Entry, Note, Touch
from fuyu.domain.lead import Lead
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.lead_index import Place, asked
from fuyu.storage.words import words_of

Get = Callable[[str, int], bytes | None]
"""Returns a document by its table and id."""


class _Lines:
    """What was read of a lead since it last changed."""

    added: bytes | None = None
    line: bytes | None = None
    lead: Lead | None = None


class Since:
    """The leads of whom something is otherwise than the file says."""

    def __init__(self, snapshot: Snapshot, now: Get) -> None:
        """Begin with what the file says.

        Args:
            snapshot: the file.
            now: returns a document as it is now.
        """
        self._snapshot = snapshot
        self._now = now
        self._lines: dict[int, _Lines] = {}
        self._entries: dict[int, dict[Place, None]] = {}
        self._owners: dict[Place, int] = {}

    def put(self, table: Table, document_id: int, raw: bytes | None) -> None:
        """Take notice of a document that is now another, or None; one that cannot be read is an `UnreadableError`."""
        if table is Table.LEADS:
            self._lines[document_id] = _Lines()
            return
        place = table, document_id
        before = self._owners.get(place)
        in_file = self._snapshot.get(*place) if before is None else None
        if in_file is not None:
            with suppress(UnreadableError):  # then nobody's history had it
                before = lead_of(documents.decode(*place, in_file))
        if before is not None:
            self._lines[before] = _Lines()
        if raw is not None:
            lead_id = self._owners[place] = lead_of(documents.decode(*place, raw))
            self._entries.setdefault(lead_id, {})[place] = None
            self._lines[lead_id] = _Lines()

    def history(self, lead_id: int) -> list[Entry]:
        """Return the touches and notes of a lead."""
        kept = asked(self._snapshot, lambda index: index.history(lead_id)) or ()
        return [*entries_of(lead_id, {**dict.fromkeys(kept), **self._entries.get(lead_id, {})}, self._now)]

    def leads_with(self, had: Mapping[bytes, Collection[int]]) -> Iterator[int]:
        """Yield those of these leads about whom all words are written: nobody who had one neither before nor since.

        Args:
            had: the words, and who had each by the file.
        """
        for lead_id in list(self._lines):
            may_have = all(lead_id in leads or word in self._added(lead_id) for word, leads in had.items())
            if may_have and all(word in self._line(lead_id) for word in had):
                yield lead_id

    @property
    def leads(self) -> Collection[int]:
        """Whoever something was written about."""
        return self._lines.keys()

    def lead(self, lead_id: int) -> Lead | None:
        """Return a lead of whom something is otherwise, None where there is none any more that can be read."""
        known = self._lines[lead_id]
        if known.lead is None:
            known.lead = lead_of_raw(lead_id, self._now(Table.LEADS, lead_id))
        return known.lead

    def _added(self, lead_id: int) -> bytes:
        """Return the words of all about a lead that is otherwise than it was."""
        known = self._lines[lead_id]
        if known.added is None:
            added = entries_of(lead_id, self._entries.get(lead_id, ()), self._now)
            known.added = _joined(about(lead_id, added, self._now))
        return known.added

    def _line(self, lead_id: int) -> bytes:
        """Return all words about a lead, none where there is no lead by that id any more."""
        known = self._lines[lead_id]
        if known.line is None:
            known.line = _joined(about(lead_id, self.history(lead_id), self._now))
        return known.line


def _joined(words: Iterable[bytes] | None) -> bytes:
    return b"\n".join(words or ())


def lead_of_raw(lead_id: int, raw: bytes | None) -> Lead | None:
    """Return the lead of a document, None where there is none that can be read."""
    with suppress(UnreadableError):
        lead = None if raw is None else documents.decode(Table.LEADS, lead_id, raw)
        return lead if isinstance(lead, Lead) else None
    return None


def entries_of(lead_id: int, places: Iterable[Place], get: Get) -> Iterator[Entry]:
    """Yield the touches and notes at places that can be read and belong to a lead."""
    for place in places:
        raw = get(*place)
        with suppress(UnreadableError):
            entry = None if raw is None else documents.decode(*place, raw)
            if isinstance(entry, (Touch, Note)) and entry.lead == lead_id:
                yield entry


def about(lead_id: int, entries: Iterable[Entry], get: Get) -> set[bytes] | None:
    """Return the words that are written about a lead, None where there is none by that id that can be read."""
    from fuyu.domain.find import text_of  # noqa: PLC0415 - only what is searched needs it

    raw = get(Table.LEADS, lead_id)
    with suppress(UnreadableError):
        if raw is not None:
            return words_of([text_of(documents.decode(Table.LEADS, lead_id, raw)), *map(text_of, entries)])
    return None
