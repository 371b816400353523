"""Somebody who is to be forgotten, as one book or copy of it knows them: by their ids, and by words that name them."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any, NamedTuple, Protocol

from msgspec import Raw, Struct
from msgspec.json import Decoder, decode, encode
from msgspec.structs import replace

from fuyu.domain.action import Table, Verb
from fuyu.domain.identity import own_signs, signs
from fuyu.domain.status import Status
from fuyu.storage.documents import ACTIONS, NOTHING, Record, UnreadableError, decode_record
from fuyu.storage.forgetting.tombstones import Tombstone, created_of
from fuyu.storage.journal_db.layout import WRONG
from fuyu.storage.pointers import Place, owner_of

SOMEBODY = "somebody"
"""What stands in a text where it named a person who was forgotten."""
_WITHOUT_BLANKS = "\u2e80"
"""From here on are the scripts that put no blanks between words."""
_FEWEST = 3
"""Letters of a name of such a script that is a word of its own."""


class Documents(Protocol):
    """The documents of a book, or of a copy of one."""

    def documents(self, table: str) -> Iterator[tuple[int, bytes]]:
        """Yield the documents of a table with their ids."""


class Described(Struct, frozen=True):
    """What a lead is told by, whatever else their document says."""

    name: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    status: str = ""

    def alone(self, reached: Collection[str]) -> "Described":
        """Return the same with those of the addresses and numbers that are among some."""
        emails, phones = (tuple(way for way in ways if way in reached) for ways in (self.emails, self.phones))
        return replace(self, emails=emails, phones=phones)


_described = Decoder(Described)


def described(raw: bytes) -> Described:
    """Return what a lead is told by; nothing where their document cannot be read."""
    with suppress(*WRONG):
        return _described.decode(raw)
    return Described()


class ForgottenPerson(NamedTuple):
    """Somebody who is to be forgotten."""

    ids: frozenset[int]
    """All that they have: two leads that were joined had one each."""
    places: frozenset[Place]
    """Where what is about them lies, and lay."""
    names: frozenset[str]
    """What they are, and were, called."""
    reached: frozenset[str]
    """Their addresses and numbers, without those that others have, too."""
    signs: frozenset[str]
    """What they are found by."""
    own_signs: frozenset[str]
    """What they alone are found by: addresses and numbers."""
    added: Mapping[int, str]
    """When each of their leads was added."""
    is_silent: bool
    """Whether they asked not to be contacted."""
    has_namesake: bool
    """Whether somebody else is called so: then a text that has the name may mean them."""

    @property
    def words(self) -> frozenset[str]:
        """What means nobody else, wherever it stands: a first name alone is not among it."""
        names = () if self.has_namesake else filter(_stands_for_one, self.names)
        return self.reached.union(names)

    def known_as(self, other: "ForgottenPerson") -> "ForgottenPerson":
        """Return the person with the words by which another copy of the book knows them."""
        return self._replace(
            places=self.places | other.places,
            names=self.names | other.names,
            reached=self.reached | other.reached,
            signs=self.signs | other.signs,
            has_namesake=self.has_namesake or other.has_namesake,
        )


NOBODY = ForgottenPerson(*(frozenset(),) * 6, {}, is_silent=False, has_namesake=False)


def person_in(documents: Documents, ids: Iterable[int]) -> ForgottenPerson:
    """Return the person whom some leads are, as a book knows them now and in what can be undone."""
    alive = dict(documents.documents(Table.LEADS))
    records = [record for _, raw in documents.documents(ACTIONS) if (record := _record(raw)) is not None]
    theirs = _with_joined({*ids}, records, alive.keys())
    there = [(one, alive[one]) for one in sorted(theirs) if one in alive]
    before = [(found, raw) for record in records for found, raw in _leads_in(record) if found in theirs]
    told = [described(raw) for _, raw in (*there, *before)]
    others = [described(raw) for found, raw in alive.items() if found not in theirs]
    names = {one.name for one in told if one.name}
    reached = {way for one in told for way in (*one.emails, *one.phones)}
    reached -= {way for one in others for way in (*one.emails, *one.phones)}
    return ForgottenPerson(
        frozenset(theirs),
        frozenset(_places(documents, records, theirs)),
        frozenset(names),
        frozenset(filter(None, reached)),
        frozenset(sign for one in told for sign in signs(one)),
        frozenset(sign for one in told for sign in own_signs(one.alone(reached))),
        {found: created for found, raw in (*before, *there) if (created := created_of(raw))},
        is_silent=any(described(raw).status == Status.DO_NOT_CONTACT for _, raw in there or before[-1:]),
        has_namesake=not {name.casefold() for name in names}.isdisjoint(one.name.casefold() for one in others),
    )


def deleted_in(documents: Documents) -> dict[int, str]:
    """Return the names of leads who are in what can be undone alone, by their ids."""
    records = [record for _, raw in documents.documents(ACTIONS) if (record := _record(raw)) is not None]
    there = {lead_id for lead_id, _ in documents.documents(Table.LEADS)}
    found = {lead_id: described(raw).name for record in records for lead_id, raw in _leads_in(record)}
    return {lead_id: name for lead_id, name in found.items() if name and lead_id not in there}


def person_of(
    documents: Documents, tombstones: Iterable[Tombstone], known: ForgottenPerson = NOBODY
) -> ForgottenPerson:
    """Return the people of some marks as another copy of the book knows them: by ids of the copy.

    A lead of the copy is theirs where it has the same id, and was added at the same time; or was added at that time and
    is found by the same. Where the copy has nobody of an id, what is about that id is theirs.

    Args:
        documents: of the copy.
        tombstones: the marks.
        known: by which words they are known, where that is known still.
    """
    marks, ids = {one.id: one for one in tombstones}, set[int]()
    free = set(marks)
    added = {one.created for one in marks.values()} - {""}
    for lead_id, raw in documents.documents(Table.LEADS):
        free.discard(lead_id)
        created = created_of(raw)
        mark = marks.get(lead_id)
        is_same = mark is not None and mark.created == created
        if is_same or (created in added and not known.signs.isdisjoint(signs(described(raw)))):
            ids.add(lead_id)
    return person_in(documents, ids | free).known_as(known)


def _places(documents: Documents, records: Iterable[Record], ids: Collection[int]) -> Iterator[Place]:
    """Yield where what is about some leads lies, and lay."""
    is_theirs = about(ids)
    for table in Table:
        yield from ((table, found) for found, raw in documents.documents(table) if is_theirs((table, found), raw))
    for record in records:
        for table, found, raw in (*record.before, *record.after):
            if is_theirs((table, found), b"{}" if is_nothing(raw) else bytes(raw)):
                yield (table, found)


def about(ids: Collection[int]) -> Callable[[Place, bytes], bool]:
    """Return what tells whether a document is one of some leads, or about one."""
    digits = [str(one).encode() for one in ids]

    def is_theirs(place: Place, raw: bytes) -> bool:
        if place[0] in {Table.LEADS, Table.DRAFTS}:
            return place[1] in ids
        return any(one in raw for one in digits) and owner_of(place, raw) in ids

    return is_theirs


def _with_joined(ids: set[int], records: Iterable[Record], alive: Iterable[int]) -> set[int]:
    """Return ids with those of leads that became a part of them when two were joined."""
    found, there = {*ids}, {*alive}
    joins = [{lead for lead, _ in _leads_in(record)} for record in records if record.verb == Verb.JOIN]
    for leads in reversed(joins):
        if leads & found:
            found |= leads - there
    return found


def _leads_in(record: Record) -> Iterator[tuple[int, bytes]]:
    """Yield the leads that an action changed, before it and, where that is kept, after it."""
    for table, found, raw in (*record.before, *record.after):
        if table is Table.LEADS:
            yield found, bytes(raw)


def _record(raw: bytes) -> Record | None:
    try:
        return decode_record(raw)
    except UnreadableError:
        return None


def _stands_for_one(name: str) -> bool:
    """Return whether a name in a text means a person, and is no common word: it has several words."""
    return len(name.split()) > 1 or (name[:1] >= _WITHOUT_BLANKS and len(name) >= _FEWEST)


class Words:
    """Words that name somebody, taken out of texts."""

    def __init__(self, words: Iterable[str]) -> None:
        found = sorted({one for one in words if one.strip()}, key=len, reverse=True)
        self._needles = [one.casefold() for one in found]
        self._pattern = re.compile("|".join(map(_alone, found)), re.IGNORECASE) if found else None

    def without(self, text: str) -> str:
        """Return a text that names them no more."""
        return text if self._pattern is None else self._pattern.sub(SOMEBODY, text)

    def may_be_in(self, raw: bytes) -> bool:
        """Return whether a document may name them; looking closer says whether it does."""
        if self._pattern is None:
            return False
        text = raw.decode("utf-8", "replace").casefold()
        return "\\u" in text or any(needle in text for needle in self._needles)

    def taken_out_of(self, raw: bytes) -> bytes:
        """Return a document of which no text names them; fields that do not keep their bytes."""
        if not self.may_be_in(raw):
            return raw
        fields: dict[str, Raw] = decode(raw, type=dict[str, Raw])
        after = {name: self._without(value) for name, value in fields.items()}
        return raw if after == fields else encode(after)

    def _without(self, raw: Raw) -> Raw:
        if not self.may_be_in(bytes(raw)):
            return raw
        before = decode(raw)
        after = self._mapped(before)
        return raw if after == before else Raw(encode(after))

    def _mapped(self, value: Any) -> Any:
        if isinstance(value, str):
            return self.without(value)
        if isinstance(value, list):
            return [self._mapped(one) for one in value]
        if isinstance(value, dict):
            return {self.without(name): self._mapped(one) for name, one in value.items()}
        return value


def _alone(word: str) -> str:
    """Return the pattern of a word that stands alone; in scripts without blanks it stands anywhere."""
    if word[:1] >= _WITHOUT_BLANKS:
        return re.escape(word)
    return rf"(?<!\w){re.escape(word)}(?!\w)"


def is_nothing(raw: Raw) -> bool:
    """Return whether a document of a record stands for none."""
    return bytes(raw) == NOTHING
