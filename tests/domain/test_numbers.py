"""Phone numbers as people write them: what is dialled, and where one ends and another begins."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fuyu.domain.numbers import Number, is_only_a_number, number_of, several, tail_of


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("020 7946 0000 x12", Number("02079460000", is_worldwide=False, extension="12")),
        ("020 7946 0000 #12", Number("02079460000", is_worldwide=False, extension="12")),
        ("020 7946 0000,,12#", Number("02079460000", is_worldwide=False, extension="12")),
        ("+1 (650) 555-0100 ext. 12", Number("16505550100", is_worldwide=True, extension="12")),
        ("+1 (650) 555-0100 Extension: 12", Number("16505550100", is_worldwide=True, extension="12")),
        ("030 123456 Durchwahl 7", Number("030123456", is_worldwide=False, extension="7")),
        ("tel:+44-20-7946-0000;ext=12", Number("442079460000", is_worldwide=True, extension="12")),
        ("tel:7946-0000;phone-context=+44-20", Number("79460000")),
        ("03-1234-5678 内線12", Number("0312345678", is_worldwide=False, extension="12")),
        ("0049 (0)30 123456", Number("4930123456", is_worldwide=True)),
        ("+49 (0) 30 123456", Number("4930123456", is_worldwide=True)),
        ("(0)30 123456", Number("030123456")),
        ("1-800-FLOWERS", Number("18003569377")),
        ("1-800-go-fedex ext. 3", Number("18004633339", is_worldwide=False, extension="3")),
        ("٠٥٠ ١٢٣ ٤٥٦٧", Number("0501234567")),
        ("＋８１ ３ １２３４ ５６７８", Number("81312345678", is_worldwide=True)),
        ("650-555-0112/0113", Number("6505550112")),
        ("ask at the desk", Number("")),
        ("x12", Number("12")),
        ("Joan +44 161 496 0000", Number("441614960000", is_worldwide=True)),
    ],
)
def test_what_is_dialled(text: str, number: Number) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("+16505550108/+16505550109", ["+16505550108", "+16505550109"]),
        ("0170 1234567 oder 030 123456", ["0170 1234567", "030 123456"]),
        ("+1 650 555 0110 or +1 650 555 0111", ["+1 650 555 0110", "+1 650 555 0111"]),
        ("(650) 555-0112 & (650) 555-0113", ["(650) 555-0112", "(650) 555-0113"]),
        ("0170 1234567 und/oder 030 123456", ["0170 1234567", "030 123456"]),
        ("06 12345678 ou 01 23456789", ["06 12345678", "01 23456789"]),
        ("03-1234-5678 または 090-1234-5678", ["03-1234-5678", "090-1234-5678"]),
        ("0170 1234567 +49 30 123456", ["0170 1234567", "+49 30 123456"]),
        ("T: 0161 496 0001 M: 07700 900000", ["T: 0161 496 0001", "M: 07700 900000"]),
        ("0161 496 0001, ext. 5, 0161 496 0002", ["0161 496 0001, ext. 5", "0161 496 0002"]),
        ("+1 650 555 0100; ext. 5", ["+1 650 555 0100; ext. 5"]),
        ("030/123456", ["030/123456"]),
        ("0049 170/1234567", ["0049 170/1234567"]),
        ("020 7946 0000,,12#", ["020 7946 0000,,12#"]),
        ("", [""]),
    ],
)
def test_one_number_or_several(text: str, parts: list[str]) -> None:
    assert several(text) == parts


@pytest.mark.parametrize(
    ("words", "tail"),
    [
        *(("+491701234567", "701234567"), ("0170-123 45 67", "701234567"), ("(020) 7946-0000", "079460000")),
        *(("+44 20 7946 0000", "079460000"), ("0034600123456", "600123456"), ("+79123456789", "123456789")),
        *(
            ("030 1234", "301234"),
            ("12345", ""),
            ("ann 0170 1234567", ""),
            ("Tel. 0170 1234567", "701234567"),
            ("", ""),
            ("...", ""),
        ),
    ],
)
def test_the_digits_a_number_is_found_by(words: str, tail: str) -> None:
    assert tail_of(words) == tail


@given(st.text(max_size=60))
def test_any_text_dials_digits_or_nothing(text: str) -> None:
    number = number_of(text)
    assert (number.digits + number.extension).isascii()
    assert all(char.isdigit() for char in number.digits + number.extension)
    assert "".join(several(text)) is not None
    assert is_only_a_number(text) in {True, False}
    assert tail_of(text).isdigit() or tail_of(text) == ""
