"""Looking back over some weeks: promises kept, what came of the touches, and how many touches a yes took."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Row
from fuyu.domain.score import Promises, score, touches_until_yes

WEEKS = 8
"""How far one looks back unasked."""
_WEEK = timedelta(weeks=1)


class Week(Struct, frozen=True):
    """What became of the promises of one week."""

    first: date
    """Its first day."""
    promises: Promises


class Review(Struct, frozen=True):
    """Some weeks, the present one the last."""

    weeks: tuple[Week, ...]
    outcomes: dict[Outcome, int]
    """What came of the touches of these weeks, the most frequent first."""
    check_ins: int
    """Check-ins of these weeks."""
    until_yes: tuple[int, ...]
    """How many touches each yes took, of the whole book: there are never many."""

    @property
    def touches(self) -> int:
        """How many touches these weeks had, check-ins not counted."""
        return sum(self.outcomes.values())

    @property
    def half_by(self) -> int | None:
        """The number of touches by which half of the yeses had come; None where there is none."""
        return sorted(self.until_yes)[(len(self.until_yes) - 1) // 2] if self.until_yes else None


def review(touches: Iterable[Touch], rows: Iterable[Row], today: date, weeks: int, calendar: Calendar) -> Review:
    """Return how so many weeks went.

    Args:
        touches: every touch; read once.
        rows: every lead, with what was promised to them.
        today: the day it is.
        weeks: how many, at least 1; the last one is the week of today.
        calendar: says on which day a week begins.
    """
    this_week = calendar.week_of(today)
    first = this_week - _WEEK * (weeks - 1)
    outcomes: Counter[Outcome] = Counter()
    check_ins = 0

    def counted() -> Iterator[Touch]:
        nonlocal check_ins
        for touch in touches:
            if first <= touch.at.date() <= today:
                check_ins += touch.check_in
                outcomes[touch.outcome] += not touch.check_in
            yield touch

    until_yes = tuple(touches_until_yes(counted()))
    promised = [row for row in rows if any(promise.day >= first for promise in row.promises)]
    starts = [first + _WEEK * number for number in range(weeks)]
    return Review(
        tuple(Week(start, score(promised, start, _last(start), today)) for start in starts),
        {outcome: count for outcome, count in outcomes.most_common() if count},
        check_ins,
        until_yes,
    )


def _last(start: date) -> date:
    return start + _WEEK - timedelta(days=1)
