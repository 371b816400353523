"""What a key takes: each function turns the value in the file into ours, or raises what is wrong with it."""

import re
from collections.abc import Callable, Container, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from msgspec import Struct

from fuyu.config import themes
from fuyu.config.problems import WrongError, shown, unknown
from fuyu.domain.cadence import Cadence
from fuyu.domain.calendar import DaysOff
from fuyu.domain.currencies import CODES
from fuyu.domain.lead import Temperature
from fuyu.domain.manners import Hours
from fuyu.domain.text import fold, nearest
from fuyu.domain.when.words import WEEKDAYS

_DAY = timedelta(days=1)
_DATE_ORDERS = ("DMY", "MDY", "YMD")
_MOST_DAYS = 3650
_LONGEST_RANGE = 366
_MOST_YEARLY = 300
"""Of the days of each year; with more of them off, the next working day might never come."""
_LEAP_YEAR = 2024
_SHORTEST_WEEKDAY = 3
_WITH_COLOURS = ("winter", "snow", "contrast")
_SHORT_COLOUR = len("#rgb")


def text(value: object, example: str) -> str:
    """Take a text; the example is how it looks."""
    if not isinstance(value, str):
        raise WrongError(f"is text, like {example}, not {shown(value)}")
    return value.strip()


def items(value: object, example: str) -> list[Any]:
    """Take a list."""
    if not isinstance(value, list):
        raise WrongError(f"is a list, like {example}, not {shown(value)}")
    return value


def yes_or_no(value: object) -> bool:
    """Take true or false."""
    if not isinstance(value, bool):
        raise WrongError(f"is true or false, not {shown(value)}")
    return value


def _days(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _MOST_DAYS:
        raise WrongError(f"is a whole number from 1 to {_MOST_DAYS}, not {shown(value)}")
    return value


def command(value: object) -> tuple[str, ...]:
    """Take a program and its arguments."""
    words = tuple(text(word, '"pass"') for word in items(value, '["pass", "show", "calendar"]'))
    if not words:
        raise WrongError("names at least a program")
    return words


def times(value: object, example: str) -> tuple[time, time]:
    """Take two times, like `08:00-19:00`."""
    first, dash, last = text(value, example).partition("-")
    if not dash:
        raise WrongError(f"is two times, like {example}, not {shown(value)}")
    return clock_time(first.strip()), clock_time(last.strip())


def hours(value: object) -> Hours:
    """Take two times of one day."""
    hours = Hours(*times(value, '"08:00-19:00"'))
    if hours.first >= hours.last:
        raise WrongError(f"ends after it begins, not {shown(value)}")
    return hours


def theme(value: object) -> str:
    """Take the name of a theme."""
    said = text(value, '"snow"')
    found = themes.named(said)
    if not found:
        raise WrongError(f"is an {themes.unknown(said)}")
    return found


def like(value: object) -> str:
    """Take the name of a theme of ours that has colours of its own."""
    said = fold(text(value, '"winter"'))
    if said not in _WITH_COLOURS:
        raise WrongError(f"is one of {', '.join(_WITH_COLOURS)}, not {shown(value)}{nearest(said, _WITH_COLOURS)}")
    return said


def colour(value: object) -> str:
    """Take a colour, as `#rrggbb`."""
    said = text(value, '"#e6c36a"').lower()
    if not re.fullmatch(r"#([0-9a-f]{3}|[0-9a-f]{6})", said):
        raise WrongError(f'is a colour, like "#e6c36a", not {shown(value)}')
    return said if len(said) > _SHORT_COLOUR else f"#{''.join(digit * 2 for digit in said[1:])}"


def date_order(value: object) -> str:
    """Take the order of day, month and year."""
    order = text(value, '"DMY"').upper()
    if order not in _DATE_ORDERS:
        raise WrongError(f"is one of {', '.join(_DATE_ORDERS)}, not {shown(value)}")
    return order


def weekday(value: object) -> int:
    """Take the name of a weekday, or its first letters."""
    said = fold(text(value, '"monday"'))
    for number, name in enumerate(WEEKDAYS):
        if len(said) >= _SHORTEST_WEEKDAY and name.startswith(said):
            return number
    raise WrongError(f"is a weekday: {shown(value)} is none{nearest(said, WEEKDAYS)}")


def workdays(value: object) -> frozenset[int]:
    """Take weekdays."""
    weekdays = frozenset(map(weekday, items(value, '["monday", "tuesday"]')))
    if not weekdays:
        raise WrongError("names at least one weekday")
    return weekdays


def clock_time(value: object) -> time:
    """Take a time of day."""
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    named = re.fullmatch(r"([01]?[0-9]|2[0-3]):([0-5][0-9])", text(value, '"08:00"'))
    if not named:
        raise WrongError(f'is a time, like "08:00", not {shown(value)}')
    return time(int(named[1]), int(named[2]))


def days_off(value: object) -> DaysOff:
    """Take days, ranges of days, and days of each year."""
    days: set[date] = set()
    yearly: set[tuple[int, int]] = set()
    for item in items(value, '["2026-12-24", "12-25"]'):
        returns, first, last = _range(item)
        if returns:
            yearly |= {(day.month, day.day) for day in _between(first, last)}
        else:
            days |= set(_between(first, last))
    if len(yearly) > _MOST_YEARLY:
        raise WrongError(f"takes {len(yearly)} days of each year; at least {366 - _MOST_YEARLY} must be left to work")
    return DaysOff(frozenset(days), frozenset(yearly))


def _range(item: object) -> tuple[bool, date, date]:
    """Return whether the days return each year, and the first and the last of them."""
    if isinstance(item, date) and not isinstance(item, datetime):
        return False, item, item
    said = text(item, '"2026-12-24"')
    ends = [end.strip() for end in said.split("..")]
    if len(ends) > 2:  # noqa: PLR2004 - a first and a last
        raise WrongError(f"has {shown(item)}: a range is two days, like 2026-08-03..2026-08-14")
    (first_returns, first), (last_returns, last) = map(_day, (ends[0], ends[-1]))
    if first_returns != last_returns:
        raise WrongError(f"has {shown(item)}: both days have a year, or neither")
    if first_returns and last < first:  # over the end of the year
        last = last.replace(year=_LEAP_YEAR + 1)
    if last < first:
        raise WrongError(f"has {shown(item)}: it ends before it begins")
    if (last - first).days > _LONGEST_RANGE:
        raise WrongError(f"has {shown(item)}: a range is a year at most")
    return first_returns, first, last


def _day(said: str) -> tuple[bool, date]:
    """Return whether the day returns each year, and the day, in a leap year where it does."""
    found = re.fullmatch(r"(?:([0-9]{4})-)?([0-9]{1,2})-([0-9]{1,2})", said)
    if not found:
        raise WrongError(f"has {shown(said)}: a day is 2026-12-24, or 12-24 for each year")
    year, month, number = found.groups()
    try:
        return year is None, date(int(year or _LEAP_YEAR), int(month), int(number))
    except ValueError:
        raise WrongError(f"has {shown(said)}: there is no such day") from None


def _between(first: date, last: date) -> Iterator[date]:
    return (first + _DAY * number for number in range((last - first).days + 1))


class PublicHolidays(Struct, frozen=True):
    """The public holidays of a country, or of a region in it, as the library `holidays` knows them."""

    country: str
    region: str = ""

    def __contains__(self, day: object) -> bool:
        return day in _library_days(self.country, self.region)


@lru_cache(maxsize=2)
def _library_days(country: str, region: str) -> Container[object]:
    """Return the days, which the library works out year by year as they are asked for.

    Raises:
        ImportError: the library is not installed.
        NotImplementedError: it does not know the country or the region.
    """
    import holidays  # noqa: PLC0415 - 100 ms and an extra, for those who ask for it

    days: Container[object] = holidays.country_holidays(country, subdiv=region or None)
    return days


def holidays(value: object) -> PublicHolidays:
    """Take a country, or a region of one."""
    said = text(value, '"GB" or "DE-BY"')
    country, _, region = said.partition("-")
    public = PublicHolidays(country.upper(), region)
    try:
        _library_days(public.country, public.region)
    except ImportError:
        from fuyu.extras import how_to_add  # noqa: PLC0415 - only who lacks it

        raise WrongError(f"needs the library that knows them: {how_to_add('holidays')}") from None
    except NotImplementedError:
        raise WrongError(f'is a country, like "GB", or a region of one, like "DE-BY", not {shown(value)}') from None
    return public


def currency(value: object) -> str:
    """Take the code of a currency."""
    said = text(value, '"EUR"').upper()
    if said not in CODES:
        raise WrongError(
            f'is the code of a currency, like "EUR", not {shown(value)}{nearest(said, map(str.lower, sorted(CODES)))}'
        )
    return said


def unanswered(value: object) -> tuple[int, ...]:
    """Take days to wait, one number after another."""
    steps = tuple(map(_days, items(value, "[1, 3, 7, 14, 30]")))
    if not steps:
        raise WrongError("names at least one number of days")
    return steps


def names(value: object) -> tuple[str, ...]:
    """Take names, one after another."""
    return tuple(text(one, '"first"') for one in items(value, '["first", "second"]'))


def rhythm(value: object) -> dict[Temperature, int]:
    """Take days by temperature; those not named stay as usual."""
    if not isinstance(value, dict):
        raise WrongError(f"is like {{ hot = 3, warm = 7, cold = 30 }}, not {shown(value)}")
    found = dict(Cadence().rhythm)
    for key, said in value.items():
        if key not in list(Temperature):
            raise WrongError(unknown(key, list(Temperature)), key)
        try:
            found[Temperature(key)] = _days(said)
        except WrongError as wrong:
            raise WrongError(wrong.sentence, key) from None
    return found


def _some_text(value: object) -> str:
    return text(value, '"ann"')


KINDS: Mapping[str, Callable[[object], Any]] = {
    "colour": colour,
    "command": command,
    "currency": currency,
    "date order": date_order,
    "days off": days_off,
    "holidays": holidays,
    "hours": hours,
    "like": like,
    "names": names,
    "rhythm": rhythm,
    "text": _some_text,
    "theme": theme,
    "time": clock_time,
    "waits": unanswered,
    "weekday": weekday,
    "weekdays": workdays,
    "yes or no": yes_or_no,
}
"""What takes a value whose type does not say how it is written, by the name that `told` gives it."""
