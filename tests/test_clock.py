"""The clock a person asks for."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from fuyu import clock
from fuyu.clock import SystemClock, clock_from
from fuyu.machine_zone import MachineZone

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize("at", ["2026-07-18T09:30", "2026-07-18T10:30+02:00", "2026-07-18T08:30Z"])
@pytest.mark.parametrize("zone", ["", "Europe/London"])
def test_a_time_with_an_offset_is_the_same_moment_in_a_zone_that_has_a_name(
    monkeypatch: pytest.MonkeyPatch, at: str, zone: str
) -> None:
    monkeypatch.setattr(clock, "machine_zone", lambda _now: MachineZone(LONDON))
    now = clock_from(at, zone).now()
    assert now == datetime(2026, 7, 18, 9, 30, tzinfo=LONDON)
    assert now.tzinfo is LONDON


def test_a_laptop_that_moved_is_noticed_within_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    zones = [LONDON]
    monkeypatch.setattr(clock, "machine_zone", lambda _now: MachineZone(zones[0]))
    system = SystemClock()
    assert system.now().tzinfo is LONDON
    zones[0] = ZoneInfo("Asia/Tokyo")
    system._read_at -= timedelta(seconds=61)
    assert system.now().tzinfo is zones[0]
    system._read_at += timedelta(days=1)  # the clock was set back
    zones[0] = LONDON
    assert system.now().tzinfo is LONDON
