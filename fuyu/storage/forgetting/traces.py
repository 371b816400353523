"""What a book, or a copy of one, has of a person, and what becomes of it."""

from collections.abc import Container, Iterable
from contextlib import suppress

from msgspec import Raw
from msgspec.json import decode, encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.storage.documents import ACTIONS, FORGOTTEN, OUTBOX, TEAM, UnreadableError, decode_record
from fuyu.storage.forgetting.person import Documents, ForgottenPerson, Words, about, is_nothing
from fuyu.storage.journal_db.journal import Commit
from fuyu.storage.journal_db.layout import META, WRONG
from fuyu.storage.pointers import Place, fields_of, values_of

_Located = tuple[Table, int, Raw]
_OURS = frozenset({META, TEAM, OUTBOX, FORGOTTEN})
"""Tables that hold nobody's words, or are looked after by who writes them."""
_OF_LINKED = ("about", "plan", "promises")
"""Fields of a lead in which fuyu itself writes the name of who referred them, or whom they referred."""


class Traces:
    """Takes a person out of documents."""

    def __init__(self, person: ForgottenPerson, *, only_theirs: Iterable[str] = ()) -> None:
        """Take a person.

        Args:
            person: who is forgotten.
            only_theirs: tables of which documents about others stay to the byte: a team has the same.
        """
        self._ids, self._places, self._is_about = person.ids, person.places, about(person.ids)
        self._words, self._names = Words(person.words), Words(person.names | person.reached)
        self._only_theirs = frozenset(only_theirs)

    def without(self, documents: Documents, tables: Iterable[str]) -> dict[str, dict[int, bytes | None]]:
        """Return the documents of tables that are others without the person; None is one that is gone."""
        changed: dict[str, dict[int, bytes | None]] = {}
        for table in tables:
            if table in _OURS:
                continue
            for document_id, raw in documents.documents(table):
                after = self.after((table, document_id), raw)
                if after != raw:
                    changed.setdefault(table, {})[document_id] = after
        return changed

    def after(self, place: Place, raw: bytes) -> bytes | None:
        """Return a document without the person, None where all of it is about them."""
        with suppress(*WRONG):
            if place[0] == ACTIONS:
                return self._action(raw)
            if self._is_theirs(place, raw):
                return None
            return raw if place[0] in self._only_theirs or place[0] in _OURS else self._of_others(place, raw)
        return raw

    def of_commit(self, commit: Commit) -> Commit:
        """Return a line of a journal without the person."""
        put: dict[str, dict[int, Raw]] = {}
        for table, found in commit.put.items():
            after = {document_id: self.after((table, document_id), bytes(raw)) for document_id, raw in found.items()}
            put[table] = {document_id: Raw(raw) for document_id, raw in after.items() if raw is not None}
        return replace(commit, put=put)

    def title(self, title: str) -> str:
        """Return the title of an action without their name."""
        return self._names.without(title)

    def _is_theirs(self, place: Place, raw: bytes) -> bool:
        return place in self._places or self._is_about(place, raw)

    def _of_others(self, place: Place, raw: bytes) -> bytes:
        """Return a document about others that names the person no more."""
        return self._words.taken_out_of(self._unlinked(raw) if place[0] == Table.LEADS else raw)

    def _unlinked(self, raw: bytes) -> bytes:
        """Return a lead who is not referred by them, and did not refer them; what fuyu wrote of that goes, too."""
        if b'"referred' not in raw:
            return raw
        fields, values = fields_of(raw), values_of(raw)
        referred = [one for one in values.get("referred", ()) if one not in self._ids]
        is_by = values.get("referred_by") in self._ids
        if not is_by and len(referred) == len(values.get("referred", ())):
            return raw
        if is_by:
            del fields["referred_by"]
        if "referred" in fields:
            fields["referred"] = Raw(encode(referred))
        linked = encode({name: fields[name] for name in _OF_LINKED if name in fields})
        return encode({**fields, **decode(self._names.taken_out_of(linked), type=dict[str, Raw])})

    def _action(self, raw: bytes) -> bytes | None:
        """Return an action with what it did to others, None where that is nothing: it cannot be undone any more."""
        try:
            record = decode_record(raw)
        except UnreadableError:
            return self._names.taken_out_of(raw)
        documents = (*record.before, *record.after)
        theirs = {(table, found) for table, found, raw in documents if self._is_theirs((table, found), _read(raw))}
        if theirs and all((table, found) in theirs for table, found, _ in record.before):
            return None
        before, after = self._rest(record.before, theirs), self._rest(record.after, theirs)
        kept = replace(record, title=self._names.without(record.title), before=before, after=after)
        return raw if kept == record else encode(kept)

    def _rest(self, documents: Iterable[_Located], theirs: Container[Place]) -> list[_Located]:
        """Return the documents of an action about others, which name the person no more."""
        return [
            (table, found, raw if is_nothing(raw) else Raw(self._of_others((table, found), bytes(raw))))
            for table, found, raw in documents
            if (table, found) not in theirs
        ]


def _read(raw: Raw) -> bytes:
    return b"{}" if is_nothing(raw) else bytes(raw)
