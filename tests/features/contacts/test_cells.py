"""What a cell says."""

from datetime import date, time
from typing import Any

import pytest

from fuyu.domain.promise import PromiseKind
from fuyu.domain.step import Channel, Plan
from fuyu.features.contacts.reading.cells import promise, promise_words, time_and_zone
from fuyu.features.contacts.reading.contact import Agreed
from tests.builders import a_promise


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("14:00 Europe/London", (time(14), "Europe/London")),
        ("14:00", (time(14), "")),
        ("14:00 Mars/Olympus", (time(14), "")),
        ("23:59", (time(23, 59), "")),
        ("24:00", (None, "")),
        ("14:60", (None, "")),
        ("Europe/London", (None, "Europe/London")),
        ("soon", (None, "")),
        ("", (None, "")),
    ],
)
def test_a_time_and_the_zone_it_is_in(text: str, expected: tuple[time | None, str]) -> None:
    assert time_and_zone(text) == expected


FRIDAY = date(2026, 3, 20)
PROMISES: dict[str, dict[str, Any]] = {
    "2026-03-20 10:00 Europe/London meeting: demo": {
        "time": time(10),
        "zone": "Europe/London",
        "channel": Channel.MEETING,
        "why": "demo",
    },
    "2026-03-20 call": {},
    "2026-03-20 Asia/Tokyo task: the offer, by mail: all of it": {
        "zone": "Asia/Tokyo",
        "kind": PromiseKind.TASK,
        "why": "the offer, by mail: all of it",
    },
    "2026-03-20 email task “after ten”: send it": {
        "channel": Channel.EMAIL,
        "kind": PromiseKind.TASK,
        "quote": "after ten",
        "why": "send it",
    },
}
"""How a promise is written, and what it is."""


@pytest.mark.parametrize("words", PROMISES)
def test_a_promise_is_written_in_words_that_are_read_back(words: str) -> None:
    fields = PROMISES[words]
    assert promise_words(a_promise(FRIDAY, **fields)) == words
    plan = Plan(day=FRIDAY, **{name: value for name, value in fields.items() if name != "kind"})
    assert promise(words) == Agreed(plan, is_task="kind" in fields)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "soon",
        "2026-03-20",
        "2026-02-30 call",
        "2026-03-20 25:00 call",
        "2026-03-20 Mars/Olympus call",
        "20.3. call",
    ],
)
def test_what_is_no_promise_is_none(text: str) -> None:
    assert promise(text) is None
