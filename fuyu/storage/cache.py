"""The index of a book, kept where the system keeps what may be deleted: never beside the book, which may be synced.

Of each version of the file there are three files. One has where its documents lie and the leads by day, and is made
anew with each compaction. The histories and the words of all leads, which take reading the whole file, stay for as long
as few of them change, and what changed is in the first; the words are gathered when somebody looks for some. Each is
used only where it is wholly as it was written, and for the version of the file it was made of; so whatever happens to
them costs time, and nothing else.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from sqlite3 import Connection
from threading import Lock
from zlib import crc32

from msgspec.msgpack import encode
from msgspec.structs import replace

from fuyu.domain.action import KINDS as OF_FUYU
from fuyu.domain.action import Document, Table
from fuyu.domain.find import lead_of, text_of
from fuyu.domain.history import Note as Written
from fuyu.domain.history import Touch
from fuyu.domain.lead import Lead
from fuyu.storage import documents, lead_index, words
from fuyu.storage.database import Database, UnusableError, kept, made
from fuyu.storage.documents import MalformedError, UnreadableError
from fuyu.storage.journal_db import disk, layout
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.layout import IrregularError, Stray, Stretch
from fuyu.storage.journal_db.places import Places, Survey
from fuyu.storage.journal_db.snapshot import Index, Indexer, Snapshot, Succession, Version
from fuyu.storage.lead_index import ENTRIES, KINDS, LeadIndex, Note, Problem, note_of, packed
from fuyu.storage.rows import Kind, marks
from fuyu.storage.since import Since

_VERSION = 1
"""Another one stands in the names of what is written otherwise."""
_LEAST, _PART = 200, 20
"""Everything is made anew when more leads changed since than so many, and than this part of all."""


class Cache(Indexer):
    """Keeps the index of one book."""

    def __init__(
        self, folder: Path | None, progress: Callable[[float], None] | None = None, *, looks_only: bool = False
    ) -> None:
        """Make it; nothing is read or written by that.

        Args:
            folder: for this book alone; where there is none, everything is in memory.
            progress: is told which part of the file was read.
            looks_only: use what was kept, and keep nothing.
        """
        self._folder, self._progress = folder, progress
        self._to_write = None if looks_only else folder
        self._gathering = Lock()
        self._own: tuple[str, str] | None = None
        """The names of the file of days that was kept last, and of the version that the others were made of."""

    def kept(self, identity: Identity) -> Index | None:
        """Return the index that was kept of exactly that version, None where there is none."""
        with suppress(OSError, UnusableError):
            for path in self._folder.glob(f"{_days(identity)}_*") if self._folder else ():
                days = kept(path)
                note = note_of(days) if days else None
                if days and note and note.identity == identity:
                    return self._index(note, days)
        return None

    def made(self, version: Version) -> Index:
        """Return the index of a version, from reading it."""
        index = self._made(version)
        self._sweep()
        return index

    def follow(self, succession: Succession) -> None:
        """Keep the index of a file that is about to take the place of another: only what changed is looked at."""
        if self._to_write is None:
            return
        before = succession.before.index
        with suppress(UnreadableError, UnusableError):
            if isinstance(before, LeadIndex) and not before.problems:
                following = _Following(succession, before)
                if not following.is_too_much:
                    days = made(self._to_write, _days(succession.version.identity), following.fill)
                    self._own = (days.name, before.note.base)
                    return
        self._made(succession.version)

    def tidy(self, path: Path) -> None:
        """Remove what was kept of other versions, and what older versions of fuyu kept beside the book."""
        self._sweep()
        with suppress(OSError):
            path.with_name(f"{path.name}.index").unlink(missing_ok=True)

    def _sweep(self) -> None:
        """Remove what was kept of other versions, and what processes left that were killed."""
        if self._folder is None or self._own is None:
            return
        days, base = self._own
        with suppress(OSError):
            disk.sweep(self._folder, "")
            for path in self._folder.iterdir():
                is_own = path.name == days or path.name.startswith((_histories(base), _words(base)))
                if not is_own and path.suffix != disk.TEMPORARY:
                    path.unlink(missing_ok=True)

    def _made(self, version: Version) -> LeadIndex:
        reading = _Reading(version, self._progress)
        note = reading.note()
        histories = made(self._to_write, _histories(note.base), reading.fill_histories)
        days = made(self._to_write, _days(note.identity), lambda database: reading.fill_days(database, note))
        self._own = (days.name, note.base) if days.name and histories.name else None
        return self._index(note, days.database, lambda: histories.database)

    def _index(self, note: Note, days: Database, histories: Callable[[], Database] | None = None) -> LeadIndex:
        histories = histories or partial(self._file, _histories(note.base))
        return LeadIndex(note, days, histories, partial(self._gathered, note.base))

    def _gathered(self, base: str, snapshot: Snapshot) -> Database:
        """Return the words of a file, which are gathered when they are first asked for."""
        with self._gathering:
            with suppress(UnusableError):
                return self._file(_words(base))
            if snapshot.stamp != base:
                raise UnusableError("another file has taken the place of the one whose words were to be gathered")
            try:
                found = made(self._to_write, _words(base), partial(_gather, snapshot, self._progress)).database
            except IrregularError as error:
                raise UnusableError("another program is writing the file") from error
            if snapshot.present() != snapshot.identity:
                raise UnusableError("another program is writing the file")
            return found

    def _file(self, name: str) -> Database:
        """Return the database that was kept under a name that begins so."""
        with suppress(OSError):
            for path in self._folder.glob(f"{name}*") if self._folder else ():
                if found := kept(path):
                    return found
        raise UnusableError(f"{name} is gone")


def _days(identity: Identity) -> str:
    return f"days{_VERSION}-{crc32(encode(identity)):08x}"


def _histories(base: str) -> str:
    return f"histories{_VERSION}-{base}_"


def _words(base: str) -> str:
    return f"words{_VERSION}-{base}_"


def _gather(snapshot: Snapshot, progress: Callable[[float], None] | None, database: Connection) -> None:
    """Write the words of all leads."""
    gathering = words.Gathering(database)
    for stretch in _told(snapshot.survey(), snapshot.identity.size if snapshot.identity else 0, progress):
        if stretch.table in words.SEARCHED:
            values = documents.decode_all(stretch.table, stretch.ids, stretch.raws) or _readable(stretch)
            texts = [(lead_of(value), text_of(value)) for value in values]
            if stretch.table == Table.LEADS:
                gathering.add_leads(texts)
            else:
                gathering.add_history(texts)
    gathering.finish()


def _readable(stretch: Stretch) -> Iterator[Document]:
    """Yield the documents that can be read."""
    for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
        with suppress(UnreadableError):
            yield documents.decode(stretch.table, document_id, raw)


class _Reading:
    """An index in the making, from every document of a file."""

    def __init__(self, version: Version, progress: Callable[[float], None] | None) -> None:
        """Read all documents.

        Raises:
            IrregularError: a document is no JSON.
        """
        self._version = version
        self._problems: list[Problem] = []
        self._marked: dict[Kind, tuple[array[int], array[int]]] = {kind: (array("q"), array("q")) for kind in Kind}
        self._leads = 0
        self._entries: dict[int, tuple[array[int], ...]] = {}
        for stretch in _told(version.survey, version.identity.size, progress):
            if stretch.table not in OF_FUYU:
                self._check(stretch)
                continue
            values = self._values(stretch)
            if stretch.table == Table.LEADS:
                self._note_leads(values)
            elif stretch.table in ENTRIES:
                self._note_entries(ENTRIES.index(Table(stretch.table)), values)

    def fill_histories(self, database: Connection) -> None:
        """Write the histories of all leads."""
        database.execute("begin")
        database.execute(lead_index.HISTORIES)
        rows = ((lead, encode([*map(list, entries)])) for lead, entries in sorted(self._entries.items()))
        database.executemany("insert into history values (?, ?)", rows)
        database.execute("commit")

    def fill_days(self, database: Connection, note: Note) -> None:
        """Write where the documents lie, and the leads by day."""
        database.execute("begin")
        for table in lead_index.TABLES:
            database.execute(table)
        for kind, columns in self._marked.items():
            rows = ((KINDS[kind], number, lead) for number, lead in sorted(zip(*columns, strict=True)))
            database.executemany("insert or ignore into mark values (?, ?, ?)", rows)
        database.execute("insert into note values (?)", (encode(note),))
        database.execute("commit")

    def note(self) -> Note:
        """Return what the index says of itself."""
        survey, version = self._version.survey, self._version
        strays = (Problem(stray.table, stray.key, _why_astray(stray)) for stray in survey.strays)
        return Note(
            identity=version.identity,
            stamp=version.stamp,
            in_lines=version.in_lines,
            places=_noted(survey.places),
            strays=tuple(survey.strays),
            problems=(*self._problems, *strays),
            leads=self._leads,
            base=version.stamp,
        )

    def _values(self, stretch: Stretch) -> Sequence[Document | None]:
        """Return the values of documents; one that cannot be read is None, and a problem."""
        return documents.decode_all(stretch.table, stretch.ids, stretch.raws) or [*self._one_by_one(stretch)]

    def _one_by_one(self, stretch: Stretch) -> Iterator[Document | None]:
        for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
            value = None
            with self._noting_problems(stretch.table, document_id):
                value = documents.decode(stretch.table, document_id, raw)
            yield value

    def _check(self, stretch: Stretch) -> None:
        """Look whether documents that fuyu does not know are JSON."""
        for document_id, raw in zip(stretch.ids, stretch.raws, strict=True):
            with self._noting_problems(stretch.table, document_id):
                documents.check(raw)

    @contextmanager
    def _noting_problems(self, table: str, document_id: int) -> Iterator[None]:
        try:
            yield
        except MalformedError as error:
            raise IrregularError from error
        except UnreadableError as error:
            self._problems.append(Problem(table, str(document_id), str(error)))

    def _note_leads(self, leads: Iterable[Document | None]) -> None:
        for lead in leads:
            if isinstance(lead, Lead):
                self._leads += 1
                for kind, number in marks(lead):
                    numbers, ids = self._marked[kind]
                    numbers.append(number)
                    ids.append(lead.id)

    def _note_entries(self, kind: int, entries: Sequence[Document | None]) -> None:
        known = self._entries
        for entry in entries:
            if isinstance(entry, (Touch, Written)):
                try:
                    known[entry.lead][kind].append(entry.id)
                except KeyError:
                    known[entry.lead] = (array("q"), array("q"))
                    known[entry.lead][kind].append(entry.id)


def _told(survey: Survey, size: int, progress: Callable[[float], None] | None) -> Iterator[Stretch]:
    """Yield the stretches of a file, and tell which part of it was read."""
    for stretch in survey:
        if progress:
            progress(min(stretch.end / max(size, 1), 0.99))
        yield stretch
    if progress:
        progress(1.0)


class _Following:
    """What changed from one file to the next."""

    def __init__(self, succession: Succession, before: LeadIndex) -> None:
        """Look at what changed; raise an `UnreadableError` where something cannot be read."""
        self._succession, self._before = succession, before
        self._since = Since(succession.before, self._now)
        self._pairs: list[tuple[Document | None, Document | None]] = []
        for table in Table:
            for document_id, raw in succession.changed.get(table, {}).items():
                after = None if raw is None else documents.decode(table, document_id, raw)
                if table in words.SEARCHED:
                    self._since.put(table, document_id, raw)
                if table == Table.LEADS:
                    was = succession.before.get(table, document_id)
                    self._pairs.append((None if was is None else documents.decode(table, document_id, was), after))

    def _now(self, table: str, document_id: int) -> bytes | None:
        changed = self._succession.changed.get(table, {})
        return changed[document_id] if document_id in changed else self._succession.before.get(table, document_id)

    @property
    def is_too_much(self) -> bool:
        """Whether so many leads changed that everything is to be made anew."""
        return len({*self._before.lines, *self._since.leads}) > max(_LEAST, self._before.leads // _PART)

    def fill(self, database: Connection) -> None:
        """Write what the index says now."""
        self._before.days.copy_to(database)
        database.execute("begin")
        for before, after in self._pairs:
            for lead, change in ((before, _UNMARK), (after, _MARK)):
                if isinstance(lead, Lead):
                    database.executemany(change, ((KINDS[kind], number, lead.id) for kind, number in marks(lead)))
        for lead_id in self._since.leads:
            text, is_whole = self._since.line(lead_id)
            row = (lead_id, packed(self._since.places(lead_id)), text, is_whole)
            database.execute("insert or replace into since values (?, ?, ?, ?)", row)
        database.execute("update note set body = ?", (encode(self._note()),))
        database.execute("commit")

    def _note(self) -> Note:
        version = self._succession.version
        more = sum((after is not None) - (before is not None) for before, after in self._pairs)
        return replace(
            self._before.note,
            identity=version.identity,
            stamp=version.stamp,
            in_lines=True,
            places=_noted(self._succession.places),
            leads=self._before.leads + more,
        )


_MARK = "insert or ignore into mark values (?, ?, ?)"
_UNMARK = "delete from mark where kind = ? and number = ? and lead = ?"


def _noted(places: Mapping[str, Places]) -> dict[str, tuple[bytes, bytes, int]]:
    return {table: (found.firsts.tobytes(), found.starts.tobytes(), found.end) for table, found in places.items()}


def _why_astray(stray: Stray) -> str:
    return "this is no document id" if layout.id_of(stray.key) is None else "this is no document"
