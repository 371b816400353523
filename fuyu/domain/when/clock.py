"""The grammar of times of day: "2pm", "14:30", "half past two", "noon", "7 in the evening"."""

from datetime import time

from msgspec import Struct

from fuyu.domain.calendar import Calendar
from fuyu.domain.when import words
from fuyu.domain.when.tokens import DayPart, Face, Figures, Military, NumberToken, Token, Unit, Year
from fuyu.domain.when.values import RefusedError

_FIRST_MORNING_HOUR = 7
_HALF_DAY = 12
_MILITARY = 100


class WallTime(Struct, frozen=True):
    """A wall time, and the one twelve hours away where the words leave that open."""

    at: time
    other: time | None = None


def read_clock(said: list[Token], calendar: Calendar) -> WallTime | None:  # noqa: PLR0911 - a table
    """Return the time the tokens name, None when they name none.

    Raises:
        RefusedError: they are meant as a time, and there is no such time.
    """
    match said:
        case ["at" | "in", DayPart(name)] | [DayPart(name)]:
            return WallTime(getattr(calendar, name))
        case ["am"]:
            return WallTime(calendar.morning)
        case ["pm"]:
            return WallTime(calendar.afternoon)
        case ["at", str(name)] | [str(name)] if name in words.CLOCKS:
            return WallTime(words.CLOCKS[name])
        case [DayPart(name), *hour]:
            return _within(name, _hour(hour))
        case [*hour, "in" | "at", DayPart(name)]:
            return _within(name, _hour(hour) or _hour(["at", *hour]))
        case _:
            return _hour(said)


def _hour(said: list[Token]) -> WallTime | None:  # noqa: PLR0911 - a table
    """Return the time that is named by its hour."""
    match said:
        case [*hour, "am" | "pm" as half]:
            return _half(_figures(hour), half)
        case ["at", NumberToken(value), Unit("hours")] | [Year(value) | Military(value), Unit("hours")]:
            return WallTime(_time(*divmod(value, _MILITARY)) if value >= _MILITARY else _time(value, 0))
        case ["at", Year(value) | Military(value)] | [Military(value)]:
            return WallTime(_time(*divmod(value, _MILITARY)))
        case ["at", NumberToken(hour)] | ["at", NumberToken(hour), "oclock"] | [NumberToken(hour), "oclock"]:
            return _open(hour, 0)
        case ["half", "past", NumberToken(hour)]:
            return _open(hour, 30)
        case [Unit("quarters"), "past", NumberToken(hour)]:
            return _open(hour, 15)
        case [Unit("quarters"), "to", NumberToken(hour)]:
            return _open(hour - 1 or _HALF_DAY, 45)
        case ["at", Figures((hour, minute), ".")]:
            return _open(int(hour), int(minute))
        case ["at", Face(hour, minute, padded)] | [Face(hour, minute, padded)]:
            return WallTime(_time(hour, minute)) if padded else _open(hour, minute)
        case _:
            return None


def _figures(said: list[Token]) -> tuple[int, int] | None:
    """Return the hour and minute that stand before "am" or "pm"."""
    match said:
        case ["at", *rest]:
            return _figures(rest)
        case [NumberToken(value)]:
            return divmod(value, _MILITARY) if value >= _MILITARY else (value, 0)
        case [Face(hour, minute)]:
            return hour, minute
        case [Figures((hour, minute), ".")]:
            return int(hour), int(minute)
        case _:
            return None


def _half(figures: tuple[int, int] | None, half: str) -> WallTime | None:
    """Return the time on the twelve-hour clock: 12am is midnight, 12pm noon."""
    if figures is None:
        return None
    hour, minute = figures
    if not 1 <= hour <= _HALF_DAY:
        raise RefusedError("invalid", f"There is no {hour}{half}: am and pm go from 1 to 12.")
    return WallTime(_time(hour % _HALF_DAY + (_HALF_DAY if half == "pm" else 0), minute))


def _open(hour: int, minute: int) -> WallTime:
    """Return the time for an hour without am or pm: 1 to 6 are in the afternoon, the twin is kept as the other."""
    named = _time(hour, minute)
    if not 1 <= hour < _HALF_DAY:
        return WallTime(named)
    twin = _time(hour + _HALF_DAY, minute)
    return WallTime(named, twin) if hour >= _FIRST_MORNING_HOUR else WallTime(twin, named)


def _within(part: str, clock: WallTime | None) -> WallTime | None:
    """Return the reading of the clock that falls in the part of the day."""
    if clock is None:
        return None
    first, last = words.PART_HOURS[part]
    for named in (clock.at, clock.other):
        if named and first <= named.hour <= last:
            return WallTime(named)
    raise RefusedError("invalid", f"{clock.at:%H:%M} is not in the {part}.")


def _time(hour: int, minute: int) -> time:
    try:
        return time(hour, minute)
    except ValueError:
        raise RefusedError("invalid", f"There is no {hour}:{minute:02} on the clock.") from None
