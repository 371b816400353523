"""What looks after the files of a book: what a person should know of them, copies, compactions."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from fuyu import disk
from fuyu.care.backups import back_up, list_backups
from fuyu.care.surroundings import access_warnings, conflict_copies, offer
from fuyu.domain.action import Change, Table
from fuyu.errors import NotFoundError, StoreError
from fuyu.storage import documents
from fuyu.storage.documents import FORGOTTEN
from fuyu.storage.forgetting.forget import ForgettingWish
from fuyu.storage.journal_db import JournalDB
from fuyu.storage.journal_db.journal import Journal
from fuyu.storage.journal_db.strays import Clash
from fuyu.storage.lead_index import Problem, asked, index_of
from fuyu.storage.port import Cleaned

if TYPE_CHECKING:
    from fuyu.storage.forgetting.person import ForgottenPerson

_WORTH = 50
"""A journal is worth compacting from this part of the file on."""


class BookCare:
    """Looks after the files of one book."""

    def __init__(self, db: JournalDB, backups: Path | None) -> None:
        """Take the database of a book, and the folder for daily copies; none are made without."""
        self._db, self._storage, self._backups = db, db.storage, backups

    @property
    def copy_before(self) -> str:
        """The name of the file that has the book as it was before its schema changed; empty where it never did."""
        return self._storage.contents.copy

    def problems(self) -> Sequence[Problem]:
        """Return the documents that cannot be read; they are kept as they are."""
        index = index_of(self._storage.contents.snapshot)
        return index.note.problems if index else ()

    def warnings(self) -> list[str]:
        """Return what the person should know about the book's files, a sentence each."""
        found = access_warnings(self._storage.path)
        found += map(offer, self.conflicts())
        is_here = self._storage.contents.file_size > 0
        if self._backups and not is_here and (kept := list_backups(self._storage.path, self._backups)):
            found.append(f"no book here: “fuyu restore {kept[0].day}” brings back a copy of {self._storage.path}")
        return [*found, *self.unreadable()]

    def unreadable(self) -> list[str]:
        """Return the sentence that says how many documents cannot be read, where there are any."""
        count = len(self.problems())
        records = "1 record" if count == 1 else f"{count} records"
        return [f"{records} cannot be read; “fuyu check” lists them"] if count else []

    def news(self) -> list[str]:
        """Return what was done about the book's files since this was last asked, a sentence each."""
        said = [*self._storage.files.notices]
        self._storage.files.notices.clear()
        return said

    def conflicts(self) -> list[Path]:
        """Return the copies beside the book that hold someone else's changes."""
        return conflict_copies(self._storage)

    def take(self, journal: Path) -> None:
        """Take what another journal holds into memory only, over what is here: to look at it, and to merge it."""
        from fuyu.care.replay import replay  # noqa: PLC0415 - few books ever find anything beside them

        found = Journal.open(journal, to_write=False)
        if found is None:
            raise NotFoundError(f"there is no file {journal}")
        lines, contents = self._storage.policy.lines_of(found, trusting=True), self._storage.contents
        for commit in replay(lines, contents, Clash.GO_ON).commits:
            contents.take(commit)

    def tidy(self) -> bool:
        """Compact where the journal is worth it, for an idle moment and any thread; return whether that was done."""
        is_done = (
            self._storage.journal_size * _WORTH > self._storage.contents.file_size and self._storage.compact_quietly()
        )
        with suppress(StoreError, OSError):
            snapshot = self._storage.contents.snapshot
            snapshot.make_sure()
            asked(snapshot, lambda index: index.vocabulary(snapshot))  # for the next search
        return is_done

    def back_up(self, today: date) -> Path | None:
        """Copy the book to the backups, once a day; return the copy. Any thread may do it."""
        if self._backups is None or next(self._storage.contents.ids(Table.LEADS), None) is None:
            return None
        return back_up(self._storage.path, self._backups, today, self._storage.copy_to)

    def forget(self, ids: Collection[int], wish: ForgettingWish) -> Cleaned:
        """Forget the person whom some leads are, in the book and all that is kept of it here."""
        from fuyu.care.forgetting import Forgetter  # noqa: PLC0415 - few books ever forget anybody

        return Forgetter(self._db).forget(ids, wish)

    def deleted(self) -> Mapping[int, str]:
        """Return the names of leads who were deleted and can be brought back still, by their ids."""
        from fuyu.storage.forgetting.person import deleted_in  # noqa: PLC0415 - the same

        return deleted_in(self._storage.contents)

    def naming(self, ids: Collection[int]) -> "tuple[ForgottenPerson, Sequence[Change]]":
        """Return whom some leads are, and what takes their names out of what a team shares about others."""
        from fuyu.care.forgetting import Forgetter  # noqa: PLC0415 - the same

        return Forgetter(self._db).naming(ids)

    def finish_forgetting(self) -> bool:
        """Clean what is not clean yet of who was forgotten; what is in the way of that is said."""
        if FORGOTTEN not in self._storage.contents.tables:
            return True
        if self._storage.read_only:
            return False
        from fuyu.care.forgetting import Forgetter  # noqa: PLC0415 - the same

        try:
            Forgetter(self._db).finish()
        except (StoreError, OSError) as error:
            self._storage.files.notices.append(f"some files still hold somebody who was forgotten: {error}")
            return False
        return True

    def copy_to(self, path: Path, held: Sequence[Change] = ()) -> None:
        """Write the whole book to a new file, also where its own cannot be written, with changes that are not saved."""
        changed: dict[str, dict[int, bytes | None]] = {}
        for change in held:
            changed.setdefault(change.table, {})[change.id] = documents.rewritten(None, None, change.after)
        with disk.claimed(path):
            self._storage.copy_to(path, changed)

    def export_to(self, fd: int) -> None:
        """Write the whole book as JSON to an open file, such as standard output."""
        self._storage.export_to(fd)
