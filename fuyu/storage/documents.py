"""Documents: values as one line of JSON and back. What fuyu does not know of stays in them.

This is the one way that texts of people come out of a file and go into it, and they are cleaned here, both ways: a file
may have been written by anybody. What stands in it stays so until its document is changed.
"""

from collections.abc import Iterable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from msgspec import Raw, Struct
from msgspec.json import Decoder, encode

from fuyu.domain.action import KINDS, Action, Document, Head, Table
from fuyu.domain.cleaning import Key, Line, cleaned
from fuyu.domain.lead import Row
from fuyu.domain.text import may_be_unclean
from fuyu.storage.journal_db.layout import WRONG

SCHEMA = 2
"""The form of the documents that is written here."""
ACTIONS = "actions"
"""The table of what was done; an undo needs nothing else."""
TEAM, OUTBOX = "team", "outbox"
"""The tables of a book that is shared with a team: which one, and what it does not have yet."""
SHARED = (Table.LEADS, Table.TOUCHES, Table.NOTES)
"""The tables that a team shares, leads before what is written about them."""
FORGOTTEN = "forgotten"
"""The table of who was forgotten: marks without a word of them."""
NOTHING = b"null"

_decoders: dict[str, Decoder[Document]] = {table: Decoder(kind) for table, kind in KINDS.items()}
_decoders_of = {kind: _decoders[table] for table, kind in KINDS.items()}
_row = Decoder(Row)
_fields = Decoder(dict[str, Raw])
_items = Decoder(list[Raw])
T = TypeVar("T")
Numbered = TypeVar("Numbered", Document, Row)
Located = tuple[Table, int, bytes | None]
"""A document as it is written, by its table and id; None where there is none."""


class UnreadableError(ValueError):
    """A document is not what its table holds; it is kept as it is, and shown as a problem."""


class Record(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An action as it is kept: what was done, and each document it changed as it was before.

    In a book that is shared also as it was after it: others change documents, too.
    """

    uid: Key
    at: datetime
    verb: Key
    title: Line
    of: Key = ""
    before: list[tuple[Table, int, Raw]] = []
    after: list[tuple[Table, int, Raw]] = []


_record = Decoder(Record)
_head = Decoder(Head)


def decode(table: str, document_id: int, raw: bytes | Raw) -> Document:
    """Return the value of a document."""
    return _of_id(document_id, _read(_decoders[table], raw))


def decode_if_there(table: str, document_id: int, raw: bytes | None) -> Document | None:
    """Return the value of a document, None where there is none."""
    return None if raw is None else decode(table, document_id, raw)


def decode_all(table: str, ids: list[int], raws: Sequence[bytes | Raw]) -> list[Document] | None:
    """Return the values of documents, None where one of them is not what its table holds."""
    decode_one = _decoders[table].decode
    try:
        found = [decode_one(raw) for raw in raws]
    except WRONG:
        return None
    if [document.id for document in found] != ids:
        return None
    if may_be_unclean(b"".join(raws)):  # a look at all at once costs next to nothing
        return [
            cleaned(document) if may_be_unclean(bytes(raw)) else document
            for document, raw in zip(found, raws, strict=True)
        ]
    return found


def decode_row(document_id: int, raw: bytes) -> Row:
    """Return what lists need of a lead, skipping the rest."""
    return _of_id(document_id, _read(_row, raw))


def decode_record(raw: bytes | Raw) -> Record:
    """Return an action as it is kept."""
    return _read(_record, raw)


def decode_head(raw: bytes | Raw) -> Head:
    """Return an action without its documents."""
    return _read(_head, raw)


def by_uid(actions: Iterable[tuple[int, bytes]]) -> dict[str, bytes]:
    """Return the actions of a book by their uid."""
    known = {}
    for _, raw in actions:
        with suppress(UnreadableError):
            known[decode_head(raw).uid] = raw
    return known


def encode_record(action: Action, before: Iterable[Located], after: Iterable[Located] = ()) -> bytes:
    """Return an action as it is kept, with the documents it changes as they are before it, and maybe after it."""
    record = Record(
        uid=action.uid,
        at=action.at,
        verb=action.verb,
        title=action.title,
        of=action.of,
        before=[(table, document_id, Raw(raw or NOTHING)) for table, document_id, raw in before],
        after=[(table, document_id, Raw(raw or NOTHING)) for table, document_id, raw in after],
    )
    return encode(cleaned(record))


def is_as(raw: bytes | None, table: Table, document_id: int, expected: Document | None) -> bool:
    """Return whether a document has the value expected; None is no document.

    Written forms are compared: in the hour a clock is set back, Python holds equal times of two zones unequal.
    """
    if raw is None or expected is None:
        return raw is None and expected is None
    written = encode(expected)
    try:
        return raw == written or encode(decode(table, document_id, raw)) == written
    except UnreadableError:
        return False


def rewritten(raw: bytes | None, before: Document | None, after: Document | None) -> bytes | None:
    """Return a document with what differs between two values, cleaned; all else keeps its bytes, also inside of fields.

    A field that stands in it unclean differs from what was read of it. None is no document.
    """
    if after is None:
        return None
    clean = encode(cleaned(after))
    if raw is None or before is None:
        return clean
    read = encode(before)
    if raw == read:
        return clean
    if may_be_unclean(raw):
        raw = _rewritten(raw, encode(_decoders_of[type(before)].decode(raw)), read)
    return _rewritten(raw, read, clean)


def _rewritten(raw: bytes, before: bytes, after: bytes) -> bytes:
    if before == after:
        return raw
    kinds = {text.lstrip()[:1] for text in (raw, before, after)}
    if kinds == {b"{"}:
        fields, old, new = (_fields.decode(text) for text in (raw, before, after))
        for name in {**old, **new}:
            if name not in new:
                fields.pop(name, None)
            elif name not in old or name not in fields:
                fields[name] = new[name]
            elif (was := bytes(old[name])) != (becomes := bytes(new[name])):
                fields[name] = Raw(_rewritten(bytes(fields[name]), was, becomes))
        return encode(fields)
    if kinds == {b"["}:
        items, old_items, new_items = (_items.decode(text) for text in (raw, before, after))
        as_they_stand = dict(zip(map(bytes, old_items), items, strict=False))
        return encode([as_they_stand.get(bytes(item), item) for item in new_items])
    return after


def _read(decoder: Decoder[T], raw: bytes | Raw) -> T:
    try:
        value = decoder.decode(raw)
    except WRONG as error:
        raise UnreadableError(str(error)) from error
    return cleaned(value) if may_be_unclean(raw if type(raw) is bytes else bytes(raw)) else value


def _of_id(document_id: int, found: Numbered) -> Numbered:
    """Return what was read; raise where it says that it has another id."""
    if found.id != document_id:
        raise UnreadableError(f"its id says {found.id}")
    return found
