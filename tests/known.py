"""What may stand in each field of a lead: tests that go over the table of fields take their examples from here."""

from datetime import date
from decimal import Decimal
from typing import Any

from fuyu.domain.fields import FIELDS, Field, Holds
from fuyu.domain.lead import About
from fuyu.domain.money import Money

_EXAMPLES: dict[str, tuple[Any, Any]] = {
    "zone": ("Asia/Tokyo", "Europe/Zagreb"),
    "phones": (("+44 20 7946 0958",), ("+385 1 2345 678",)),
    "emails": (("quux@fields.example",), ("corge@fields.example",)),
    "links": (("https://fields.example/quux",), ("https://fields.example/corge",)),
    "unwanted": (("email",), ("call",)),
    "about": ((About("quux"),), (About("corge"),)),
}
_HELD: dict[Holds, tuple[Any, Any]] = {
    Holds.LINE: ("Quux", "Corge"),
    Holds.LINES: (("quux",), ("corge",)),
    Holds.AMOUNT: (Money("EUR", Decimal("4711.50")), Money("USD", Decimal(815))),
    Holds.DAY: (date(2026, 4, 30), date(2026, 5, 29)),
}
TYPED = tuple(field for field in FIELDS if field.option)
"""The fields that a person fills in by an option, and in the form."""


def example(field: Field) -> Any:
    """Return something that a field may hold."""
    return _examples(field)[0]


def another(field: Field) -> Any:
    """Return something else that it may hold."""
    return _examples(field)[1]


def typed(field: Field, value: Any) -> str:
    """Return a value as it is typed."""
    return ", ".join(about.fact for about in value) if field.name == "about" else field.words(value)


def _examples(field: Field) -> tuple[Any, Any]:
    return _EXAMPLES.get(field.name) or _HELD[field.holds]
