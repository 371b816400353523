"""Days and times in words, read whole or refused: "fri 2pm", "in 3 business days", "last friday of march".

Nothing is guessed: what has two meanings is asked back, or carries the second as its `other`; what is past is refused.
The text becomes tokens (`tokens`, by the data in `words`), the tokens a time (`clock`) and a day (`days`, which builds
on `amounts` and `spans`), and the two become a `When` (`phrase`), in the zone of the person; two phrases become a
`Range` (`ranges`). Importing this is cheap: the grammar is read with the first phrase.
"""

from datetime import datetime

from fuyu.domain.calendar import Calendar
from fuyu.domain.when.values import Problem, Range, When

__all__ = ["Problem", "Range", "When", "parse_range", "parse_when"]

_USUAL = Calendar()


def parse_when(text: str, now: datetime, calendar: Calendar = _USUAL) -> When | Problem:
    """Return the day or time to come that the whole text names, or why it names none; never raises.

    Args:
        text: what a person typed; more than 64 characters are no phrase.
        now: the present, aware, in the zone the person lives in (a `ZoneInfo`).
        calendar: their workdays, days off, first day of the week, order of dates and parts of the day.
    """
    from fuyu.domain.when.phrase import read_phrase  # noqa: PLC0415 - the grammar, which most commands never need

    return read_phrase(text, now, calendar)


def parse_range(text: str, now: datetime, calendar: Calendar = _USUAL) -> Range | Problem:
    """Return the days to come that the whole text names, from one to another, or why it names none; never raises.

    Args:
        text: what a person typed; one day, or a week or month by its name, is a range too.
        now: the present, aware, in the zone the person lives in (a `ZoneInfo`).
        calendar: their workdays, days off, first day of the week and order of dates.
    """
    from fuyu.domain.when.ranges import read_range  # noqa: PLC0415 - as above

    return read_range(text, now, calendar)
