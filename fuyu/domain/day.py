"""The two ends of a day: the plan it begins with, and what is said when it closes."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date

from msgspec import Struct

from fuyu.domain import kindness
from fuyu.domain.agenda import Agenda, Promised, due_promises
from fuyu.domain.avoided import Avoided, avoided
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Away, Touch
from fuyu.domain.kindness import Occasion
from fuyu.domain.lead import Outcome, Row
from fuyu.domain.message import MessageLine
from fuyu.domain.pace import Pace
from fuyu.domain.score import Promises

FIRST = 3
"""How many of the next day's leads are named in the evening."""
SOON = 14
"""Days ahead from which days away are spoken of."""


class DayPlan(Struct, frozen=True):
    """How a day begins."""

    agenda: Agenda
    per_day: int
    """How many follow-ups a day is filled up to."""
    reschedule_above: int
    """Overdue plans above which new days are offered."""
    promises: tuple[Promised, ...] = ()
    """The promises that are due or overdue, in the order in which they are best kept."""
    near: tuple[tuple[Row, Occasion], ...] = ()
    """Whose day it is, or nearly: the nearest first."""
    drafts: tuple[Row, ...] = ()
    """Those about whom something is typed and not yet kept as a note."""
    mail: tuple[MessageLine, ...] = ()
    """The messages that go no further until a person does something."""
    first: Row | None = None
    """With whom the round of calls begins."""
    avoided: tuple[Avoided, ...] = ()
    """Those who were passed over several days running, the longest first."""
    pace: Pace | None = None
    """How many touches a day the book needs and gets; None where that was not asked for."""

    @property
    def is_too_slow(self) -> bool:
        """Whether the book needs clearly more touches a day than it gets."""
        return self.pace is not None and self.pace.falls_short

    @property
    def due(self) -> int:
        """How many follow-ups wait."""
        return len(self.agenda.overdue) + len(self.agenda.today)

    @property
    def replied(self) -> tuple[Row, ...]:
        """Those who replied last, and wait for an answer today."""
        due = (*self.agenda.overdue, *self.agenda.today)
        return tuple(row for row in due if row.last_touch and row.last_touch.outcome is Outcome.REPLIED)

    @property
    def late_plans(self) -> int:
        """How many plans are overdue; promises are counted apart."""
        return sum(row.plan is not None and row.plan.day < self.agenda.day for row in self.agenda.overdue)

    @property
    def is_behind(self) -> bool:
        """Whether so many plans are overdue that each had better get a new day."""
        return self.late_plans > self.reschedule_above


class Evening(Struct, frozen=True):
    """How a day ends."""

    day: date
    outcomes: dict[Outcome, int]
    """What came of the day's touches, the most frequent first; check-ins are counted apart."""
    check_ins: int
    """How many check-ins were said."""
    promises: Promises
    drafts: tuple[Row, ...]
    """Those about whom something is typed and not yet kept as a note."""
    next_day: date
    """The next working day."""
    first: tuple[Row, ...]
    """With whom it begins."""

    @property
    def touched(self) -> int:
        """How many touches there were, check-ins among them."""
        return sum(self.outcomes.values()) + self.check_ins


def plan(
    agenda: Agenda,
    per_day: int,
    reschedule_above: int,
    calendar: Calendar,
    drafts: Sequence[Row] = (),
    *,
    mail: Iterable[MessageLine] = (),
    first: int | None = None,
) -> DayPlan:
    """Return how a day begins.

    Args:
        agenda: the day.
        per_day: how many follow-ups a day is filled up to.
        reschedule_above: overdue plans above which new days are offered.
        calendar: working days.
        drafts: those about whom something is typed.
        mail: the messages that go no further until a person does something.
        first: the id of the lead with whom the round of calls begins.
    """
    due = (*agenda.overdue, *agenda.today)
    near = [(row, near) for row in (*due, *agenda.check_in) if (near := kindness.due(row, agenda.day, calendar))]
    return DayPlan(
        agenda,
        per_day,
        reschedule_above,
        tuple(promised for row in due for promised in due_promises(row, agenda.day)),
        tuple(sorted(near, key=lambda pair: (abs(pair[1].day - agenda.day), pair[0].name, pair[0].id))),
        tuple(drafts),
        tuple(mail),
        next((row for row in (*due, *agenda.check_in) if row.id == first), None),
        avoided(agenda, calendar),
    )


def evening(
    day: date,
    touches: Iterable[Touch],
    promises: Promises,
    drafts: Sequence[Row],
    following: Agenda,
    *,
    turns: Sequence[int],
) -> Evening:
    """Return how a day ends.

    Args:
        day: the day.
        touches: those of that day.
        promises: what became of the day's promises.
        drafts: those about whom something is typed.
        following: what the next working day looks like.
        turns: the ids of its leads in the order of its round of calls.
    """
    counts = Counter(touch.outcome if not touch.check_in else None for touch in touches)
    check_ins = counts.pop(None, 0)
    outcomes = {outcome: count for outcome, count in counts.most_common() if outcome is not None}
    due = {row.id: row for row in (*following.overdue, *following.today)}
    first = [due[lead_id] for lead_id in turns if lead_id in due][:FIRST]
    return Evening(day, outcomes, check_ins, promises, tuple(drafts), following.day, tuple(first))


def coming_away(away: Iterable[Away], today: date) -> Away | None:
    """Return the days away that it is now, or that begin soon; None where there are none."""
    near = [each for each in away if each.last >= today and (each.first - today).days <= SOON]
    return min(near, key=lambda each: (each.first, each.last), default=None)
