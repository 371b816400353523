"""The zone that a phone number tells of: only where it tells of exactly one."""

import subprocess
import sys
from zoneinfo import ZoneInfo

import phonenumbers
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain import zones
from fuyu.domain.zone_prefixes import MADE_WITH
from fuyu.domain.zones import zone_of
from tests import zone_table


@pytest.mark.parametrize(
    ("phones", "zone"),
    [
        (["+44 20 7946 0958"], "Europe/London"),
        (["0081 3 1234 5678"], "Asia/Tokyo"),
        (["+81-90-1234-5678"], "Asia/Tokyo"),
        ([" (+49) 30 901820"], "Europe/Berlin"),
        (["+1 212 555 0100"], "America/New_York"),
        (["+1 808 555 0100"], "Pacific/Honolulu"),
        (["+7 495 123 4567"], "Europe/Moscow"),
        (["020 7946 0958", "+385 91 123 4567"], "Europe/Zagreb"),  # the first that tells one
        (["+34 612 345 678"], ""),  # a mobile of a country with two zones
        (["+1 800 555 0100"], ""),
        (["+44 (0)1534 496 000"], "Europe/Jersey"),
        (["+61 (0)2 9496 0000 ext. 12"], "Australia/Sydney"),
        (["+61 412 345 678"], ""),
        (["+47 412 34 567"], "Europe/Oslo"),  # a mobile of a region with one zone, whose country has another
        (["+44"], ""),
        (["+800 1234 5678"], ""),  # of no country
        (["+999 1234567"], ""),
        (["020 7946 0958"], ""),
        (["ann@acme.example", ""], ""),
        ([], ""),
    ],
)
def test_a_number_with_its_country_tells_the_zone(phones: list[str], zone: str) -> None:
    assert zone_of(phones) == zone


@given(st.text(max_size=20) | st.text("+0123456789 ()-", max_size=20))
def test_any_text_tells_a_zone_that_is_one_or_none(phone: str) -> None:
    zone = zone_of([phone])
    assert not zone or ZoneInfo(zone).key == zone


@pytest.mark.slow
def test_numbers_without_a_country_look_nothing_up() -> None:
    program = "import sys; from fuyu.domain.zones import zone_of; zone_of(['020 7946']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "fuyu.domain.zones" in done.stdout.split()
    assert "fuyu.domain.zone_prefixes" not in done.stdout.split()


def test_every_zone_of_the_table_is_one() -> None:
    assert {ZoneInfo(zone).key for zone in set(zones._zones_by_prefix().values()) if zone}


MADE_WITH_ANOTHER = pytest.mark.skipif(
    phonenumbers.__version__ != MADE_WITH, reason=f"the table is made with phonenumbers {MADE_WITH}"
)


@pytest.mark.slow
@MADE_WITH_ANOTHER
def test_the_table_is_what_the_library_says() -> None:
    assert zone_table.MODULE.read_text(encoding="utf-8") == zone_table.written(), "write it anew: make zones"


@pytest.mark.slow
@MADE_WITH_ANOTHER
def test_a_number_of_every_region_and_kind_tells_what_the_library_does() -> None:
    """GIVEN a number of each kind of each region THEN its zone is the library's, or one more where its region has one.

    The library knows no zone of a mobile number whose country has several, also where its region has but one.
    """
    told = 0
    for region in sorted(phonenumbers.SUPPORTED_REGIONS):
        for kind in phonenumbers.PhoneNumberType.values():
            example = phonenumbers.example_number_for_type(region, kind)
            digits = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)[1:] if example else ""
            if len(digits) >= zones._FEWEST_DIGITS:
                ours, theirs = zone_of([f"+{digits}"]), zone_table.told_by_the_library(digits)
                assert ours == theirs or (not theirs and region not in SEVERAL), (region, kind, digits)
                told += bool(ours)
    assert told > 1_000


SEVERAL = {"AU", "BR", "CA", "CD", "CL", "EC", "ES", "FM", "GL", "ID", "KI", "MN", "MX", "NZ", "PT", "RU", "US"}
"""Regions with several zones."""
