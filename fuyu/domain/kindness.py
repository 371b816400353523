"""What matters to people and has a day: a birthday, an exam, a thank-you. It gives touches that sell nothing."""

from collections.abc import Iterable
from datetime import date, timedelta

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import About, Row, Status

# No settings, for stores know of none: they find by these two the few whom a day may concern (`numbers_near`).
AHEAD = 4
"""Days ahead from which it may stand in the list: what falls on days off is said on the working day before them, which
for the last day of Easter, the longest weekend, is four days before."""
WELCOME = 7
"""Days afterwards until which a check-in is still one: after a week it would be an excuse."""
_DAY = timedelta(days=1)


class Occasion(Struct, frozen=True):
    """A fact on one of its days."""

    fact: str
    day: date


def occasion(about: About, today: date) -> Occasion | None:
    """Return a fact on its day that comes next, or that is past but still welcome; None where there is none left.

    The 29 February of a yearly fact is the 28th in other years.
    """
    if about.day is None:
        return None
    earliest = today - _DAY * WELCOME
    day = about.day
    if about.yearly:
        day = next(found for year in (earliest.year, earliest.year + 1) if (found := _in(year, about.day)) >= earliest)
        if about.wished is not None and day <= about.wished:
            day = _in(day.year + 1, about.day)
    elif day < earliest or about.wished is not None:
        return None
    return Occasion(about.fact, day)


def occasions(about: Iterable[About], today: date, days: int) -> list[Occasion]:
    """Return what comes within so many days or is still welcome, the nearest day first."""
    found = [near for fact in about if (near := occasion(fact, today)) and (near.day - today).days <= days]
    return sorted(found, key=lambda near: (near.day, near.fact))


def due(row: Row, today: date, calendar: Calendar) -> Occasion | None:
    """Return what a check-in is due for: on the day, or on the working day before where the day itself is off."""
    if row.status is Status.DO_NOT_CONTACT or not row.about:
        return None
    near = occasions(row.about, today, AHEAD)
    return near[0] if near and calendar.working_by(near[0].day) <= today else None


def wished(about: tuple[About, ...], today: date) -> tuple[About, ...]:
    """Return the facts after a check-in on that day: it was for all that was near."""
    return tuple(
        replace(fact, wished=near.day) if (near := occasion(fact, today)) and (near.day - today).days <= AHEAD else fact
        for fact in about
    )


# An index finds facts by a number each: the day of a yearly one as month and day, any other, above them, as ordinal.


def numbers(about: Iterable[About]) -> set[int]:
    """Return the numbers that facts are found by; those without a day have none."""
    dated = ((fact.day, fact.yearly) for fact in about if fact.day is not None)
    return {day.month * 100 + day.day if yearly else day.toordinal() for day, yearly in dated}


def numbers_near(today: date) -> list[int]:
    """Return the numbers of all facts that a check-in may be due for."""
    days = (today + _DAY * ahead for ahead in range(-WELCOME, AHEAD + 1))
    return sorted({number for day in days for number in numbers_on(day)})


def numbers_on(day: date) -> list[int]:
    """Return the numbers of all facts of a day; those of a 29 February count on the day before, too."""
    yearly = [228, 229] if (day.month, day.day) == (2, 28) else [day.month * 100 + day.day]
    return [*yearly, day.toordinal()]


def _in(year: int, day: date) -> date:
    leap = (day.month, day.day) == (2, 29)
    return date(year, 2, 28) if leap and not _is_leap(year) else day.replace(year=year)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
