"""Reminding a person of what they promised, each time once, whichever process does it."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

from msgspec import Struct

from fuyu import paths
from fuyu.desk import Desk
from fuyu.errors import NotifyError
from fuyu.features.reminders.notices import require_notifier, sequence, show
from fuyu.features.reminders.rules import Notice, Reminder, Reminding, notices, reminders, untold
from fuyu.features.reminders.told import Told

_DAY = timedelta(days=1)


def record_of(book: Path) -> Path:
    """Return the record of what a person was reminded of: in the person's state folder."""
    return paths.state() / "reminded" / f"{paths.named_after(book)}.json"


class Telling(Struct, frozen=True):
    """What was told."""

    reminders: tuple[Reminder, ...]
    notices: tuple[Notice, ...]
    trouble: str
    """Why the desktop showed none of it, as a sentence; empty where it did, or was not to."""


class Reminders:
    """The reminders of one book; `near` is quick, `tell` waits for the disk and the desktop."""

    def __init__(self, desk: Desk, reminding: Reminding, record: Path) -> None:
        """Make them.

        Args:
            desk: the book.
            reminding: how the person wants to be reminded.
            record: where is kept what was told.
        """
        self._desk = desk
        self._reminding = reminding
        self._told = Told(record)
        self._known: dict[str, int] = {}

    def rings(self, notices: Sequence[Notice]) -> str:
        """Return what tells a terminal of notices."""
        return "".join(sequence(self._reminding.terminal, notice) for notice in notices)

    def near(self) -> list[Reminder]:
        """Return what is to be told now, as far as this process knows."""
        now = self._desk.now()
        due = reminders(self._desk.whose.mine.for_day(now.date() + _DAY), now, self._reminding)
        return list(untold(due, self._known))

    def tell(self, near: Sequence[Reminder], *, heard: bool) -> Telling:
        """Tell what nobody told yet, and return it.

        Args:
            near: what is to be told, as far as this process knows.
            heard: whether it is heard also where the desktop cannot show it.

        Raises:
            NotifyError: nobody would hear it; it stays to be told.
            StoreError: that it is told could not be kept, so it was not.
        """
        if self._reminding.desktop and not heard and near:
            require_notifier()
        mine = self._told.claim(near, self._desk.now())
        self._known |= {reminder.key: int(reminder.stage) for reminder in near}
        told = notices(mine, self._reminding.text)
        trouble = ""
        for notice in told if self._reminding.desktop else ():
            try:
                show(notice)
            except NotifyError as error:
                trouble = str(error)
        return Telling(tuple(mine), tuple(told), trouble)
