"""Days and times in words, read whole or refused: "fri 2pm", "in 3 business days", "last friday of march".

Nothing is guessed: what has two meanings is asked back, or carries the second as its `other`; what is past is refused.
The text becomes tokens (`tokens`, by the data in `words`), the tokens a time (`clock`) and a day (`days`, which builds
on `amounts` and `spans`, and these on `arithmetic`), and the two become a `When` (`phrase`), in the zone of the person;
two phrases become a `Range` (`ranges`). On other clocks they are read by `there`, in words of theirs by `theirs`, and
those of a time that was by `past`. Importing this is cheap: the grammar is read with the first phrase.
"""

from datetime import datetime

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.values import Problem, Range, When

__all__ = ["Problem", "Range", "When", "parse_past", "parse_range", "parse_theirs", "parse_when"]

_USUAL = Calendar()


def parse_when(text: str, now: datetime, calendar: Calendar = _USUAL, there: str = "") -> When | Problem:
    """Return the day or time to come that the whole text names, or why it names none; never raises.

    Args:
        text: what a person typed; more than 64 characters are no phrase.
        now: the present, aware, in the zone the person lives in (a `ZoneInfo`).
        calendar: their workdays, days off, first day of the week, order of dates and parts of the day.
        there: the zone that "their time" means; empty where it is unknown.
    """
    from fuyu.domain.when.there import read_there  # noqa: PLC0415 - the grammar, which most commands never need

    return read_there(text, now, calendar, there)


def parse_theirs(text: str, now: datetime, calendar: Calendar = _USUAL) -> When | Problem:
    """Return the day that words of theirs propose, "after the fair in march", or why none; never raises.

    Args:
        text: what they said; words for a day alone are read as they always are.
        now: the present, aware.
        calendar: the working days; the day is one.
    """
    from fuyu.domain.when.theirs import read_theirs  # noqa: PLC0415 - as above

    return read_theirs(text, now, calendar)


def parse_past(text: str, now: datetime, calendar: Calendar = _USUAL) -> datetime | Problem:
    """Return the time that the whole text names and that was already, or why it names none; never raises.

    Args:
        text: what a person typed; a day without a time is noon of it.
        now: the present, aware, in the zone the person lives in.
        calendar: their working days and order of dates.
    """
    from fuyu.domain.when.past import read_past  # noqa: PLC0415 - as above

    return read_past(text, now, calendar)


def parse_range(text: str, now: datetime, calendar: Calendar = _USUAL) -> Range | Problem:
    """Return the days to come that the whole text names, from one to another, or why it names none; never raises.

    Args:
        text: what a person typed; one day, or a week or month by its name, is a range too.
        now: the present, aware, in the zone the person lives in (a `ZoneInfo`).
        calendar: their workdays, days off, first day of the week and order of dates.
    """
    from fuyu.domain.when.ranges import read_range  # noqa: PLC0415 - as above

    return read_range(text, now, calendar)
