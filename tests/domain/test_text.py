"""Text from people: nothing in it steers a terminal, and nothing of it is lost that does not."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.text import clean, clean_line, fold

WORST = [
    "Eve\x1b]52;c;ZXZpbA==\x07",
    "\x1b[31mred\x1b[0m",
    "c1 \x9b31m \x90q\x9c",
    "\u202egnp.exe\u2066x\u2069",
    "nul\x00bel\x07bs\x08",
    "[@click=app.quit]Acme [/] x[/]",
    "\ud800 lone",
]


@pytest.mark.parametrize("text", WORST)
def test_the_worst_strings_lose_what_steers(text: str) -> None:
    assert all(unicodedata.category(char) not in {"Cc", "Cs"} for char in clean(text))
    assert "\u202e" not in clean(text)


def test_markup_is_only_text_and_stays() -> None:
    assert clean("[@click=app.quit]Acme [/] x[/]") == "[@click=app.quit]Acme [/] x[/]"


def test_newlines_and_tabs_stay_and_others_become_newlines() -> None:
    assert clean("a\r\nb\rc\td\u2028e") == "a\nb\nc\td\ne"
    assert clean_line(" a\r\n b\t\tc ") == "a b c"


def test_joined_emoji_and_joining_scripts_keep_their_joiners() -> None:
    assert clean("👩🏻\u200d💻 می\u200cخواهم") == "👩🏻\u200d💻 می\u200cخواهم"


@pytest.mark.parametrize(
    ("text", "folded"), [("Zoë  Ångström", "zoe angstrom"), ("ＡＣＭＥ", "acme"), ("Straße", "strasse")]
)
def test_case_accents_and_width_do_not_tell_names_apart(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_cleaning_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)
