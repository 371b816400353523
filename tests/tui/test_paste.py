"""Pastes: whole whatever the pieces they come in, with the keys around them; and refused in time past a length."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events

from fuyu.tui.kit.textual_compat.paste import LONGEST_PASTE, SILENT_TICKS, PasteParser, length

BEGIN, END = "\x1b[200~", "\x1b[201~"


def read(pieces: list[str]) -> list[str]:
    """Return what is read from the pieces: keys as they are called, pastes as their text in marks."""
    parser, found = PasteParser(), []
    for piece in pieces:
        for event in parser.feed(piece):
            if isinstance(event, events.Key):
                found.append(event.key)
            elif isinstance(event, events.Paste):
                found.append(f"<{event.text}>" if length(event) <= LONGEST_PASTE else f"<{length(event)}>")
    return found


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (f"a{BEGIN}b c{END}d", ["a", "<b c>", "d"]),
        (f"{BEGIN}{END}x", ["<>", "x"]),
        (f"{BEGIN}one{END}{BEGIN}two{END}", ["<one>", "<two>"]),
        (f"{BEGIN}a\x1b[31mb\x1b[201{END}x", ["<a\x1b[31mb\x1b[201>", "x"]),
        (f"{BEGIN}\x1b{END}x", ["<\x1b>", "x"]),
        (f"\x1b[A{BEGIN}日本\nx\x00{END}\x1bOQ", ["up", "<日本\nx>", "f2"]),
    ],
)
@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 1000])
def test_a_paste_is_whole_in_whatever_pieces_it_comes(sent: str, expected: list[str], size: int) -> None:
    assert read([sent[at : at + size] for at in range(0, len(sent), size)]) == expected


@given(st.text(alphabet="ab\x1b[201~"), st.lists(st.integers(1, 9), min_size=1))
def test_any_paste_in_any_pieces(text: str, sizes: list[int]) -> None:
    text = text.replace(END, "")
    sent = f"x{BEGIN}{text}{END}y"
    pieces: list[str] = []
    if text.find(END) >= 0 or (text + END).find(END) != len(text):
        return
    while sent:
        size = sizes[len(pieces) % len(sizes)]
        pieces.append(sent[:size])
        sent = sent[size:]
    assert read(pieces) == ["x", f"<{text}>", "y"]


@pytest.mark.parametrize("size", [1000, 4095, 10**7])
@pytest.mark.parametrize("characters", [LONGEST_PASTE, LONGEST_PASTE + 1, 1_000_000])
def test_a_paste_past_any_note_is_counted_and_not_kept(characters: int, size: int) -> None:
    sent = f"a{BEGIN}{'0123456789' * (characters // 10)}{'x' * (characters % 10)}{END}b"
    parser = PasteParser()
    found: list[events.Paste] = []
    for at in range(0, len(sent), size):
        assert sum(map(len, parser._parts)) <= LONGEST_PASTE + size
        found += [event for event in parser.feed(sent[at : at + size]) if isinstance(event, events.Paste)]
    (paste,) = found
    assert length(paste) == characters
    assert len(paste.text) == (characters if characters <= LONGEST_PASTE else 0)


@pytest.mark.parametrize("text", ["", "half a sen", "two\nlines", "odd\x1b[20", "x" * (LONGEST_PASTE + 1)])
def test_a_paste_whose_end_does_not_come_ends_by_silence_and_keys_come_after_it(text: str) -> None:
    parser = PasteParser()
    found = [*parser.feed(f"{BEGIN}{text}")]
    for _ in range(SILENT_TICKS):
        found += parser.tick()
    assert found == []
    assert parser.is_pasting
    (paste,) = parser.tick()
    assert isinstance(paste, events.Paste)
    assert length(paste) == len(text)
    keys = [*parser.feed("q"), *parser.feed("\x1b[A")]
    assert [event.key for event in keys if isinstance(event, events.Key)] == ["q", "up"]
    (whole,) = parser.feed(f"{BEGIN}whole{END}")
    assert isinstance(whole, events.Paste)
    assert whole.text == "whole"


def test_an_end_that_comes_too_late_is_no_key() -> None:
    parser = PasteParser()
    found = [*parser.feed(f"{BEGIN}half")]
    for _ in range(SILENT_TICKS + 1):
        found += parser.tick()
    found += [*parser.feed(f"{END}x")]
    assert [event.key for event in found if isinstance(event, events.Key)] == ["x"]


def test_a_paste_that_comes_in_pieces_is_not_ended_by_the_pauses_between_them() -> None:
    parser = PasteParser()
    found = [*parser.feed(BEGIN)]
    for _ in range(20):
        found += [*parser.feed("piece "), *(event for _ in range(SILENT_TICKS) for event in parser.tick())]
    (paste,) = [*found, *parser.feed(END)]
    assert isinstance(paste, events.Paste)
    assert paste.text == "piece " * 20
