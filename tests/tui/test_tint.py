"""What stands out in a note, and what does not."""

import pytest

from fuyu.tui.tint import found, tinted


@pytest.mark.parametrize(
    ("line", "part", "role"),
    [
        ("Budget is approved, 4,800 in two parts", "4,800", "money"),
        ("€ 6,000 by then", "€ 6,000", "money"),
        ("asks for $5k", "$5k", "money"),
        ("costs 900 EUR", "900 EUR", "money"),
        ("call +44 20 7946 0018 then", "+44 20 7946 0018", "tag"),
        ("back on 3 May", "3 May", "today"),
        ("at 14:30, she said", "14:30", "today"),
        ("- [ ] send the quote", "- [ ]", "lit"),
        ("- [x] sent", "- [x]", "good"),
    ],
)
def test_it_stands_out(line: str, part: str, role: str) -> None:
    assert [(line[start:end], tint) for start, end, tint in found(line)] == [(part, role)]


@pytest.mark.parametrize("line", ["two lamps", "room 12", "in 2026", "a may be", "[ ] no item", "v1.2"])
def test_plain_words_stay_plain(line: str) -> None:
    assert list(found(line)) == []


def test_no_letter_is_lost() -> None:
    line = "- [ ] € 900 by 3 May, +44 20 7946 0018"
    assert "".join(span.text for span in tinted(line)) == line
