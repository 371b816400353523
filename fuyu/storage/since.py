"""What was written about whom since a file was compacted: their histories and their words as they are now."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import suppress

from fuyu.domain.action import Table
from fuyu.domain.find import lead_of, text_of
from fuyu.domain.history import Entry, Note, Touch
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.lead_index import Place, asked
from fuyu.storage.words import Line, history_in, line_of, words_of

Get = Callable[[str, int], bytes | None]
"""Returns a document by its table and id."""


_TABLES: dict[type[Entry], Table] = {Touch: Table.TOUCHES, Note: Table.NOTES}


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
        self._lines: dict[int, Line | None] = {}
        """What is written about them, None where nobody asked since the last change."""
        self._entries: dict[int, dict[Place, None]] = {}
        self._owners: dict[Place, int] = {}
        self._edited: set[int] = set()
        """The leads of whose history something is otherwise than it was, not only more."""

    @property
    def leads(self) -> Iterable[int]:
        """Whoever something was written about."""
        return self._lines.keys()

    def put(self, table: str, document_id: int, raw: bytes | None) -> int | None:
        """Take notice of one document that is now another, or None; return the lead it is about, if any.

        Raises:
            UnreadableError: it cannot be read.
        """
        if table == Table.LEADS:
            self._lines[document_id] = None
            return document_id
        return self._put_entry((Table(table), document_id), raw)

    def _put_entry(self, place: Place, raw: bytes | None) -> int | None:
        """Take notice of an entry; what is written about the lead it belonged to is otherwise now, too."""
        before = self._owners.get(place)
        in_file = self._snapshot.get(*place) if before is None else None
        if in_file is not None:
            with suppress(UnreadableError):  # then nobody's history had it
                before = lead_of(documents.decode(*place, in_file))
        if before is not None:
            self._edited.add(before)
            self._lines[before] = None
        if raw is None:
            return before
        lead_id = self._owners[place] = lead_of(documents.decode(*place, raw))
        self._entries.setdefault(lead_id, {})[place] = None
        self._lines[lead_id] = None
        return lead_id

    def history(self, lead_id: int) -> list[Entry]:
        """Return the touches and notes of a lead."""
        return [entry for entry in self._read(self._known(lead_id)) if entry.lead == lead_id]

    def places(self, lead_id: int) -> list[Place]:
        """Return where their touches and notes are."""
        if lead_id in self._edited:
            return [(_TABLES[type(entry)], entry.id) for entry in self.history(lead_id)]
        return self._known(lead_id)

    def _known(self, lead_id: int) -> list[Place]:
        """Return where the touches and notes of a lead are, or were."""
        there = asked(self._snapshot, lambda index: index.history(lead_id))
        return [*dict.fromkeys([*there, *self._entries.get(lead_id, ())])]

    def _read(self, places: Iterable[Place]) -> Iterable[Entry]:
        """Yield the entries at places, as far as they can be read."""
        for place in places:
            raw = self._now(*place)
            with suppress(UnreadableError):
                entry = None if raw is None else documents.decode(*place, raw)
                if isinstance(entry, (Touch, Note)):
                    yield entry

    def line(self, lead_id: int) -> Line:
        """Return what is written about a lead, nothing where there is none by that id."""
        line = self._lines.get(lead_id)
        if line is None:
            line = self._lines[lead_id] = self._line(lead_id)
        return line

    def _line(self, lead_id: int) -> Line:
        raw = self._now(Table.LEADS, lead_id)
        try:
            own = None if raw is None else text_of(documents.decode(Table.LEADS, lead_id, raw))
        except UnreadableError:
            own = None
        if own is None:
            return Line(b"", is_whole=True)
        if lead_id in self._edited:
            return Line(line_of(own, words_of([*map(text_of, self.history(lead_id))])), is_whole=True)
        known = asked(self._snapshot, lambda index: index.line(lead_id)) or Line(b"", is_whole=False)
        added = words_of([entry.note for entry in self._read(self._entries.get(lead_id, ()))])
        return Line(line_of(own, b"%b %b" % (history_in(known.text), added)), known.is_whole)
