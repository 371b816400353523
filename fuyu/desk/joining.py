"""Joining two leads that are one: all that is known of both under one of them, as one action."""

from collections.abc import Collection, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.desk.desk import Desk
from fuyu.desk.values import Card
from fuyu.domain.action import Action, Change, Document, Table, Verb
from fuyu.domain.history import Draft, Note
from fuyu.domain.joining import Joined, joined
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import Message
from fuyu.domain.typed import Typed
from fuyu.errors import UsageError


class Join(NamedTuple):
    """What joining did."""

    action: Action
    joined: Joined


class Pair(NamedTuple):
    """Two leads that may be joined, and what that would make of them."""

    kept: Card
    other: Card
    joined: Joined
    messages: int
    """How many messages to the other, sent or not, are to the one that is kept then."""
    dropped: int = 0
    """How many messages wait for either and are dropped, for the joined lead is do-not-contact."""


def look(desk: Desk, kept_id: int, other_id: int, taken: Collection[str] = frozenset()) -> Pair:
    """Return what joining two leads would make of them; nothing is written.

    Args:
        desk: knows both.
        kept_id: the lead that stays.
        other_id: the lead that is gone afterwards.
        taken: fields in which the other's value stays.

    Raises:
        UsageError: they are one lead already.
    """
    if kept_id == other_id:
        raise UsageError("a lead cannot be joined with itself: name two")
    kept, other = desk.card(kept_id), desk.card(other_id)
    history = sorted((*kept.history, *other.history), key=lambda entry: entry.at, reverse=True)
    done = joined(kept.lead, other.lead, history, desk.now(), taken)
    is_silent = done.lead.status is Status.DO_NOT_CONTACT
    dropped = [one for one in desk.unsent() if is_silent and one.state.waits and one.lead in {kept_id, other_id}]
    moved = [one for one in _about(desk, other_id) if isinstance(one, Message) and one not in dropped]
    return Pair(kept, other, done, len(moved), len(dropped))


def join(desk: Desk, kept_id: int, other_id: int, taken: Collection[str] = frozenset()) -> Join:
    """Join two leads under the id of the first; the other one is gone, and one undo brings both back.

    Args:
        desk: knows both.
        kept_id: the lead that stays.
        other_id: the lead that is gone afterwards.
        taken: fields in which the other's value stays.
    """
    found: list[Joined] = []

    def build() -> tuple[str, list[Change]]:
        kept, other, done = look(desk, kept_id, other_id, taken)[:3]
        found[:] = [done]
        changes = [Change(before=kept.lead, after=done.lead), Change(before=other.lead, after=None)]
        changes += [Change(before=entry, after=replace(entry, lead=kept_id)) for entry in other.history]
        changes += [Change(before=one, after=replace(one, lead=kept_id)) for one in _about(desk, other_id)]
        changes += _drafts(desk, kept_id, other_id)
        changes += _referrals(desk, kept_id, other_id)
        if sides := [f"{side} it was {', '.join(words)}" for side, words in _sides(done) if words]:
            text = "; ".join((f"{other.lead.name} was joined here", *sides))
            note = Note(id=desk.next_id(Table.NOTES), lead=kept_id, at=desk.now(), note=text)
            changes.append(Change(before=None, after=note))
        return f"joined {other.lead.name} with {kept.lead.name}", changes

    action = desk.act(Verb.JOIN, build)
    return Join(action, found[0])


def _sides(done: Joined) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what gave way, as it was said there, and here."""
    yield "there", done.gave_way
    yield "here", done.gave_way_here


def _about(desk: Desk, lead_id: int) -> Iterator[Message | Typed]:
    """Yield the messages to a lead, and what is typed about them and not finished."""
    documents: Iterator[Document] = (one for table in (Table.MESSAGES, Table.TYPED) for one in desk.documents(table))
    return (one for one in documents if isinstance(one, (Message, Typed)) and one.lead == lead_id)


def _drafts(desk: Desk, kept_id: int, other_id: int) -> Iterator[Change]:
    """Yield what makes one draft of two."""
    drafts = {draft.id: draft for draft in desk.drafts()}
    mine, theirs = drafts.get(kept_id), drafts.get(other_id)
    if theirs is not None:
        text = f"{mine.text}\n{theirs.text}" if mine else theirs.text
        yield Change(before=mine, after=Draft(id=kept_id, text=text, at=theirs.at))
        yield Change(before=theirs, after=None)


def _referrals(desk: Desk, kept_id: int, other_id: int) -> Iterator[Change]:
    """Yield what lets everyone else point to the lead that is kept."""
    for lead in desk.documents(Table.LEADS):
        if not isinstance(lead, Lead) or lead.id in {kept_id, other_id}:
            continue
        if lead.referred_by == other_id or other_id in lead.referred:
            by = kept_id if lead.referred_by == other_id else lead.referred_by
            referred = dict.fromkeys(kept_id if one == other_id else one for one in lead.referred)
            yield Change(before=lead, after=replace(lead, referred_by=by, referred=tuple(referred)))
