"""Looking back over some weeks: promises kept, what came of the touches, and how many touches a yes took."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Row
from fuyu.domain.score import Promises, promises, touches_until_yes

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
    kind: int
    """Kind words of these weeks."""
    until_yes: tuple[int, ...]
    """How many touches each yes took, of the whole book: there are never many."""

    @property
    def touches(self) -> int:
        """How many touches these weeks had, kind words not counted."""
        return sum(self.outcomes.values())

    @property
    def half_by(self) -> int | None:
        """The number of touches by which half of the yeses had come; None where there is none."""
        return sorted(self.until_yes)[(len(self.until_yes) - 1) // 2] if self.until_yes else None


def review(touches: Iterable[Touch], rows: Iterable[Row], today: date, weeks: int, calendar: Calendar) -> Review:
    """Return how so many weeks went.

    Args:
        touches: every touch; read once.
        rows: every lead, whose next step may be a promise that nothing has taken place for.
        today: the day it is.
        weeks: how many, at least 1; the last one is the week of today.
        calendar: says on which day a week begins.
    """
    this_week = calendar.week_of(today)
    first = this_week - _WEEK * (weeks - 1)
    outcomes: Counter[Outcome] = Counter()
    agreed: dict[date, list[Touch]] = {}
    kind = 0

    def counted() -> Iterator[Touch]:
        nonlocal kind
        for touch in touches:
            if first <= touch.at.date() <= today:
                kind += touch.kind
                outcomes[touch.outcome] += not touch.kind
            if touch.agreed and first <= touch.agreed:
                agreed.setdefault(calendar.week_of(touch.agreed), []).append(touch)
            yield touch

    until_yes = tuple(touches_until_yes(counted()))
    waiting = [row for row in rows if row.next_step and row.next_step.promised and row.next_step.agreed >= first]
    starts = [first + _WEEK * number for number in range(weeks)]
    return Review(
        tuple(Week(start, promises(agreed.get(start, ()), waiting, start, _last(start), today)) for start in starts),
        {outcome: count for outcome, count in outcomes.most_common() if count},
        kind,
        until_yes,
    )


def _last(start: date) -> date:
    return start + _WEEK - timedelta(days=1)
