"""Joining two leads that are one: all that is known of both under one of them, as one action."""

from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from fuyu.desk.actions import Actions, Built
from fuyu.desk.leads import Leads
from fuyu.desk.messages import Messages
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import Card
from fuyu.domain.action import Action, Change, Table, Verb
from fuyu.domain.history import Draft, Entry, Note
from fuyu.domain.joining import Joined, joined
from fuyu.domain.lead import Lead
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


class Joining:
    """Joins leads of one book."""

    def __init__(self, book: OpenBook, actions: Actions, leads: Leads, messages: Messages, terms: Terms) -> None:
        self._book = book
        self._actions = actions
        self._leads = leads
        self._messages = messages
        self._terms = terms

    def look(self, kept_id: int, other_id: int, taken: Collection[str] = frozenset()) -> Pair:
        """Return what joining two leads would make of them; nothing is written.

        Args:
            kept_id: the lead that stays.
            other_id: the lead that is gone afterwards.
            taken: fields in which the other's value stays.

        Raises:
            UsageError: they are one lead already.
        """
        if kept_id == other_id:
            raise UsageError("a lead cannot be joined with itself: name two")
        kept, other = self._leads.card(kept_id), self._leads.card(other_id)
        history = sorted((*kept.history, *other.history), key=lambda entry: entry.at, reverse=True)
        done = joined(kept.lead, other.lead, history, self._terms.now(), taken)
        moved = [one for one in self._book.messages() if one.lead == other_id]
        leads = [Change(kept.lead, done.lead), Change(other.lead, None)]
        dropped = self._messages.dropped([*leads, *_moved(moved, kept_id)])
        gone = {one.id for one in dropped}
        return Pair(kept, other, done, sum(one.id not in gone for one in moved), len(dropped))

    def join(self, kept_id: int, other_id: int, taken: Collection[str] = frozenset()) -> Join:
        """Join two leads under the id of the first; the other one is gone, and one undo brings both back.

        Args:
            kept_id: the lead that stays.
            other_id: the lead that is gone afterwards.
            taken: fields in which the other's value stays.
        """
        found: list[Joined] = []

        def build() -> Built:
            kept, other, done = self.look(kept_id, other_id, taken)[:3]
            found[:] = [done]
            changes = [Change(before=kept.lead, after=done.lead), Change(before=other.lead, after=None)]
            changes += _moved((*other.history, *self._book.beside(other_id)), kept_id)
            changes += self._drafts(kept_id, other_id)
            changes += self._referrals(kept_id, other_id)
            if sides := [f"{side} it was {', '.join(words)}" for side, words in _sides(done) if words]:
                text = "; ".join((f"{other.lead.name} was joined here", *sides))
                note_id, now, me = self._book.next_id(Table.NOTES), self._terms.now(), self._book.me
                note = Note(id=note_id, lead=kept_id, at=now, note=text, by=me)
                changes.append(Change(before=None, after=note))
            return f"joined {other.lead.name} with {kept.lead.name}", changes

        action = self._actions.act(Verb.JOIN, build)
        return Join(action, found[0])

    def _drafts(self, kept_id: int, other_id: int) -> Iterator[Change]:
        """Yield what makes one draft of two."""
        mine, theirs = self._book.store.draft(kept_id), self._book.store.draft(other_id)
        if theirs is not None:
            text = f"{mine.text}\n{theirs.text}" if mine else theirs.text
            yield Change(before=mine, after=Draft(id=kept_id, text=text, at=theirs.at))
            yield Change(before=theirs, after=None)

    def _referrals(self, kept_id: int, other_id: int) -> Iterator[Change]:
        """Yield what lets everyone else point to the lead that is kept."""
        for lead in self._book.documents(Table.LEADS):
            if not isinstance(lead, Lead) or lead.id in {kept_id, other_id}:
                continue
            if lead.referred_by == other_id or other_id in lead.referred:
                by = kept_id if lead.referred_by == other_id else lead.referred_by
                referred = dict.fromkeys(kept_id if one == other_id else one for one in lead.referred)
                yield Change(before=lead, after=replace(lead, referred_by=by, referred=tuple(referred)))


def _moved(about: Sequence[Entry | Message | Typed], lead_id: int) -> list[Change]:
    """Return the changes that make records be about another lead."""
    return [Change(before=one, after=replace(one, lead=lead_id)) for one in about]


def _sides(done: Joined) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield what gave way, as it was said there, and here."""
    yield "there", done.gave_way
    yield "here", done.gave_way_here
