"""Times as programs write them (ISO 8601): "2026-03-27T14:00:00Z" with its own zone, and week dates, "2026-W14-3"."""

import re
from datetime import date, datetime, tzinfo

from fuyu.domain.when.values import RefusedError

_STAMP = re.compile(
    r"\s*(?P<day>[0-9]{4}(?:-[0-9]{2}-[0-9]{2}|[0-9]{4}|-?w[0-9]{2}-?[1-7]))"
    r"(?:t|\s+)(?P<time>[0-9]{2}:?[0-9]{2}(?::?[0-9]{2}(?:[.,][0-9]+)?)?)"
    r"\s*(?P<zone>z|utc|gmt|[-+\u2212][0-9]{2}(?::?[0-9]{2})?)[\s.!?]*",
    re.IGNORECASE,
)
_WEEK_DATE = re.compile(r"\b([0-9]{4})-?w([0-9]{2})-?([1-7])(?=$|[\st,.!?])", re.IGNORECASE)


def stamped(text: str, zone: tzinfo | None) -> datetime | None:
    """Return the moment that a whole text names with its zone, as clocks in another show it; None for other texts.

    Raises:
        RefusedError: it is written as one, and there is no such moment.
    """
    found = _STAMP.fullmatch(text)
    if found is None:
        return None
    offset = "+00:00" if found["zone"].isalpha() else found["zone"].replace("\u2212", "-")
    try:
        return datetime.fromisoformat(f"{found['day'].upper()}T{found['time']}{offset}").astimezone(zone)
    except (OverflowError, ValueError):
        raise RefusedError("invalid", f"There is no such time as {text.strip()}.") from None


def without_week_dates(text: str) -> str:
    """Return the text with its week dates as dates: `2026-w14-3` is `2026-04-01`.

    Raises:
        RefusedError: there is no such week in that year.
    """
    return _WEEK_DATE.sub(_as_date, text)


def _as_date(found: re.Match[str]) -> str:
    year, week, day = map(int, found.groups())
    try:
        return date.fromisocalendar(year, week, day).isoformat()
    except ValueError:
        raise RefusedError("invalid", f"There is no such day as {found[0].upper()}.") from None
