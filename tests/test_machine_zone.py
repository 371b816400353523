"""The zone of this machine: by what is set, by a file with or without a name, and UTC with a sentence for all else."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import TZPATH, ZoneInfo

import pytest

from fuyu.domain.zones import fixed_rule, is_iana, name_of, zone_called, zone_in
from fuyu.machine_zone import machine_zone

JULY = datetime(2026, 7, 18, 10, tzinfo=UTC)
JANUARY = datetime(2026, 1, 18, 10, tzinfo=UTC)
BERLIN = next((path for folder in TZPATH if (path := Path(folder) / "Europe" / "Berlin").exists()), None)
needs_zones = pytest.mark.skipif(BERLIN is None, reason="this machine has no zone files")
RULE = "CET-1CEST,M3.5.0,M10.5.0/3"


def hours(zone: ZoneInfo, moment: datetime) -> float:
    """Return how far ahead of UTC a zone is."""
    return (moment.astimezone(zone).utcoffset() or timedelta()) / timedelta(hours=1)


@pytest.mark.parametrize(
    ("name", "january", "july"),
    [
        ("Europe/Berlin", 1, 2),
        (RULE, 1, 2),
        ("CET-1CEST", 1, 2),
        ("UTC0", 0, 0),
        ("EST5EDT", -5, -4),
        ("<+0545>-5:45", 5.75, 5.75),
        ("<-03>3", -3, -3),
        ("NZST-12NZDT,M9.5.0,M4.1.0/3", 13, 12),
        (fixed_rule(timedelta(hours=-9, minutes=-30)), -9.5, -9.5),
    ],
)
def test_a_zone_by_its_name_or_its_rule(name: str, january: float, july: float) -> None:
    zone = zone_called(name)
    assert zone is not None
    assert (hours(zone, JANUARY), hours(zone, JULY)) == (january, july)
    called = name_of(JULY.astimezone(zone))
    assert zone_called(called) is not None, "what is written into a book can be read from it"
    assert zone_called(name) is zone, "the same each time, so that nobody seems to have moved"


@pytest.mark.parametrize(
    "name",
    [
        *("", "Nowhere", "Europe", "XXX24", "XXX-24YYY", "AB5", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.5.0", "5"),
        *("\ud800", "a\0b", "/dev/zero", "../x", "x" * 10_000, "localtime", "CET-1\n", "CET-\u0661"),
    ],
)
def test_what_is_no_zone(name: str) -> None:
    assert zone_called(name) is None
    assert not is_iana(name)


def test_a_rule_is_no_iana_name() -> None:
    assert is_iana("Europe/Berlin")
    assert not is_iana(RULE)


@needs_zones
def test_a_zone_file_is_read_and_named_by_its_rule_however_it_is_cut() -> None:
    assert BERLIN is not None
    content = BERLIN.read_bytes()
    whole = zone_in(content)
    assert whole is not None
    assert (whole.key, hours(whole, JULY)) == (RULE, 2)
    for end in range(len(content)):
        cut = zone_in(content[:end])
        assert cut is None or end == len(content) - 1, end


@pytest.fixture
def etc(tmp_path: Path) -> Path:
    """Return a machine's settings, with nothing in them."""
    return tmp_path


@needs_zones
def test_a_link_to_a_zone_names_it(etc: Path) -> None:
    (etc / "localtime").symlink_to(BERLIN or "")
    here = machine_zone(JULY, {}, etc)
    assert (here.zone.key, here.problem) == ("Europe/Berlin", "")


@needs_zones
def test_a_link_to_a_zone_that_is_not_installed_names_it_too(etc: Path) -> None:
    (etc / "localtime").symlink_to("/nowhere/zoneinfo/Europe/Berlin")
    assert machine_zone(JULY, {}, etc).zone.key == "Europe/Berlin"


@needs_zones
@pytest.mark.parametrize(
    ("said", "key"),
    [(None, RULE), ("Europe/Berlin", "Europe/Berlin"), ("Asia/Tokyo", RULE), ("nonsense", RULE), ("", RULE)],
)
def test_a_copy_of_a_zone_has_the_name_that_is_set_where_that_is_true(etc: Path, said: str | None, key: str) -> None:
    assert BERLIN is not None
    (etc / "localtime").write_bytes(BERLIN.read_bytes())
    if said is not None:
        (etc / "timezone").write_text(f"{said}\n")
    here = machine_zone(JULY, {}, etc)
    assert (here.zone.key, here.problem, hours(here.zone, JULY)) == (key, "", 2)


def truncated(path: Path) -> None:
    """Make a zone file that was cut off."""
    path.write_bytes((BERLIN.read_bytes() if BERLIN else b"TZif2")[:200])


def dangling(path: Path) -> None:
    """Make a link to nothing."""
    path.symlink_to(path.with_name("gone"))


def a_circle(path: Path) -> None:
    """Make a link to itself."""
    path.symlink_to(path)


def endless(path: Path) -> None:
    """Make what never ends."""
    path.symlink_to("/dev/zero")


@pytest.mark.parametrize("make", [truncated, dangling, a_circle, endless, Path.mkdir, Path.touch, os.mkfifo])
def test_a_file_that_is_no_zone_is_said(etc: Path, make: object) -> None:
    assert callable(make)
    make(etc / "localtime")
    here = machine_zone(JULY, {}, etc)
    assert here.zone.key == "UTC"
    assert (
        here.problem
        == f"{etc}/localtime is no time zone file: the times are in UTC; set TZ to a zone like Europe/London"
    )


def test_a_machine_without_any_setting_has_the_offset_of_its_c_library(etc: Path) -> None:
    offset = JULY.astimezone().utcoffset() or timedelta()
    here = machine_zone(JULY, {}, etc)
    assert (hours(here.zone, JULY), here.problem) == (offset / timedelta(hours=1), "")


@pytest.mark.parametrize(
    ("said", "key", "problem"),
    [
        ("Asia/Tokyo", "Asia/Tokyo", ""),
        (":Asia/Tokyo", "Asia/Tokyo", ""),
        ("", "UTC", ""),
        (":", "UTC", ""),
        (RULE, RULE, ""),
        ("no\x1b[2Jwhere", "UTC", "TZ is “no[2Jwhere”, which names no time zone"),
        ("/dev/zero", "UTC", "TZ is “/dev/zero”, which names no time zone"),
        ("x" * 10_000, "UTC", "TZ is “xxx"),
    ],
)
def test_what_tz_says_holds_before_the_file(etc: Path, said: str, key: str, problem: str) -> None:
    (etc / "localtime").write_text("nonsense")
    here = machine_zone(JULY, {"TZ": said}, etc)
    assert (here.zone.key, here.problem[: len(problem)]) == (key, problem)
    assert bool(problem) == bool(here.problem)
    assert len(here.problem) < 200
