"""The files of a book cleaned of who was forgotten: its own, its copies, and what is kept of it elsewhere.

The book itself comes first: by one line of its journal the person is gone from it, and a mark is there. Then every
file is cleaned by that mark, in any order and as often as it takes; a small file says of whom nothing is left here.
So whoever is stopped in between, and every other machine that has a book with a mark, ends it with the next start.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from shutil import rmtree

from msgspec import Struct
from msgspec.json import Decoder

from fuyu import disk, paths
from fuyu.care import earlier, replaced
from fuyu.care.backups import list_backups
from fuyu.care.policy import BookPolicy
from fuyu.care.surroundings import copies_beside, is_journal, replace_copy
from fuyu.domain.action import Change, Table
from fuyu.errors import SaveError, StoreError
from fuyu.registry import features, load
from fuyu.storage import documents
from fuyu.storage.documents import SHARED
from fuyu.storage.forgetting.forget import ForgettingWish, forget
from fuyu.storage.forgetting.person import ForgottenPerson, Words, person_in, person_of
from fuyu.storage.forgetting.tombstones import Tombstone, Tombstones
from fuyu.storage.forgetting.traces import Traces
from fuyu.storage.forgetting.unfinished import UnfinishedForgetting
from fuyu.storage.journal_db import JournalDB, compaction
from fuyu.storage.journal_db.journal import commit_of, line_of
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.journal_db.snapshot import Snapshot
from fuyu.storage.port import Cleaned

_TRIES = 3
"""How often the file is written anew where somebody else writes it at the same moment."""


class Forgetter:
    """Forgets people in one book and all that is kept of it on this machine."""

    def __init__(self, db: JournalDB) -> None:
        self._db = db
        self._storage = db.storage
        self._path = db.storage.path
        self._tombstones = Tombstones(db)
        self._unfinished = UnfinishedForgetting(self._path)

    def forget(self, ids: Iterable[int], wish: ForgettingWish) -> Cleaned:
        """Forget the person whom some leads are.

        Raises:
            SaveError: the book could not be written; nothing was done.
        """
        forget(self._db, ids, wish)
        return self.finish()

    def naming(self, ids: Iterable[int]) -> tuple[ForgottenPerson, list[Change]]:
        """Return whom some leads are, and what takes their names out of what a team shares about others."""
        contents = self._storage.contents
        person = person_in(contents, ids)
        found = Traces(person).without(contents, SHARED)
        places = ((Table(table), each) for table, changed in found.items() for each in changed.items())
        return person, [
            Change(
                before=documents.decode_if_there(table, one, contents.get(table, one)),
                after=documents.decode(table, one, raw),
            )
            for table, (one, raw) in places
            if raw is not None
        ]

    def finish(self) -> Cleaned:
        """Clean all that is not clean yet on this machine; whom a copy brought back goes again."""
        for one in self._tombstones.risen():
            forget(self._db, [one.id], ForgettingWish(one.at, may_return=not one.silent, by_team=one.by_team))
        clean = self._unfinished.clean()
        waiting = [one for one in self._tombstones if one.id not in clean]
        if not waiting:
            return Cleaned()
        copies = _Copies(self._path, waiting, self._unfinished.person())
        copies.clean()
        self._clean_own()
        _clean_notes(paths.notes(self._path), {one.id for one in waiting})
        for feature in features().values():
            if feature.forgets:
                load(feature.forgets)(self._path, frozenset(one.id for one in waiting))
        with self._db.batch():
            for one in waiting:
                self._tombstones.put(one)  # the last line that is kept for the day an older file comes back
        self._unfinished.end({*clean, *(one.id for one in waiting)})
        return copies.cleaned()

    def _clean_own(self) -> None:
        """Write the book anew, and take away what is kept of what it was."""
        for _ in range(_TRIES):
            self._storage.refresh()
            if self._storage.compact(wait=True) or not self._storage.contents.has_more:
                break
        else:
            raise SaveError("another fuyu keeps writing the book: its file is not clean yet; try again")
        earlier.forget(disk.beside(self._path, "earlier"))
        replaced.drop(self._path)
        disk.sweep(self._path.parent, f"{self._path.name}.")
        self._clean_cache()

    def _clean_cache(self) -> None:
        """Make what is kept to be quick from the book as it is: a free page of a database keeps its words."""
        folder = paths.cache(self._path)
        with suppress(OSError):
            for path in folder.iterdir() if folder else ():
                path.unlink(missing_ok=True)
        self._storage.contents.snapshot.find_anew()


class _Copies:
    """The copies of a book, and other files beside it, cleaned one by one."""

    def __init__(self, book: Path, marks: Sequence[Tombstone], person: ForgottenPerson) -> None:
        self._book, self._marks, self._person = book, marks, person
        self._rewritten: list[Path] = []
        self._removed: list[Path] = []
        self._untouched: list[Path] = []

    def clean(self) -> None:
        """Clean all there are."""
        folder = paths.backups(self._book)
        for path in [*copies_beside(self._book), *(one.path for one in list_backups(self._book, folder))]:
            self._clean(path)
        notes = paths.notes(self._book)
        for path in sorted(notes.glob("not-saved-*.json")):
            self._clean(path)

    def cleaned(self) -> Cleaned:
        """Return what became of them."""
        return Cleaned(rewritten=tuple(self._rewritten), removed=tuple(self._removed), untouched=tuple(self._untouched))

    def _clean(self, path: Path) -> None:
        try:
            done = self._clean_journal(path) if is_journal(path) else self._clean_book(path)
        except (StoreError, OSError):
            self._remove(path)
            return
        if done:
            self._rewritten.append(path)

    def _clean_book(self, path: Path) -> bool:
        snapshot = Snapshot(path, BookPolicy())
        traces = Traces(person_of(snapshot, self._marks, self._person))
        changed = traces.without(snapshot, snapshot.index.places)
        if not changed:
            return False
        with replace_copy(self._book, path), disk.prepared(path) as file:
            compaction.prepare(file, snapshot, changed, snapshot.meta)
            file.take_its_place()
        return True

    def _clean_journal(self, path: Path) -> bool:
        """Clean the lines of a journal that can be read; one that cannot goes where it names the person."""
        lines = disk.small_content(path, path.stat().st_size).splitlines(keepends=True)
        traces, words = Traces(self._of_marks()), Words(self._person.names | self._person.reached)
        after = [_clean_line(line, traces, words) for line in lines]
        if after == lines:
            return False
        if not any(after):
            path.unlink()
            self._removed.append(path)
            return False
        with replace_copy(self._book, path):
            disk.replace_with(path, b"".join(after))
        return True

    def _of_marks(self) -> ForgottenPerson:
        return self._person._replace(ids=self._person.ids | {one.id for one in self._marks})

    def _remove(self, path: Path) -> None:
        """Remove a file that cannot be read, where it names the person."""
        words = Words(self._person.names | self._person.reached)
        try:
            names_them = words.may_be_in(path.read_bytes())
            if names_them:
                path.unlink()
                self._removed.append(path)
        except OSError:
            self._untouched.append(path)


def _clean_line(line: bytes, traces: Traces, words: Words) -> bytes:
    commit = commit_of(line) or commit_of(line, trusting=True)
    if commit is None:
        return b"" if words.may_be_in(line) else line
    after = traces.of_commit(commit)
    return line if after == commit else line_of(after)


def _clean_notes(home: Path, ids: set[int]) -> None:
    """Remove what is typed about somebody outside of the book: in another editor, or when fuyu was ended."""
    for path in _typed_about(home, ids):
        if path.is_dir():
            rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


class _Typed(Struct):
    lead: int = 0


def _typed_about(home: Path, ids: set[int]) -> Iterator[Path]:
    for path in home.iterdir() if home.is_dir() else ():
        lead, dash, _ = path.name.partition("-")
        if dash and lead.isdecimal() and int(lead) in ids:
            yield path
        elif path.suffix == ".json":
            with suppress(OSError, StoreError, *WRONG):
                if Decoder(_Typed).decode(disk.small_content(path)).lead in ids:
                    yield path
