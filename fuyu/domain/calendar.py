"""How one person's week runs: which days are worked, where a week begins, what morning means."""

from collections.abc import Container, Iterator
from datetime import date, time, timedelta
from typing import Annotated, Literal

from msgspec import Struct

from fuyu.domain.settings import ClockTime, written

DateOrder = Literal["", "DMY", "MDY", "YMD"]

_DAY = timedelta(days=1)


class DaysOff(Struct, frozen=True):
    """Days that are not worked, to be asked day by day: some of them return each year, without end."""

    days: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()
    """Month and day."""
    public: Container[object] = frozenset()
    """The holidays of a country."""

    def __contains__(self, day: object) -> bool:
        if not isinstance(day, date):
            return False
        return day in self.days or (day.month, day.day) in self.yearly or day in self.public


class Calendar(Struct, frozen=True):
    """The settings that turn words such as "next week" or "3 business days" into days.

    Weekdays are numbered as in `date.weekday()`: Monday is 0, Sunday 6. Times are local wall times.
    """

    workdays: Annotated[frozenset[int], written("weekdays")] = frozenset(range(5))
    """The weekdays you work: only these are proposed, and count as business days."""

    days_off: Annotated[Container[date], written("days off")] = frozenset()
    """Days you do not work: `2026-12-24`, ranges `2026-08-03..2026-08-14`, and `12-25` for each year. For days away,
    `fuyu away` also moves who is there."""

    week_start: Annotated[int, written("weekday")] = 0
    """The weekday that `next week` begins on."""

    date_order: Annotated[DateOrder, written("date order")] = ""
    """How 2/11 is read: `"DMY"`, `"MDY"` or `"YMD"`. Without it fuyu asks: a guess would be wrong half the time."""

    morning: ClockTime = time(8)
    """What `tomorrow morning` means; a [message](messages.md) without a time goes from then on."""
    afternoon: ClockTime = time(14)
    """What `tomorrow afternoon` means."""
    evening: ClockTime = time(19)
    """What `tonight` and `tomorrow evening` mean."""

    def __post_init__(self) -> None:
        """Refuse a week without a workday, in which counting workdays would never end."""
        if not self.workdays or not self.workdays <= frozenset(range(7)):
            raise ValueError("workdays must name at least one weekday, from 0 (Monday) to 6 (Sunday)")
        if self.week_start not in range(7):
            raise ValueError("week_start must be a weekday, from 0 (Monday) to 6 (Sunday)")

    def is_working(self, day: date) -> bool:
        """Return whether the day is worked: one of the workdays, and not a day off."""
        return day.weekday() in self.workdays and day not in self.days_off

    def next_working(self, day: date) -> date:
        """Return the day itself where it is worked, else the first worked day after it."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_from(self, day: date) -> Iterator[date]:
        """Yield the worked days from a day on, without end."""
        while True:
            day = self.next_working(day)
            yield day
            day += _DAY

    def working_by(self, day: date) -> date:
        """Return the day itself where it is worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add_working(self, day: date, count: int) -> date:
        """Return the `count`-th (1 or more) worked day after the day, which itself need not be worked."""
        for _ in range(count):
            day = self.next_working(day + _DAY)
        return day

    def week_of(self, day: date) -> date:
        """Return the first day of the calendar week the day is in; pendulum's weeks begin alike for everybody."""
        return day - timedelta(days=(day.weekday() - self.week_start) % 7)
