"""Three weeks of someone who follows the round of calls: every promise that the day has room for is kept."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest

from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead, TouchMade
from fuyu.domain.agenda import Agenda, due_promises
from fuyu.domain.calls import Round
from fuyu.domain.lead import Outcome, Row, Temperature
from fuyu.domain.manners import welcome_for
from fuyu.domain.step import Plan
from tests.memory import MemoryStore

LONDON = ZoneInfo("Europe/London")
MONDAY = date(2026, 3, 16)  # summer time begins after the second week
_ROOM = 12
_OPENS, _CLOSES = time(9), time(18)
_DAY, _TOUCH, _PAUSE = timedelta(days=1), timedelta(minutes=40), timedelta(minutes=5)
_EARLY, _LATE = timedelta(minutes=10), timedelta(hours=1)
_HOMES = ("", "", "", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Asia/Tokyo")


_SHORT = "Asia/Tokyo"
"""Where call hours end soon after the day begins: there is time for one call."""


@dataclass
class Weeks:
    """What became of three weeks."""

    timed: int = 0
    """Promises with a time that were kept from ten minutes before it to an hour after."""
    untimed: int = 0
    """Promises for any time that were kept on their day."""
    plans: int = 0
    broken: list[str] = field(default_factory=list)
    """Promises that were not kept when they were for, though no day has more of them than its room."""
    at_night: list[str] = field(default_factory=list)
    """Calls outside call hours without an agreed time, while others could be called."""
    twice: list[str] = field(default_factory=list)
    """Second calls of a day without a promise."""
    fullest: int = 0
    """The most promises of a day."""


def due_on(agenda: Agenda) -> dict[int, Row]:
    """Return who is due on a day, by id."""
    return {row.id: row for row in (*agenda.overdue, *agenda.today)}


class Follower:
    """One person with forty leads and one new a day, who makes twelve touches a day in the order of the round."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - a play, that is the same each time
        self.clock = StoppedClock(datetime.combine(MONDAY, _OPENS, LONDON))
        self.desk = Desk(MemoryStore(), self.clock)
        self.weeks = Weeks()
        for number in range(40):
            self._meet(f"Lead {number}", MONDAY - _DAY * self.random.randint(-5, 20))

    def run(self) -> Weeks:
        """Live three weeks."""
        for number in range(21):
            day = MONDAY + _DAY * number
            self.clock.at = datetime.combine(day, _OPENS, LONDON)
            if self.desk.calendar.is_working(day):
                self._meet(f"New {number}", day)
                self._work()
        return self.weeks

    def _meet(self, name: str, day: date) -> None:
        home, warmth = self.random.choice(_HOMES), self.random.choice(tuple(Temperature))
        self.desk.commands.add(NewLead(name=name, zone=home, temperature=warmth, next_step=Plan(day=day)))

    def _work(self) -> None:
        """Call whose turn it is, as often as the day has room; who is agreed for later is waited for."""
        promised = self._promised()
        self.weeks.fullest = max(self.weeks.fullest, len(promised))
        called: set[int] = set()
        going, dealt_with = Round(), None
        while len(called) < _ROOM and self.clock.at.time() < _CLOSES:
            agenda = self.desk.agenda.today()
            now = self.desk.agenda.round(agenda)
            turn = going.after(dealt_with, now)
            going, dealt_with = going.renewed(now, dealt_with), None
            row = due_on(agenda).get(turn or 0)
            if row is None or self._until(row) > _EARLY or self._keeps_room(row, promised, _ROOM - len(called)):
                self.clock.at += _PAUSE
                continue
            self._judge(row, agenda, called)
            self._talk(row)
            called.add(row.id)
            dealt_with = row.id
            self.clock.at += _TOUCH
        self.weeks.broken += [f"{self.clock.at:%a %d}: {name} left" for name in self._promised() & promised]

    def _keeps_room(self, row: Row, promised: set[str], room: int) -> bool:
        """Return whether a plan has to wait: the day's last touches are for promises that cannot be kept yet."""
        step = self.desk.proposals.foremost(row)
        is_plan = step is not None and not step.promised
        return is_plan and len(self._promised() & promised) >= room

    def _promised(self) -> set[str]:
        rows = due_on(self.desk.agenda.today()).values()
        return {row.name for row in rows if due_promises(row, self.clock.at.date())}

    def _until(self, row: Row) -> timedelta:
        """Return how far away their time is; nothing where they have none."""
        step = self.desk.proposals.foremost(row)
        at = step.moment(LONDON) if step else None
        return at - self.clock.at if at else timedelta()

    def _judge(self, row: Row, agenda: Agenda, called: set[int]) -> None:
        """Note what calling somebody now means."""
        step, until, told = (
            self.desk.proposals.foremost(row),
            self._until(row),
            f"{self.clock.at:%a %d %H:%M} {row.name}",
        )
        assert step is not None
        is_on_time = step.time is not None and -_LATE <= until <= _EARLY
        if not step.promised:
            self.weeks.plans += 1
            self.weeks.twice += [told] if row.id in called else []
        elif step.time is None:
            self.weeks.untimed += step.day == agenda.day
        else:
            self.weeks.timed += is_on_time
        if step.promised and (step.day < agenda.day or (step.time is not None and not is_on_time)):
            self.weeks.broken.append(told)
        others = [other for other in due_on(agenda).values() if other.id != row.id and self._until(other) <= _EARLY]
        if not is_on_time and not self._is_welcome(row) and any(map(self._is_welcome, others)):
            self.weeks.at_night.append(told)

    def _is_welcome(self, row: Row) -> bool:
        return welcome_for(row, self.clock.at, self.desk.manners.call_hours) is not None

    def _talk(self, row: Row) -> None:
        if self.random.random() < 0.4:
            self.desk.commands.log(row.id, TouchMade(outcome=Outcome.NO_ANSWER))
        else:
            agreed = self._agreed(row) if self.random.random() < 0.6 else None
            self.desk.commands.log(
                row.id, TouchMade(outcome=Outcome.TALKED, next_step=agreed, agreed=agreed is not None)
            )

    def _agreed(self, row: Row) -> Plan | None:
        """Return a promise for a day that has room for it; None where it has none."""
        day = self.desk.calendar.next_working(self.clock.at.date() + _DAY * self.random.randint(1, 6))
        others = [(other, step) for other in self.desk.leads.rows() if (step := other.next_step) and step.day == day]
        promised = [(other.zone, step.time) for other, step in others if step.promised]
        taken = {at.hour for _, at in promised if at}
        free = [hour for hour in range(_OPENS.hour + 1, _CLOSES.hour - 1) if hour not in taken]
        if len(promised) >= _ROOM:
            return None
        if free and self.random.random() < 0.6:
            at = time(self.random.choice(free), self.random.choice((0, 15, 30)))
            return Plan(day=day, time=at, zone=LONDON.key)
        if row.zone == _SHORT and (_SHORT, None) in promised:
            return None
        return Plan(day=day)


@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_three_weeks_by_the_round_keep_every_promise_that_the_day_has_room_for(number: int) -> None:
    weeks = Follower(number).run()
    assert (weeks.broken, weeks.at_night, weeks.twice) == ([], [], [])
    assert min(weeks.timed, weeks.untimed) > 10
    assert weeks.plans > 40
    assert weeks.fullest <= _ROOM
