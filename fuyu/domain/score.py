"""The score: promises kept on the day out of promises due. Counted from what took place, and never calls dialled."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Row
from fuyu.domain.promise import Promise, PromiseState


class Promises(Struct, frozen=True):
    """What became of the promises of some days."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0
    """Due today, with the day not over yet."""

    @property
    def scored(self) -> int:
        """How many of them are scored: the day of the others is not over yet."""
        return self.kept + self.late + self.broken

    @property
    def due(self) -> int:
        """How many there were."""
        return self.kept + self.late + self.broken + self.open


def score(rows: Iterable[Row], first: date, last: date, today: date) -> Promises:
    """Return what became of the promises for the days from `first` to `last`, seen from today.

    What was excused, agreed anew or withdrawn is left out; so is what was put off until its day has passed. One whose
    day has passed, and that nothing settled, is broken so far.

    Args:
        rows: the leads.
        first: a day.
        last: a day, counted too.
        today: the day it is.
    """
    states = Counter(
        _counted_as(promise, today) for row in rows for promise in row.promises if first <= promise.day <= last
    )
    kept, late, broken, still = (
        states[state] for state in (PromiseState.KEPT, PromiseState.LATE, PromiseState.BROKEN, PromiseState.OPEN)
    )
    return Promises(kept, late, broken, still)


def _counted_as(promise: Promise, today: date) -> PromiseState:
    state = promise.state_on(today)
    return PromiseState.BROKEN if state is PromiseState.OPEN and promise.day < today else state


def touches_until_yes(touches: Iterable[Touch]) -> list[int]:
    """Return how many touches each yes took, check-ins not counted.

    Args:
        touches: of any leads, in any order: one that was logged late counts for the yes that came after it.
    """
    waiting: dict[int, list[datetime]] = {}
    yeses: dict[int, list[_Yes]] = {}
    for touch in touches:
        if touch.check_in:
            continue
        said = yeses.get(touch.lead, [])
        before, since = waiting.setdefault(touch.lead, []), next((yes for yes in said if touch.at < yes.at), None)
        if touch.outcome is Outcome.WON:
            taken = sum(at <= touch.at for at in before)
            yeses.setdefault(touch.lead, []).append(_Yes(touch.at, taken + 1))
            waiting[touch.lead] = [at for at in before if at > touch.at]
        elif since is not None:
            since.touches += 1
        else:
            before.append(touch.at)
    return [yes.touches for said in yeses.values() for yes in said]


class _Yes(Struct):
    """A yes, and how many touches it took."""

    at: datetime
    touches: int
