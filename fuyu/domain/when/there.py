"""Times on other clocks: "9am their time", "fri 10:00 in Tokyo", "3pm New York time"."""

import re
from datetime import datetime
from functools import lru_cache

from fuyu.domain.calendar import Calendar
from fuyu.domain.text import fold
from fuyu.domain.when.phrase import read_phrase
from fuyu.domain.when.values import Problem, When
from fuyu.domain.zones import zone_called

_THEIRS = re.compile(r"(?P<rest>.*\S)\s+(?:(?:in\s+)?their\s+(?:own\s+)?time(?:\s*zone)?|there)", re.IGNORECASE)
_PLACE = re.compile(r"(?P<rest>.*?\S)\s+in\s+(?P<place>[^\d]+?)(?:\s+time)?", re.IGNORECASE)
_PLACE_TIME = re.compile(r"(?P<rest>.*\d\S*(?:\s*[ap]m)?)\s+(?P<place>[^\d]+?)\s+time", re.IGNORECASE)


def read_there(text: str, now: datetime, calendar: Calendar, zone: str) -> When | Problem:
    """Return what `parse_when` returns."""
    plain = read_phrase(text, now, calendar)
    if isinstance(plain, When):
        return plain
    said = text.strip().rstrip(".!?")
    if theirs := _THEIRS.fullmatch(said):
        if zone_called(zone) is None:
            return Problem("unknown", "Their zone is not known: set it, or name a city: 10:00 in Tokyo.")
        return _in_zone(theirs["rest"], now, calendar, zone)
    for pattern in (_PLACE, _PLACE_TIME):
        if (placed := pattern.fullmatch(said)) and (there := zone_of_place(placed["place"])):
            return _in_zone(placed["rest"], now, calendar, there)
    return plain


def _in_zone(text: str, now: datetime, calendar: Calendar, zone: str) -> When | Problem:
    found = read_phrase(text, now.astimezone(zone_called(zone)), calendar)
    if isinstance(found, When) and found.time is None:
        return Problem("unknown", "Say the time, too: 9am their time, fri 10:00 in Tokyo.")
    return found


def zone_of_place(place: str) -> str:
    """Return the IANA name of the zone that is called after a city, or named whole; empty where none is."""
    return _cities().get(fold(place).replace(" ", "_"), "")


@lru_cache(maxsize=1)
def _cities() -> dict[str, str]:
    """Return each zone by its city and by its whole name."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - it reads a folder, only for who names a place

    cities: dict[str, str] = {}
    for zone in sorted(available_timezones()):
        if "/" in zone and not zone.startswith(("Etc/", "SystemV/", "posix/", "right/", "US/")):
            cities.setdefault(fold(zone.rpartition("/")[2]), zone)
            cities[fold(zone)] = zone
    return cities
