"""The only place that asks what time it is."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo, available_timezones

from fuyu.domain.text import shortened
from fuyu.domain.zones import zone_called
from fuyu.errors import UsageError
from fuyu.machine_zone import MachineZone, machine_zone

_FIRST_YEAR, _LAST_YEAR = 1900, 3000
"""Years it may be in: far outside of them days cannot be counted on, nor the changes in a calendar."""


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Return the time with its zone, to the second."""

    @property
    def problem(self) -> str:
        """Why the zone may be another than the person's, in a sentence; empty where it is theirs."""


class SystemClock:
    """The machine's time in the machine's zone, which is read again each minute: laptops travel."""

    def __init__(self, zone: str = "") -> None:
        self._fixed = MachineZone(zone_named(zone)) if zone else None
        self._here: MachineZone | None = None
        self._read_at = datetime.fromtimestamp(0, UTC)

    def now(self) -> datetime:
        """Return the time with its zone, to the second.

        Raises:
            UsageError: the machine's clock is hundreds of years off.
        """
        return _sensible(_utc_now().astimezone(self._where().zone).replace(microsecond=0), "the clock of this machine")

    @property
    def problem(self) -> str:
        """Why the zone may be another than the person's, in a sentence; empty where it is theirs."""
        return self._where().problem

    def _where(self) -> MachineZone:
        if self._fixed is not None:
            return self._fixed
        now = _utc_now()
        if self._here is None or abs(now - self._read_at) > timedelta(minutes=1):
            self._here, self._read_at = machine_zone(now), now
        return self._here


class StoppedClock:
    """A clock that stands still: for tests, pictures and scripts."""

    def __init__(self, at: datetime, problem: str = "") -> None:
        self.at = at
        self.problem = problem

    def now(self) -> datetime:
        """Return the time it was stopped at."""
        return self.at


def _utc_now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - this is the clock


def zone_named(name: str) -> ZoneInfo:
    """Return a zone by its IANA name, or raise a `UsageError` that names the nearest."""
    if zone := zone_called(name):
        return zone
    near = _zone_near(shortened(name))
    hint = f"did you mean {near}?" if near else "they look like Europe/London"
    raise UsageError(f"no time zone is called “{shortened(name)}”; {hint}")


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
        raise UsageError(f"“{shortened(at)}” is no time; write it like 2026-03-18T09:30") from error
    here = MachineZone(zone_named(zone)) if zone else machine_zone(_utc_now())
    _sensible(stopped, f"“{shortened(at)}”")
    there = stopped.astimezone(here.zone) if stopped.tzinfo else stopped.replace(tzinfo=here.zone)
    return StoppedClock(there, here.problem)


def _sensible(moment: datetime, whose: str) -> datetime:
    """Return a moment that days can be counted from in both directions; raise a `UsageError` for any other."""
    if _FIRST_YEAR <= moment.year <= _LAST_YEAR:
        return moment
    raise UsageError(f"{whose} is in the year {moment.year}; choose a time in the years {_FIRST_YEAR} to {_LAST_YEAR}")
