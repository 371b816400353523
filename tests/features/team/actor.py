"""Somebody who works in a book at random: `python -m tests.features.team.actor BOOK SEED ACTIONS LEDGER`.

What was acknowledged goes to a ledger, with the uids of the touches that were logged; it goes on where it was killed.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

from fuyu.care import open_book
from fuyu.clock import SystemClock
from fuyu.desk import Desk, NewLead
from fuyu.desk.values import TouchMade
from fuyu.domain.action import Action
from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Status, Temperature
from fuyu.domain.when import When
from fuyu.errors import FuyuError, SaveError
from fuyu.features.team.link import poke

_OUTCOMES = (Outcome.TALKED, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.SENT)


class Actor:
    """One person at one machine."""

    def __init__(self, desk: Desk, chance: Random, name: str) -> None:
        self._desk, self._chance, self._name = desk, chance, name
        self._number = 0

    def act(self) -> Action | None:
        """Do something to somebody; None where it turned out that nothing was to be done."""
        self._number += 1
        rows = list(self._desk.leads.rows())
        if not rows:
            return self._added(0)
        what: tuple[tuple[Callable[[int], Action | None], int], ...] = (
            (self._logged, 55),
            (self._snoozed, 13),
            (self._edited, 12),
            (self._grown, 6),
            (self._noted, 5),
            (self._added, 3),
            (self._undone, 4),
            (self._silenced, 1),
            (self._promised, 3),
        )
        doing = self._chance.choices([do for do, _ in what], [often for _, often in what])[0]
        return doing(self._chance.choice(rows).id)

    def _logged(self, lead: int) -> Action:
        made = TouchMade(outcome=self._chance.choice(_OUTCOMES), note=f"{self._name} {self._number}")
        return self._desk.commands.log(lead, made)

    def _snoozed(self, lead: int) -> Action:
        return self._desk.commands.snooze(lead, self._some_day())

    def _promised(self, lead: int) -> Action:
        return self._desk.promises.agree(lead, self._some_day())

    def _edited(self, lead: int) -> Action:
        fields = ({"company": f"{self._name} {self._number}"}, {"temperature": self._chance.choice([*Temperature])})
        return self._desk.commands.edit(lead, **self._chance.choice(fields))

    def _grown(self, lead: int) -> Action:
        now = self._desk.book.lead(lead)
        return self._desk.commands.edit(lead, tags=(*now.tags[-3:], f"{self._name}{self._number}"))

    def _noted(self, lead: int) -> Action:
        return self._desk.commands.keep_note(lead, f"a note of {self._name} {self._number}")

    def _added(self, _lead: int) -> Action:
        return self._desk.commands.add(NewLead(name=f"New {self._name} {self._number}"))

    def _undone(self, _lead: int) -> Action | None:
        return self._desk.undo.last()

    def _silenced(self, lead: int) -> Action:
        return self._desk.commands.edit(lead, status=Status.DO_NOT_CONTACT)

    def _some_day(self) -> When:
        return When(day=self._desk.now().date() + timedelta(days=self._chance.randint(1, 40)))


def work(book: Path, seed: str, actions: int, ledger: Path) -> None:
    """Act until so many actions are in the ledger."""
    done = len(ledger.read_text().splitlines()) if ledger.exists() else 0
    with closing(open_book(book)) as store, ledger.open("a") as written:
        desk = Desk(store, SystemClock())
        actor = Actor(desk, Random(f"{seed} {done}"), f"{book.stem}{done}")  # noqa: S311 - nothing secret
        while done < actions:
            desk.book.refresh()
            try:
                action = actor.act()
            except SaveError:
                desk.actions.give_up()
                continue
            except FuyuError:
                continue
            if action is None or not action.changes:
                continue
            touches = [change.after.uid for change in action.changes if isinstance(change.after, Touch)]
            written.write(json.dumps([action.uid, action.verb, action.of, touches]) + "\n")
            written.flush()
            os.fsync(written.fileno())
            done += 1
            poke(book)
            time.sleep(actor._chance.random() * 0.02)


if __name__ == "__main__":
    work(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), Path(sys.argv[4]))
