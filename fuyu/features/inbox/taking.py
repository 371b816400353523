"""Replies made touches: all that came at once is one action, with one undo."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from fuyu.desk import Desk, TouchMade
from fuyu.desk.actions import Built
from fuyu.domain.action import Action, Change, Table, Verb, changed
from fuyu.domain.history import Entry, Touch, after_touch
from fuyu.domain.late import since
from fuyu.domain.lead import Lead, Outcome
from fuyu.domain.step import Channel
from fuyu.features.inbox.rules import Mail, MailKind, news_words, note_of


class Reply(Struct, frozen=True):
    """A mail that somebody wrote, and how it begins."""

    lead: int
    mail: Mail
    opening: str


def take(desk: Desk, replies: Sequence[Reply]) -> Action:
    """Log what they wrote: each reply is a touch, and its lead is due today.

    A message to them that waits is held, whenever it was written: until now nobody here knew of the reply.
    """
    ordered = sorted(replies, key=lambda one: (one.lead, one.mail.at))

    def build() -> Built:
        first_id, changes, names, made = desk.book.next_id(Table.TOUCHES), list[Change](), list[str](), 0
        for lead_id, group in groupby(ordered, lambda one: one.lead):
            before = desk.book.store.lead(lead_id)
            if before is None:  # deleted this moment
                continue
            after, touches = _with_all(desk, before, list(group), first_id + made)
            made += len(touches)
            names += [before.name] * len(touches)
            changes += [*changed(before, after), *(Change(before=None, after=one) for one in touches)]
        return news_words((MailKind.REPLY, name) for name in names), changes

    return desk.actions.act(Verb.LOG, build)


def is_here(desk: Desk, reply: Reply) -> bool:
    """Return whether a reply is logged already, by this book or another copy of it."""
    return any(_is_of(entry, reply) for entry in desk.book.store.history(reply.lead))


def _is_of(entry: Entry, reply: Reply) -> bool:
    return isinstance(entry, Touch) and entry.uid == reply.mail.uid


def _with_all(desk: Desk, lead: Lead, replies: Iterable[Reply], first_id: int) -> tuple[Lead, list[Touch]]:
    """Return a lead after their replies, and the touches these become."""
    history, now, touches = desk.book.store.history(lead.id), desk.now(), list[Touch]()
    for reply in replies:
        if any(_is_of(entry, reply) for entry in history):
            continue
        note = note_of(reply.mail.subject, reply.opening)
        made = TouchMade(outcome=Outcome.REPLIED, channel=Channel.EMAIL, note=note, at=reply.mail.at)
        touch = desk.proposals.touch_of(lead, made, reply.mail.uid)
        touch = replace(touch, id=first_id + len(touches), known=now)
        later = since(history, touch)
        plan, promises = desk.proposals.agreed_after(lead, touch, made)
        if later and all(one.outcome.unanswered for one in later):  # what was tried since, was tried without knowing
            plan = desk.proposals.proposed(lead, replace(touch, at=now), promises)
        lead = after_touch(lead, touch, plan, promises=promises, later=later)
        touches.append(touch)
    return lead, touches
