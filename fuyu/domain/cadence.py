"""The rule that proposes the next day."""

from datetime import date, timedelta

from msgspec import Struct, field

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Outcome, Row, Temperature

YES_TAKES = 7
"""A yes takes three to seven touches, and most follow-ups die after two: the list shows how far each one is."""
PER_DAY = 15
"""Follow-ups one day takes beside other work; with more leads than the days hold, the days stretch further."""


class Cadence(Struct, frozen=True, kw_only=True):
    """How touches are spaced, in days."""

    rhythm: dict[Temperature, int] = field(
        default_factory=lambda: {Temperature.HOT: 3, Temperature.WARM: 7, Temperature.COLD: 30}
    )
    """After a talk: a hot lead hears from you twice a week, a cold one each month."""
    unanswered: tuple[int, ...] = (1, 3, 7, 14, 30)
    """After the first, second ... touch without an answer: close at first, then no pest."""
    reply: int = 3
    """After sending something: time enough to read it."""
    not_now: int = 90
    """When they said no words about a date: a quarter is what 'not now' most often means."""
    right_contact: int = 1
    """A wrong contact: find the right one while you remember."""
    per_day: int = PER_DAY
    """How many follow-ups a day is filled up to when many get one at once."""

    def rhythm_of(self, row: Row) -> int:
        """Return the days between touches that suit this lead, at least 1."""
        return max(row.rhythm or self.rhythm[row.temperature], 1)


def propose(row: Row, outcome: Outcome, today: date, cadence: Cadence, calendar: Calendar) -> date | None:
    """Return the day of the next touch after an outcome, a working day; None where the outcome is an end.

    Args:
        row: the lead before this touch.
        outcome: what came of the touch.
        today: the day of the touch.
        cadence: how touches are spaced.
        calendar: working days and days off.
    """
    if outcome.ends is not None:
        return None
    return calendar.next_working(today + timedelta(days=_gap(row, outcome, cadence)))


def _gap(row: Row, outcome: Outcome, cadence: Cadence) -> int:
    steps = cadence.unanswered
    tried = steps[min(row.unanswered, len(steps) - 1)]
    match outcome:
        case Outcome.NO_ANSWER | Outcome.LEFT_MESSAGE | Outcome.MISSED_APPOINTMENT:
            return tried
        case Outcome.SENT:
            return max(tried, cadence.reply)
        case Outcome.NOT_NOW:
            return cadence.not_now
        case Outcome.WRONG_CONTACT:
            return cadence.right_contact
        case _:
            return cadence.rhythm_of(row)
