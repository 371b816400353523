"""The zone that a phone number tells of: only where it tells of exactly one."""

import subprocess
import sys
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.zones import zone_of


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
def test_numbers_without_a_country_import_nothing() -> None:
    program = (
        "import sys; from fuyu.domain.zones import zone_of; zone_of(['020 7946']); print('phonenumbers' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
