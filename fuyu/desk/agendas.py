"""The day: who is due, in which order they are called, how it goes, and how full the coming days are."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from fuyu.desk.meetings import Meetings
from fuyu.desk.terms import Terms
from fuyu.desk.values import Standing
from fuyu.desk.whose import RowsOfSome
from fuyu.domain import pace
from fuyu.domain.agenda import Agenda, Load, agenda
from fuyu.domain.calls import Round, calls
from fuyu.domain.history import Touch
from fuyu.domain.lead import Row
from fuyu.domain.pace import Pace
from fuyu.domain.score import Promises, score
from fuyu.storage.port import Store

DAYS_AHEAD = 14
"""How far the load of the coming days is looked at."""
_HISTORIES = 200
"""Histories read to measure a pace; of more leads than these, one in so many stands for the others."""


class Agendas:
    """The days of one book."""

    def __init__(self, store: Store, terms: Terms, rows: RowsOfSome, meetings: Meetings) -> None:
        self._store = store
        self._rows = rows
        self._terms = terms
        self._meetings = meetings

    def today(self) -> Agenda:
        """Return what today looks like."""
        return self.of(self._terms.today())

    def of(self, day: date) -> Agenda:
        """Return what a day looks like when it has come and nothing was done until then."""
        return self._of(self.rows(day), day)

    def round(self, agenda: Agenda, at: datetime | None = None, *, unscheduled: bool = False) -> Round:
        """Return the round of calls of a day, now or at that time; with `unscheduled` of those without a date."""
        hours = self._terms.manners.call_hours
        return calls(agenda, at or self._terms.now(), self._terms.cadence, hours, unscheduled=unscheduled)

    def rows(self, day: date) -> Iterable[Row]:
        """Return the rows that are due by a day, were touched on it, or have none; a day later in other zones."""
        return self._rows.for_day(day)

    def standing(self) -> Standing:
        """Return how today stands: its rows are read once, for the agenda and for the promises."""
        today = self._terms.today()
        rows = self.rows(today)
        return Standing(self._of(rows, today), _score(rows, today))

    def score(self) -> Promises:
        """Return what became of the promises that were first agreed for today."""
        today = self._terms.today()
        return _score(self.rows(today), today)

    def touches(self, day: date) -> list[Touch]:
        """Return the touches of a day with those whom nobody touched after it, the first of them first."""
        rows = [row for row in self.rows(day) if row.last_touch and row.last_touch.at.date() == day]
        made = (entry for row in rows for entry in self._store.history(row.id) if isinstance(entry, Touch))
        return sorted((touch for touch in made if touch.at.date() == day), key=lambda touch: (touch.at, touch.id))

    def pace(self, *, behind: bool) -> Pace:
        """Return how many touches a day the book needs, and how many it gets; every row is read for it.

        Args:
            behind: whether plans pile up. Where they do not, what was done lately is all there was to do, and what a
                day is filled up to is the pace.
        """
        today, cadence, calendar = self._terms.today(), self._terms.cadence, self._terms.calendar
        first = pace.first_day(today, calendar)
        lately: list[int] = []

        def noted() -> Iterator[Row]:
            for row in self._rows.all():
                if row.last_touch is not None and row.last_touch.at.date() >= first:
                    lately.append(row.id)
                yield row

        needs = pace.needs(noted(), today, cadence, calendar)
        if not behind:
            return Pace(needs, cadence.per_day)
        one_in = len(lately) // _HISTORIES + 1
        entries = (entry for lead_id in lately[::one_in] for entry in self._store.history(lead_id))
        touched = (entry.at.date() for entry in entries if isinstance(entry, Touch) and not entry.check_in)
        gets = pace.gets((day for day in touched if day >= first), today, cadence.per_day, one_in)
        return Pace(needs, gets)

    def load(self, day: date) -> Load:
        """Return how much is due on a day, and how long meetings take."""
        return self._meetings.beside(self._rows.load(day))

    def upcoming(self, days: int = DAYS_AHEAD) -> list[Load]:
        """Return the load of the coming days, from tomorrow on."""
        today = self._terms.today()
        return [self.load(today + timedelta(days=ahead)) for ahead in range(1, days + 1)]

    def _of(self, rows: Iterable[Row], day: date) -> Agenda:
        now = self._terms.now()
        at = now if day == now.date() else None
        return agenda(rows, day, self._terms.cadence, self._terms.here, self._terms.calendar, now=at)


def _score(rows: Iterable[Row], today: date) -> Promises:
    return score(rows, today, today, today)
