"""Documents: values as one line of JSON and back. What fuyu does not know of stays in them."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from msgspec import DecodeError, Raw, Struct
from msgspec.json import Decoder, encode
from msgspec.json import format as format_json

from fuyu.domain.action import KINDS, Action, Document, Head, Table
from fuyu.domain.lead import Row

ACTIONS = "actions"
"""The table of what was done; an undo needs nothing else."""
NOTHING = b"null"

_decoders: dict[str, Decoder[Document]] = {table: Decoder(kind) for table, kind in KINDS.items()}
_row = Decoder(Row)
_any = Decoder(Raw)
_fields = Decoder(dict[str, Raw])
_items = Decoder(list[Raw])
T = TypeVar("T")


class UnreadableError(ValueError):
    """A document is not what its table holds; it is kept as it is, and shown as a problem."""


class MalformedError(UnreadableError):
    """A document is no JSON, so neither is the file it stands in."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An action as it is kept: what was done, and each document it changed as it was before."""

    uid: str
    at: datetime
    verb: str
    title: str
    of: str = ""
    before: list[tuple[Table, int, Raw]] = []


_record = Decoder(Record)
_head = Decoder(Head)


def decode(table: str, document_id: int, raw: bytes | Raw) -> Document:
    """Return the value of a document."""
    document = _strictly(_decoders[table], raw)
    if document.id != document_id:
        raise UnreadableError(f"its id says {document.id}")
    return document


def decode_all(table: str, ids: list[int], raws: Iterable[bytes | Raw]) -> list[Document] | None:
    """Return the values of documents, None where one of them is not what its table holds."""
    decode_one = _decoders[table].decode
    try:
        found = [decode_one(raw) for raw in raws]
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return found if [document.id for document in found] == ids else None


def decode_row(document_id: int, raw: bytes | Raw) -> Row:
    """Return what lists need of a lead, skipping the rest."""
    row = _strictly(_row, raw)
    if row.id != document_id:
        raise UnreadableError(f"its id says {row.id}")
    return row


def decode_record(raw: bytes | Raw) -> Record:
    """Return an action as it is kept."""
    return _strictly(_record, raw)


def decode_head(raw: bytes | Raw) -> Head:
    """Return an action without its documents."""
    return _strictly(_head, raw)


def encode_record(action: Action, before: Iterable[tuple[Table, int, bytes | None]]) -> bytes:
    """Return an action as it is kept, with the documents it changes as they are before it."""
    return encode(
        Record(
            uid=action.uid,
            at=action.at,
            verb=action.verb,
            title=action.title,
            of=action.of,
            before=[(table, document_id, Raw(raw or NOTHING)) for table, document_id, raw in before],
        )
    )


def is_as(raw: bytes | None, table: Table, document_id: int, expected: Document | None) -> bool:
    """Return whether a document has the value expected; None is no document.

    Written forms are compared: in the hour a clock is set back, Python holds equal times of two zones unequal.
    """
    if raw is None or expected is None:
        return raw is None and expected is None
    try:
        return encode(decode(table, document_id, raw)) == encode(expected)
    except UnreadableError:
        return False


def rewritten(raw: bytes | None, before: Document | None, after: Document) -> bytes:
    """Return a document with what differs between two values; all else keeps its bytes, also inside of its fields."""
    return encode(after) if raw is None or before is None else _rewritten(raw, encode(before), encode(after))


def _rewritten(raw: bytes, before: bytes, after: bytes) -> bytes:
    if before == after:
        return raw
    kinds = {text.lstrip()[:1] for text in (raw, before, after)}
    if kinds == {b"{"}:
        fields, old, new = (_fields.decode(text) for text in (raw, before, after))
        for name in {**old, **new}:
            if name not in new:
                fields.pop(name, None)
            elif name in old and name in fields:
                fields[name] = Raw(_rewritten(bytes(fields[name]), bytes(old[name]), bytes(new[name])))
            else:
                fields[name] = new[name]
        return encode(fields)
    if kinds == {b"["}:
        items, old_items, new_items = (_items.decode(text) for text in (raw, before, after))
        as_they_stand = dict(zip(map(bytes, old_items), items, strict=False))
        return encode([as_they_stand.get(bytes(item), item) for item in new_items])
    return after


def on_one_line(raw: bytes) -> bytes:
    """Return JSON without line breaks between its parts, otherwise unchanged."""
    return format_json(raw, indent=-1) if b"\n" in raw or b"\r" in raw else raw


def check(raw: bytes | Raw) -> None:
    """Raise where a document is no JSON."""
    try:
        _any.decode(raw)
    except RecursionError as error:
        raise UnreadableError(str(error)) from error
    except DecodeError as error:
        raise MalformedError(str(error)) from error


def _strictly(decoder: Decoder[T], raw: bytes | Raw) -> T:
    try:
        return decoder.decode(raw)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        check(raw)
        raise UnreadableError(str(error)) from error
