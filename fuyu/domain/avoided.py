"""Who is passed over: due on several days running, and neither contacted nor given a day that was kept.

It is told from what is kept anyway: the day something was due, how often that was snoozed, and the last touch.
"""

from datetime import date, timedelta
from heapq import nlargest
from typing import NamedTuple

from fuyu.domain.agenda import Agenda
from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row

RUNNING = 5
"""Working days running after which it is said."""
NAMED = 3
"""How many are named: more would be a reproach."""
_LOOKED_AT = 20
"""How many of those who wait the longest are looked at: only there days off make another order."""
_DAY = timedelta(days=1)


class Avoided(NamedTuple):
    """A lead who was passed over, and on how many working days."""

    row: Row
    days: int


def avoided(agenda: Agenda, calendar: Calendar) -> tuple[Avoided, ...]:
    """Return those who were passed over the longest, on at least five working days running."""
    due = (*agenda.overdue, *agenda.today)
    longest = nlargest(_LOOKED_AT, due, key=lambda row: _days_passed(row, agenda.day))
    found = [_passed_over(row, agenda.day, calendar) for row in longest]
    often = sorted((one for one in found if one.days >= RUNNING), key=lambda one: -one.days)
    return tuple(often[:NAMED])


def _days_passed(row: Row, today: date) -> int:
    """Return on how many days a lead was passed over, days off among them."""
    day = _waits_from(row, today)
    return (today - day).days + _snoozed(row, day, today)


def _passed_over(row: Row, today: date, calendar: Calendar) -> Avoided:
    """Return on how many working days a lead was passed over: each on which they were due, and each snooze."""
    day = _waits_from(row, today)
    days = _snoozed(row, day, today)
    while day < today:
        days += calendar.is_working(day)
        day += _DAY
    return Avoided(row, days)


def _waits_from(row: Row, today: date) -> date:
    """Return the day from which a lead waits: the first on which something was due, and after the last touch."""
    if not row.promises:  # most leads
        due = row.plan.day if row.plan is not None else today
    else:
        due = min((step.day for step in row.steps), default=today)
    touched = row.last_touch.at.date() + _DAY if row.last_touch is not None else due
    return max(due, touched)


def _snoozed(row: Row, waits_from: date, today: date) -> int:
    """Return how often the plan that is due was snoozed, which nobody touched since."""
    plan = row.plan
    return plan.snoozed if plan is not None and waits_from == plan.day <= today else 0
