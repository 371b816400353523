"""Looking back over some weeks: promises kept, what came of the touches, and how many touches a yes took."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Row, Status
from fuyu.domain.money import totals
from fuyu.domain.score import Promises, score, touches_until_yes

WEEKS = 8
"""How far one looks back unasked."""
_WEEK = timedelta(weeks=1)


class Week(Struct, frozen=True):
    """One week: what became of its promises, and how many touches it had."""

    first: date
    """Its first day."""
    promises: Promises
    touches: int = 0
    """Check-ins not counted."""


class Values(Struct, frozen=True):
    """What leads are worth, by currency."""

    open: dict[str, Decimal] = {}
    """All that are open."""
    won: dict[str, Decimal] = {}
    """Those won in these weeks."""
    expected: dict[str, Decimal] = {}
    """Those open whose yes is expected this month, or was and has not come."""

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self.open or self.won or self.expected)


class Review(Struct, frozen=True):
    """Some weeks, the present one the last."""

    weeks: tuple[Week, ...]
    outcomes: dict[Outcome, int]
    """What came of the touches of these weeks, the most frequent first."""
    check_ins: int
    """Check-ins of these weeks."""
    until_yes: tuple[int, ...]
    """How many touches each yes took, of the whole book: there are never many."""
    values: Values = Values()

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
    by_week: Counter[date] = Counter()
    check_ins = 0
    won: set[int] = set()

    def counted() -> Iterator[Touch]:
        nonlocal check_ins
        for touch in touches:
            if first <= touch.at.date() <= today:
                check_ins += touch.check_in
                outcomes[touch.outcome] += not touch.check_in
                by_week[calendar.week_of(touch.at.date())] += not touch.check_in
                if touch.outcome is Outcome.WON:
                    won.add(touch.lead)
            yield touch

    until_yes = tuple(touches_until_yes(counted()))
    promised, worth = [], []
    for row in rows:
        if any(promise.day >= first for promise in row.promises):
            promised.append(row)
        if row.value is not None:
            worth.append(row)
    starts = [first + _WEEK * number for number in range(weeks)]
    return Review(
        tuple(Week(start, score(promised, start, _last(start), today), by_week[start]) for start in starts),
        {outcome: count for outcome, count in outcomes.most_common() if count},
        check_ins,
        until_yes,
        _values(worth, won, today),
    )


def _values(rows: Iterable[Row], won: Container[int], today: date) -> Values:
    """Return what rows are worth that have a value."""
    worth = [(row, row.value) for row in rows if row.value is not None]
    next_month = (today.replace(day=1) + _WEEK * 5).replace(day=1)
    return Values(
        open=totals(value for row, value in worth if row.is_open),
        won=totals(value for row, value in worth if row.status is Status.WON and row.id in won),
        expected=totals(value for row, value in worth if row.is_open and row.expected and row.expected < next_month),
    )


def _last(start: date) -> date:
    return start + _WEEK - timedelta(days=1)
