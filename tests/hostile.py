"""Books and values in which each text is one that means ill, made by walking the types: no new field is forgotten."""

from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import NODEFAULT, Struct
from msgspec.structs import fields

from fuyu.domain.action import KINDS
from tests.domain.test_text import WORST

HUGE = "9" * 5_000
"""More digits than Python makes a number of."""
MARKS = "e" + "\u0301" * 50_000
"""One letter for the eye."""
STEERING = [text for text in WORST if "\ud800" not in text]
"""JSON has no lone surrogates; a document with one cannot be read."""
STRAY = 'x\rEND:VCARD\r\nBEGIN:VCARD\nFN:Evil Twin\u2028BEGIN:VEVENT\x85"\n,y\x7f'
"""What would begin another line, in whatever a line is."""
_EXAMPLES: dict[Any, object] = {int: 1, bool: False, date: "2026-03-18", datetime: "2026-03-02T09:00:00Z"}
_EXAMPLES |= {time: "10:00:00", NoneType: None, Decimal: "5000.50"}


def kinds_of_text(kind: Any) -> Iterator[Any]:
    """Yield the type of every text that may stand in a value, however deep."""
    if kind is str or (get_origin(kind) is Annotated and get_args(kind)[0] is str):
        yield kind
    elif isinstance(kind, type) and issubclass(kind, Struct):
        for hint in get_type_hints(kind, include_extras=True).values():
            yield from kinds_of_text(hint)
    else:
        for part in get_args(kind):
            yield from kinds_of_text(part)


def document(kind: type[Struct], text: str) -> dict[str, Any]:
    """Return a struct as JSON has it, with that text wherever one may stand, and only what it must have besides."""
    hints = get_type_hints(kind, include_extras=True)
    return {
        field.name: _value(hints[field.name], text)
        for field in fields(kind)
        if next(kinds_of_text(hints[field.name]), None) or field.default is field.default_factory is NODEFAULT
    }


def tables(text: str) -> dict[str, dict[str, dict[str, Any]]]:
    """Return the tables of a book with one document of each kind, all about one lead who was promised something today.

    Every text in it is that text.
    """
    found = {table.value: {"1": document(kind, text)} for table, kind in KINDS.items()}
    promise = found["leads"]["1"]["promises"][0]
    open_one = promise | {"uid": f"{text} open", "time": "09:40:00", "history": []}
    found["leads"]["1"]["promises"] = [open_one, promise]
    return found


def _value(kind: Any, text: str) -> Any:
    origin, parts = get_origin(kind), get_args(kind)
    if origin is Annotated:
        return text
    if origin is tuple:
        return [_value(parts[0], text)]
    if origin is dict:
        return {_value(parts[0], text): _value(parts[1], text)}
    if origin in {Union, UnionType}:
        return _value(next(part for part in parts if part is not NoneType), text)
    if issubclass(kind, Struct):
        return document(kind, text)
    return next(iter(kind)).value if issubclass(kind, Enum) else _EXAMPLES[kind]
