"""What keeps a book and its team the same: a worker beside the dashboard, and a word to it behind each command."""

from pathlib import Path

from fuyu.background import Elsewhere, Process, Said, Told
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.desk.events import ActionDone
from fuyu.features.team.link import is_at_work, poke

_AGAIN = 5
"""Seconds before a worker is begun anew that ended by itself."""


def follow(desk: Desk, book: Path, _config: Config, elsewhere: Elsewhere) -> str:
    """Have what a command did sent to the team; nobody waits for it."""
    if desk.book.is_shared and not poke(book):
        elsewhere.leave("team", "sync")
    return ""


def beside(desk: Desk, book: Path, _config: Config, elsewhere: Elsewhere) -> "WorkerBeside":
    """Return what keeps a worker beside the dashboard; it does nothing while the book belongs to no team."""
    return WorkerBeside(desk, book, elsewhere)


class WorkerBeside:
    """Begins a worker where a book has none, and tells it of each action."""

    def __init__(self, desk: Desk, book: Path, elsewhere: Elsewhere) -> None:
        self._desk = desk
        self._book = book
        self._elsewhere = elsewhere
        self._worker: Process | None = None
        self._pause = 0
        desk.events.listen(ActionDone, self._poke)

    def _poke(self, _done: ActionDone) -> None:
        if self._desk.book.is_shared:
            poke(self._book)

    def each_second(self, said: Said, told: Told) -> None:  # noqa: ARG002 - the header says how it stands
        """Begin a worker where there is none, not the one of another dashboard either."""
        self._pause = max(self._pause - 1, 0)
        is_there = self._worker is not None and not self._worker.is_over
        if is_there or self._pause or not self._desk.book.is_shared or is_at_work(self._book):
            return
        self._worker = self._elsewhere.stay("team", "sync", "--stay")
        self._pause = _AGAIN

    def leave(self) -> None:
        """The dashboard ends, and the worker with it."""
        if self._worker is not None:
            self._worker.end()
