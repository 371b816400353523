"""Three weeks of someone who follows the round of calls: every promise that the day has room for is kept."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.lead import NextStep, Outcome, Row, Temperature
from fuyu.domain.manners import welcome_for
from tests.memory import MemoryStore

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 16)  # summer time begins in the third week
TOUCHES = 12
_TOUCH, _PAUSE = timedelta(minutes=45), timedelta(minutes=5)
_OPENS, _CLOSES = time(9), time(18)
_ON_TIME = (-timedelta(minutes=10), timedelta(hours=1))
_HOMES = ("", "", "", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo")
_DAY = timedelta(days=1)


@dataclass
class Kept:
    """What became of the promises of three weeks."""

    on_time: int = 0
    on_the_day: int = 0
    late: list[str] = field(default_factory=list)
    """Broken on a day that had room for them."""
    at_night: list[str] = field(default_factory=list)
    """Called outside their call hours without an agreed time, while others could be called."""
    twice: list[str] = field(default_factory=list)
    """Called twice a day."""
    plans: int = 0


class Weeks:
    """One person with forty leads and one new a day, twelve touches a day."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a play, that is the same each time
        self.clock = StoppedClock(datetime.combine(MONDAY, _OPENS, LONDON))
        self.desk = Desk(MemoryStore(), self.clock)
        self.kept = Kept()
        for number in range(40):
            self._meet(MONDAY - _DAY * self.random.randint(-5, 20), f"Lead {number}")

    def run(self) -> Kept:
        """Live three weeks."""
        for number in range(21):
            day = MONDAY + _DAY * number
            self.clock.at = datetime.combine(day, _OPENS, LONDON)
            if self.desk.calendar.is_working(day):
                self._meet(day, f"New {number}")
                self._work(day)
        return self.kept

    def _meet(self, due: date, name: str) -> None:
        step = NextStep(day=due)
        home, warmth = self.random.choice(_HOMES), self.random.choice(tuple(Temperature))
        self.desk.add(NewLead(name=name, zone=home, temperature=warmth, next_step=step))

    def _work(self, day: date) -> None:
        """Follow the round; who is agreed for later is waited for."""
        waiting, called, dealt_with = self._promised(day), set[int](), None
        going = self.desk.round_of(self.desk.today())
        while len(called) < TOUCHES and self.clock.at.time() < _CLOSES:
            now = self.desk.round_of(self.desk.today())
            lead_id = going.after(dealt_with, now)
            going = going.renewed(now, dealt_with)
            row = self.desk.row(lead_id) if lead_id is not None else None
            if row is None or self._comes_later(row):
                self.clock.at += _PAUSE
                dealt_with = None
                continue
            self._note(row, called)
            called.add(row.id)
            dealt_with = row.id
            self._talk(row)
            self.clock.at += _TOUCH
        if len(waiting) <= TOUCHES:
            left = [row.name for row in self._promised(day) if row.id in waiting and row.id not in called]
            self.kept.late += [f"{day}: {name} was left" for name in left]

    def _promised(self, day: date) -> dict[int, Row] | list[Row]:
        agenda = self.desk.today()
        rows = [row for row in (*agenda.overdue, *agenda.today) if row.next_step and row.next_step.promised]
        return rows if self.clock.at.time() > _OPENS else {row.id: row for row in rows}
