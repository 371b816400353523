"""A promise that was only tried before its day is told of all the same."""

import pytest

from tests.cli.conftest import Shell


@pytest.mark.parametrize(
    "options",
    [("no_answer",), ("sent", "--channel", "email"), ("left_message",), ("talked", "--check-in")],
    ids=" ".join,
)
def test_who_was_only_tried_is_reminded_of_on_the_day(fuyu: Shell, options: tuple[str, ...]) -> None:
    fuyu.ok("add", "Kim Roe", "--next", "fri 10:00", "--promise", "--channel", "meeting")
    fuyu.ok("log", "kim", *options)
    friday = ("--db", str(fuyu.book), "--at", "2026-03-20T09:55", "--tz", "Europe/London")
    reminded = fuyu.bare("remind", "--json", *friday).json["reminded"]
    assert [(one["name"], one["at"]) for one in reminded] == [("Kim Roe", "2026-03-20T10:00:00Z")]
