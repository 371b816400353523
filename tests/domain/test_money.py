"""Amounts: exact, read whole or refused, and never guessed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import ValidationError
from msgspec.json import decode, encode

from fuyu.domain.currencies import CODES, MEANT, UNDECIDED, decimals
from fuyu.domain.money import EURO, Money, deal_words, money, totals, totals_words
from fuyu.domain.money_text import is_nothing, parse_money
from fuyu.domain.when import Problem

TODAY = date(2026, 3, 18)

READ = {
    "5000": "EUR 5000",
    "5k": "EUR 5000",
    "5 K": "EUR 5000",
    "€ 5.000": "EUR 5000",
    "5,000 €": "EUR 5000",
    "USD 12,500.50": "USD 12500.50",
    "usd 12.500,50": "USD 12500.50",
    "12 500,50": "EUR 12500.50",
    "12\u202f500 €": "EUR 12500",
    "Fr. 12’500.-": "CHF 12500",
    "1.5m": "EUR 1500000",
    "1,5 Mio. €": "EUR 1500000",
    "0,25k": "EUR 250",
    ".5m": "EUR 500000",
    "5k€": "EUR 5000",
    "5 kEUR": "EUR 5000",
    "1.5": "EUR 1.50",
    "12,5": "EUR 12.50",
    "1.234.567": "EUR 1234567",
    "1,234,567.89": "EUR 1234567.89",
    "₹ 5,00,000": "INR 500000",
    "$5k": "USD 5000",
    "$5k CAD": "CAD 5000",
    "A$ 500": "AUD 500",
    "£12": "GBP 12",
    "¥ 5000": "JPY 5000",
    "JPY 5.000": "JPY 5000",
    "BHD 5.250": "BHD 5.250",
    "BHD 5,250": "BHD 5250",
    "500 zł": "PLN 500",
    "500 Kč": "CZK 500",
    "5000 euros": "EUR 5000",
    "５０００": "EUR 5000",
}
"""What is typed, and what it is read as."""
REFUSED = {
    "": ("empty", ""),
    "abc": ("unknown", ""),
    "a lot": ("unknown", ""),
    "1.500k": ("ambiguous", "EUR 1500"),
    "kr 500": ("ambiguous", "SEK 500"),
    "5000 EUR USD": ("ambiguous", ""),
    "EUO 12": ("unknown", "EUR 12"),
    "5k a month": ("unknown", "EUR 5000"),
    "~5k": ("unknown", "EUR 5000"),
    "5k-10k": ("unknown", ""),
    "JPY 5.5": ("unknown", "JPY 6"),
    "0.500": ("unknown", "EUR 0.50"),
    "1,234.567": ("unknown", "EUR 1234.57"),
    "5,000,00": ("unknown", "EUR 5000"),
    "12 50": ("unknown", ""),
    "1e5": ("unknown", ""),
    "-5": ("invalid", ""),
    "0": ("invalid", ""),
    "€ 0.00": ("invalid", ""),
    "9" * 16: ("invalid", ""),
    "9999999999m": ("invalid", ""),
    "5" + " " * 5 + "x" * 70: ("unknown", ""),
}
"""What is typed, why it is no amount, and the nearest that is one."""


def read(text: str, usual: str = EURO) -> str:
    """Return an amount as it is typed plainly, or raise why there is none."""
    found = parse_money(text, usual)
    assert isinstance(found, Money), found
    return found.plain


@pytest.mark.parametrize(("text", "amount"), READ.items())
def test_it_is_read(text: str, amount: str) -> None:
    assert read(text) == amount


@pytest.mark.parametrize(("text", "code", "nearest"), [(text, *said) for text, said in REFUSED.items()])
def test_it_is_refused_with_the_nearest(text: str, code: str, nearest: str) -> None:
    found = parse_money(text, EURO)
    assert isinstance(found, Problem)
    assert (found.code, found.suggestion) == (code, nearest)
    assert not nearest or read(nearest) == nearest


@pytest.mark.parametrize(
    ("text", "usual", "amount"),
    [
        ("5k", "CHF", "CHF 5000"),
        ("$ 5k", "CAD", "CAD 5000"),
        ("$ 5k", "JPY", "USD 5000"),
        ("¥ 5k", "CNY", "CNY 5000"),
        ("500 kr", "DKK", "DKK 500"),
        ("€ 5k", "CHF", "EUR 5000"),
    ],
)
def test_without_a_code_the_usual_currency_is_meant_where_it_can_be(text: str, usual: str, amount: str) -> None:
    assert read(text, usual) == amount


AMOUNTS = st.builds(
    lambda currency, minor: money(currency, Decimal(minor).scaleb(-decimals(currency))),
    st.sampled_from(sorted(CODES)),
    st.integers(1, 10**12 - 1),
)


@given(AMOUNTS)
def test_as_it_is_typed_it_is_read_back(amount: Money) -> None:
    assert parse_money(amount.plain, "XPF") == amount
    assert parse_money(amount.words, amount.currency) == amount


@given(AMOUNTS)
def test_it_is_stored_exactly(amount: Money) -> None:
    assert decode(encode(amount), type=Money) == amount
    assert encode(decode(encode(amount), type=Money)) == encode(amount)
    assert b'"amount":"' in encode(amount), "a number would be read as a float by others"


@given(st.text(max_size=80))
def test_no_text_is_too_much(text: str) -> None:
    found = parse_money(text, EURO)
    assert isinstance(found, Problem) or found.amount > 0


@pytest.mark.parametrize("amount", ["NaN", "Infinity"])
def test_what_has_no_sum_is_no_amount(amount: str) -> None:
    with pytest.raises(ValidationError):
        decode(encode({"currency": "EUR", "amount": amount}), type=Money)


def test_every_sign_means_a_currency_in_use() -> None:
    assert {code for codes in (*MEANT.values(), *UNDECIDED.values()) for code in codes} <= CODES


def test_words() -> None:
    assert money("EUR", Decimal("12500.5")).words == "€ 12,500.50"
    assert money("CHF", Decimal("5000.00")).words == "CHF 5,000"
    with pytest.raises(ValueError, match="0 decimals"):
        money("JPY", Decimal("5.5"))


def test_sums_are_by_currency_and_exact() -> None:
    tenths = [money("EUR", Decimal("0.10"))] * 3
    found = totals([*tenths, money("USD", Decimal(800)), money("EUR", Decimal(1000))])
    assert found == {"EUR": Decimal("1000.30"), "USD": Decimal(800)}
    assert totals_words(found) == "€ 1,000.30, $ 800"
    assert totals_words({}) == ""


@pytest.mark.parametrize(
    ("value", "expected", "is_open", "words"),
    [
        (5000, date(2026, 4, 30), True, "€ 5,000 by 30 Apr"),
        (5000, date(2027, 1, 5), True, "€ 5,000 by 5 Jan 2027"),
        (5000, TODAY, True, "€ 5,000 by 18 Mar"),
        (5000, date(2026, 3, 17), True, "€ 5,000, was expected by 17 Mar"),
        (5000, date(2026, 4, 30), False, "€ 5,000"),
        (5000, None, True, "€ 5,000"),
        (None, date(2026, 4, 30), True, "expected by 30 Apr"),
        (None, date(2026, 3, 1), True, "was expected by 1 Mar"),
        (None, None, True, ""),
    ],
)
def test_a_deal_in_words(value: int | None, expected: date | None, *, is_open: bool, words: str) -> None:
    worth = money("EUR", Decimal(value)) if value else None
    assert deal_words(worth, expected, TODAY, is_open=is_open) == words


@pytest.mark.parametrize("text", ["0", "0.00", "0,00 €", "EUR 0"])
def test_nothing_is_what_programs_write_where_nobody_did(text: str) -> None:
    assert is_nothing(text)


@pytest.mark.parametrize("text", ["", "10", "0.5", "none", "zero 0 budget"])
def test_something_is_not_nothing(text: str) -> None:
    assert not is_nothing(text)
