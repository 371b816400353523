"""What lies beside a file and does not belong to it: found, brought in where it fits, kept aside where it does not."""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from time import gmtime, strftime
from typing import NamedTuple

from fuyu.errors import DamagedError
from fuyu.storage import documents
from fuyu.storage.documents import UnreadableError
from fuyu.storage.journal_db import compaction, disk
from fuyu.storage.journal_db.compaction import Changed
from fuyu.storage.journal_db.journal import Commit, Header, Journal, Line, line_of
from fuyu.storage.journal_db.snapshot import SCHEMA, Meta, Snapshot
from fuyu.storage.replay import Clash, Here, Replayed, replay
from fuyu.storage.surroundings import merging
from fuyu.storage.upgrading import upgraded_line

_NOTHING: Changed = {}


class Past(NamedTuple):
    """What was read before the files turned out to be others."""

    snapshot: Snapshot
    journal: Journal | None
    changed: Changed
    """The documents it held."""


class Strays(NamedTuple):
    """What the file and its journal do not hold."""

    lines: Sequence[Line] = ()
    """Lines of other journals, oldest first."""
    clash: Clash = Clash.LEAVE
    """What is done with those that do not fit."""
    overwritten: Changed = _NOTHING
    """Documents of a journal that another program wrote over: only memory has them."""
    damaged: Journal | None = None
    """The journal that lies there, where it is not what was written."""
    where: int = 0
    """The byte from which on it is not."""
    replaced: Snapshot | None = None
    """The file before, where the one that took its place does not come from it."""
    overtaken: Sequence[Line] = ()
    """Lines that were compacted here, into a file that is gone: the one that took its place does not have them."""

    @property
    def anything(self) -> bool:
        """Whether there is something to do."""
        return bool(self.lines or self.overwritten or self.damaged or self.replaced or self.overtaken)


def refuse_without_file(name: str, snapshot: Snapshot, journal: Journal | None) -> None:
    """Never begin an empty book where the file is missing and its journal is there."""
    if snapshot.identity is None and journal is not None and (journal.header.since or journal.all_lines()):
        raise DamagedError(
            f"{name} is missing, and its journal is there: put {name} back; "
            f"or move {name}.journal away to begin a new book"
        )


def strays(
    snapshot: Snapshot, past: Past, journal: Journal | None, earlier: Sequence[Line], *, belongs: bool
) -> Strays:
    """Return what is not in a file, nor in the journal that belongs to it.

    Args:
        snapshot: the file.
        past: the journal that was read before, if any, and what it held.
        journal: the one that lies there now.
        earlier: lines that were compacted here before, where the file may not have them.
        belongs: whether that one was made for this file; it was read then.
    """
    meta = snapshot.meta
    found: list[Line] = []
    overwritten = _NOTHING
    is_damaged = False
    if journal is not None:
        lines = lines_of(journal) if not belongs or journal.is_damaged or past.journal else []
        read = set(journal.stamps)
        found += [line for line in not_in(lines, meta) if line.stamp not in read]
        is_damaged = journal.is_damaged
    if past.journal is not None:
        if past.journal.is_as_read:
            present = {line.text for line in (lines_of(journal) if journal else ())}
            found = [line for line in not_in(lines_of(past.journal), meta) if line.text not in present] + found
        else:
            overwritten = past.changed
    of_this_file = any(made is not None and made.is_of(meta.generation) for made in (past.journal, journal))
    replaced = None if _comes_from(meta, past.snapshot) else past.snapshot
    clash = Clash.GO_ON if is_damaged else Clash.KEEP_BOTH if of_this_file else Clash.LEAVE
    return Strays(
        lines=found,
        clash=clash,
        overwritten=overwritten,
        damaged=journal if is_damaged else None,
        where=journal.end if journal else 0,
        replaced=replaced,
        overtaken=() if replaced else _with_actions(not_in(earlier, meta)),
    )


def lines_of(journal: Journal, *, trusting: bool = False) -> list[Line]:
    """Return the lines of a journal in the words of now; `trusting` also those whose checksum is wrong."""
    lines = journal.all_lines(trusting=trusting)
    if journal.header.schema >= SCHEMA:
        return lines
    return [upgraded_line(journal.header.schema, line) for line in lines]


def _comes_from(meta: Meta, before: Snapshot) -> bool:
    """Return whether a file holds all that the one before it did, unless somebody took it out by hand."""
    if before.identity is None or before.present() != before.identity:
        return True  # there was none, or it is the same file, written in place
    is_next = before.meta.generation in {meta.generation, meta.previous}
    return is_next or before.meta.compacted == "" or before.meta.stamps[-1] in meta.stamps


def _with_actions(lines: list[Line]) -> list[Line]:
    """Return lines, none where nothing was done by them but type."""
    return lines if actions_in(lines) else []


def actions_in(lines: Iterable[Line]) -> int:
    """Return how many lines are more than typing."""
    return sum(documents.ACTIONS in line.commit.put for line in lines)


def not_in(lines: Sequence[Line], meta: Meta) -> list[Line]:
    """Return the lines that were not compacted into a file: those behind the last one that was."""
    compacted = set(meta.stamps)
    done = max((place for place, line in enumerate(lines, 1) if line.stamp in compacted), default=0)
    return list(lines[done:])


def replayed(found: Strays, here: Here) -> Replayed:
    """Return what brings strays into a book; `replay` has the rules."""
    done = replay(found.lines, here, found.clash)
    for table, overwritten in found.overwritten.items():
        for document_id, only in overwritten.items():
            if only is not None and table != documents.ACTIONS and only != here.get(table, document_id):
                done.aside.setdefault(table, {}).setdefault(document_id, only)
    return done


def by_uid(actions: Iterable[tuple[int, bytes]]) -> dict[str, bytes]:
    """Return the actions of a book by their uid."""
    known = {}
    for _, raw in actions:
        with suppress(UnreadableError):
            known[documents.decode_head(raw).uid] = raw
    return known


def as_lines(commits: Iterable[Commit]) -> bytes:
    """Return commits as they lie in a journal."""
    return b"".join(map(line_of, commits))


def to_come(book: Path, found: Strays, done: Replayed) -> list[str]:
    """Return what the next fuyu that may write will do about strays, a sentence each."""
    said = []
    if found.damaged is not None:
        said.append(
            f"{book.name}.journal is damaged at byte {found.where}; the next change keeps the damaged file aside "
            "and goes on with what can be read"
        )
    if found.damaged is None and done.fitted:
        count = _changes(done.fitted)
        said.append(f"{_cause(found, book)}; {count} of yours will be added to it at the next change")
    if found.overtaken:
        said.append(
            f"{_overtaken(book, found)}; the next change keeps what was done here in a file beside it, for “fuyu merge”"
        )
    if done.left or done.aside:
        said.append("what does not fit any more will be kept in a file beside it, for “fuyu merge”")
    return said


def keep_aside(book: Path, found: Strays, done: Replayed) -> list[str]:
    """Write what does not fit beside the book, where a merge finds it; return what is to be said, a sentence each."""
    said = []
    if found.damaged is not None:
        kept = keep_content(book, "damaged", [found.damaged.everything()], f"{book.suffix}.journal")
        said.append(
            f"{book.name}.journal was damaged at byte {found.where}: all that can be read is in the book; "
            f"the damaged file is {kept.name}"
        )
    elif done.fitted:
        said.append(f"{_cause(found, book)}; {_changes(done.fitted)} of yours on top")
    if found.replaced is not None:
        kept = keep_content(book, "conflict", found.replaced.content(), book.suffix)
        said.append(f"{book.name} was replaced by another book; the one before is kept: {merging(kept)}")
    if found.overtaken:
        kept = keep_lines(book, found.overtaken)
        said.append(f"{_overtaken(book, found)}: {merging(kept)} brings them in")
    if done.aside:
        kept = keep_documents(book, done.aside)
        said.append(f"kept apart, for it does not fit: {merging(kept)}")
    return said


def _cause(found: Strays, book: Path) -> str:
    by = "another program changed" if found.clash is Clash.KEEP_BOTH else "another copy came in the place of"
    return f"{by} {book.name}"


def _overtaken(book: Path, found: Strays) -> str:
    count = actions_in(found.overtaken)
    return f"{book.name} came back without the last {'change' if count == 1 else f'{count} changes'}"


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"


def _were(count: int) -> str:
    return "was" if count == 1 else "were"


def keep_documents(book: Path, aside: Changed) -> Path:
    """Write documents as a book of their own beside a book; return where."""
    with disk.prepared(book) as file:
        compaction.write(file.fd, Snapshot.of_nothing(), aside, Meta())
        return _named_by_content(book, file, "conflict", book.suffix)


def keep_lines(book: Path, lines: Iterable[Line]) -> Path:
    """Write lines as a journal of their own beside a book, where a merge finds them; return where."""
    content = [line_of(Header(0, schema=SCHEMA)), *(line.text for line in lines)]
    return keep_content(book, "conflict", content, f"{book.suffix}.journal")


def keep_content(book: Path, kind: str, content: Iterable[bytes], suffix: str) -> Path:
    """Write a content beside a book, as `fuyu.KIND-TIME-CHECKSUM.json`; return where."""
    with disk.prepared(book) as file:
        for block in content:
            disk.write_all(file.fd, block)
        return _named_by_content(book, file, kind, suffix)


def _named_by_content(book: Path, file: disk.Prepared, kind: str, suffix: str) -> Path:
    """Give a file a name that no other content has: the same one, written twice, is one file."""
    when = strftime("%Y%m%d-%H%M%S", gmtime(book.stat().st_mtime if book.exists() else 0))
    checksum = disk.content_stamp(file.fd).rpartition("-")[2]
    path = book.with_name(f"{book.stem}.{kind}-{when}-{checksum}{suffix}")
    file.take_its_place(path)
    return path
