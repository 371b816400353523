"""Weeks, months, quarters and years by name: "next week", "june", "q3 2027", "w14"."""

from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.amounts import shift
from fuyu.domain.when.arithmetic import edges
from fuyu.domain.when.tokens import Month, NumberToken, Token, Unit, Year

_DAY = timedelta(days=1)


class DaySpan(Struct, frozen=True):
    """A stretch of days: its unit, as in `words.UNITS`, and its first and last day."""

    unit: str
    first: date
    last: date

    def days(self) -> list[date]:
        """Return every day of the span, in order."""
        return [self.first + _DAY * number for number in range((self.last - self.first).days + 1)]


def span_around(day: date, unit: str, calendar: Calendar) -> DaySpan:
    """Return the week, month, quarter or year the day is in."""
    if unit == "weeks":
        first = calendar.week_of(day)
        return DaySpan(unit, first, first + 6 * _DAY)
    first, last = edges(day, unit.removesuffix("s"))
    if last == date.max:  # there is no day after it
        raise OverflowError
    return DaySpan(unit, first, last)


def read_spans(said: list[Token], today: date, calendar: Calendar) -> list[DaySpan]:
    """Return the spans the tokens may name, the nearest first; more than one where a name returns ("june")."""
    match [word for word in said if word != "of"]:
        case ["in", *named]:
            return read_spans(named, today, calendar)
        case [Unit(unit)]:
            aheads = [0, 1, 2]  # three months, for a 31st
        case ["this", Unit(unit)]:
            aheads = [0]
        case ["next", Unit(unit)]:
            aheads = [1]
        case [Unit(unit), "after", "next"]:
            aheads = [2]
        case named:
            return _in_years(named, today, calendar)
    if unit not in {"weeks", "months", "quarters", "years"}:
        return []
    return [span_around(shift(today, {unit: ahead}, calendar), unit, calendar) for ahead in aheads]


def _in_years(said: list[Token], today: date, calendar: Calendar) -> list[DaySpan]:
    """Return the spans whose name returns each year, in this year and the next, or in the year that is named."""
    match said:
        case [*named, Year(year)] | [Year(year), *named]:
            years = [year]
        case [*named, "next", Unit("years")]:
            years = [today.year + 1]
        case [*named, "this", Unit("years")]:
            years = [today.year]
        case ["this", Month() as month]:
            named, years = [month], [today.year]
        case named:
            years = [today.year, today.year + 1]
    match named:
        case [Month(number)]:
            return [span_around(date(year, number, 1), "months", calendar) for year in years]
        case [Unit("quarters"), NumberToken(1 | 2 | 3 | 4 as number)]:
            return [span_around(date(year, 3 * number, 1), "quarters", calendar) for year in years]
        case [Unit("weeks"), NumberToken(number)]:
            return [DaySpan("weeks", monday, monday + 6 * _DAY) for year in years for monday in _iso_week(year, number)]
        case [] if len(years) == 1:
            return [span_around(date(years[0], 1, 1), "years", calendar)]
        case _:
            return []


def _iso_week(year: int, number: int) -> list[date]:
    """Return the Monday of the ISO 8601 week; nothing in a year that has no such week."""
    try:
        return [date.fromisocalendar(year, number, 1)]
    except ValueError:
        return []
