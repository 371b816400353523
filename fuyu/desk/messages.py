"""Messages that are not sent, and which of them are dropped; how each stands, the feature says."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from msgspec.structs import replace

from fuyu.desk.actions import Extended, Extension
from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import Silenced, dropped_words, silences, turns_in
from fuyu.domain.action import Change, Table
from fuyu.domain.history import Entry, Touch
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import Message, MessageLine, State
from fuyu.registry import answering, load


class _WithoutMail(NamedTuple):
    """Changes that leave no message waiting for a do-not-contact lead."""

    changes: Sequence[Change]
    dropped: Sequence[Message]
    """The messages that are dropped by them."""


class MessageRules(Protocol):
    """What the desk asks of messages that are not sent."""

    def line(self, message: Message, lead: Lead, history: Sequence[Entry]) -> MessageLine | None:
        """Return how a message stands now, None where nobody sends any."""


class NoMessageRules:
    """Nobody writes or sends messages: the book keeps those it has, and nothing is said of them."""

    def line(self, _message: Message, _lead: Lead, _history: Sequence[Entry]) -> None:
        """Say nothing of a message."""


class Messages:
    """The messages of one book that are not sent."""

    def __init__(self, book: OpenBook, terms: Terms, events: Events, is_sending: Callable[[], bool]) -> None:
        self._book = book
        self._terms = terms
        self._is_sending = is_sending
        self._unsent: list[Message] | None = None
        events.listen(ActionDone, self._follow)
        events.listen(OthersWrote, self._forget)

    def _follow(self, done: ActionDone) -> None:
        if any(change.table is Table.MESSAGES for change in done.action.changes):
            self._unsent = None

    def _forget(self, _wrote: OthersWrote) -> None:
        self._unsent = None

    @cached_property
    def _rules(self) -> MessageRules:
        """What the feature says, loaded at the first message there is."""
        place = answering(MessageRules.__name__)
        rules: MessageRules = load(place)(self._book, self._terms, self.is_sending) if place else NoMessageRules()
        return rules

    def is_sending(self) -> bool:
        """Return whether somebody is handing messages in at this moment."""
        return self._is_sending()

    def unsent(self) -> list[Message]:
        """Return the messages that are not sent, by id."""
        if self._unsent is None:
            self._unsent = [message for message in self._book.messages() if message.state is not State.SENT]
        return self._unsent

    # As the day shows them

    def lines_to(self, lead: Lead, history: Sequence[Entry]) -> tuple[MessageLine, ...]:
        """Return how the messages to a lead stand that are not sent."""
        found = (self._rules.line(one, lead, history) for one in self.unsent() if one.lead == lead.id)
        return tuple(filter(None, found))

    def needing_you(self) -> list[MessageLine]:
        """Return the messages that go no further until a person does something, those first that may have gone."""
        found = (
            self._rules.line(one, self._book.lead(one.lead), self._book.store.history(one.lead))
            for one in self.unsent()
        )
        return sorted((one for one in found if one and one.needs_you), key=lambda one: not one.is_doubtful)

    # What a person sends, or says, is logged as any touch

    def logging(self) -> Extension:
        """Return what lets a touch be the message that was prepared for it: it has its words, and waits no more."""
        prepared = {one.lead: one for one in self.unsent() if one.is_yours and one.state is State.QUEUED}

        def extended(changes: Sequence[Change]) -> Extended:
            written = {change.id for change in changes if change.table is Table.MESSAGES}
            kept, told = [*changes], ""
            for place, change in enumerate(changes):
                touch = change.after
                if change.before is not None or not isinstance(touch, Touch):
                    continue
                message = prepared.get(touch.lead)
                if message is not None and message.id not in written and message.is_logged_by(touch):
                    kept[place] = Change(None, replace(touch, note=touch.note or message.text))
                    kept.append(Change(message, replace(message, state=State.SENT)))
                    told = "as you had prepared it"
            return Extended(kept, told)

        return extended

    # Nothing goes to whom nothing may go

    def silenced(self, changes: Sequence[Change]) -> list[Silenced]:
        """Return the known leads whom changes that are still to be made would make do-not-contact."""
        dropped = self.dropped(changes)
        return [
            Silenced(
                change.after,
                turns_in(changes, change.id, self._terms.here),
                [one for one in dropped if one.lead == change.id],
            )
            for change in changes
            if silences(change)
            and isinstance(change.after, Lead)
            and isinstance(change.before, Lead)
            and change.before.status is not Status.DO_NOT_CONTACT
        ]

    def dropped(self, changes: Sequence[Change]) -> Sequence[Message]:
        """Return the messages that wait for leads whom the changes make do-not-contact: nothing goes to them again."""
        return self._without_mail_to_silent(changes).dropped

    def dropping(self) -> Extension:
        """Return what lets an action leave no message waiting for a do-not-contact lead."""

        def extended(changes: Sequence[Change]) -> Extended:
            kept, dropped = self._without_mail_to_silent(changes)
            return Extended(kept, dropped_words(dropped))

        return extended

    def _without_mail_to_silent(self, changes: Sequence[Change]) -> _WithoutMail:
        """Return the changes so that no message they leave waits for a do-not-contact lead, and what they drop.

        Those are messages of leads who become do-not-contact, and messages that come to such a lead.
        """
        leads = {change.id: change.after for change in changes if change.table is Table.LEADS}
        silenced = {change.id for change in changes if silences(change)}
        found = {change.id: change for change in changes if change.table is Table.MESSAGES}
        if silenced:
            found |= {
                one.id: Change(before=one, after=one)
                for one in self.unsent()
                if one.id not in found and one.lead in silenced
            }

        def is_silent(lead_id: int) -> bool:
            lead = leads[lead_id] if lead_id in leads else self._book.store.lead(lead_id)
            return isinstance(lead, Lead) and lead.status is Status.DO_NOT_CONTACT

        gone = {number: change for number, change in found.items() if (to := _waits_for(change)) and is_silent(to)}
        kept = [change for change in changes if change.table is not Table.MESSAGES or change.id not in gone]
        dropped = [change.after for change in gone.values() if isinstance(change.after, Message)]
        taken_away = (Change(change.before, None) for change in gone.values() if change.before)
        return _WithoutMail([*kept, *taken_away], dropped)


def _waits_for(change: Change) -> int | None:
    """Return the lead for whom a message waits after a change; None where none does."""
    message = change.after
    return message.lead if isinstance(message, Message) and message.state.waits else None
