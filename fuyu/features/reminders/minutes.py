"""What comes near is told beside the dashboard, each minute."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from fuyu.background import Background, Elsewhere, Said, Told
from fuyu.config import Config
from fuyu.desk import Desk
from fuyu.errors import FuyuError
from fuyu.features.reminders.rules import Reminder, Reminding

if TYPE_CHECKING:
    from fuyu.features.reminders.service import Reminders


def beside(desk: Desk, book: Path, config: Config, _elsewhere: Elsewhere) -> "Minutes":
    """Return the reminders of the dashboard."""
    return Minutes(desk, config.of(Reminding), book)


class Minutes:
    """Looks once a minute what is near; the desktop is told of it in a thread."""

    def __init__(self, desk: Desk, reminding: Reminding, book: Path) -> None:
        self._desk = desk
        self._reminding = reminding
        self._book = book
        self._work = Background("remind")
        self._minute = ""

    def each_second(self, said: Said, told: Told) -> None:
        """Look what is near, where another minute has begun."""
        minute = f"{self._desk.now():%H:%M}"
        if minute == self._minute or self._work.is_busy:
            return
        self._minute = minute
        try:
            near = self._reminders.near()
        except FuyuError as error:
            self._work.say(str(error), said)
            return
        if near:
            self._work.begin(lambda: self._tell(near, said, told))

    def leave(self) -> None:
        """What is near is told by a timer, or when the dashboard is open again."""

    def wait(self) -> None:
        """Wait until the desktop was told."""
        self._work.wait()

    @cached_property
    def _reminders(self) -> "Reminders":
        from fuyu.features.reminders.service import Reminders, record_of  # noqa: PLC0415 - after the first picture

        return Reminders(self._desk, self._reminding, record_of(self._book))

    def _tell(self, near: Sequence[Reminder], said: Said, told: Told) -> None:
        try:
            telling = self._reminders.tell(near, heard=True)
        except FuyuError as error:
            self._work.say(str(error), said)
            return
        if telling.notices:
            words = "; ".join(f"{notice.title}, {notice.body}" for notice in telling.notices)
            told(words, self._reminders.rings(telling.notices))
