"""Lines of a journal that was not made for this file, brought in: each action wholly where it still fits.

A sync tool may put another machine's file beside this machine's journal, or another journal beside this file; an editor
may write the file while its journal holds more. An action fits where the fields it changes still are as it found them.
What was born meanwhile under an id that somebody else has here gets another, with all that points to it.
"""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from msgspec import Raw
from msgspec.json import encode
from msgspec.structs import replace

from fuyu.domain.action import Table
from fuyu.domain.agreement import Agreement, settle
from fuyu.storage import documents
from fuyu.storage.documents import ACTIONS, FORGOTTEN, NOTHING, OUTBOX, TEAM, Record, UnreadableError
from fuyu.storage.journal_db.contents import Contents
from fuyu.storage.journal_db.journal import Commit, Line
from fuyu.storage.journal_db.strays import Clash, Replayed
from fuyu.storage.pointers import Place, fields_of, is_one, moved, owner_of, renumbered, values_of

_DRAFTS = frozenset({str(Table.DRAFTS), str(Table.TYPED)})
"""Tables of what is being typed: an emptied draft is no loss, so no action ever fails to fit because of one."""
_KEPT_BESIDE = frozenset({ACTIONS, FORGOTTEN, TEAM, OUTBOX})
"""Tables that are written anew with each action; marks of who was forgotten are brought in by the keeper."""
_NEVER = datetime.min.replace(tzinfo=UTC)


class _Change(NamedTuple):
    place: Place
    before: bytes | None
    after: bytes | None
    at: datetime = _NEVER
    """When it was made; a line that is no action does not say."""


def replay(lines: Iterable[Line], here: Contents, clash: Clash) -> Replayed:
    """Return what brings lines into a book, oldest first; some it may have already."""
    return _Replay(here, clash).run(lines)


class _Replay:
    def __init__(self, here: Contents, clash: Clash) -> None:
        self._get = here.get
        self._last_ids = {table: here.last_id(table) for table in here.tables}
        self._known = documents.by_uid(here.documents(ACTIONS))
        self._seq = here.seq
        self._is_shared = TEAM in here.needs
        self._clash = clash
        self._now: dict[Place, bytes | None] = {}
        self._aside: dict[Place, bytes] = {}
        self._drafts: dict[Place, bytes] = {}
        self._ids: dict[Place, int] = {}
        self._born: dict[Place, bytes] = {}
        """What was made, by the id it was given, also where it is kept aside."""
        self._commits: list[Commit] = []
        self._fitted = self._left = 0

    def run(self, lines: Iterable[Line]) -> Replayed:
        """Take one line after the other, and what is being typed at the end: only its last state counts."""
        for line in lines:
            self._take(line.commit)
        self._take_drafts()
        aside: dict[str, dict[int, bytes]] = {}
        for (table, document_id), raw in self._aside.items():
            aside.setdefault(table, {})[document_id] = raw
        return Replayed(self._commits, aside, self._fitted, self._left)

    def _take(self, commit: Commit) -> None:
        raw = next(iter(commit.put.get(ACTIONS, {}).values()), None)
        record = None if raw is None else _record(raw)
        if record is not None and record.uid in self._known:
            self._learn_ids(record)
            self._note_drafts(commit)
            return
        found = [change for change in _changes(commit, record) if not self._is_forgotten(change)]
        if record is not None and not found and record.before:
            return  # it was about somebody who was forgotten here
        if record is not None:
            self._number_births(found)
        self._note_drafts(commit)
        changes = [self._here(change) for change in found if change.place[0] not in _DRAFTS]
        if any(change.place[0] == Table.TOUCHES and self._is_there(change) for change in changes):
            return  # it is done, and counted
        changes = [change for change in changes if change.before is not None or not self._is_there(change)]
        if changes or record is not None:
            self._do(changes, record)

    def _do(self, changes: Sequence[_Change], record: Record | None) -> None:
        """Bring an action in, or keep it aside."""
        if self._clash is not Clash.GO_ON and any(self._is_homeless(change, changes) for change in changes):
            self._left += 1
            self._keep_result_aside(changes)
            return
        clashing = [change for change in changes if not _fits(change, self._current(change.place))]
        if clashing and self._clash is not Clash.GO_ON:
            self._left += 1
            self._keep_aside(clashing, changes)
        else:
            self._fitted += 1
        if not clashing or self._clash is not Clash.LEAVE:
            after = {change.place: _forced(change, self._current(change.place)) for change in changes}
            self._commit(after, record)

    def _keep_aside(self, clashing: Sequence[_Change], changes: Sequence[_Change]) -> None:
        """Keep what an action would have left, or else what it overwrites; what was deleted is no document."""
        if self._clash is Clash.LEAVE:
            self._keep_result_aside(changes)
        else:
            there = {change.place: self._get(*change.place) for change in clashing}
            self._aside |= {place: raw for place, raw in there.items() if raw is not None}

    def _keep_result_aside(self, changes: Iterable[_Change]) -> None:
        """Keep what an action would have left."""
        for change in changes:
            raw = _forced(change, self._aside.get(change.place) or self._current(change.place))
            if raw is not None:
                self._aside[change.place] = raw

    def _is_homeless(self, change: _Change, together: Sequence[_Change]) -> bool:
        """Return whether a change writes about a lead that is neither here nor made together with it."""
        place, after = change.place, change.after
        owner = 0 if after is None else owner_of(place, after)
        made = {(Table.LEADS, owner)} & {other.place for other in together if other.after is not None}
        return owner != 0 and not made and self._current((Table.LEADS, owner)) is None

    def _is_forgotten(self, change: _Change) -> bool:
        """Return whether a change is about somebody who was forgotten here."""
        place, raw = change.place, change.after or change.before or b"{}"
        lead_id = place[1] if place[0] == Table.LEADS else owner_of(place, raw)
        return lead_id != 0 and self._current((FORGOTTEN, lead_id)) is not None

    def _commit(self, after: Mapping[Place, bytes | None], record: Record | None) -> None:
        """Write documents as they are from now on; the action remembers them as they are before it."""
        put: dict[str, dict[int, Raw]] = {}
        delete: dict[str, list[int]] = {}
        self._seq += 1
        if record is not None:
            before = [(Table(place[0]), place[1], Raw(self._current(place) or NOTHING)) for place in after]
            left = [(Table(place[0]), place[1], Raw(raw or NOTHING)) for place, raw in after.items()]
            kept = encode(replace(record, before=before, after=left if self._is_shared else []))
            self._known[record.uid] = kept
            put[ACTIONS] = {self._seq: Raw(kept)}
            if self._is_shared:
                put[OUTBOX] = {self._seq: Raw(encode({"uid": record.uid}))}
        for (table, document_id), raw in after.items():
            self._now[table, document_id] = raw
            if raw is None:
                delete.setdefault(table, []).append(document_id)
            else:
                put.setdefault(table, {})[document_id] = Raw(raw)
        self._commits.append(Commit(self._seq, put, delete))

    def _take_drafts(self) -> None:
        """Bring in what is being typed, the last state of each draft, where it is not there already."""
        put: dict[Place, bytes | None] = {}
        for place, raw in map(self._numbered, self._drafts.items()):
            here, text = self._current(place), _text_of(raw)
            if self._clash is not Clash.GO_ON and self._is_homeless(_Change(place, None, raw), ()):
                self._left += 1
                self._aside[place] = raw
            elif here is None or (text != _text_of(here) and text.startswith(_text_of(here))):
                put[place] = raw
            elif not _text_of(here).startswith(text):
                self._left += 1
                self._aside[place] = raw if self._clash is Clash.LEAVE else here
                if self._clash is not Clash.LEAVE:
                    put[place] = raw
        if put:
            self._fitted += 1
            self._commit(put, None)

    def _numbered(self, draft: tuple[Place, bytes]) -> tuple[Place, bytes]:
        """Return what is typed with an id that here belongs to nothing that is typed elsewhere."""
        (table, _), raw = draft
        here = self._current(draft[0])
        if table == Table.DRAFTS or here is None or _typed_at(here) == _typed_at(raw):
            return draft
        self._last_ids[table] = self._last_ids.get(table, 0) + 1
        place = table, self._last_ids[table]
        return place, self._renumbered(place, raw)

    def _note_drafts(self, commit: Commit) -> None:
        """Take notice of what is being typed after a line."""
        for table in _DRAFTS:
            for document_id, raw in commit.put.get(table, {}).items():
                place = self._place((table, document_id))
                if not self._is_forgotten(_Change(place, None, bytes(raw))):
                    self._drafts[place] = self._renumbered(place, bytes(raw))
            for document_id in commit.delete.get(table, ()):
                self._drafts.pop(self._place((table, document_id)), None)

    def _number_births(self, changes: Sequence[_Change]) -> None:
        """Give what was made an id that nobody has here; what is there already keeps the one it has."""
        for place, before, after, _ in changes:
            if before is None and after is not None and place[0] not in _DRAFTS:
                table, document_id = place
                here = self._current(place) or self._born.get(place)
                if here is not None and not is_one(table, here, self._renumbered(place, after)):
                    document_id = self._last_ids.get(table, 0) + 1
                self._born[table, document_id] = self._renumbered((table, document_id), after)
                self._last_ids[table] = max(self._last_ids.get(table, 0), document_id)
                self._ids[place] = document_id

    def _is_there(self, change: _Change) -> bool:
        """Return whether what was made is there already."""
        here = self._current(change.place)
        return change.after is not None and here is not None and is_one(change.place[0], here, change.after)

    def _learn_ids(self, record: Record) -> None:
        """Learn which ids an action that is here already gave here to what it made."""
        ours = _record(self._known[record.uid])
        if ours is not None and len(ours.before) == len(record.before):
            for (table, theirs, before), (_, here, _) in zip(record.before, ours.before, strict=True):
                if bytes(before) == NOTHING:
                    self._ids[table, theirs] = here

    def _here(self, change: _Change) -> _Change:
        """Return a change with the ids that all it speaks of have here."""
        place = self._place(change.place)
        before, after = (None if raw is None else self._renumbered(place, raw) for raw in (change.before, change.after))
        return _Change(place, before, after, change.at)

    def _place(self, place: Place) -> Place:
        """Return where a document lies here."""
        return moved(place, self._ids)

    def _renumbered(self, place: Place, raw: bytes) -> bytes:
        """Return a document with the ids that it and those it points to have here."""
        return renumbered(place, raw, self._ids)

    def _current(self, place: Place) -> bytes | None:
        return self._now[place] if place in self._now else self._get(*place)


def _fits(change: _Change, here: bytes | None) -> bool:
    """Return whether what an action did can be done here, too, and nothing that is said here gives way."""
    if change.before is None or here is None:
        return change.before is here is None or change.after is here
    if change.after is None or not fields_of(here):
        return values_of(here) == values_of(change.before)
    return not _settled(change, here).gave_way


def _forced(change: _Change, here: bytes | None) -> bytes | None:
    """Return a document as it is here with what an action changed in it, whatever is there."""
    if change.before is None or change.after is None or here is None:
        return change.after
    return encode(_settled(change, here).fields)


def _settled(change: _Change, here: bytes) -> Agreement:
    """Return what becomes of a document here by what an action made of it elsewhere."""
    before, after, now = (None if raw is None else fields_of(raw) for raw in (change.before, change.after, here))
    return settle(change.place[0], before, after, now, at=change.at)


def _changes(commit: Commit, record: Record | None) -> list[_Change]:
    """Return what a line changed; without a record nobody knows what was there before, and nothing counts as that."""
    before = {} if record is None else {(str(table), found): bytes(raw) for table, found, raw in record.before}
    after: dict[Place, bytes | None] = dict.fromkeys(before)
    for table, put in commit.put.items():
        if table not in _KEPT_BESIDE:
            after |= {(table, found): bytes(raw) for found, raw in put.items()}
    at = _NEVER if record is None else record.at
    found = ((place, before.get(place, NOTHING), raw) for place, raw in after.items())
    return [_Change(place, None if was == NOTHING else was, raw, at) for place, was, raw in found]


def _record(raw: bytes | Raw) -> Record | None:
    with suppress(UnreadableError):
        return documents.decode_record(raw)
    return None


def _typed_at(raw: bytes) -> tuple[Any, ...]:
    """Return where something is typed, and about what."""
    fields = values_of(raw)
    return tuple(fields.get(name) for name in ("kind", "lead", "subject"))


def _text_of(raw: bytes) -> str:
    """Return what is typed in a draft, of whichever kind."""
    fields = values_of(raw)
    return "\n".join(map(str, (*fields.get("fields", {}).values(), fields.get("text", ""))))
