"""What lies beside a book: who may read it, and copies that a sync tool left."""

import re
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from shlex import quote
from typing import NamedTuple

from msgspec.json import Decoder, encode

from fuyu import disk
from fuyu.care.replaced import is_replaced, was_written_since
from fuyu.disk import Identity
from fuyu.domain.patterns import Pattern
from fuyu.domain.text import bare
from fuyu.errors import StoreError
from fuyu.storage.documents import ACTIONS, UnreadableError, by_uid, decode_head
from fuyu.storage.journal_db.journal import Journal, Line
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.journal_db.snapshot import Meta, head_of
from fuyu.storage.journal_db.storage import JournalStorage

_MARK = Pattern(
    r"conflict|conflit|conflicto|konflikt|conflitto|conflito|_conf\(|kollision|ristiriita|utkoz|cak.s|motstrid|"
    r"\u043a\u043e\u043d\u0444\u043b\u0438\u043a\u0442|\u7af6\u5408|\u51b2\u7a81|\u885d\u7a81|\u110e\u116e\u11bc\u1103\u1169\u11af|\.\.path[12]"
)
"""What Syncthing, Dropbox (in many languages), Nextcloud, ownCloud, Google Drive, Seafile, Resilio, Unison, rclone and
fuyu put into the name of a copy that they could not bring together with another; bare of case and accents."""
_OURS = re.compile(r"\.(?:before-schema-\d+|broken-\d)|\.tmp$")
"""What fuyu keeps beside a book for other reasons."""
_DAMAGED = re.compile(r"\.damaged-\d")
"""What is kept of a journal that was not what was written."""
_JOURNAL = re.compile(rb'[0-9a-f]{8} \{"since":')
_ROOM = 1 << 15
_merged = Decoder(dict[str, Identity])


class Known(NamedTuple):
    """What a book is known to hold."""

    stamps: frozenset[str]
    """Of the lines of journals."""
    generations: frozenset[str]
    """The names of its last compactions."""
    has_action: Callable[[str], bool]
    """Tells whether it has an action, by its uid."""

    def is_relative(self, meta: Meta) -> bool:
        """Return whether a file and this book were one file once, as far as both remember."""
        generations = {meta.generation, meta.previous} - {""}
        return bool(generations & self.generations or self.stamps & {*meta.stamps})

    def lacks(self, line: Line) -> bool:
        """Return whether a line of a journal has an action that the book has not; drafts alone are not looked for."""
        raw = next(iter(line.commit.put.get(ACTIONS, {}).values()), None)
        if raw is None or line.stamp in self.stamps:
            return False
        with suppress(UnreadableError):
            return not self.has_action(decode_head(raw).uid)
        return True


def is_journal(path: Path) -> bool:
    """Return whether a file is the journal of a book, by what it begins with, or is known to be a damaged one."""
    if _DAMAGED.search(path.name):
        return True
    with suppress(OSError, StoreError):
        return _JOURNAL.match(disk.small_content(path, _ROOM)) is not None
    return False


def access_warnings(book: Path) -> list[str]:
    """Return a sentence for each path that lets other people in, or fuyu not."""
    files = (book, *(disk.beside(book, kind) for kind in ("journal", "earlier", "index")))
    found = [
        f"others on this machine can read {path.name}; “chmod 600 {path}” keeps them out"
        for path in files
        if path.is_file() and stat.S_IMODE(path.stat().st_mode) & (stat.S_IRWXG | stat.S_IRWXO)
    ]
    beside = (disk.beside(book, kind) for kind in ("lock", "earlier", "index", "merged"))
    found += [disk.in_the_way(path) for path in beside if path.is_dir()]
    folder = book.parent
    if folder.exists() and stat.S_IMODE(folder.stat().st_mode) & (stat.S_IWGRP | stat.S_IWOTH):
        found.append(f"others on this machine can replace files in {folder}; “chmod 700 {folder}” keeps them out")
    return found


def conflict_copies(storage: JournalStorage) -> list[Path]:
    """Return the copies of a book, or of its journal, that may hold what the book does not, oldest name first.

    A name in which a sync tool says that there was a conflict is enough for a copy of the file. Other names that tools
    give (`fuyu-LAPTOP.json`, `fuyu (1).json`, `fuyu 2.json`) people give, too: such a file counts where it comes from
    this book and was changed elsewhere since.
    """
    book, meta = storage.path, storage.contents.snapshot.meta
    known = Known(
        frozenset((*meta.stamps, *storage.files.stamps)),
        frozenset({meta.generation, meta.previous}),
        lambda uid: uid in by_uid(storage.contents.documents(ACTIONS)),
    )
    merged = _merged_copies(book)
    others = (path for path in _candidates(book) if merged.get(path.name) != Identity.of(path) or _is_unread(path))
    return [path for path in others if _has_news(path, known)]


def merging(copy: Path) -> str:
    """Return the command that brings in a copy beside the book, as it is typed into a shell."""
    return f"fuyu merge {quote(copy.name)}"


def offer(copy: Path) -> str:
    """Return the sentence that says what a copy beside a book has, and the command that brings it in."""
    command = f"“{merging(copy)}”"
    if is_replaced(copy):
        return f"another program wrote to the book after fuyu had replaced the file: {command} adds that"
    if _DAMAGED.search(copy.name):
        rest = "; look into it for what cannot be read, then delete it" if _is_unread(copy) else ""
        return f"{copy.name} has changes that were damaged: {command} brings in what can be read{rest}"
    return f"{copy.name} has changes that are not here: {command} brings them in"


def _has_news(path: Path, known: Known) -> bool:
    with suppress(StoreError, OSError):
        if is_replaced(path):
            return was_written_since(path)
        if is_journal(path):
            if _is_of_another_book(path, known):
                return False
            journal = Journal.open(path, to_write=False)
            lines = journal.all_lines(trusting=True) if journal else []
            return _is_unread(path) or any(map(known.lacks, lines))
        return bool(_MARK.search(bare(path.name))) or _comes_from(path, known)
    return False


def _is_of_another_book(journal: Path, known: Known) -> bool:
    """Return whether a journal lies beside the file it was made for, and that is no copy of this book."""
    owner = journal.with_suffix("")
    if journal.suffix != ".journal" or not owner.is_file() or _MARK.search(bare(owner.name)):
        return False
    return not known.is_relative(head_of(owner) or Meta())


def _is_unread(path: Path) -> bool:
    """Return whether a file is a damaged journal with lines that only a person can read."""
    with suppress(StoreError, OSError):
        if _DAMAGED.search(path.name) and (journal := Journal.open(path, to_write=False)):
            journal.all_lines(trusting=True)
            return journal.unreadable > 0
    return False


def _comes_from(path: Path, known: Known) -> bool:
    """Return whether a copy comes from a book and holds more than the book does."""
    meta = head_of(path) or Meta()
    return known.is_relative(meta) and bool(meta.stamps) and meta.stamps[-1] not in known.stamps


def remember_merged(book: Path, copy: Path, identity: Identity) -> None:
    """Take notice that all that a copy beside the book had, when it was read, is in the book."""
    beside = {path.name for path in _candidates(book)}
    if copy.parent == book.parent and copy.name in beside:
        known = {name: seen for name, seen in _merged_copies(book).items() if name in beside}
        with disk.saving():
            disk.replace_with(disk.beside(book, "merged"), encode({**known, copy.name: identity}))


@contextmanager
def replace_copy(book: Path, copy: Path) -> Iterator[None]:
    """Write a copy anew inside the block; one that was merged before is not offered again."""
    was_merged = _merged_copies(book).get(copy.name) == Identity.of(copy)
    yield
    if was_merged and (identity := Identity.of(copy)):
        remember_merged(book, copy, identity)


def copies_beside(book: Path) -> list[Path]:
    """Return the files beside a book that come from it, with what fuyu keeps there for other reasons.

    Another book may have a name that begins alike: it has a lock of its own.
    """
    own = _own_names(book)
    found = (path for path in book.parent.glob("*") if path.name not in own and path.suffix != disk.TEMPORARY)
    return sorted(
        path
        for path in found
        if _is_named_after(path.name, book)
        and _is_another_file(path, book)
        and not disk.beside(path, "lock").exists()
        and not (path.suffix == ".lock" or _is_journal_of_another(path))
    )


def _is_journal_of_another(path: Path) -> bool:
    return path.suffix == ".journal" and disk.beside(path.with_suffix(""), "lock").exists()


def _own_names(book: Path) -> set[str]:
    """Return the names of a book's own files."""
    return {f"{book.name}{ending}" for ending in ("", ".journal", ".earlier", ".index", ".lock", ".merged")}


def _merged_copies(book: Path) -> dict[str, Identity]:
    with suppress(OSError, StoreError, *WRONG):
        return _merged.decode(disk.small_content(disk.beside(book, "merged")))
    return {}


def _candidates(book: Path) -> list[Path]:
    """Return the files beside a book that are named after it and are not its own."""
    own = _own_names(book)
    found = (path for path in book.parent.glob("*") if path.name not in own and not _OURS.search(path.name))
    return sorted(path for path in found if _is_named_after(path.name, book) and _is_another_file(path, book))


def _is_another_file(path: Path, book: Path) -> bool:
    """Return whether a path is a file, and not the book itself under a second name."""
    return path.is_file() and not (book.exists() and path.samefile(book))


def _is_named_after(name: str, book: Path) -> bool:
    """Return whether a name is that of a book, or of its journal, with something before, in or behind it.

    Some systems change the case of letters.
    """
    name, stem, whole = (text.casefold() for text in (name, book.stem, book.name))
    begins = name.startswith(stem) and not name[len(stem) : len(stem) + 1].isalpha()
    return (begins or name.endswith((f" {whole}", f" {whole}.journal"))) and book.suffix.casefold() in name
