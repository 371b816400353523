"""Text from people: nothing in it steers a terminal, and nothing of it is lost that does not."""

import unicodedata
from contextlib import suppress
from json import dumps

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import DecodeError
from msgspec.json import decode, encode

from fuyu.domain.text import clean, clean_inline, clean_line, fold, may_be_unclean

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
    assert clean_inline(" a\r\n b\t\tc ") == " a  b  c "


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


@pytest.mark.slow
def test_what_would_be_cleaned_is_seen_in_json() -> None:
    unseen = [
        raw
        for char in map(chr, range(0x110000))
        if clean(char) != char or char in "\t\n\r"
        for raw in (f'"{char}"'.encode(errors="surrogatepass"), dumps(char).encode(), escaped(char))
        if is_read(raw) and not may_be_unclean(raw)
    ]
    assert not unseen


def escaped(char: str) -> bytes:
    """Return a character as JSON with an escape, in capitals."""
    return b'"\\u%04X"' % ord(char)


def is_read(json: bytes) -> bool:
    """Return whether a text in JSON can be read; it may have no raw controls and no half of a pair."""
    with suppress(DecodeError, UnicodeDecodeError):
        return bool(decode(json))
    return False


@pytest.mark.parametrize("text", ["Ann Lee", "Zoë “Zo” O'Neil – 日本（株）", "©", "عبد", "👩🏻\u200d💻", 'said "yes"'])
def test_most_of_what_people_write_is_seen_to_be_clean(text: str) -> None:
    assert not may_be_unclean(encode({"name": text, "at": "2026-03-18T09:00:00Z"}))
