"""What they said of a date in their own words, "after the trade fair in march", and the day that is proposed for it."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.phrase import read_phrase
from fuyu.domain.when.tokens import NumberToken, Weekday, pieces, tokens
from fuyu.domain.when.values import Problem, RefusedError, When
from fuyu.domain.when.words import EASTER, HOLIDAYS

_OPENERS = ("after", "when", "once", "as soon as")
"""Words that begin what something waits for."""
_LONGEST = 200


def read_theirs(text: str, now: datetime, calendar: Calendar) -> When | Problem:
    """Return what `parse_theirs` returns."""
    plain, said = read_phrase(text, now, calendar), text.split()
    if isinstance(plain, When):
        return _after_this_month(plain, said, now, calendar)
    if len(text) > _LONGEST:
        return plain
    for size in range(len(said) - 1, 0, -1):  # the longest words for a day first, behind and before
        for day, rest in ((said[-size:], said[:-size]), (said[:size], said[size:])):
            found = read_phrase(" ".join(day), now, calendar) if _waits(rest, is_exact=_is_exact(day)) else plain
            if isinstance(found, When):
                from_then = _from(found, calendar, is_exact=_is_exact(day))
                return _after_this_month(from_then, day, now, calendar)
    return plain


def _after_this_month(found: When, day: list[str], now: datetime, calendar: Calendar) -> When:
    """Return the day that is proposed, where they named the month it is: in March, March is over with April."""
    is_this_month = (found.day.year, found.day.month) == (now.year + 1, now.month)
    if not is_this_month or _is_exact(day) or "next" in [word.casefold() for word in day]:
        return found
    over = (now.date().replace(day=1) + timedelta(days=32)).replace(day=1)
    return replace(found, day=calendar.next_working(over))


def _waits(rest: list[str], *, is_exact: bool) -> bool:
    """Return whether words say what is waited for; before an exact day, "after" alone says enough."""
    said = " ".join(rest).casefold()
    opener = next((opener for opener in _OPENERS if said == opener or said.startswith(f"{opener} ")), "")
    return bool(opener) and (said != opener or is_exact)


def _is_exact(day: list[str]) -> bool:
    """Return whether words name one day, not a week or a month of which the first day is meant."""
    try:
        said = tokens(pieces(" ".join(day)))
    except RefusedError:
        return False
    return any(isinstance(token, (NumberToken, Weekday)) or token in {*EASTER, *HOLIDAYS} for token in said)


def _from(found: When, calendar: Calendar, *, is_exact: bool) -> When:
    """Return the first working day of a week or a month, or after a day that something is waited for."""
    day = calendar.add_working(found.day, 1) if is_exact else calendar.next_working(found.day)
    return replace(found, day=day, time=None, zone="", other=None)
