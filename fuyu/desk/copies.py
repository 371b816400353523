"""Bringing in another copy of a book: nothing is dropped, a later change wins, do-not-contact always does."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.action import TABLES, Change, Document, Table, lead_of
from fuyu.domain.agreement import Fields, read, settle, written
from fuyu.domain.history import Away, Draft, Entry, Note, Touch
from fuyu.domain.identity import KnownPeople, Verdict, have_two_birthdays, judge
from fuyu.domain.joining import said_otherwise
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import Message
from fuyu.domain.promise import Promise
from fuyu.domain.text import fold
from fuyu.domain.typed import Typed
from fuyu.domain.view import SavedView
from fuyu.storage.forgetting.tombstones import moment
from fuyu.storage.port import Store

D = TypeVar("D", bound=Document)
_NEVER = datetime.min.replace(tzinfo=UTC)


class Likeness(Struct, frozen=True):
    """A lead that only the other copy had, who is maybe one of this book."""

    lead: int
    """Their id here."""
    name: str
    other: int
    other_name: str


class Silenced(Struct, frozen=True):
    """A lead who is do-not-contact, for one of the copies says so."""

    lead: int
    name: str
    promises: tuple[Promise, ...] = ()
    """Those that are withdrawn by it."""


class Merge(Struct, frozen=True):
    """What bringing in another copy would change; a dry run shows the counts, an action applies the changes."""

    changes: tuple[Change, ...]
    leads_added: int
    leads_changed: int
    touches_added: int
    notes_added: int
    conflicts: tuple[str, ...]
    """A sentence for each field in which both copies differ; what gave way is kept as a note on the lead."""
    left: int = 0
    """How many texts and touches stay in the other copy: they are about leads that neither copy has."""
    maybe: tuple[Likeness, ...] = ()
    """Who is added, and maybe somebody here."""
    forgotten: int = 0
    """How many of their leads were forgotten here, and stay so."""
    silenced: tuple[Silenced, ...] = ()
    """Who becomes do-not-contact by it, or has promises in the other copy that need not be kept."""


def merge(mine: Store, theirs: Store, at: datetime) -> Merge:
    """Return what it takes to bring the other copy into a book.

    Args:
        mine: the book that is changed.
        theirs: the other copy, which is only read.
        at: the time of the merge, which stands on the notes about fields that gave way.
    """
    return _Merging(mine, theirs, at).merge()


class _Merging:
    def __init__(self, mine: Store, theirs: Store, at: datetime) -> None:
        self._mine, self._theirs, self._at = mine, theirs, at
        self._ids: dict[int, int] = {}
        self._next = {table: mine.next_id(table) for table in Table}
        self._changes: dict[tuple[Table, int], Change] = {}
        self._conflicts: list[str] = []
        self._added: dict[int, list[Touch]] = {}
        self._left = 0
        self._forgotten: set[int] = set()
        """Their ids of leads who were forgotten here."""
        self._maybe: list[Likeness] = []
        self._silenced: list[Silenced] = []
        self._mine_changed, self._theirs_changed = mine.changed_at(), theirs.changed_at()

    def merge(self) -> Merge:
        """Pair the leads, bring in what belongs to them, then settle their fields."""
        pairs = [(mine, self._here(theirs)) for mine, theirs in [*self._pairs(), *self._namers()]]
        for change in list(self._changes.values()):
            if isinstance(change.after, Lead):
                self._change(None, self._here(change.after))
        self._bring_away()
        self._bring_views()
        self._bring_messages()
        self._bring_touches()
        self._bring_notes()
        self._bring_drafts()
        self._bring_typed()
        for mine, theirs in pairs:
            self._settle(mine, theirs)
        for lead_id in self._added.keys() - {mine.id for mine, _ in pairs}:
            lead = self._mine.lead(lead_id)
            if lead is not None:
                self._settle(lead, lead)
        changes = tuple(self._changes.values())
        added = [change.table for change in changes if change.before is None]
        return Merge(
            changes=changes,
            leads_added=added.count(Table.LEADS),
            leads_changed=sum(change.table is Table.LEADS and change.before is not None for change in changes),
            touches_added=added.count(Table.TOUCHES),
            notes_added=added.count(Table.NOTES),
            conflicts=tuple(self._conflicts),
            left=self._left,
            forgotten=len(self._forgotten),
            maybe=tuple(self._maybe),
            silenced=tuple(self._silenced),
        )

    def _pairs(self) -> Iterator[tuple[Lead, Lead]]:
        """Yield each lead that both have and that differs; leads that only they have are added."""
        known: KnownPeople | None = None
        silent = self._mine.forgotten.silent()
        for mine, theirs in self._differing(Lead):
            mark = self._mine.forgotten.of(theirs.id)
            if mine is None and ((mark and mark.is_of(theirs.id, moment(theirs.created))) or silent.of(theirs)):
                self._forgotten.add(theirs.id)
                continue
            found = mine if mine and self._is_one(mine, theirs) else None
            alike: list[tuple[Lead, Verdict]] = []
            if found is None:
                known = known or self._known()
                alike = [(lead, verdict) for at, verdict in known.like(theirs) if (lead := self._mine.lead(at))]
                found = next((lead for lead, verdict in alike if _is_surely(lead, verdict, theirs)), None)
            if found is None:
                new = replace(theirs, id=self._new_id(Table.LEADS))
                self._ids[theirs.id] = new.id
                self._change(None, new)
                self._maybe += [Likeness(new.id, new.name, other.id, other.name) for other, _ in alike[:1]]
            else:
                self._ids[theirs.id] = found.id
                yield found, theirs

    def _is_one(self, mine: Lead, theirs: Lead) -> bool:
        """Return whether two leads of one id are one: surely the same person, or made as one and changed since."""
        verdict = judge(mine, theirs)
        made_as_one = mine.created is not None and mine.created == theirs.created
        return verdict is Verdict.SURE or (
            verdict is Verdict.MAYBE and made_as_one and not self._are_both_as_made(mine, theirs)
        )

    def _are_both_as_made(self, mine: Lead, theirs: Lead) -> bool:
        """Return whether neither was changed since it was made: two that differ were then made twice."""
        return (self._mine_changed.get(mine.id), self._theirs_changed.get(theirs.id)) == (mine.created, theirs.created)

    def _known(self) -> KnownPeople:
        """Return everyone here, by what they are found by."""
        known = KnownPeople(self._mine.lead)
        for lead in self._leads():
            known.put(lead.id, lead)
        return known

    def _namers(self) -> Iterator[tuple[Lead, Lead]]:
        """Yield each lead that is the same in both, and yet named, or was named by, somebody else in theirs."""
        moved = {theirs for theirs, here in self._ids.items() if theirs != here}
        for lead in _all(self._theirs, Lead) if moved else ():
            if moved & {*lead.referred, lead.referred_by} and lead.id not in self._ids:
                yield lead, lead

    def _leads(self) -> Iterator[Lead]:
        for row in self._mine.rows:
            lead = self._mine.lead(row.id)
            if lead is not None:
                yield lead

    def _bring_touches(self) -> None:
        uids: dict[str, int] | None = None
        for _, touch in self._differing(Touch):
            uids = {found.uid: found.id for found in _all(self._mine, Touch)} if uids is None else uids
            if touch.uid in uids:
                self._bring_correction(self._mine.document(Table.TOUCHES, uids[touch.uid]), touch)
            else:
                new = replace(touch, id=self._new_id(Table.TOUCHES), lead=self._lead_id(touch.lead))
                self._added.setdefault(new.lead, []).append(new)
                self._change(None, new)

    def _bring_notes(self) -> None:
        for _, note in self._differing(Note):
            new = replace(note, lead=self._lead_id(note.lead))
            same = [entry for entry in self._mine.history(new.lead) if isinstance(entry, Note) and entry.at == note.at]
            said = {text for entry in same for text in _texts(entry)}
            if not _texts(note) & said:
                self._change(None, replace(new, id=self._new_id(Table.NOTES)))
            elif same:
                self._bring_correction(same[0], note)

    def _bring_correction(self, mine: Document | None, theirs: Entry) -> None:
        """Keep every wording of a note: the one corrected last is shown, the others are earlier ones."""
        if isinstance(mine, (Touch, Note)) and theirs.note not in _texts(mine):
            done = settle(TABLES[type(mine)], None, written(mine), written(theirs), at=self._at)
            kept = read(done.fields or {}, type(mine))
            self._change(mine, replace(mine, note=kept.note, earlier=kept.earlier))

    def _bring_away(self) -> None:
        known = {(away.first, away.last) for away in _all(self._mine, Away)}
        for _, theirs in self._differing(Away):
            if (theirs.first, theirs.last) not in known:
                self._change(None, replace(theirs, id=self._new_id(Table.AWAY)))

    def _bring_views(self) -> None:
        """Bring saved views in; where both have one of a name, ours stays."""
        known = {fold(view.name) for view in _all(self._mine, SavedView)}
        for _, theirs in self._differing(SavedView):
            if fold(theirs.name) not in known:
                self._change(None, replace(theirs, id=self._new_id(Table.VIEWS)))

    def _bring_messages(self) -> None:
        """Bring messages in; of one that both have, the copy in which it went further tells: none goes twice."""
        known = {(message.lead, message.at): message for message in _all(self._mine, Message)}
        for _, theirs in self._differing(Message):
            here = replace(theirs, lead=self._lead_id(theirs.lead))
            mine = known.get((here.lead, here.at))
            if mine is None:
                self._change(None, replace(here, id=self._new_id(Table.MESSAGES)))
            elif theirs.state.rank > mine.state.rank:
                self._change(mine, replace(here, id=mine.id))

    def _bring_drafts(self) -> None:
        for _, theirs in self._differing(Draft):
            lead_id = self._lead_id(theirs.id)
            mine = self._mine.draft(lead_id)
            if mine is None or theirs.text not in mine.text:
                text = theirs.text if mine is None else f"{mine.text}\n{theirs.text}"
                self._change(mine, Draft(id=lead_id, text=text, at=theirs.at))

    def _bring_typed(self) -> None:
        """Bring in what is typed there and not finished, beside what is typed here."""
        known = [(typed.place, typed.fields) for typed in _all(self._mine, Typed)]
        for _, theirs in self._differing(Typed):
            here = replace(theirs, lead=self._lead_id(theirs.lead))
            if (here.place, here.fields) not in known:
                self._change(None, replace(here, id=self._new_id(Table.TYPED)))

    def _settle(self, mine: Lead, theirs: Lead) -> None:
        """Settle a lead that both have; its touches are counted by those that came in."""
        is_later = self._mine_changed.get(mine.id, _NEVER) >= self._theirs_changed.get(theirs.id, _NEVER)
        sides = written(mine), written(replace(theirs, id=mine.id))
        done = settle(Table.LEADS, None, *sides, at=self._at, mine_is_later=is_later)
        came_in = sum(not touch.check_in for touch in self._added.get(mine.id, ()))
        merged = replace(read(done.fields or {}, Lead), touches=mine.touches + came_in)
        if merged.status is Status.DO_NOT_CONTACT:
            self._note_silence(mine, theirs, merged)
        if merged != mine:
            self._change(mine, merged)
        if done.gave_way:
            self._keep_what_gave_way(merged, done.gave_way)

    def _note_silence(self, mine: Lead, theirs: Lead, merged: Lead) -> None:
        """Note a lead who becomes do-not-contact, or to whom something was promised in the other copy."""
        was_open = {promise.uid for lead in (mine, theirs) for promise in lead.promises if promise.is_open}
        gone = tuple(promise for promise in merged.promises if promise.uid in was_open)
        if mine.status is not merged.status or gone:
            self._silenced.append(Silenced(mine.id, mine.name, gone))

    def _keep_what_gave_way(self, lead: Lead, gave_way: Fields) -> None:
        words = said_otherwise(gave_way)
        text = f"In the other copy {words}"
        if any(text in _texts(entry) for entry in self._mine.history(lead.id)):
            return
        self._conflicts.append(f"{lead.name}: {words}")
        note_id, me = self._new_id(Table.NOTES), self._mine.me
        self._change(None, Note(id=note_id, lead=lead.id, at=self._at, note=text, by=me))

    def _differing(self, kind: type[D]) -> Iterator[tuple[D | None, D]]:
        """Yield the documents of theirs that are not the same, by id and value, in mine."""
        for theirs in _all(self._theirs, kind):
            mine = self._mine.document(TABLES[kind], theirs.id)
            if mine == theirs or lead_of(theirs) in self._forgotten:
                continue
            if self._has_home(theirs):
                yield mine if isinstance(mine, kind) else None, theirs
            else:
                self._left += 1

    def _has_home(self, theirs: Document) -> bool:
        """Return whether the lead that something of theirs is about is in either copy."""
        about = 0 if isinstance(theirs, Lead) else lead_of(theirs)
        return not about or self._theirs.lead(about) is not None or self._mine.lead(self._lead_id(about)) is not None

    def _here(self, theirs: Lead) -> Lead:
        """Return a lead of theirs with the ids that those who sent it, and whom it sent, have here."""
        by = None if theirs.referred_by is None else self._lead_id(theirs.referred_by)
        return replace(theirs, referred_by=by, referred=tuple(map(self._lead_id, theirs.referred)))

    def _lead_id(self, their_id: int) -> int:
        return self._ids.get(their_id, their_id)

    def _new_id(self, table: Table) -> int:
        self._next[table] += 1
        return self._next[table] - 1

    def _change(self, before: Document | None, after: Document) -> None:
        change = Change(before=before, after=after)
        self._changes[change.table, change.id] = change


def _all(store: Store, kind: type[D]) -> Iterator[D]:
    """Yield the documents of a kind."""
    return (found for found in store.documents(TABLES[kind]) if isinstance(found, kind))


def _is_surely(mine: Lead, verdict: Verdict, theirs: Lead) -> bool:
    """Return whether two leads of any ids are one: surely the same person, or a copy that a merge made before."""
    is_copied = all(getattr(mine, field) == getattr(theirs, field) for field in _COPIED)
    return verdict is Verdict.SURE or (is_copied and not have_two_birthdays(mine, theirs))


_COPIED = ("name", "company", "emails", "phones", "created")


def _texts(entry: Entry) -> set[str]:
    return {entry.note, *(earlier.note for earlier in entry.earlier)}
