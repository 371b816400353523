"""Zones: by an IANA name, by a rule, out of a file; and the zone that a phone number tells of.

A zone without an IANA name, as on a machine whose `/etc/localtime` is a copy, is named by its rule as POSIX writes it:
`CET-1CEST,M3.5.0,M10.5.0/3`. That name says all there is to know, so a book that has it can be read on any machine.
"""

import re
import struct
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from io import BytesIO
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from fuyu.domain.numbers import number_of

_LONGEST = 100
"""Characters of a name; no zone has so many."""
_ABBREVIATION, _OFFSET = r"(?:[A-Za-z]{3,}|<[A-Za-z0-9+-]{3,}>)", r"[+-]?[0-9]{1,2}(?::[0-9]{2}){0,2}"
_CHANGE = r",(?:J?[0-9]{1,3}|M[0-9]{1,2}\.[0-9]\.[0-9])(?:/[+-]?[0-9]{1,3}(?::[0-9]{2}){0,2})?"
_RULE = rf"{_ABBREVIATION}{_OFFSET}(?P<summer>{_ABBREVIATION}(?:{_OFFSET})?(?P<changes>{_CHANGE}{_CHANGE})?)?"
_USUAL_CHANGES = ",M3.2.0,M11.1.0"
"""When the clocks change where a rule does not say it: as the C library has it."""
_COUNTS = ">5s15x6l"
_RULE_ONLY = (
    struct.pack(_COUNTS, b"TZif2", *(0, 0, 0, 0, 0, 0))
    + struct.pack(_COUNTS, b"TZif2", *(0, 0, 0, 0, 1, 4))
    + struct.pack(">lbb4s", 0, 0, 0, b"UTC")
)
"""A zone file (RFC 8536) of nothing but the rule that comes after it."""
_BROKEN = (ValueError, EOFError, IndexError, OverflowError, AssertionError, struct.error)
"""What reading a zone file raises where it is none."""
_PROBES = tuple(datetime(2024, month, 1) for month in range(1, 13))  # noqa: DTZ001 - on the clocks of whichever zone

_LONGEST_PREFIX = 9
"""Digits, from the country on, that tell the zone."""
_FEWEST_DIGITS, _MOST_DIGITS = 7, 15
"""Of a number with its country: what has fewer is not written out, and no more are dialled (E.164)."""


@lru_cache(maxsize=256)
def zone_called(name: str) -> ZoneInfo | None:
    """Return a zone by its IANA name or its rule; None where this machine knows neither."""
    if not 0 < len(name) <= _LONGEST:
        return None
    return _by_name(name) or _by_rule(name)


def name_of(moment: datetime) -> str:
    """Return the name of the zone a moment is told in; empty where it has none."""
    return getattr(moment.tzinfo, "key", None) or ""


def place_of(zone: str) -> str:
    """Return where a zone is, as people say it: `New York`; a zone that is known by its rule only, whole."""
    return zone.rpartition("/")[2].replace("_", " ") if is_iana(zone) else zone


def is_iana(name: str) -> bool:
    """Return whether this machine knows a zone by that IANA name."""
    return 0 < len(name) <= _LONGEST and _by_name(name) is not None


def zone_in(content: bytes) -> ZoneInfo | None:
    """Return the zone that a zone file holds, named by the rule at its end; None where it is no such file."""
    rule = content.removesuffix(b"\n").rpartition(b"\n")[2].decode("ascii", "replace")
    try:
        zone = ZoneInfo.from_file(_Whole(content), key=rule if re.fullmatch(_RULE, rule) else None)
        for probe in _PROBES:
            probe.replace(tzinfo=zone).utcoffset()  # a day or more is refused only here
    except _BROKEN:
        return None
    return zone


def fixed_rule(offset: timedelta) -> str:
    """Return the rule of a zone that is always that far ahead of UTC: `<+0530>-5:30`."""
    minutes = round(offset / timedelta(minutes=1))
    hours, rest = divmod(abs(minutes), 60)
    ahead, behind = ("-", "+") if minutes < 0 else ("+", "-")
    return f"<{ahead}{hours:02}{rest:02}>{behind}{hours}:{rest:02}"


@lru_cache(maxsize=256)
def _by_name(name: str) -> ZoneInfo | None:
    if name == "localtime":  # the file of whichever machine this is
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return None


def _by_rule(rule: str) -> ZoneInfo | None:
    found = re.fullmatch(_RULE, rule, re.ASCII)
    if found is None:
        return None
    changes = _USUAL_CHANGES if found["summer"] and not found["changes"] else ""
    return zone_in(_RULE_ONLY + f"\n{rule}{changes}\n".encode())


class _Whole(BytesIO):
    """Bytes that end with an error: the standard library reads a zone file that was cut off for ever."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Return as many bytes as were asked for.

        Raises:
            EOFError: there are not so many.
        """
        found = super().read(size)
        if size is not None and len(found) < size:
            raise EOFError
        return found


def zone_of(phones: Iterable[str]) -> str:
    """Return the IANA name of the zone that the first number to tell of exactly one does; empty where none does.

    Args:
        phones: as they are written; only those with their country, +81 or 0081, tell anything. A number of a country
            with several zones tells its own where it belongs to a place, which mobile numbers do not.
    """
    for phone in phones:
        number = number_of(phone)
        if number.is_worldwide and (zone := _zone(number.digits)):
            return zone
    return ""


def _zone(digits: str) -> str:
    """Return the zone of the longest prefix of a number, which begins with the country; empty where it tells none."""
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
        return ""
    known = _zones_by_prefix()
    return next((known[digits[:end]] for end in range(_LONGEST_PREFIX, 0, -1) if digits[:end] in known), "")


@cache
def _zones_by_prefix() -> dict[str, str]:
    """Return the zone of each prefix, empty where it tells none."""
    from fuyu.domain.zone_prefixes import PREFIXES  # noqa: PLC0415 - only for numbers that name a country

    found: dict[str, str] = {}
    zone = ""
    for line in PREFIXES.splitlines():
        first, *prefixes = line.split(" ")
        if first:  # otherwise the line goes on
            zone = first.strip("-")
        found |= dict.fromkeys(prefixes, zone)
    return found


def aware(at: datetime) -> datetime:
    """Return a time that can be compared with others: one without a zone counts as UTC."""
    return at if at.tzinfo else at.replace(tzinfo=UTC)
