"""What goes on beside the keys: a calendar that follows what is done, reminders of promises, copies of the book."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Protocol

from fuyu.desk import Desk
from fuyu.errors import FuyuError
from fuyu.tui.kit.textual_compat.ending import ring

if TYPE_CHECKING:
    from textual.app import App

    from fuyu.desk.reminding import Reminders
    from fuyu.domain.reminder import Notice, Reminder

_PATIENCE = 5
"""Seconds after which a calendar follows also where nobody pauses."""


class Follower(Protocol):
    """A calendar that is kept elsewhere."""

    def catch_up(self) -> str:
        """Wait until the calendar shows the book as it is; return what was in the way."""

    def leave(self) -> None:
        """Have it done without waiting."""


class Beside:
    """Looked after each second; what takes time is done in threads, which hold up no key and no leaving."""

    def __init__(
        self,
        desk: Desk,
        follower: Follower | None = None,
        reminders: "Callable[[], Reminders] | None" = None,
        notes: Path | None = None,
    ) -> None:
        """Make it.

        Args:
            desk: the book.
            follower: the calendar that follows, if there is one.
            reminders: makes the reminders when the first second has passed, so that no start waits for them.
            notes: where notes lie while they are written in another editor; None is with the temporary files.
        """
        self.notes = notes
        self._desk = desk
        self._follower = follower
        self._make_reminders = reminders
        self._reminders: Reminders | None = None
        self._following: Thread | None = None
        self._reminding: Thread | None = None
        self._seen: object = None
        self._shown: object = None
        self._waited = 0
        self._trouble = ""
        self._minute = ""

    def each_second(self, said: Callable[[str], None], told: "Callable[[Sequence[Notice]], None]") -> None:
        """Begin what is due.

        Args:
            said: takes what was in the way, from any thread, and once until it is another thing.
            told: takes the notices that the terminal is to show, from any thread.
        """
        self._follow(said)
        self._remind(said, told)

    def leave(self) -> None:
        """The dashboard ends: have the calendar follow what it does not show yet."""
        if self._follower is not None and (self._shown != self._state or _is_busy(self._following)):
            with suppress(OSError):
                self._follower.leave()

    def ring(self, app: "App[object]", notices: "Sequence[Notice]") -> None:
        """Let the terminal tell of notices, in the way that is set."""
        if self._reminders:
            ring(app, self._reminders.rings(notices))

    @property
    def _state(self) -> object:
        return self._desk.book.changes, self._desk.now().date()

    def _follow(self, said: Callable[[str], None]) -> None:
        """Let the calendar follow once nothing was done for a second, or much for some."""
        follower, state = self._follower, self._state
        if follower is None or state == self._shown or _is_busy(self._following):
            return
        self._waited += 1
        if state != self._seen and self._waited < _PATIENCE:
            self._seen = state
            return
        self._shown, self._waited = state, 0

        def catch_up() -> None:
            try:
                words = follower.catch_up()
            except OSError as error:
                words = f"the calendar does not follow: {error.strerror}"
            self._say(words, said)

        self._following = _begin(catch_up, "calendar")

    def _remind(self, said: Callable[[str], None], told: "Callable[[Sequence[Notice]], None]") -> None:
        """Look once a minute what is near."""
        minute = f"{self._desk.now():%H:%M}"
        if self._make_reminders is None or minute == self._minute or _is_busy(self._reminding):
            return
        self._minute = minute
        reminders = self._reminders = self._reminders or self._make_reminders()
        try:
            near = reminders.near()
        except FuyuError as error:
            self._say(str(error), said)
            return
        if near:
            self._reminding = _begin(lambda: self._tell(reminders, near, said, told), "remind")

    def _tell(
        self,
        reminders: "Reminders",
        near: "Sequence[Reminder]",
        said: Callable[[str], None],
        told: "Callable[[Sequence[Notice]], None]",
    ) -> None:
        try:
            telling = reminders.tell(near, heard=True)
        except FuyuError as error:
            self._say(str(error), said)
            return
        if telling.notices:
            told(telling.notices)

    def _say(self, words: str, said: Callable[[str], None]) -> None:
        if words and words != self._trouble:
            said(words)
        self._trouble = words


def tidy_up(tidy: Callable[[], str], said: Callable[[str], None]) -> None:
    """Begin to bring the files into order and to copy them; leaving waits for nothing.

    Args:
        tidy: does it, and returns what was in the way.
        said: takes that, from a thread.
    """

    def work() -> None:
        try:
            words = tidy()
        except Exception as error:  # noqa: BLE001 - no trouble with a copy is worth the day
            words = f"no copy of the book was made today: {type(error).__name__}"
        if words:
            said(words)

    _begin(work, "tidy")


def _is_busy(thread: Thread | None) -> bool:
    return thread is not None and thread.is_alive()


def _begin(work: Callable[[], None], name: str) -> Thread:
    thread = Thread(target=work, name=name, daemon=True)
    thread.start()
    return thread
