"""The only place that asks what time it is."""

from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from fuyu.domain.text import clean_line
from fuyu.errors import UsageError


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time with its zone, to the second."""


class SystemClock:
    """The machine's time in the machine's zone, which is read again each minute: laptops travel."""

    def __init__(self, zone: str = "") -> None:
        self._fixed_zone = zone_named(zone) if zone else None
        self._zone: ZoneInfo | None = None
        self._zone_read = datetime.fromtimestamp(0)  # noqa: DTZ006 - only to age the zone

    def now(self) -> datetime:
        """Return the time with its zone, to the second."""
        return datetime.now(self._fixed_zone or self._local_zone()).replace(microsecond=0)  # noqa: TID251 - this is the clock

    def _local_zone(self) -> ZoneInfo:
        now = datetime.now()  # noqa: DTZ005, TID251 - only to age the zone
        if self._zone is None or abs(now - self._zone_read) > timedelta(minutes=1):
            self._zone = _machine_zone()
            self._zone_read = now
        return self._zone


class StoppedClock:
    """A clock that stands still: for tests, pictures and scripts."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """Return the time it was stopped at."""
        return self.at


def _machine_zone() -> ZoneInfo:
    from tzlocal import reload_localzone  # noqa: PLC0415 - 15 ms that a stopped clock does not need

    return ZoneInfo(reload_localzone().key)


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name, or raise a `UsageError` that names the nearest."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        near = _zone_near(name)
        hint = f"did you mean {near}?" if near else "they look like Europe/London"
        raise UsageError(f"no time zone is called “{clean_line(name)}”; {hint}") from error


def _zone_near(name: str) -> str:
    """Return the zone whose name, or whose city, is nearly so; empty where none is."""
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    zones = sorted(available_timezones())
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in zones if "/" in zone}
    known = cities | {zone.casefold(): zone for zone in zones}
    near = get_close_matches("_".join(name.casefold().split()), known, n=1, cutoff=0.75)
    return known[near[0]] if near else ""


def clock_from(at: str, zone: str) -> Clock:
    """Return the clock a person asked for.

    Args:
        at: an ISO date-time such as `2026-03-18T09:30`, at which the clock stands still; empty for the machine's. Where
            it has an offset, it is the same moment in the zone: a step with an offset for a zone could not be kept.
        zone: IANA name; empty for the machine's.
    """
    if not at:
        return SystemClock(zone)
    try:
        stopped = datetime.fromisoformat(at)
    except ValueError as error:
        raise UsageError(f"“{at}” is no time; write it like 2026-03-18T09:30") from error
    here = zone_named(zone) if zone else _machine_zone()
    return StoppedClock(stopped.astimezone(here) if stopped.tzinfo else stopped.replace(tzinfo=here))
