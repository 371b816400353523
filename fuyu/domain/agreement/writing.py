"""Documents as they are written: fields, what they say, and what is written of values."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from msgspec import MsgspecError, Raw, Struct
from msgspec.json import decode, encode

T = TypeVar("T")
Fields = Mapping[str, Raw]
"""A document, or an item of a list in it: its fields as they are written."""
Value = Raw | None
"""What stands in a field; None where it is not written."""
UNREADABLE = (MsgspecError, RecursionError, TypeError)
"""What is raised for a value that is not what its field holds."""
_NOTHING = (b"null", b'""', b"[]")


def written(document: Struct) -> Fields:
    """Return the fields of a document as they are written."""
    return decode(encode(document), type=dict[str, Raw])


def read(fields: Fields, kind: type[T]) -> T:
    """Return the document that has these fields.

    Raises:
        MsgspecError: it is none of that kind.
    """
    return decode(encode(fields), type=kind)


def are_same(one: Fields, other: Fields) -> bool:
    """Return whether two documents say the same."""
    return all(is_same(one.get(name), other.get(name)) for name in {*one, *other})


def is_same(one: Value, other: Value) -> bool:
    """Return whether two values say the same, however they are written."""
    if one is None or other is None or one == other:
        return one is other or one == other
    try:
        return bool(decode(one) == decode(other))
    except UNREADABLE:
        return False


def says_something(value: Value) -> bool:
    """Return whether something stands in a field."""
    return value is not None and bytes(value) not in _NOTHING


def items(value: Value) -> list[Raw]:
    """Return the items of a list as they are written."""
    return [] if value is None else decode(value, type=list[Raw])


def listed(values: Iterable[Raw]) -> Value:
    """Return a list as it is written; None where it is empty."""
    found = [*values]
    return Raw(encode(found)) if found else None


def number(value: Value) -> int:
    """Return a whole number; 0 where none is written."""
    return 0 if value is None else decode(value, type=int)


def counted(count: int) -> Value:
    """Return a count as it is written; None of nothing."""
    return Raw(encode(count)) if count > 0 else None
