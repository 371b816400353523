"""The score: promises kept on the day out of promises due. Counted from what took place, and never calls dialled."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum

from msgspec import Struct

from fuyu.domain.history import Touch
from fuyu.domain.lead import Outcome, Row


class Kept(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    """Touched by the day first agreed."""
    LATE = "late"
    """Touched, but after that day."""
    BROKEN = "broken"
    """The day first agreed is past, and nothing has taken place."""


class Promises(Struct, frozen=True):
    """What became of the promises of some days."""

    kept: int = 0
    late: int = 0
    broken: int = 0
    open: int = 0
    """Due today, with the day not over yet."""

    @property
    def due(self) -> int:
        """How many there were."""
        return self.kept + self.late + self.broken + self.open


def became(touch: Touch) -> Kept | None:
    """Return what became of the promise a touch was made for; None where there was none."""
    if touch.agreed is None or touch.kind:
        return None
    return Kept.KEPT if touch.at.date() <= touch.agreed else Kept.LATE


def promises(touches: Iterable[Touch], rows: Iterable[Row], first: date, last: date, today: date) -> Promises:
    """Return what became of the promises first agreed for the days from `first` to `last`, seen from today.

    Args:
        touches: those of the leads.
        rows: the leads, whose next step may be a promise that nothing has taken place for.
        first: a day.
        last: a day, counted too.
        today: the day it is.
    """
    counts = Counter(became(touch) for touch in touches if touch.agreed and first <= touch.agreed <= last)
    waiting = [
        row.next_step.agreed
        for row in rows
        if row.is_followed and row.next_step and row.next_step.promised and first <= row.next_step.agreed <= last
    ]
    broken = sum(day < today for day in waiting)
    still = sum(day == today for day in waiting)
    return Promises(counts[Kept.KEPT], counts[Kept.LATE], broken, still)


def touches_until_yes(touches: Iterable[Touch]) -> list[int]:
    """Return how many touches each yes took, kind words not counted.

    Args:
        touches: of any leads, in any order: one that was logged late counts for the yes that came after it.
    """
    waiting: dict[int, list[datetime]] = {}
    yeses: dict[int, list[_Yes]] = {}
    for touch in touches:
        if touch.kind:
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
