"""The calendar of config.toml follows what is done; beside the dashboard, calendars of others are read."""

import sys
from collections.abc import Sequence
from pathlib import Path

from fuyu import paths
from fuyu.background import Background, Chore, Elsewhere, Said, Told
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.errors import FuyuError
from fuyu.features.calendar.settings import Publishing

_MANY = 2_000
"""Leads from which on a calendar takes longer than a person likes to wait: half a second (measured)."""
_EACH = 300
"""Seconds between two looks into calendars of others."""
_PATIENCE = 5
"""Seconds after which a calendar follows also where nobody pauses."""


def follow(desk: Desk, book: Path, config: Config, elsewhere: Elsewhere) -> str:
    """Let the calendar follow what a command did; of a large book nobody waits for it.

    A calendar that shows another book is left to that book.

    Returns:
        What was in the way, as a sentence; it stops nothing.
    """
    publishing = config.of(Publishing)
    if not publishing.file:
        return ""
    sys.stdout.flush()  # what was done is said before
    if len(desk.leads) > _MANY:
        elsewhere.leave("calendar")
        return ""
    from fuyu.features.calendar.service import publish, shows_another  # noqa: PLC0415 - only those who keep one wait

    file, name = paths.of_words(publishing.file), str(paths.resolved(book))
    try:
        if not shows_another(file, name):
            publish(desk, file, name, publishing.showing)
    except FuyuError as error:
        return f"the calendar does not follow: {error}"
    return ""


def beside(desk: Desk, _book: Path, config: Config, elsewhere: Elsewhere) -> "Calendars | None":
    """Return what goes on with calendars beside the dashboard; None where the settings name none."""
    publishing = config.of(Publishing)
    chores: list[Chore] = [Following(desk, elsewhere)] if publishing.file else []
    chores += [ReadingBusy(elsewhere)] if publishing.busy else []
    return Calendars(chores) if chores else None


class Calendars:
    """What goes on with calendars beside the dashboard."""

    def __init__(self, chores: Sequence[Chore]) -> None:
        self._chores = chores

    def each_second(self, said: Said, told: Told) -> None:
        """Begin what is due."""
        for chore in self._chores:
            chore.each_second(said, told)

    def leave(self) -> None:
        """Have done what is not done yet."""
        for chore in self._chores:
            chore.leave()


class ReadingBusy:
    """Calendars of others, which another process reads now and then: a server may take its time."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._work = Background("busy")
        self._seconds = 0

    def each_second(self, said: Said, told: Told) -> None:  # noqa: ARG002 - there is nothing to tell of
        """Have them read at once, and then every few minutes."""
        if self._seconds % _EACH == 0 and not self._work.is_busy:
            self._work.begin(lambda: self._read(said))
        self._seconds += 1

    def leave(self) -> None:
        """Have nothing read any more."""

    def wait(self) -> None:
        """Wait until they are read."""
        self._work.wait()

    def _read(self, said: Said) -> None:
        try:
            words = self._elsewhere.catch_up("busy")
        except OSError as error:
            words = f"your calendars are not read: {error.strerror}"
        self._work.say(words, said)


class Following:
    """A calendar that another process lets follow once nothing was done for a second, or much for some."""

    def __init__(self, desk: Desk, elsewhere: Elsewhere) -> None:
        self._desk = desk
        self._elsewhere = elsewhere
        self._work = Background("calendar")
        self._seen: object = None
        self._shown: object = None
        self._waited = 0

    def each_second(self, said: Said, told: Told) -> None:  # noqa: ARG002 - there is nothing to tell of
        """Let it follow where it is time to."""
        state = self._state
        if state == self._shown or self._work.is_busy:
            return
        self._waited += 1
        if state != self._seen and self._waited < _PATIENCE:
            self._seen = state
            return
        self._shown, self._waited = state, 0
        self._work.begin(lambda: self._catch_up(said))

    def leave(self) -> None:
        """Have it follow what it does not show yet."""
        if self._shown != self._state or self._work.is_busy:
            self._elsewhere.leave("calendar")

    def wait(self) -> None:
        """Wait until it has followed."""
        self._work.wait()

    @property
    def _state(self) -> object:
        return self._desk.book.changes, self._desk.now().date()

    def _catch_up(self, said: Said) -> None:
        try:
            words = self._elsewhere.catch_up("calendar")
        except OSError as error:
            words = f"the calendar does not follow: {error.strerror}"
        self._work.say(words, said)
