"""What matters to a person, in words: "plays the cello", "exam @ 14 may", "birthday @ 3 jul yearly"."""

from contextlib import suppress
from datetime import date, timedelta

from msgspec.structs import replace

from fuyu.domain.calendar import Calendar
from fuyu.domain.lead import About
from fuyu.domain.text import clean_line
from fuyu.domain.when import Problem

_AT = " @ "
_YEARLY = " yearly"
_HINT = "a fact has a day like this: birthday @ 3 jul yearly"
_USUAL = Calendar()


def parse_fact(text: str, today: date, calendar: Calendar = _USUAL) -> About | Problem:
    """Return the fact that the text tells, or why its day is none.

    Args:
        text: the fact, and maybe its day behind an @; a day without its year is the next of that name.
        today: the day it is.
        calendar: the order of day and month in figures.
    """
    fact, at, said = clean_line(text).rpartition(_AT)
    if not at:
        is_half = said.startswith(_AT.lstrip()) or said.endswith(_AT.rstrip())
        return Problem("empty", f"Say what and when: {_HINT}.") if is_half or not said else About(said)
    yearly = f" {said.casefold()}".endswith(_YEARLY)
    words = said[: -len(_YEARLY)] if yearly else said
    day = _day(words, today, calendar, yearly=yearly)
    if isinstance(day, Problem):
        again = f"{fact}{_AT}{day.suggestion}{_YEARLY if yearly else ''}" if day.suggestion else ""
        return Problem(day.code, day.sentence if words in day.sentence else f"“{said}”: {day.sentence}", again)
    return About(fact, day, yearly)


def fact_words(about: About, today: date) -> str:
    """Return a fact as `parse_fact` reads it back, the year left out where it is the next."""
    if about.day is None:
        return about.fact
    day = f"{about.day.day} {about.day:%b}".lower()
    tail = _YEARLY if about.yearly else ""
    short = f"{about.fact}{_AT}{day}{tail}"
    read = parse_fact(short, today)
    same = isinstance(read, About) and read.day == about.day
    return short if same else f"{about.fact}{_AT}{day} {about.day.year}{tail}"


def _day(words: str, today: date, calendar: Calendar, *, yearly: bool) -> date | Problem:
    """Return the day that the words name, which may be past where they name its year."""
    from calendar import isleap  # noqa: PLC0415 - two milliseconds that most commands never need

    from fuyu.domain.when.days import Days  # noqa: PLC0415 - the grammar, which most commands never need
    from fuyu.domain.when.phrase import mended  # noqa: PLC0415 - the same
    from fuyu.domain.when.tokens import Month, NumberToken, Ordinal, Year, pieces, tokens  # noqa: PLC0415 - the same
    from fuyu.domain.when.values import RefusedError  # noqa: PLC0415 - the same

    def read(found: list[str]) -> date | None:
        said = tokens(found)
        match said:
            case [NumberToken(29) | Ordinal(29), Month(2)] | [Month(2), NumberToken(29) | Ordinal(29)] if yearly:
                said = [*said, Year(next(year for year in range(today.year, today.year + 9) if isleap(year)))]
        pick = Days(today, today + timedelta(days=1), calendar).read(said)
        return pick.day if pick else None

    problem = Problem("unknown", f"that is no day; {_HINT}.")
    try:
        found = pieces(words)
        return read(found) or problem
    except RefusedError as refused:
        problem = refused.problem
    except (OverflowError, ValueError):
        return Problem("invalid", "that is further away than calendars go.")
    if problem.code != "unknown":
        return problem
    with suppress(RefusedError, OverflowError, ValueError):
        right = mended(pieces(words))
        return replace(problem, suggestion=" ".join(right) if read(right) else "")
    return problem
