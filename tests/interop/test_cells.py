"""What a cell says."""

from datetime import time

import pytest

from fuyu.interop.cells import time_and_zone


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00 Europe/London", (time(14), "Europe/London")),
        ("14:00", (time(14), "")),
        ("14:00 Mars/Olympus", (time(14), "")),
        ("23:59", (time(23, 59), "")),
        ("24:00", (None, "")),
        ("14:60", (None, "")),
        ("soon", (None, "")),
        ("", (None, "")),
    ],
)
def test_a_time_and_the_zone_it_is_in(text: str, expected: tuple[time | None, str]) -> None:
    assert time_and_zone(text) == expected
