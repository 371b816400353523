"""A year at the desk: a person who follows up, and leads who answer, ignore, put off, say no, win and name others.

The test of the rules as a whole, and the figures of `python -m bench.year`. Everything random comes from one seed, and
everything is done through the desk, as the dashboard does it.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from random import Random
from zoneinfo import ZoneInfo

from fuyu.clock import StoppedClock
from fuyu.desk import Desk, NewLead, TouchMade, days
from fuyu.domain.action import Change, Table, Verb
from fuyu.domain.agenda import due_promises, relative_lateness
from fuyu.domain.cadence import Cadence
from fuyu.domain.history import Away
from fuyu.domain.lead import About, Lead, Outcome, Row, Temperature
from fuyu.domain.promise import Promise
from fuyu.domain.score import score
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.when import When
from fuyu.storage.port import Store

LONDON = ZoneInfo("Europe/London")
FIRST = date(2026, 1, 5)
_DAY = timedelta(days=1)
_WARMTH = (Temperature.HOT, *[Temperature.WARM] * 5, *[Temperature.COLD] * 4)
_ANSWERS = {
    Outcome.WON: 3,
    Outcome.DO_NOT_CONTACT: 1.5,
    Outcome.WRONG_CONTACT: 1.5,
    Outcome.NOT_NOW: 10,
    Outcome.TALKED: 84,
}
"""What comes of a hundred touches that are answered."""
_MISSED = 0.1
"""Of a hundred appointments, ten are missed."""
_SAID = ("after the budget", "once the fair is over", "when the new year begins", "after the summer")
_AWAY = ((date(2026, 4, 3), date(2026, 4, 17)), (date(2026, 8, 3), date(2026, 8, 21)))
"""Planned: known three weeks before."""
_SICK = ((date(2026, 2, 9), date(2026, 2, 13)), (date(2026, 10, 5), date(2026, 10, 16)))
"""Unplanned: nothing is prepared, and a pile waits."""
_IMPORT = date(2026, 6, 1)


@cache
def _at_work() -> frozenset[date]:
    """Return the days of two years that are neither planned nor unplanned absences; weekends are among them."""
    days = {FIRST + _DAY * number for number in range(731)}
    gone = {day for day in days if any(first <= day <= last for first, last in (*_AWAY, *_SICK))}
    return frozenset(days - gone)


@dataclass
class Wait:
    """How long one lead waited for one touch."""

    lead: int
    due: date
    """The day first agreed."""
    ended: date
    rhythm: int
    promised: bool

    @property
    def late(self) -> int:
        """Days beyond the day first agreed."""
        return (self.ended - self.due).days

    @property
    def late_at_work(self) -> int:
        """The same without the days on which nobody was at the desk."""
        return sum(self.due < day <= self.ended for day in _at_work())


@dataclass
class Figures:
    """What took place in a year."""

    days: int = 0
    touches: Counter[str] = field(default_factory=Counter)
    waits: list[Wait] = field(default_factory=list)
    fullest: int = 0
    """The most follow-ups any day to come was planned with."""
    unscheduled: int = 0
    """Leads without a date at the end of a day."""
    listed: int = 0
    """Leads who asked not to be contacted and stood in a list all the same."""
    moved_promises: int = 0
    """Promises whose day changed without a touch or a snooze of that one lead."""
    lost: int = 0
    """Leads who were open, had a date that is past, and stood in no list of that day."""
    out_of_turn: int = 0
    """Plans done while one that was relatively later was left to the next day."""
    snoozes: int = 0
    decisions: int = 0
    kept: int = 0
    due: int = 0
    piles: list[int] = field(default_factory=list)
    """How many overdue plans were given a day again at once."""
    open: int = 0
    """Leads who are still followed up at the end."""

    @property
    def plans(self) -> list[Wait]:
        """The waits for touches that nobody was promised."""
        return [wait for wait in self.waits if not wait.promised]

    @property
    def one_pass(self) -> int:
        """How many days at work it takes this person to touch as many leads as there are."""
        at_work = sum(day < FIRST + _DAY * self.days for day in _at_work())
        return round(self.open * at_work / len(self.waits))

    def bound(self, rhythm: int) -> int:
        """Return how many days at work a plan may be late, of a lead with that rhythm.

        With more leads than the days hold, nothing serves all of them in their rhythm. What can be asked is that nobody
        waits longer than it takes to go through the whole book once, and a week for days that are slow; who has a slow
        rhythm is served in their turn, which is by their rhythm, and so may wait twice as long as it is.
        """
        return max(2 * rhythm, self.one_pass + 7)

    def past_bound(self) -> list[Wait]:
        """Return the waits for plans that took too long."""
        return [wait for wait in self.plans if wait.late_at_work > self.bound(wait.rhythm)]

    def served_instead(self) -> list[tuple[Wait, int]]:
        """Return who waited past the bound while another was touched more often than that one's rhythm, and whom."""
        touched: dict[int, list[Wait]] = {}
        for wait in self.plans:
            touched.setdefault(wait.lead, []).append(wait)
        return [
            (starved, lead)
            for starved in self.past_bound()
            for lead, served in touched.items()
            for one, two in pairwise(served)
            if starved.due + _DAY * self.bound(starved.rhythm) < one.ended
            and two.ended < starved.ended
            and (two.ended - one.ended).days < one.rhythm
        ]


class Year:
    """One person at one desk, day by day."""

    def __init__(self, store: Store, leads: int, seed: int, cadence: Cadence | None = None) -> None:
        self.random = Random(seed)  # noqa: S311 - a play, that is the same each time
        self.clock = StoppedClock(datetime.combine(FIRST, time(9), LONDON))
        self.desk = Desk(store, self.clock, cadence=cadence)
        self.store = store
        self.figures = Figures()
        self._answers: dict[int, float] = {}
        self._left_alone: set[int] = set()
        self._promised: dict[int, tuple[Promise, ...]] = {}
        """The promises as they stood after the last thing done about that one lead."""
        self._bring_in(range(leads))

    def run(self, days: int) -> Figures:
        """Live so many days."""
        for number in range(days):
            day = FIRST + _DAY * number
            self.clock.at = datetime.combine(day, time(9), LONDON)
            if day == _IMPORT:
                self._bring_in(range(1000, 1020))
            self._leave(day)
            if self.desk.calendar.is_working(day) and not any(first <= day <= last for first, last in _SICK):
                self._work(day)
            self._look(day)
        self.figures.days = days
        self.figures.open = sum(row.is_open for row in self.store.rows)
        made = score(self.store.rows, FIRST, FIRST + _DAY * (days - 1), FIRST + _DAY * days)
        self.figures.due, self.figures.kept = made.due, made.kept
        return self.figures

    # A day

    def _work(self, day: date) -> None:
        """Do what a day holds: promises first, then the agenda from the top, as many as there is time for."""
        plans = self.desk.planning.overdue()
        if len(plans.days) > 2 * self.desk.cadence.per_day:
            self.figures.piles.append(len(plans.days))
            self.desk.planning.replan(plans.days)
        time_for = self._time_for()
        done: list[tuple[Row, float]] = []
        for _ in range(time_for):
            row = self._next()
            if row is None:
                break
            if not self._promised_now(row):
                done.append((row, self._relative(row, day)))
            self._follow_up(row, day)
        for row in self.desk.agenda.today().check_in[:3]:
            self._be_kind(row)
        self._check_turns(day, done)

    def _time_for(self) -> int:
        """Return how many there is time for today."""
        return self.random.choice((4, 10, 15, 15, 15, 18, 20))

    def _next(self) -> Row | None:
        """Return whom to touch next, unless nobody is left."""
        today = self.desk.agenda.today()
        due = (*today.overdue, *today.today)
        return next((row for row in due if self._promised_now(row)), due[0] if due else None)

    def _follow_up(self, row: Row, day: date) -> None:
        self._wait_for_their_time(row)
        step = self.desk.proposals.foremost(row)
        assert step is not None
        chance, asks_decision = self.random.random(), self.desk.manners.asks_decision(row)
        if chance < (0.02 if step.promised else 0.08) and not asks_decision:
            self._snooze(row, day)
            return
        if asks_decision:
            self.figures.decisions += 1
            if chance < 0.3 and row.plan and not row.plan.put_off:
                self._snooze(row, day, put_off=True)
                return
            if chance < 0.4:
                self._log(row, TouchMade(outcome=Outcome.NO_ANSWER, lost=True))
                return
        self._log(row, self._came_of(row, step, day))

    def _came_of(self, row: Row, step: Step, day: date) -> TouchMade:
        """Return what came of it, by how this person is."""
        random = self.random
        answers = self._answers.setdefault(row.id, random.choice((0.05, 0.2, 0.35, 0.5, 0.8)))
        if step.promised and step.time and random.random() < _MISSED:
            return TouchMade(outcome=Outcome.NO_SHOW)
        if random.random() < max(answers, 0.85 if step.promised else 0):
            return self._answered(row, day)
        written = step.channel in {Channel.EMAIL, Channel.TEXT, Channel.LETTER}
        vain = (Outcome.SENT,) if written else (Outcome.NO_ANSWER, Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE)
        return TouchMade(outcome=random.choice(vain))

    def _answered(self, row: Row, day: date) -> TouchMade:
        """Return what someone says who answers."""
        random = self.random
        outcome = random.choices(tuple(_ANSWERS), tuple(_ANSWERS.values()))[0]
        step, is_agreed = None, True
        if outcome is Outcome.NOT_NOW:
            later = self._free(day + _DAY * random.randint(20, 120))
            step, is_agreed = Plan(day=later, quote=random.choice(_SAID), said=day), random.random() < 0.5
        elif outcome is Outcome.TALKED and random.random() < 0.3:
            at = time(random.randint(9, 17)) if random.random() < 0.4 else None
            agreed = self._free(day + _DAY * random.randint(1, 20))
            step = Plan(day=agreed, time=at, zone=LONDON.key if at else "")
        elif outcome is Outcome.TALKED and random.random() < 0.05:
            self._be_named_another(row)
        return TouchMade(outcome=outcome, next_step=step, agreed=step is not None and is_agreed)

    def _wait_for_their_time(self, row: Row) -> None:
        """Call at the time that was promised."""
        step = self.desk.proposals.foremost(row)
        at = step.moment(LONDON) if step and step.promised and step.day == self.clock.at.date() else None
        if at is not None and at > self.clock.at:
            self.clock.at = at.astimezone(LONDON)

    def _log(self, row: Row, made: TouchMade) -> None:
        step = self.desk.proposals.foremost(row)
        assert step is not None
        day = self.clock.at.date()
        rhythm = self.desk.cadence.rhythm_of(row)
        since = step.waits_from if isinstance(step, Plan) else step.day
        self.figures.waits.append(Wait(row.id, since, day, rhythm, step.promised))
        self.desk.commands.log(row.id, made)
        self.figures.touches[made.outcome.words] += 1
        if made.outcome is Outcome.DO_NOT_CONTACT:
            self._left_alone.add(row.id)
        self._note_promise(row.id)

    def _snooze(self, row: Row, day: date, *, put_off: bool = False) -> None:
        later = self._free(day + _DAY * self.random.choice((1, 3, 7, 14)))
        self.desk.commands.snooze(row.id, When(later), put_off=put_off)
        self.figures.snoozes += 1
        self._note_promise(row.id)

    def _free(self, day: date) -> date:
        """Return the working day that a person picks who sees how full the days are."""
        day = self.desk.calendar.next_working(day)
        while self.desk.agenda.load(day).count >= 1.5 * self.desk.cadence.per_day:
            day = self.desk.calendar.next_working(day + _DAY)
        return day

    def _be_kind(self, row: Row) -> None:
        if self.random.random() < 0.2:
            self.desk.commands.let_pass(row.id)
        else:
            self.desk.commands.log(row.id, TouchMade(outcome=Outcome.TALKED, check_in=True))
            self.figures.touches["a check-in"] += 1

    def _be_named_another(self, row: Row) -> None:
        name = f"{row.name}'s friend {self.store.next_id(Table.LEADS)}"
        self.desk.commands.refer(row.id, NewLead(name=name, temperature=Temperature.HOT))
        self.figures.touches["named another"] += 1

    def _leave(self, day: date) -> None:
        """Prepare a holiday three weeks before: plans move, promises are told, one by one."""
        for first, last in _AWAY:
            if day == first - _DAY * 21:
                away = Away(id=0, first=first, last=last, reason="holiday")
                cleared = self.desk.planning.clearing(away)
                self.desk.planning.go_away(away, cleared.days)
                for row in {promised.row.id: promised.row for promised in cleared.promises}.values():
                    self._snooze(row, last)

    def _walk_the_cracks(self) -> None:
        self.desk.planning.plan(self.desk.planning.spread_unscheduled())

    def _bring_in(self, numbers: Iterable[int]) -> None:
        """Bring in leads without a date as one action, and give each a day."""
        first = self.store.next_id(Table.LEADS)
        leads = [self._comes(lead_id, number) for lead_id, number in enumerate(numbers, first)]
        changes = [Change(None, lead) for lead in leads]
        self.desk.actions.act(Verb.IMPORT, lambda: (f"brought in {len(leads)} leads", changes))
        self._walk_the_cracks()

    def _comes(self, lead_id: int, number: int) -> Lead:
        random = self.random
        birthday = About("birthday", date(1970, 1, 1) + _DAY * random.randint(0, 9000), yearly=True)
        return Lead(
            id=lead_id,
            name=f"Lead {number:04}",
            emails=(f"lead{number}@example.com",),
            temperature=random.choice(_WARMTH),
            about=(birthday,) if random.random() < 0.3 else (),
            created=self.desk.now(),
        )

    # What must hold

    def _look(self, day: date) -> None:
        """Look at the day's end for what must never be."""
        today = self.desk.agenda.today()
        lists = [
            row for rows in (today.overdue, today.today, today.check_in, today.done, today.unscheduled) for row in rows
        ]
        due = {row.id for row in (*today.overdue, *today.today)}
        self.figures.unscheduled += len(today.unscheduled)
        self.figures.listed += sum(row.id in self._left_alone for row in lists)
        if day.weekday() == 0:  # the book is read for it
            self.figures.listed += sum(row.id in self._left_alone for row in self.desk.leads.find("lead"))
        for row in self.store.rows:
            step = row.next_step
            assert step is not None or not row.is_open
            self.figures.lost += step is not None and step.day <= day and row.id not in due
            self.figures.moved_promises += self._promised.get(row.id, ()) != row.open_promises
        ahead = self.desk.agenda.upcoming(120)
        self.figures.fullest = max(self.figures.fullest, *(load.count for load in ahead))

    def _check_turns(self, day: date, done: list[tuple[Row, float]]) -> None:
        """Count plans that were done though a relatively later one was left undone."""
        left = [self._relative(row, day) for row in self.desk.agenda.today().overdue if not self._promised_now(row)]
        latest_left = max(left, default=0.0)
        self.figures.out_of_turn += sum(relative < latest_left for _, relative in done)

    def _relative(self, row: Row, day: date) -> float:
        return relative_lateness(row, day, self.desk.cadence)

    def _promised_now(self, row: Row) -> bool:
        return bool(due_promises(row, self.clock.at.date()))

    def _note_promise(self, lead_id: int) -> None:
        lead = self.store.lead(lead_id)
        assert lead is not None
        self._promised[lead_id] = lead.open_promises


class Growing(Year):
    """Weeks without a day away, in which more leads come than their person can follow up."""

    def __init__(self, store: Store, leads: int, seed: int, *, touches: int, new: int) -> None:
        self.born: dict[int, date] = {}
        """The day each lead came."""
        self.first: dict[int, date] = {}
        """The day each lead was touched first."""
        self.waited: dict[int, int] = {}
        """The longest time between two touches of a lead, or before the first, in days."""
        self.untold: Counter[Temperature] = Counter()
        """The longest wait for a first touch on a day whose plan does not say that the pace is too slow."""
        self.touches, self.new = touches, new
        super().__init__(store, leads, seed)
        self._note_new(FIRST)

    def run(self, days: int) -> Figures:
        """Live so many days."""
        for number in range(days):
            day = FIRST + _DAY * number
            self.clock.at = datetime.combine(day, time(9), LONDON)
            if self.desk.calendar.is_working(day):
                self._arrive(day)
                self._tell(day)
                self._work(day)
            self._wait(day)
        return self.figures

    def of(self, temperature: Temperature) -> list[Row]:
        """Return the leads of a temperature."""
        return [row for row in self.store.rows if row.temperature is temperature]

    def longest_first(self, temperature: Temperature) -> int:
        """Return how long a lead waited for the first touch at most, those who wait still among them."""
        last = self.clock.at.date()
        return max((self.first.get(row.id, last) - self.born[row.id]).days for row in self.of(temperature))

    def longest_wait(self, temperature: Temperature) -> int:
        """Return how many days a plan was late at most."""
        return max(self.waited.get(row.id, 0) for row in self.of(temperature))

    def _time_for(self) -> int:
        return self.touches

    def _arrive(self, day: date) -> None:
        first = self.store.next_id(Table.LEADS)
        self._bring_in(range(first, first + self.new))
        self._note_new(day)

    def _note_new(self, day: date) -> None:
        for row in self.store.rows:
            self.born.setdefault(row.id, day)

    def _tell(self, day: date) -> None:
        """Note who waits for the first touch on a morning whose plan says nothing of it."""
        if days.morning(self.desk).is_too_slow:
            return
        for row in self.store.rows:
            if row.is_open and not row.touches:
                waited = (day - self.born[row.id]).days
                self.untold[row.temperature] = max(self.untold[row.temperature], waited)

    def _wait(self, day: date) -> None:
        self._note_new(day)
        for row in self.store.rows:
            if row.touches:
                self.first.setdefault(row.id, day)
            if row.is_open and row.plan:
                late = (day - row.plan.waits_from).days
                self.waited[row.id] = max(self.waited.get(row.id, 0), late)
