"""What is kept beside a book: nothing that somebody wrote is dropped, whatever became of the file."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from msgspec import Raw

from fuyu import disk
from fuyu.care import aside, earlier, replaced
from fuyu.care.surroundings import merging
from fuyu.storage.documents import ACTIONS, FORGOTTEN, SCHEMA
from fuyu.storage.journal_db import Keeper
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.journal import Commit, Line
from fuyu.storage.journal_db.snapshot import Meta, Snapshot
from fuyu.storage.journal_db.strays import Clash, Replayed, Strays, not_in


class Kept(NamedTuple):
    """Where strays were kept beside the file."""

    damaged: Path | None = None
    replaced: Path | None = None
    overtaken: Path | None = None
    aside: Path | None = None


class BookKeeper(Keeper):
    """Keeps beside a book what was compacted last, who may write late, and what does not fit."""

    def __init__(self, path: Path, notices: list[str]) -> None:
        """Keep what belongs to a book; `notices` gets a sentence for whatever is done about that."""
        super().__init__(path, notices)
        self._earlier = disk.beside(path, "earlier")
        self._latecomers = replaced.Latecomers(path, notices)

    def watch(self, snapshot: Snapshot) -> None:
        """Watch a version of the file that another takes the place of: some program may still write to it."""
        self._latecomers.watch(snapshot)

    def look(self, *, at_last: bool = False) -> None:
        """Keep aside what was written late, as soon as the writer has paused, or `at_last` at once."""
        self._latecomers.look(at_last=at_last)

    @contextmanager
    def replacing(self, snapshot: Snapshot, lines: Sequence[Line]) -> Iterator[None]:
        """Exchange the file inside the block: the one before keeps a second name, and the lines stay for some days."""
        with replaced.kept(self.path, snapshot.identity, snapshot.index.stamp):
            yield
        earlier.remember(self._earlier, lines)

    def missing_in(self, meta: Meta) -> list[Line]:
        """Return what was done in a file before and is not in this one; none where that was typing only."""
        lines = not_in(earlier.recall(self._earlier, meta.stamps), meta)
        return lines if actions_in(lines) or _marks_in(lines) else []

    def forget(self) -> None:
        """Keep such lines no more: they are in the book, or aside."""
        earlier.forget(self._earlier)

    def bring_in(self, found: Strays, here: Contents, *, to_write: bool) -> list[Commit]:
        """Do actions again where they fit; what does not is offered to be merged. `replay` has the rules."""
        from fuyu.care.replay import replay  # noqa: PLC0415 - few books ever find anything beside them

        done = replay(found.lines, here, found.clash)
        _note_overwritten(done, found, here)
        name = self.path.name
        if to_write:
            self.notices += _was_done(name, found, done, _keep(self.path, found, done, max(here.schema, SCHEMA)))
        else:
            self.notices += _to_come(name, found, done)
        return [*done.commits, *_marking(found, here, done.commits)]


def actions_in(lines: Iterable[Line]) -> int:
    """Return how many lines are more than typing."""
    return sum(ACTIONS in line.commit.put for line in lines)


def _marks_in(lines: Iterable[Line]) -> dict[int, Raw]:
    """Return the marks of who was forgotten that lines have, by lead."""
    return {lead_id: raw for line in lines for lead_id, raw in line.commit.put.get(FORGOTTEN, {}).items()}


def _marking(found: Strays, here: Contents, commits: Sequence[Commit]) -> Iterator[Commit]:
    """Yield what brings back the marks of who was forgotten: an older file brings nobody back."""
    marks = _marks_in((*found.overtaken, *found.lines))
    lost = {lead_id: raw for lead_id, raw in marks.items() if here.get(FORGOTTEN, lead_id) is None}
    if lost:
        yield Commit(commits[-1].seq + 1 if commits else here.seq + 1, {FORGOTTEN: lost})


def _note_overwritten(done: Replayed, found: Strays, here: Contents) -> None:
    """Keep aside the documents that another program wrote over, too, where something else stands now."""
    for table, documents in found.overwritten.items():
        for document_id, ours in documents.items() if table != ACTIONS else ():
            if ours is not None and ours != here.get(table, document_id):
                done.aside.setdefault(table, {}).setdefault(document_id, ours)


def _keep(path: Path, found: Strays, done: Replayed, schema: int) -> Kept:
    """Keep beside a file what is not brought into it."""
    damaged = replaced = overtaken = documents = None
    if found.damaged is not None:
        content = [found.damaged.content()]
        damaged = aside.keep_content(path, aside.DAMAGED, content, f"{path.suffix}.journal")
    if found.replaced is not None:
        replaced = aside.keep_content(path, aside.CONFLICT, found.replaced.content(), path.suffix)
    if found.overtaken:
        overtaken = aside.keep_lines(path, found.overtaken, schema)
    if done.aside:
        documents = aside.keep_documents(path, done.aside, schema)
    return Kept(damaged, replaced, overtaken, documents)


def _to_come(name: str, found: Strays, done: Replayed) -> list[str]:
    said = []
    if found.damaged is not None:
        said.append(
            f"{name}.journal is damaged at byte {found.where}; the next change keeps the damaged file aside "
            "and goes on with what can be read"
        )
    elif done.fitted:
        said.append(f"{_cause(name, found)}; {_changes(done.fitted)} of yours will be added to it at the next change")
    if found.overtaken:
        said.append(
            f"{_overtaken(name, found)}; the next change keeps what was done here in a file beside it, for “fuyu merge”"
        )
    if done.left or done.aside:
        said.append("what does not fit any more will be kept in a file beside it, for “fuyu merge”")
    return said


def _was_done(name: str, found: Strays, done: Replayed, kept: Kept) -> list[str]:
    said = []
    if kept.damaged:
        said.append(
            f"{name}.journal was damaged at byte {found.where}: all that can be read is in the book; "
            f"the damaged file is {kept.damaged.name}"
        )
    elif done.fitted:
        said.append(f"{_cause(name, found)}; {_changes(done.fitted)} of yours on top")
    if kept.replaced:
        said.append(f"{name} was replaced by another book; the one before is kept: {merging(kept.replaced)}")
    if kept.overtaken:
        said.append(f"{_overtaken(name, found)}: {merging(kept.overtaken)} brings them in")
    if kept.aside:
        said.append(f"kept apart, for it does not fit: {merging(kept.aside)}")
    return said


def _cause(name: str, found: Strays) -> str:
    by = "another program changed" if found.clash is Clash.KEEP_BOTH else "another copy came in the place of"
    return f"{by} {name}"


def _overtaken(name: str, found: Strays) -> str:
    count = actions_in(found.overtaken)
    return f"{name} came back without the last {'change' if count == 1 else f'{count} changes'}"


def _changes(count: int) -> str:
    return "1 change" if count == 1 else f"{count} changes"
