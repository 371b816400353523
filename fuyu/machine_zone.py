"""The zone this machine is in, as its C library finds it: by `TZ`, or else by `/etc/localtime`."""

import os
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple
from zoneinfo import ZoneInfo

from fuyu import paths
from fuyu.domain.text import shortened
from fuyu.domain.zones import fixed_rule, zone_called, zone_in

_ETC = Path("/etc")
_LARGEST = 1 << 20
"""Bytes of a zone file; they have three thousand."""
_UTC = "UTC"
_REMEDY = "the times are in UTC; set TZ to a zone like Europe/London"


class MachineZone(NamedTuple):
    """Where this machine is."""

    zone: ZoneInfo
    problem: str = ""
    """Why that may be another zone than the person's, in a sentence; empty where it is theirs."""


def machine_zone(now: datetime, environment: Mapping[str, str] = os.environ, etc: Path = _ETC) -> MachineZone:
    """Return the zone of this machine; UTC, with a sentence, where it cannot be told.

    Args:
        now: the time.
        environment: has `TZ`, where that is set.
        etc: where the machine's settings are.
    """
    said = environment.get("TZ")
    if said is None:
        return _set_for_all(now, etc)
    name = said.removeprefix(":")
    zone = _of_file(Path(name)) if name.startswith("/") else zone_called(name or _UTC)
    return MachineZone(zone) if zone else _nowhere(f"TZ is “{shortened(said)}”, which names no time zone")


def _set_for_all(now: datetime, etc: Path) -> MachineZone:
    """Return the zone that is set for everybody on this machine."""
    file = etc / "localtime"
    if not os.path.lexists(file):
        offset = now.astimezone().utcoffset()  # what the C library has made of other settings than these
        return MachineZone((zone_called(fixed_rule(offset)) if offset else None) or _utc())
    zone = _of_file(file)
    if zone is None:
        return _nowhere(f"{file} is no time zone file")
    named = zone_called(_line_of(etc / "timezone"))
    return MachineZone(named if named and _are_alike(named, zone, now) else zone)


def _of_file(file: Path) -> ZoneInfo | None:
    """Return the zone of a file: by the name that what it links to has among all zones; else by what it holds."""
    try:
        there = file.resolve()
    except (OSError, RuntimeError, ValueError):  # links in a circle, or no path at all
        return None
    _, _, name = str(there).rpartition("/zoneinfo/")
    return zone_called(name.removeprefix("posix/").removeprefix("right/")) or zone_in(_content(there))


def _content(file: Path) -> bytes:
    """Return what a file of a sensible size holds; nothing where there is none, or it is something else than a file."""
    try:
        return paths.small_file(file, _LARGEST)
    except (OSError, ValueError):
        return b""


def _line_of(file: Path) -> str:
    """Return the first word of a file."""
    return next(iter(_content(file).decode("ascii", "replace").split()), "")


def _are_alike(one: ZoneInfo, other: ZoneInfo, now: datetime) -> bool:
    """Return whether the clocks of two zones show the same in each month of the year to come."""
    moments = [now + timedelta(days=30) * month for month in range(12)]
    return all(moment.astimezone(one).utcoffset() == moment.astimezone(other).utcoffset() for moment in moments)


def _nowhere(why: str) -> MachineZone:
    return MachineZone(_utc(), f"{why}: {_REMEDY}")


def _utc() -> ZoneInfo:
    return ZoneInfo(_UTC)
