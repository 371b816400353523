"""The types of text in what is kept, and one function that cleans a value by them.

A field says what it may hold: `name: Line`, `note: Text`, `uid: Key`. A field that says only `str` cannot be cleaned,
and so cannot be kept.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin, get_type_hints

from msgspec import Raw, Struct
from msgspec.structs import replace

from fuyu.domain.text import clean, clean_inline, clean_line

Line = Annotated[str, clean_line]
"""One line, with single blanks: a name, a number, an address, a zone, a reason."""
Text = Annotated[str, clean]
"""Several lines: a note, a letter."""
Key = Annotated[str, clean_inline]
"""One line that is compared as it stands, blanks and all: a uid, a Message-ID."""

Clean = Callable[[Any], Any]
T = TypeVar("T")

_NO_TEXT = (int, Decimal, bool, date, datetime, time, NoneType, Raw)


def cleaned(value: T) -> T:
    """Return a struct with each text in it, however deep, as its type wants it; the same struct where all are."""
    kind: Any = type(value)
    clean_it = _cleaner(kind)
    return value if clean_it is None else clean_it(value)


@cache
def _cleaner(kind: Any) -> Clean | None:
    """Return what cleans a value of a type, None where no text is in it.

    Raises:
        TypeError: the type does not say what text it may hold.
    """
    origin, args = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return next(filter(callable, args[1:]))
    of_parts = _OF_PARTS.get(origin)
    if of_parts is not None:
        return of_parts(args)
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _of_fields(kind)
    if kind in _NO_TEXT or (isinstance(kind, type) and issubclass(kind, Enum)):
        return None
    raise TypeError(f"{kind} does not say what text it may hold: Line, Text or Key")


def _of_fields(kind: type[Struct]) -> Clean | None:
    hints = get_type_hints(kind, include_extras=True)
    found = {name: _cleaner(hints[name]) for name in kind.__struct_fields__}
    cleaners = [(name, clean_it) for name, clean_it in found.items() if clean_it]

    def clean_fields(value: Any) -> Any:
        fields = {}
        for name, clean_it in cleaners:
            before = getattr(value, name)
            after = clean_it(before) if before else before  # most fields are empty
            if after is not before and after != before:
                fields[name] = after
        return replace(value, **fields) if fields else value

    return clean_fields if cleaners else None


def _of_many(kinds: tuple[Any, ...]) -> Clean | None:
    """Return what cleans the items of a tuple; of texts none is empty, and none is there twice."""
    if kinds[1:] != (...,):
        return _of_none(kinds)
    clean_it = _cleaner(kinds[0])
    if clean_it is None:
        return None

    def clean_texts(values: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(clean_it, values))))

    def clean_others(values: Iterable[Any]) -> tuple[Any, ...]:
        return tuple(map(clean_it, values))

    return clean_texts if get_origin(kinds[0]) is Annotated else clean_others


def _of_none(kinds: tuple[Any, ...]) -> Clean | None:
    """Refuse texts where they could not be cleaned."""
    if any(map(_cleaner, kinds)):
        raise TypeError(f"texts among {kinds} cannot be cleaned: use a tuple of one type")
    return None


def _of_named(kinds: tuple[Any, ...]) -> Clean | None:
    """Return what cleans texts that have names."""
    clean_key, clean_value = map(_cleaner, kinds)

    def clean_items(values: dict[Any, Any]) -> dict[Any, Any]:
        names = map(clean_key, values) if clean_key else values
        found = map(clean_value, values.values()) if clean_value else values.values()
        return dict(zip(names, found, strict=True))

    return clean_items if clean_key or clean_value else None


def _of_one_of(kinds: Iterable[Any]) -> Clean | None:
    """Return what cleans a value of one of several types: by the type it turns out to have."""
    cleaners = {getattr(kind, "__origin__", kind): clean_it for kind in kinds if (clean_it := _cleaner(kind))}

    def clean_one(value: Any) -> Any:
        clean_it = cleaners.get(type(value))
        return clean_it(value) if clean_it else value

    return clean_one if cleaners else None


_OF_PARTS: dict[Any, Callable[[tuple[Any, ...]], Clean | None]] = {
    tuple: _of_many,
    list: _of_none,
    dict: _of_named,
    Union: _of_one_of,
    UnionType: _of_one_of,
}
"""What cleans values of a type that is made of others."""
