"""The days ahead: how full each is, what was promised for it, and what matters to people then."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from msgspec import Struct

from fuyu.desk.desk import Desk
from fuyu.domain import kindness
from fuyu.domain.agenda import Load, Promised
from fuyu.domain.kindness import Occasion
from fuyu.domain.lead import Row, Status
from fuyu.storage.rows import Kind, Mark

DAYS = 14
"""How many days are looked ahead."""
_FURTHEST = 28
"""Calendar days beyond which none is looked at, however few of them are worked."""
_NAMED = 20
"""Leads of a day that are looked at for their names; a line holds three or four."""
_DUE = 2_000
"""Leads that are shown of one day."""
_DAY = timedelta(days=1)


class Ahead(Struct, frozen=True):
    """A day that comes."""

    load: Load
    promises: tuple[Promised, ...] = ()
    """By the clock; at most as many as may be named."""
    occasions: tuple[tuple[Row, Occasion], ...] = ()

    @property
    def day(self) -> date:
        """Which day it is."""
        return self.load.day

    @property
    def is_empty(self) -> bool:
        """Whether nothing is to be done."""
        return not (self.load.count or self.promises or self.occasions)


def ahead(desk: Desk, days: int = DAYS) -> list[Ahead]:
    """Return the coming days, from tomorrow on: those that are worked, and others with something to do.

    Args:
        desk: the book; only leads that are named are read, whose day an index tells.
        days: how many.
    """
    today = desk.terms.today()
    dates = [today + _DAY * number for number in range(1, _FURTHEST + 1)]
    worked = [day for day in dates if desk.calendar.is_working(day)][:days]
    until = worked[-1] if worked else dates[-1]
    dates = [day for day in dates if day <= until]
    promises, occasions = _promised(desk, dates), _occasions(desk, dates, today)
    found = (Ahead(desk.agenda.load(day), tuple(promises[day]), tuple(occasions[day])) for day in dates)
    return [each for each in found if each.day in worked or not each.is_empty][:days]


def due_on(desk: Desk, day: date) -> list[Row]:
    """Return who is due on a day that comes: promises by the clock, then plans, then check-ins."""
    marks = [(Kind.DUE, day.toordinal()), *((Kind.FACT, number) for number in kindness.numbers_on(day))]
    rows = _found_by(desk, marks, _DUE)
    due = [row for row in rows if any(step.day == day for step in row.steps) and row.is_followed]
    near = [row for row in rows if row not in due and _near(row, day, desk.terms.today())]
    return [*sorted(due, key=lambda row: _place(row, day)), *near]


def _found_by(desk: Desk, marks: Sequence[Mark], most: int) -> list[Row]:
    """Return the rows that have one of some marks, as the clocks here show them; of each mark at most so many."""
    return [row.seen_from(desk.here) for row in desk.whose.shown.found_by(marks, most)]


def _place(row: Row, day: date) -> tuple[bool, str, str]:
    """Return the place of a lead on a day."""
    step = min((step for step in row.steps if step.day == day), key=lambda step: (not step.promised, step.nearness))
    return not step.promised, f"{step.time or '~'}", row.name


def _promised(desk: Desk, dates: Iterable[date]) -> defaultdict[date, list[Promised]]:
    rows = _found_by(desk, [(Kind.PROMISED, day.toordinal()) for day in dates], _NAMED)
    found: defaultdict[date, list[Promised]] = defaultdict(list)
    for row in rows:
        for promise in row.open_promises:
            found[promise.day].append(Promised(row, promise))
    for day in found:
        found[day].sort(key=lambda each: (each.promise.nearness, each.row.name))
    return found


def _occasions(desk: Desk, dates: Iterable[date], today: date) -> defaultdict[date, list[tuple[Row, Occasion]]]:
    wanted = dict.fromkeys(dates)
    marks = [(Kind.FACT, number) for day in wanted for number in kindness.numbers_on(day)]
    rows = _found_by(desk, marks, _NAMED)
    found: defaultdict[date, list[tuple[Row, Occasion]]] = defaultdict(list)
    for row in rows:
        for near in kindness.occasions(row.about, today, _FURTHEST) if row.status is not Status.DO_NOT_CONTACT else ():
            if near.day in wanted:
                found[near.day].append((row, near))
    return found


def _near(row: Row, day: date, today: date) -> bool:
    """Return whether something of a day matters to a lead."""
    if row.status is Status.DO_NOT_CONTACT:
        return False
    return any(near.day == day for near in kindness.occasions(row.about, today, _FURTHEST))
