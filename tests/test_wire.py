"""Talks with servers end, in time and in length, and what servers say is fit to be shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.text import clean_line
from fuyu.wire import TimeLeft, readable, trouble

texts = st.text(max_size=60) | st.text("\r\n\0\x1b :.ä=?\u2028", max_size=60)


@given(texts | st.binary(max_size=60))
def test_what_a_server_says_is_shown_on_one_clean_line(said: str | bytes) -> None:
    shown = readable(said)
    assert shown == clean_line(shown)
    assert "\n" not in shown


def test_what_a_server_says_is_cut() -> None:
    assert readable("no " * 10_000) == ("no " * 100)[:199].rstrip() + "…"
    assert readable(b"a\xff" * 50) == "a\ufffd" * 50


def test_a_clock_ends_each_answer_and_the_whole_talk() -> None:
    clock = TimeLeft(0)
    with pytest.raises(TimeoutError):
        clock.left()
    clock = TimeLeft(60, whole=0)
    clock.restart()
    with pytest.raises(TimeoutError):
        clock.left()
    assert 0 < TimeLeft(60, whole=1).left() <= 1


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError("The read operation timed out"), "it takes too long"),
        (ConnectionRefusedError(111, "Connection refused"), "Connection refused"),
        (ValueError(), "ValueError"),
        (ValueError("a\x1b[31m"), "a[31m"),
    ],
)
def test_what_is_wrong_with_a_connection_is_said_in_words(error: Exception, words: str) -> None:
    assert trouble(error) == words
