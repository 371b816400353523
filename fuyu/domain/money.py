"""An amount of money: exact, in one currency, and as people read it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from decimal import Decimal

from msgspec import Struct

from fuyu.domain.cleaning import Line
from fuyu.domain.currencies import SIGNS, decimals

EURO = "EUR"
"""The currency that is meant where nobody says another."""


class Money(Struct, frozen=True, order=True):
    """So much of a currency; never a float, in which 0.10 is not ten cents."""

    currency: Line
    """Its ISO 4217 code: `EUR`; of what another program wrote, whatever stands there."""
    amount: Decimal
    """In its main unit, with the decimals of the currency or none: `12500.50`, `5000`."""

    def __post_init__(self) -> None:
        """Refuse what no sum can be made of, whoever wrote it."""
        if not self.amount.is_finite():
            raise ValueError(f"{self.amount} is no amount of money")

    @property
    def plain(self) -> str:
        """As it is typed, and read back: `EUR 12500.50`."""
        return f"{self.currency} {self.amount}"

    @property
    def words(self) -> str:
        """As people read it: `€ 12,500.50`."""
        return amount_words(self.currency, self.amount)


def money(currency: str, amount: Decimal) -> Money:
    """Return an amount written as all of its kind are: with the decimals of the currency, or without any.

    Raises:
        ValueError: the currency has fewer decimals.
    """
    whole = amount.to_integral_value()
    if amount == whole:
        return Money(currency, Decimal(int(whole)))
    exact = amount.quantize(Decimal(1).scaleb(-decimals(currency)))
    if exact != amount:
        raise ValueError(f"{currency} has {decimals(currency)} decimals")
    return Money(currency, exact)


def amount_words(currency: str, amount: Decimal) -> str:
    """Return an amount as people read it: `€ 12,500.50`, `CHF 5,000`."""
    return f"{SIGNS.get(currency, currency)} {amount:,}"


def totals(amounts: Iterable[Money]) -> dict[str, Decimal]:
    """Return what amounts come to in each currency; what is in two currencies has no sum."""
    found: dict[str, Decimal] = {}
    for one in amounts:
        found[one.currency] = found.get(one.currency, Decimal(0)) + one.amount
    return dict(sorted(found.items()))


def totals_words(amounts: Mapping[str, Decimal]) -> str:
    """Return sums as people read them: `€ 12,000, £ 800`; empty where there are none."""
    return ", ".join(amount_words(currency, amount) for currency, amount in amounts.items())


def deal_words(value: Money | None, expected: dt.date | None, today: dt.date, *, is_open: bool = True) -> str:
    """Return what a lead is worth, and by when: `€ 5,000 by 30 Apr`; empty where neither is known.

    Args:
        value: what it is worth.
        expected: the day by which the yes is expected.
        today: the day it is.
        is_open: whether a yes or a no is still to come; afterwards the day says nothing any more.
    """
    worth = value.words if value else ""
    if expected is None or not is_open:
        return worth
    year = "" if expected.year == today.year else f" {expected.year}"
    day = f"{expected.day} {expected:%b}{year}"
    if expected < today:
        return ", ".join(filter(None, (worth, f"was expected by {day}")))
    return f"{worth} by {day}" if worth else f"expected by {day}"
