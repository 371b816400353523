"""The rule that proposes the next day."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from itertools import islice, takewhile
from typing import Annotated

from msgspec import Struct, field

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import Row, Temperature
from fuyu.domain.outcome import Outcome, Wait
from fuyu.domain.settings import Days, PerDay, written

FIRST_TOUCH = 7
"""Days within which a lead is contacted for the first time: after a week nobody remembers where they met."""
PER_DAY = 15
"""Follow-ups one day takes beside other work; with more leads than the days hold, the days stretch further."""
_SLACK = 4
"""A proposal may come later by a fourth of the distance: near days are meant exactly, far ones are not."""
_FULL = 10
"""Working days beyond the acceptable ones that are looked at where those are full; of a far one, its distance."""
_DAY = timedelta(days=1)


class Cadence(Struct, frozen=True, kw_only=True):
    """How touches are spaced, in days."""

    rhythm: Annotated[dict[Temperature, int], written("rhythm")] = field(
        default_factory=lambda: {Temperature.HOT: 3, Temperature.WARM: 7, Temperature.COLD: 30}
    )
    """Days after a talk: a hot lead hears from you twice a week, a cold one each month; those not named stay."""
    unanswered: Annotated[tuple[int, ...], written("waits")] = (1, 3, 7, 14, 30)
    """Days after the first, second ... touch without an answer: soon at first, then rarely."""
    reply: Days = 3
    """Days after you sent something: time to read it."""
    not_now: Days = 90
    """Days after a *not now* without a date: a quarter is what it most often means."""
    right_contact: int = 1
    """A wrong contact: find the right one while you remember."""
    won: Days = 14
    """Days after a yes, to ask whether all is well."""
    per_day: PerDay = PER_DAY
    """How many follow-ups a day is filled up to when fuyu chooses the days."""
    templates: Annotated[tuple[str, ...], written("names")] = ()
    """Message templates by touch: `m` begins with the first one for the first touch, with the second for the second."""
    named: "Mapping[str, Cadence]" = field(default_factory=dict)
    """Other cadences by name, for the leads that name one."""

    def of(self, row: Row) -> "Cadence":
        """Return the cadence of a lead: the one they name, or this one."""
        return self.named.get(row.cadence, self)

    def rhythm_of(self, row: Row) -> int:
        """Return the days between touches that suit this lead, at least 1."""
        return max(row.rhythm or self.of(row).rhythm[row.temperature], 1)

    def due_within(self, row: Row) -> int:
        """Return the days within which the next touch is due: their rhythm, for a first touch a week at most."""
        rhythm = self.rhythm_of(row)
        return rhythm if row.touches else min(rhythm, FIRST_TOUCH)

    def tried_again(self, row: Row, tries: int) -> int:
        """Return the days from the last of so many tries in vain (at least 1) to the next one."""
        steps = self.of(row).unanswered
        return steps[min(tries, len(steps)) - 1]


class Diary(Struct, frozen=True):
    """All that choosing a day needs."""

    cadence: Cadence
    calendar: Calendar
    booked: Callable[[date], int] = lambda _day: 0
    """How many follow-ups a day holds already."""

    def has_room(self, day: date) -> bool:
        """Return whether a day is not filled up to its limit."""
        return self.booked(day) < self.cadence.per_day

    def working_days(self, after: date) -> Iterator[date]:
        """Return the working days after a day, without end."""
        return self.calendar.working_from(after + _DAY)


def propose(row: Row, outcome: Outcome, today: date, diary: Diary) -> date | None:
    """Return the day of the next touch after an outcome; None where nothing comes after it.

    It is the lightest of the working days that are as good as each other, the soonest of those; where all of them are
    full, the first later one that is not, at most about twice as far away; where those are full too, the lightest.

    Args:
        row: the lead before this touch.
        outcome: what came of the touch.
        today: the day of the touch.
        diary: cadence, working days, and how full the days are.
    """
    if outcome.is_the_end:
        return None
    gap = _gap(row, outcome, diary.cadence)
    if not gap:
        return today
    first = diary.calendar.next_working(today + _DAY * gap)
    good = [first, *takewhile((first + _DAY * (gap // _SLACK)).__ge__, diary.working_days(first))]
    lightest = min(good, key=diary.booked)
    if diary.has_room(lightest):
        return lightest
    later = islice(diary.working_days(good[-1]), max(_FULL, gap))
    looked_at: list[date] = []
    for day in later:
        if diary.has_room(day):
            return day
        looked_at.append(day)
    return min((lightest, *looked_at), key=diary.booked)


def kind_from(row: Row, cadence: Cadence, calendar: Calendar) -> date | None:
    """Return the earliest day on which one more touch is no pestering; None where the last one was answered."""
    if not row.unanswered or row.last_touch is None:
        return None
    gap = cadence.tried_again(row, row.unanswered)
    return calendar.next_working(row.last_touch.at.date() + _DAY * gap)


def _gap(row: Row, outcome: Outcome, usual: Cadence) -> int:  # noqa: PLR0911 - a table
    """Return the days to the next touch; 0 is still today."""
    cadence = usual.of(row)
    tried = usual.tried_again(row, row.unanswered + 1)
    match Wait.TRY if _missed_again(row, outcome) else outcome.meaning.wait:
        case Wait.NONE:
            return 0
        case Wait.TRY:
            return tried
        case Wait.READING:
            return max(tried, cadence.reply)
        case Wait.NOT_NOW:
            return cadence.not_now
        case Wait.WON:
            return cadence.won
        case Wait.RIGHT_CONTACT:
            return cadence.right_contact
        case Wait.RHYTHM:
            return usual.rhythm_of(row)


def _missed_again(row: Row, outcome: Outcome) -> bool:
    missed = Outcome.NO_SHOW
    return outcome is missed and row.last_touch is not None and row.last_touch.outcome is missed
