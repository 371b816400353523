"""Long lines broken between their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from textual.content import Content

from fuyu.tui.wrapping import broken

SAID = "wants the numbers again after the quarter closes; “later”, said Zoë – by then, perhaps in Αθήνα or Москва"


@pytest.mark.parametrize(
    ("line", "width", "parts"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("one two", 4, ["one", "two"]),
        ("one   two", 4, ["one", "two"]),
        ("one two   ", 7, ["one two"]),
        ("  one two", 5, ["  one", "two"]),
        ("abcdefgh i", 3, ["abc", "def", "gh", "i"]),
        ("a abcdef b", 3, ["a", "abc", "def", "b"]),
        ("one\ttwo", 8, ["one", "two"]),
        ("日本語 のテスト", 6, ["日本語", "のテス", "ト"]),
        ("ｏｎｅ two three", 10, ["ｏｎｅ two", "three"]),
        ("", 5, []),
    ],
)
def test_a_line_is_broken_between_its_words_and_a_word_only_where_it_is_too_long(
    line: str, width: int, parts: list[str]
) -> None:
    assert [part.rstrip() for part in broken(line, width)] == parts


@pytest.mark.parametrize("width", range(11, 60))
def test_ordinary_words_are_broken_where_textual_breaks_them(width: int) -> None:
    assert broken(SAID, width) == [part.plain for part in Content(SAID).wrap(width)]


@given(st.text(st.sampled_from("aé–“ \t日\u0301"), max_size=80), st.integers(2, 30))
def test_no_letter_is_lost_and_nothing_is_wider_than_it_may_be(line: str, width: int) -> None:
    parts = broken(line, width)
    assert all(cell_len(part) <= width for part in parts)
    assert "".join("".join(parts).split()) == "".join(line.split())
