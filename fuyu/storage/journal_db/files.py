"""The file and its journal as they lie on the disk, where others write them too: read, begun, and followed."""

from contextlib import suppress
from pathlib import Path

from fuyu.errors import GoneError, SaveError, StoreError
from fuyu.storage.journal_db import compaction, disk, earlier, strays
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.journal import Header, Journal, Line, line_of
from fuyu.storage.journal_db.lock import Lock
from fuyu.storage.journal_db.places import Changed
from fuyu.storage.journal_db.policy import Policy
from fuyu.storage.journal_db.replaced import Latecomers
from fuyu.storage.journal_db.snapshot import Meta, Snapshot, new_name, opened
from fuyu.storage.journal_db.strays import Clash, Past, Strays

_NOTHING: Changed = {}
_TRIED = 4096
"""Bytes that tell whether a disk takes any."""


class Files:
    """A file with its journal; what they have is read into contents, and what belongs to neither is brought in."""

    def __init__(self, path: Path, policy: Policy, contents: Contents, *, look_only: bool) -> None:
        self.path = path
        self._policy = policy
        self._contents = contents
        self._look_only = look_only
        self.gone = f"{path.name} is gone: it was moved or deleted, or its disk was taken away"
        """The sentence for when the file is there no more."""
        self.notices: list[str] = []
        """What was brought in or kept aside, a sentence each."""
        self.journal_path = disk.beside(path, "journal")
        self.earlier_path = disk.beside(path, "earlier")
        self.lock = Lock(disk.beside(path, "lock"), program=policy.program)
        self.journal: Journal | None = None
        self._journal_seen: Identity | None = None
        """The journal that lay there at the last look, where it is not one that can be read on."""
        self.latecomers = Latecomers(path, self.notices)
        """Keeps aside what is written late to a file that was replaced, and says so."""

    def state(self) -> tuple[Identity | None, Identity | None]:
        """Return which file and journal lie there now."""
        return Identity.of(self.path), Identity.of(self.journal_path)

    @property
    def stamps(self) -> list[str]:
        """The stamps of the lines of the journal that were read."""
        return self.journal.stamps if self.journal else []

    def let_go(self) -> None:
        """Let go of the files."""
        self.latecomers.look(at_last=True)
        if self.journal is not None:
            self.journal.close()
        self.lock.close()

    def load(self, past: Past | None = None) -> None:
        """Read the file and its journal from the start, and bring in what lies there and does not belong to them."""
        past = past or Past(self._contents.snapshot, self.journal, self._contents.changed)
        snapshot, journal = opened(self.path, self.journal_path, self._policy)
        if snapshot.identity is None and past.snapshot.identity is not None:
            raise GoneError(self.gone)
        strays.refuse_without_file(self.path.name, snapshot, journal)
        belongs = journal is not None and journal.continues(snapshot.meta.generation, snapshot.index.stamp)
        self._hold(snapshot, journal if belongs else None)
        before = earlier.recall(self.earlier_path, snapshot.meta.stamps) if snapshot.identity else []
        found = self._strays(past, journal, before, belongs=belongs)
        self._journal_seen = Identity.of(self.journal_path)
        if not found.anything:
            return
        if self._look_only or self.why_read_only():
            done = self._policy.replay(found, self._contents)
            self.notices += self._policy.said(self.path.name, found, done, None)
            for commit in done.commits:
                self._contents.take(commit)
        elif not self.lock.is_held:  # it may be a compaction seen halfway: look again where nobody else can write
            with self.lock.exclusive():
                self.load(past)
        else:
            self._bring_in(found)

    def catch_up(self) -> bool:
        """Read what others wrote, or everything where the files are others than before; return whether it is news."""
        before = self._held()
        if self.are_current():
            self._read_journal()
        if not self.are_current() or (self.journal is not None and self.journal.is_damaged):
            self.load()
        return self._held() != before

    def _held(self) -> tuple[int, str, Identity | None]:
        snapshot = self._contents.snapshot
        return self._contents.seq, snapshot.meta.generation, snapshot.identity

    def are_current(self) -> bool:
        """Return whether the files that were read are still those of the book."""
        if not self._contents.snapshot.is_current:
            return False
        if self.journal is not None:
            return self.journal.is_current
        return Identity.of(self.journal_path) == self._journal_seen

    def started(self) -> Journal:
        """Return the journal; the first write to a book makes it, and the file if there is none."""
        if self.journal is None:
            contents = self._contents
            if contents.snapshot.identity is None:
                earlier.forget(self.earlier_path)
                with disk.prepared(self.path) as file:
                    meta = Meta(schema=contents.schema, needs=contents.needs, generation=new_name())
                    compaction.write(file.fd, contents.snapshot, {}, meta)
                    file.take_its_place()
                contents.snapshot = Snapshot(self.path, self._policy)
            generation, stamp = contents.snapshot.meta.generation, contents.snapshot.index.stamp
            Journal.start(self.journal_path, Header(contents.seq, generation, stamp, contents.schema))
            self.load()
        if self.journal is None:
            raise SaveError("the journal vanished while it was made: not saved")
        return self.journal

    def can_be_written(self) -> bool:
        """Return whether the lock can be had now, and a file be written beside the book."""
        if self.why_read_only():
            return False
        with suppress(StoreError), disk.saving(), self.lock.exclusive(at_once=True):
            with disk.prepared(disk.beside(self.path, "try")) as file:
                disk.write_all(file.fd, bytes(_TRIED))
                file.sync()
            return True
        return False

    def why_read_only(self) -> str:
        """Return why nothing can be written here, empty where it can."""
        if self._look_only:
            return f"{self.path.name} was opened to look at it only"
        if 0 < self._policy.schema < self._contents.schema:
            known = f"(schema {self._contents.schema}; this one knows {self._policy.schema})"
            return f"{self.path.name} needs a newer {self._policy.program} {known}: read-only"
        if unknown := [need for need in self._contents.needs if need not in self._policy.knows]:
            return f"{self.path.name} needs a newer {self._policy.program} ({', '.join(unknown)}): read-only"
        folder = self.path.parent
        if folder.exists() and not disk.may_write(folder):
            return f"not allowed to write in {folder}: read-only"
        for path in (self.path, self.journal_path):
            if path.exists() and not disk.may_write(path):
                return f"not allowed to write {path.name}: read-only"
        return ""

    def _strays(self, past: Past, journal: Journal | None, before: list[Line], *, belongs: bool) -> Strays:
        """Return what is not in the file, nor in the journal that belongs to it.

        Args:
            past: the file and the journal that were read before, if any, and what they held.
            journal: the one that lies there now.
            before: lines that were compacted here before, where the file may not have them.
            belongs: whether that journal was made for this file; it was read then.
        """
        meta, lines_of = self._contents.snapshot.meta, self._policy.lines_of
        found: list[Line] = []
        overwritten = _NOTHING
        is_damaged = False
        if journal is not None:
            lines = lines_of(journal) if not belongs or journal.is_damaged or past.journal else []
            read = set(journal.stamps)
            found += [line for line in strays.not_in(lines, meta) if line.stamp not in read]
            is_damaged = journal.is_damaged
        if past.journal is not None:
            if past.journal.is_as_read:
                present = {line.text for line in (lines_of(journal) if journal else ())}
                theirs = strays.not_in(lines_of(past.journal), meta)
                found = [line for line in theirs if line.text not in present] + found
            else:
                overwritten = past.changed
        is_edited = any(made is not None and made.is_of(meta.generation) for made in (past.journal, journal))
        is_replaced = not strays.comes_from(meta, past.snapshot)
        overtaken = [] if is_replaced else strays.not_in(before, meta)
        return Strays(
            lines=found,
            clash=Clash.GO_ON if is_damaged else Clash.KEEP_BOTH if is_edited else Clash.LEAVE,
            overwritten=overwritten,
            damaged=journal if is_damaged else None,
            where=journal.end if journal else 0,
            replaced=past.snapshot if is_replaced else None,
            overtaken=overtaken if self._policy.matter(overtaken) else [],
        )

    def _hold(self, snapshot: Snapshot, journal: Journal | None) -> None:
        """Begin with a file, and read its journal."""
        if not self._look_only:
            self.latecomers.watch(self._contents.snapshot)
        self.journal = journal
        self._contents.begin(snapshot)
        self._read_journal()

    def _bring_in(self, found: Strays) -> None:
        """Write what is to be brought in behind what belongs to the file, and aside what does not fit."""
        done = self._policy.replay(found, self._contents)
        schema = max(self._contents.schema, self._policy.schema)
        kept = strays.keep(self.path, found, done, schema)
        self.notices += self._policy.said(self.path.name, found, done, kept)
        meta = self._contents.snapshot.meta
        header, text = Header(meta.seq, meta.generation, self._contents.snapshot.index.stamp, schema), b""
        if self.journal is not None:
            header, text = self.journal.header, self.journal.text()
        Journal.start(self.journal_path, header, text + b"".join(map(line_of, done.commits)))
        earlier.forget(self.earlier_path)
        self._hold(self._contents.snapshot, Journal.open(self.journal_path))
        self._journal_seen = Identity.of(self.journal_path)

    def _read_journal(self) -> None:
        with disk.reading(self.journal_path):
            for commit in self.journal.read() if self.journal else ():
                if commit.seq > self._contents.seq:
                    self._contents.take(commit)
