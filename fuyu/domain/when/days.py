"""The grammar of days: each `match` is a table, a pattern of tokens on the left, the day it names on the right."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date, timedelta

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.when import words
from fuyu.domain.when.amounts import read_amounts, shift
from fuyu.domain.when.arithmetic import nearest
from fuyu.domain.when.spans import DaySpan, read_spans, span_around
from fuyu.domain.when.tokens import Figures, Month, NumberToken, Ordinal, Token, Unit, Weekday, Year
from fuyu.domain.when.values import RefusedError, say

_DAY = timedelta(days=1)
_WEEK = timedelta(weeks=1)
_WEDNESDAY = 2
_MONTHS = 12
_SHORT, _LONG = 2, 4  # digits of a day, month or short year, and of a year in full
_MOST_SHORT = 99
_CENTURY = 2000
_CLOCK_UNITS = {"hours", "minutes"}


class Pick(Struct, frozen=True):
    """The day the words name, and the other day they may name."""

    day: date
    other: date | None = None


class Days(Struct, frozen=True):
    """The days around one day, by the names people give them."""

    today: date

    soonest: date
    """The first day a bare weekday may name: tomorrow, or today when a time still ahead is named with it."""

    calendar: Calendar

    def read(self, said: list[Token]) -> Pick | None:
        """Return the day the tokens name, which may be past; None when they name none.

        Raises:
            RefusedError: they name a day that does not exist, or one of two.
        """
        match said:
            case ["on", *rest]:
                return self.read(rest)
        if pick := self._weekday(said) or self._relative(said):
            return pick
        day = self._named(said) or self._dated(said) or self._period(said) or self._counted(said)
        return Pick(day) if day else None

    def _weekday(self, said: list[Token]) -> Pick | None:  # noqa: PLR0911 - a table
        """Weekdays: "fri", "next fri", "tue in 2 weeks"."""
        match said:
            case [Weekday(number)] | ["coming", Weekday(number)] | ["this", "coming", Weekday(number)]:
                return Pick(self._coming(number))
            case ["this", Weekday(number)]:
                return Pick(self._this(number))
            case ["next", Weekday(number)]:
                return self._in_week(1, number, or_after=0)
            case [Weekday(number), "after", "next"]:
                return self._in_week(2, number, or_after=1)
            case [Weekday(number), "in", *weeks] | ["in", *weeks, "on", Weekday(number)] if ahead := _weeks(weeks):
                return self._in_week(ahead, number, or_after=ahead)
            case ["+", NumberToken(count), Weekday(number)] if count:
                return Pick(self._coming(number) + _WEEK * (count - 1))
            case _:
                return None

    def _relative(self, said: list[Token]) -> Pick | None:
        """Days counted from another: "a week on friday", "2 days before christmas", "the monday after easter"."""
        for index, word in enumerate(said):
            distance, anchor = said[:index], said[index + 1 :]
            if word in {"from", "after"} or (word == "on" and _weeks(distance)):
                return self._beside(distance, 1, anchor)
            if word == "before":
                return self._beside(distance, -1, anchor)
        match said:
            case [Weekday() | "today" | "tomorrow", Unit("weeks" | "fortnights")]:  # friday week
                return self._beside(said[1:], 1, said[:1])
            case [*distance, Weekday()] if _weeks(distance):
                return self._beside(distance, 1, said[-1:])
            case [*distance, "today" | "tomorrow"] if read_amounts(distance):  # a month today
                return self._beside(distance, 1, said[-1:])
            case _:
                return None

    def _named(self, said: list[Token]) -> date | None:  # noqa: PLR0911 - a table
        """Days with a name of their own: "tomorrow", "easter", "next business day"."""
        match said:
            case ["today"]:
                return self.today
            case ["tomorrow"] | ["next", Unit("days")]:
                return self.today + _DAY
            case ["next", Unit("workdays")]:
                return self.calendar.add_working(self.today, 1)
            case ["later", "this", Unit("weeks")]:
                return self._later_this_week()
            case ["same" | "this", Unit("days"), "next", Unit("weeks" | "months" | "years" as unit)]:
                return shift(self.today, {unit: 1}, self.calendar)
            case ["weekof", *day] if pick := self.read(day):
                return self._edges(span_around(pick.day, "weeks", self.calendar))[0]
            case [str(name), Year(year)]:
                return _holiday(name, year)
            case [str(name)]:
                both = (_holiday(name, self.today.year), _holiday(name, self.today.year + 1))
                return next((day for day in both if day and day >= self.today), None)
            case _:
                return None

    def _dated(self, said: list[Token]) -> date | None:  # noqa: PLR0911 - a table
        """Days by their date: "31 jan 2027", "the 3rd of next month", "2/11", "fri 27 mar"."""
        match said:
            case [Figures(parts, mark)]:
                return self._in_figures(parts, mark)
            case [Weekday(number), *date_] if day := self._dated(date_):
                return _agreed(day, number)
            case [Ordinal(number)]:
                return self._of_month(number, [Unit("months")])
            case [Ordinal(), Unit(), *_]:
                return None
            case [Ordinal(number), *month] | [*month, "on", Ordinal(number)]:
                return self._of_month(number, month)
            case [NumberToken(number), Month(), *_] | [NumberToken(number), "of", Month(), *_] if number <= _MOST_SHORT:
                return self._of_month(number, said[1:])
            case [Month() as month, Ordinal(number) | NumberToken(number), *year] if number <= _MOST_SHORT:
                return self._of_month(number, [month, *year])
            case _:
                return None

    def _period(self, said: list[Token]) -> date | None:  # noqa: PLR0911 - a table
        """Days by their place in a week, month, quarter or year: "eom", "next week", "first monday of june"."""
        match said:
            case [Unit()] | ["this" | "in", Unit()] | [Year()] | ["of", *_]:
                return None
            case ["next", Month() as month]:
                return self._next_of_its_name(month)
            case ["start", *period]:
                return self._first(period, lambda span: self._edges(span)[0])
            case ["end", *period]:
                return self._first(period, lambda span: self._edges(span)[1])
            case ["early" | "mid" | "late" as third, *period]:
                return self._first(period, lambda span: self._third(span, third), {"weeks", "months"})
            case [Ordinal() | "last" as nth, Weekday(number), *period] if period or nth != "last":
                return self._first(period or [Unit("months")], lambda span: _nth(nth, _on(number, span)))
            case [Ordinal() | "last" as nth, Unit("days"), _, *_]:
                return self._first(said[2:], lambda span: _nth(nth, span.days()))
            case [Ordinal() | "last" as nth, Unit("workdays"), _, *_]:
                return self._first(said[2:], lambda span: _nth(nth, [*filter(self.calendar.is_working, span.days())]))
            case [Weekday(number), *week] | [*week, Weekday(number)] if week[1:] and week[0] != "in":
                return self._first(week, lambda span: _on(number, span)[0], {"weeks"})
            case _:
                return self._first(said, lambda span: self._edges(span)[0])

    def _counted(self, said: list[Token]) -> date | None:
        """Days counted from today: "3d", "in 2 weeks", "5 working days"."""
        amounts = read_amounts(said)
        if not amounts or amounts.keys() & _CLOCK_UNITS:
            return None
        return shift(self.today, amounts, self.calendar)

    def _coming(self, weekday: int) -> date:
        return nearest(weekday, self.soonest - _DAY, 1)

    def _this(self, weekday: int) -> date:
        if weekday == self.today.weekday() and self.soonest > self.today:
            sentence = f"Today is {words.WEEKDAYS[weekday].title()}: today, or {say(self.today + _WEEK)}?"
            raise RefusedError("ambiguous", sentence, "today")
        return self._coming(weekday)

    def _in_week(self, ahead: int, weekday: int, *, or_after: int) -> Pick:
        """Return the weekday of the calendar week so far ahead, or else the one so many weeks after the coming one."""
        day = nearest(weekday, self.calendar.week_of(self.today) + _WEEK * ahead - _DAY, 1)
        other = self._coming(weekday) + _WEEK * or_after
        return Pick(day, None if other == day else other)

    def _later_this_week(self) -> date:
        last = self._edges(span_around(self.today, "weeks", self.calendar))[1]
        if last <= self.today:
            raise RefusedError("past", "This week's working days are over.", "next week")
        return last

    def _beside(self, distance: list[Token], sign: int, anchor: list[Token]) -> Pick | None:
        """Return the day so far after (1) or before (-1) the anchor."""
        days = Days(self.today, self.today + _DAY, self.calendar)
        if not distance or not anchor or not (pick := days.read(anchor)):
            return None
        match distance:
            case [Weekday(number)]:
                return Pick(nearest(number, pick.day, sign))
            case [Unit() as one]:
                distance = [NumberToken(1), one]
        amounts = read_amounts(distance)
        if not amounts or amounts.keys() & _CLOCK_UNITS or (sign < 0 and "workdays" in amounts):
            return None
        return Pick(
            shift(pick.day, amounts, self.calendar, sign),
            shift(pick.other, amounts, self.calendar, sign) if pick.other else None,
        )

    def _first(
        self,
        period: list[Token],
        choose: Callable[[DaySpan], date | None],
        units: Collection[str] = ("weeks", "months", "quarters", "years"),
        missing: str = "There is no such day.",
    ) -> date | None:
        """Return the chosen day of the first span in which it lies ahead, else the last that is past."""
        spans = [span for span in read_spans(period, self.today, self.calendar) if span.unit in units]
        days = [day for span in spans if (day := choose(span))]
        if spans and not days:
            raise RefusedError("invalid", missing)
        return next((day for day in days if day >= self.today), days[-1] if days else None)

    def _next_of_its_name(self, month: Month) -> date | None:
        """Return the month's first day, unless it may be meant this year as well as next."""
        day = self._first([month], lambda span: span.first)
        if day and day.year == self.today.year:
            name = words.MONTHS[month.number - 1].title()
            raise RefusedError(
                "ambiguous", f"{name} {day.year} or {day.year + 1}? Write the year.", f"{name.lower()} {day.year}"
            )
        return day

    def _of_month(self, number: int, month: list[Token]) -> date | None:
        """Return the day of that number in the month; of 29 February, only one that comes within a year."""
        match month:
            case ["of" | "in", *rest]:
                return self._of_month(number, rest)
            case [Month(named)]:
                missing = f"There is no {number} {words.MONTHS[named - 1].title()} in the year ahead."
            case [Month(named), *_]:
                missing = f"There is no {number} {words.MONTHS[named - 1].title()} in that year."
            case _:
                missing = f"There is no day {number} in that month."
        day = self._first(month, lambda span: _nth(Ordinal(number), span.days()), {"months"}, missing)
        if day and len(month) == 1 and day > shift(self.today, {"years": 1}, self.calendar):
            raise RefusedError("invalid", missing)
        return day

    def _edges(self, span: DaySpan) -> tuple[date, date]:
        """Return the first and last day of the span; of a week, its first and last workday."""
        if span.unit != "weeks":
            return span.first, span.last
        worked = [day for day in span.days() if day.weekday() in self.calendar.workdays]
        return worked[0], worked[-1]

    def _third(self, span: DaySpan, third: str) -> date:
        """Return the day that "early", "mid" or "late" stands for in a week or a month."""
        if span.unit == "months":
            return span.first.replace(day=words.DAY_OF_MONTH[third])
        first, last = self._edges(span)
        return {"early": first, "mid": _on(_WEDNESDAY, span)[0], "late": last}[third]

    def _in_figures(self, parts: tuple[str, ...], mark: str) -> date:
        """Return the day of a date in figures: dots are D.M.Y; else the configured order, or the only one possible."""
        asked = "YMD" if len(parts[0]) == _LONG else "DMY" if mark == "." else self.calendar.date_order
        for orders in ([asked] if asked else [], [] if mark == "." else ["DMY", "MDY"]):
            days = {day for order in orders if (day := self._in_order(parts, order))}
            if len(days) == 1:
                return days.pop()
            if days:
                both = " or ".join(say(day) for day in sorted(days))
                raise RefusedError("ambiguous", f"{both}? Write the month as a word.")
        colon = "; a time takes a colon" if mark == "." else ""
        raise RefusedError("invalid", f"There is no such date as {mark.join(parts)}{colon}.")

    def _in_order(self, parts: tuple[str, ...], order: str) -> date | None:
        """Return the day when the parts are read in the order, None when they cannot be."""
        named = dict(zip(order if len(parts) == len(order) else order.replace("Y", ""), parts, strict=True))
        day, month, year = named["D"], named["M"], named.get("Y", "")
        if (
            len(day) > _SHORT
            or len(month) > _SHORT
            or len(year) not in {0, _SHORT, _LONG}
            or not 1 <= int(month) <= _MONTHS
        ):
            return None
        in_year = [Year(int(year) + (_CENTURY if len(year) == _SHORT else 0))] if year else []
        try:
            return self._of_month(int(day), [Month(int(month)), *in_year])
        except RefusedError:
            return None


def _weeks(said: list[Token]) -> int:
    """Return the number of whole weeks the tokens name, 0 when they name none."""
    match said:
        case [NumberToken(count), Unit("weeks")]:
            return count
        case [NumberToken(count), Unit("fortnights")]:
            return 2 * count
        case ["a", Unit("weeks" | "fortnights" as unit)]:
            return 1 if unit == "weeks" else 2
        case _:
            return 0


def _on(weekday: int, span: DaySpan) -> list[date]:
    return [day for day in span.days() if day.weekday() == weekday]


def _nth(nth: Ordinal | str, days: list[date]) -> date | None:
    """Return the nth of the days, or the "last"; None where there are not so many."""
    number = len(days) if isinstance(nth, str) else nth.value
    return days[number - 1] if 1 <= number <= len(days) else None


def _agreed(day: date, weekday: int) -> date:
    """Return the day when it falls on the weekday that was named with it."""
    if day.weekday() != weekday:
        raise RefusedError("invalid", f"{say(day)} is not a {words.WEEKDAYS[weekday].title()}.")
    return day


def _holiday(name: str, year: int) -> date | None:
    """Return the day of the holiday in the year, None for a name that is no holiday."""
    if name in words.EASTER:
        return _easter(year) + _DAY * words.EASTER[name]
    return date(year, *words.HOLIDAYS[name]) if name in words.HOLIDAYS else None


def _easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar, by the method of Meeus, Jones and Butcher."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    shifted = century - (century + 8) // 25 + 1
    epact = (19 * golden + century - century // 4 - shifted // 3 + 15) % 30
    to_sunday = (32 + 2 * (century % 4) + 2 * (in_century // 4) - epact - in_century % 4) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
