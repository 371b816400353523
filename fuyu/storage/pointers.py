"""The ids that documents hold of leads, and what they become where a lead gets another id."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from msgspec import Raw
from msgspec.json import Decoder, encode
from msgspec.json import decode as value_of

from fuyu.domain.action import Table
from fuyu.storage.journal_db.layout import WRONG

Place = tuple[str, int]
"""A table, and an id in it."""
Ids = Mapping[Place, int]
"""The ids that documents have from now on."""
Fields = dict[str, Raw]
_POINTERS: Mapping[str, tuple[str, ...]] = {
    Table.TOUCHES: ("lead",),
    Table.NOTES: ("lead",),
    Table.MESSAGES: ("lead",),
    Table.TYPED: ("lead",),
    Table.LEADS: ("referred_by", "referred"),
}
"""The fields that hold the id of a lead, or several."""
_BORN_AS: Mapping[str, tuple[str, ...]] = {
    Table.TOUCHES: ("uid",),
    Table.NOTES: ("lead", "at"),
    Table.MESSAGES: ("lead", "at", "to", "subject", "text"),
    Table.LEADS: ("created",),
    Table.AWAY: ("first", "last"),
    Table.VIEWS: ("name",),
}
"""The fields that stay as they were when a document was made; for leads and notes they do not suffice."""
_REACHED = ("name", "phones", "emails")
"""Two leads that were made in one second are one only where one of these is equal, too."""
_fields = Decoder(Fields)


def fields_of(raw: bytes) -> Fields:
    """Return the fields of a document as they are written; none where it cannot be read."""
    with suppress(*WRONG):
        return _fields.decode(raw)
    return {}


def values_of(raw: bytes) -> dict[str, Any]:
    """Return the fields of a document as values; one that cannot be read is one value without a name."""
    try:
        found: dict[str, Any] = value_of(raw)
    except WRONG:
        return {"": raw}
    return found


def owner_of(place: Place, raw: bytes) -> int:
    """Return the id of the lead a document is written about; 0 where that is nobody."""
    table, document_id = place
    if table == Table.DRAFTS:
        return document_id
    owner = values_of(raw).get("lead") if "lead" in _POINTERS.get(table, ()) else None
    return owner if isinstance(owner, int) else 0


def named_in(raw: bytes) -> list[int]:
    """Return the ids of the leads that a lead named, or was named by."""
    lead = values_of(raw)
    return [found for found in (lead.get("referred_by"), *lead.get("referred", ())) if isinstance(found, int)]


def moved(place: Place, ids: Ids) -> Place:
    """Return where a document lies; a draft has the id of its lead."""
    table, document_id = place
    owner = Table.LEADS if table == Table.DRAFTS else table
    return table, ids.get((owner, document_id), document_id)


def renumbered(place: Place, raw: bytes, ids: Ids) -> bytes:
    """Return a document that lies at a place, with the ids that those it points to have."""
    fields = fields_of(raw)
    found = {name: value_of(fields[name]) for name in ("id", *_POINTERS.get(place[0], ())) if name in fields}
    wanted = {name: _pointing(value, ids) for name, value in found.items()} | {"id": place[1]}
    if all(wanted[name] == found[name] for name in found):
        return raw
    return encode({**fields, **{name: Raw(encode(wanted[name])) for name in found}})


def _pointing(value: Any, ids: Ids) -> Any:
    """Return the id of a lead, or several, as they are from now on."""
    if isinstance(value, list):
        return [_pointing(one, ids) for one in value]
    return ids.get((Table.LEADS, value), value) if isinstance(value, int) else value


def is_one(table: str, here: bytes, born: bytes) -> bool:
    """Return whether a document is the one that was made, also where it was changed since."""
    mine, theirs = values_of(here), values_of(born)
    if mine == theirs:
        return True
    names = _BORN_AS.get(table, ())
    if not names or any(name not in mine or mine[name] != theirs.get(name) for name in names):
        return False
    if table == Table.LEADS:
        return any(mine.get(name) and mine[name] == theirs.get(name) for name in _REACHED)
    if table == Table.NOTES:
        return theirs.get("note") in {mine.get("note"), *(earlier["note"] for earlier in mine.get("earlier", ()))}
    return True


def may_be_one(table: str, here: bytes, there: bytes) -> bool:
    """Return whether two documents of one id are the same one, as far as what stays since they were made tells."""
    mine, theirs = values_of(here), values_of(there)
    names = [name for name in _BORN_AS.get(table, ()) if name in mine and name in theirs]
    return all(mine[name] == theirs[name] for name in names)
