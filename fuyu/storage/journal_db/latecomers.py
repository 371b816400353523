"""Programs that had the file open when it was replaced, and write into what has no name any more.

What is replaced here keeps a second name then (`replaced`); what a sync tool or an editor replaces is gone as soon as
nobody has it open. So the last few of them stay open, and what is written there is kept aside.
"""

from pathlib import Path

from fuyu.storage.journal_db import aside, replaced
from fuyu.storage.journal_db.disk import Identity
from fuyu.storage.journal_db.snapshot import Snapshot

_WATCHED = 3


class Latecomers:
    """Watches the versions of a file that were replaced last."""

    def __init__(self, book: Path, notices: list[str]) -> None:
        """Watch the versions of a book's file; `notices` gets a sentence for each that was written late."""
        self._book = book
        self._notices = notices
        self._replaced: dict[Snapshot, Identity] = {}
        """With what each was at the last look."""

    def watch(self, snapshot: Snapshot) -> None:
        """Watch a version that another takes the place of; one that was written in place already has been read."""
        if snapshot.identity is not None and not snapshot.is_current and snapshot.present() == snapshot.identity:
            self._replaced[snapshot] = snapshot.identity
            for oldest in list(self._replaced)[:-_WATCHED]:
                del self._replaced[oldest]

    def look(self, *, at_last: bool = False) -> None:
        """Keep aside what was written late, as soon as the writer has paused, or `at_last` at once."""
        for snapshot, before in list(self._replaced.items()):
            now = snapshot.present()
            if now != snapshot.identity and (now == before or at_last):
                kept = replaced.name_of(self._book, now) or aside.keep_content(
                    self._book, aside.CONFLICT, snapshot.content(), self._book.suffix
                )
                name = self._book.name
                self._notices.append(f"another program had {name} open and wrote to it: that is kept in {kept.name}")
                del self._replaced[snapshot]
            else:
                self._replaced[snapshot] = now
