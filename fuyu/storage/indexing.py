"""What is kept of a file is made: from reading every document in it, or from what changed since the file before it."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from sqlite3 import Connection
from zlib import crc32

from msgspec import Struct, to_builtins
from msgspec.json import Decoder
from msgspec.msgpack import encode

from fuyu.domain.action import KINDS as OF_FUYU
from fuyu.domain.action import Document, Table, lead_of
from fuyu.domain.find import text_of
from fuyu.domain.history import Entry, Touch
from fuyu.domain.history import Note as Written
from fuyu.domain.lead import Lead
from fuyu.domain.text import may_be_unclean
from fuyu.storage import documents, words
from fuyu.storage.database import seal
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db import layout
from fuyu.storage.journal_db.layout import Stretch
from fuyu.storage.journal_db.places import Places
from fuyu.storage.journal_db.snapshot import Snapshot, Succession, Version
from fuyu.storage.lead_index import KINDS, IndexNote, LeadIndex, Problem, Progress
from fuyu.storage.rows import Kind, marks, owner_key
from fuyu.storage.since import Since, about, entries_of, lead_of_raw
from fuyu.storage.words import Gathering, Vocabulary

_MARK = "kind int, number int, lead int, owner int, row blob, document int, checksum int"
_TABLES = (
    "create table note (number integer primary key, body blob, checksum int)",
    f"create table mark ({_MARK}, primary key (kind, number, lead)) without rowid",
    "create table history (lead integer primary key, entries blob, checksum int)",
    f"create temp table met ({_MARK})",
    *words.TABLES,
)
_WITH_ROWS = {Kind.DUE, Kind.UNSCHEDULED}
"""What a day has many of; their rows are kept beside the mark."""
_LEAST, _PART = 500, 10
"""All is read anew where more leads changed than so many, and than this part of all."""
_AT_ONCE = 1024


def read(version: Version, progress: Progress, database: Connection) -> None:
    """Write what is kept of a file, from reading it; raise an `IrregularError` where a document is no JSON."""
    _Reading(version, database).fill(progress)


class _Reading:
    """What is found while the documents of a file are read."""

    def __init__(self, version: Version, database: Connection) -> None:
        self._version, self._database = version, database
        self._problems: list[Problem] = []
        self._leads = 0
        self._entries: defaultdict[int, array[int]] = defaultdict(partial(array, "q"))

    def fill(self, progress: Progress) -> None:
        """Read the file, and write what was found."""
        database = self._database
        for table in _TABLES:
            database.execute(table)
        for stretch in self._version.survey:
            progress(min(stretch.end / max(self._version.identity.size, 1), 0.99))
            self._note(stretch)
        database.execute("insert into mark select * from met order by kind, number, lead")
        database.execute("drop table met")
        for lead_id, entries in sorted(self._entries.items()):
            _write_history(database, lead_id, entries)
        _write_note(database, self._remarks())
        progress(1.0)

    def _note(self, stretch: Stretch) -> None:
        table, raws = stretch.table, stretch.raws
        if table not in OF_FUYU:
            for raw in raws:
                layout.check(raw)
            return
        values = documents.decode_all(table, stretch.ids, raws)
        found = [*self._one_by_one(stretch)] if values is None else [*zip(values, raws, strict=True)]
        if table == Table.LEADS:
            self._leads += len(found)
            rows = (mark for lead, raw in found for mark in _marks(lead.id, raw))
            self._database.executemany("insert into met values (?, ?, ?, ?, ?, ?, ?)", rows)
        for entry, _ in found:
            if isinstance(entry, (Touch, Written)):
                self._entries[entry.lead].append(_kept(entry))

    def _one_by_one(self, stretch: Stretch) -> Iterator[tuple[Document, bytes]]:
        """Yield the documents that can be read, and note the others."""
        for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
            try:
                yield documents.decode(stretch.table, document_id, raw), raw
            except UnreadableError as error:
                layout.check(raw)
                self._problems.append(Problem(stretch.table, str(document_id), str(error)))

    def _remarks(self) -> IndexNote:
        survey, version = self._version.survey, self._version
        astray = (Problem(stray.table, stray.key, _why_astray(stray.key)) for stray in survey.strays)
        return IndexNote(
            identity=version.identity,
            stamp=version.stamp,
            in_lines=version.in_lines,
            places=_noted(survey.places),
            strays=tuple(survey.strays),
            problems=(*self._problems, *astray),
            leads=self._leads,
        )


class Succeeding:
    """What changed from one file to the next."""

    def __init__(self, succession: Succession, before: LeadIndex) -> None:
        """Look at what changed; raise an `UnreadableError` where something cannot be read."""
        self._succession, self._before = succession, before
        self._since = Since(succession.before, self._now)
        for table in Table:
            for document_id, raw in succession.changed.get(table, {}).items():
                if table in words.SEARCHED:
                    self._since.put(table, document_id, raw)
                if raw is not None:
                    documents.decode(table, document_id, raw)

    def _now(self, table: str, document_id: int) -> bytes | None:
        changed = self._succession.changed.get(table, {})
        return changed[document_id] if document_id in changed else self._succession.before.get(table, document_id)

    @property
    def is_too_much(self) -> bool:
        """Whether so much changed that reading all is no slower."""
        return len(self._since.leads) > max(_LEAST, self._before.note.leads // _PART)

    def fill(self, database: Connection) -> None:
        """Write what is otherwise into a copy of what was kept of the file before."""
        more = 0
        for lead_id, raw in self._succession.changed.get(Table.LEADS, {}).items():
            was = self._succession.before.get(Table.LEADS, lead_id)
            more += (raw is not None) - (was is not None)
            old = (mark[:3] for mark in _marks(lead_id, was))
            database.executemany("delete from mark where kind = ? and number = ? and lead = ?", old)
            database.executemany("insert into mark values (?, ?, ?, ?, ?, ?, ?)", _marks(lead_id, raw))
        for lead_id in self._since.leads:
            _write_history(database, lead_id, array("q", map(_kept, self._since.history(lead_id))))
        if Vocabulary.is_in(self._before.database):
            self._before.vocabulary(self._succession.before).write_changes(database, self._words())
            self._before.columns(self._succession.before).write_changes(database, self._leads())
        version, note = self._succession.version, self._before.note
        places = _noted(self._succession.places)
        _write_note(database, IndexNote(version.identity, version.stamp, places=places, leads=note.leads + more))

    def _leads(self) -> Mapping[int, Lead | None]:
        """Return the leads whose own document changed, as they are now."""
        changed = self._succession.changed.get(Table.LEADS, {})
        return {lead_id: lead_of_raw(lead_id, raw) for lead_id, raw in changed.items()}

    def _words(self) -> Mapping[int, tuple[set[bytes], set[bytes] | None]]:
        """Return the words that were written about each lead, and those that are."""
        get = self._succession.before.get
        found = {}
        for lead_id in self._since.leads:
            entries = entries_of(lead_id, self._before.history(lead_id), get)
            before = about(lead_id, entries, get) or set()
            found[lead_id] = before, about(lead_id, self._since.history(lead_id), self._now)
        return found


class _Entry(Struct):
    """What words need of a touch or a note."""

    lead: int
    note: str = ""


_entries = Decoder(list[_Entry])


def gather(snapshot: Snapshot, problems: Sequence[Problem], progress: Progress, database: Connection) -> None:
    """Write the words about all leads into a copy of what was kept of a file."""
    from fuyu.storage.columns import Facets  # noqa: PLC0415 - a first reading gathers nothing yet

    unreadable = {(problem.table, problem.key) for problem in problems}

    def readable(table: Table) -> Iterator[list[tuple[int, bytes]]]:
        found = snapshot.documents(table)
        while some := [*islice(found, _AT_ONCE)]:
            yield [(at, raw) for at, raw in some if (table, str(at)) not in unreadable] if unreadable else some

    size = snapshot.identity.size if snapshot.identity else 1
    gathering, facets = Gathering(), Facets()
    for some in readable(Table.LEADS):
        leads = [lead for each in some if (lead := lead_of_raw(*each))]
        gathering.add_leads((lead.id, text_of(lead)) for lead in leads)
        facets.add(leads)
    done = 0
    for table in (Table.TOUCHES, Table.NOTES):
        for some in readable(table):
            gathering.add(_texts(table, some))
            done += sum(len(raw) for _, raw in some)
            progress(min(done / size, 0.99))
    gathering.write(database)
    facets.write(database)
    progress(1.0)


def _texts(table: Table, entries: Sequence[tuple[int, bytes]]) -> Iterator[tuple[int, str]]:
    """Yield whom entries are about, and what they say."""
    together = b"[%b]" % b",".join(raw for _, raw in entries)
    if not may_be_unclean(together):
        yield from ((entry.lead, entry.note) for entry in _entries.decode(together))
        return
    for document_id, raw in entries:
        entry = documents.decode(table, document_id, raw)
        yield lead_of(entry), text_of(entry)


def _marks(lead_id: int, raw: bytes | None) -> Iterator[tuple[int, int, int, int, bytes, int, int]]:
    """Yield the rows of a lead in the table of marks."""
    if raw is None:
        return
    row = documents.decode_row(lead_id, raw)
    document, owner, beside = (
        crc32(raw),
        owner_key(row.owner),
        encode(to_builtins(row)),
    )  # as text, for the zones of times are not lost by that
    for kind, number in dict.fromkeys(marks(row)):
        body = beside if kind in _WITH_ROWS else b""
        place = KINDS[kind], number, lead_id, owner
        yield *place, body, document, seal(body, *place, document)


def _kept(entry: Entry) -> int:
    """Return an entry as a history is kept: the id of a touch as it is, that of a note inverted."""
    return entry.id if isinstance(entry, Touch) else ~entry.id


def _write_note(database: Connection, note: IndexNote) -> None:
    body = encode(note)
    database.execute("insert or replace into note values (0, ?, ?)", (body, seal(body)))


def _write_history(database: Connection, lead_id: int, entries: array[int]) -> None:
    body = entries.tobytes()
    database.execute("insert or replace into history values (?, ?, ?)", (lead_id, body, seal(body, lead_id)))


def _noted(places: Mapping[str, Places]) -> dict[str, tuple[bytes, bytes, int]]:
    return {table: (found.firsts.tobytes(), found.starts.tobytes(), found.end) for table, found in places.items()}


def _why_astray(key: str) -> str:
    return "this is no document id" if layout.id_of(key) is None else "this is no document"
