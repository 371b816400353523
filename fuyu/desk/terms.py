"""What a desk works by: the time, the working days, the cadence, the manners and the currency."""

from collections.abc import Callable, Container, Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from fuyu.clock import Clock
from fuyu.domain.cadence import Cadence, Diary
from fuyu.domain.calendar import Calendar
from fuyu.domain.history import Away
from fuyu.domain.manners import Manners
from fuyu.domain.zones import name_of


class DaysOffAndAway(Struct, frozen=True):
    """Days off, and days away as they are when it is asked."""

    days_off: Container[date]
    away: Callable[[], Sequence[Away]]

    def __contains__(self, day: object) -> bool:
        return day in self.days_off or (isinstance(day, date) and any(day in away for away in self.away()))

    def only(self, away: Away) -> "DaysOffAndAway":
        """Return the days off with these days away alone."""
        return DaysOffAndAway(self.days_off, lambda: [away])


class Terms(Struct, frozen=True):
    """The terms of one desk."""

    clock: Clock
    calendar: Calendar
    """Working days; days away are none."""
    cadence: Cadence
    manners: Manners
    currency: str
    """Of amounts that name none."""
    booked: Callable[[date], int]
    """How many follow-ups a day holds already."""

    def now(self) -> datetime:
        """Return the time with its zone."""
        return self.clock.now()

    def today(self) -> date:
        """Return the day it is here."""
        return self.now().date()

    @property
    def here(self) -> str:
        """The name of the zone we are in, empty where it has none."""
        return name_of(self.now())

    @property
    def diary(self) -> Diary:
        """All that choosing a day needs."""
        return Diary(self.cadence, self.calendar, self.booked)

    def diary_with(self, away: Away) -> Diary:
        """Return all that choosing a day needs, with these days away in place of those that are known."""
        off = self.calendar.days_off
        days_off = off.only(away) if isinstance(off, DaysOffAndAway) else DaysOffAndAway(off, lambda: [away])
        return replace(self.diary, calendar=replace(self.calendar, days_off=days_off))
