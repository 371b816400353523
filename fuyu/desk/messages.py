"""Messages that are not sent: how each stands, and which are dropped because nothing goes to a lead any more."""

from collections.abc import Callable, Sequence

from fuyu.desk.actions import Extended, Extension
from fuyu.desk.events import ActionDone, Events, OthersWrote
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import Silenced, dropped_words, turns_in
from fuyu.domain.action import Change, Table
from fuyu.domain.history import Entry
from fuyu.domain.holding import Unsent, seen_state, unsent
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import Message, State


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

    def unsent(self) -> list[Message]:
        """Return the messages that are not sent, by id."""
        if self._unsent is None:
            self._unsent = [message for message in self._book.messages() if message.state is not State.SENT]
        return self._unsent

    def unsent_to(self, lead: Lead, history: Sequence[Entry]) -> tuple[Unsent, ...]:
        """Return how the messages to a lead stand that are not sent."""
        return tuple(self._stands(one, lead, history) for one in self.unsent() if one.lead == lead.id)

    def as_it_stands(self, message: Message) -> Unsent:
        """Return how a message stands now: when it goes, and why it would not."""
        return self._stands(message, self._book.lead(message.lead), self._book.store.history(message.lead))

    def _stands(self, message: Message, lead: Lead, history: Sequence[Entry]) -> Unsent:
        morning, is_sending = self._terms.calendar.morning, self._is_going(message)
        return unsent(message, lead, history, self._terms.now(), morning, is_sending=is_sending)

    def state_of(self, message: Message) -> State:
        """Return the state of a message as it is read: one whose sending was cut short is unknown."""
        return seen_state(message, is_sending=self._is_going(message))

    def _is_going(self, message: Message) -> bool:
        """Return whether somebody is handing a message in at this moment."""
        return message.state is State.SENDING and self._is_sending()

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
            if _silences(change)
            and isinstance(change.after, Lead)
            and isinstance(change.before, Lead)
            and change.before.status is not Status.DO_NOT_CONTACT
        ]

    def dropped(self, changes: Sequence[Change]) -> list[Message]:
        """Return the messages that wait for leads whom the changes make do-not-contact: nothing goes to them again."""
        return self._without_mail_to_silent(changes)[1]

    def dropping(self) -> Extension:
        """Return what lets an action leave no message waiting for a do-not-contact lead."""

        def extended(changes: Sequence[Change]) -> Extended:
            kept, dropped = self._without_mail_to_silent(changes)
            return Extended(kept, dropped_words(dropped))

        return extended

    def _without_mail_to_silent(self, changes: Sequence[Change]) -> tuple[list[Change], list[Message]]:
        """Return the changes so that no message they leave waits for a do-not-contact lead, and what they drop.

        Those are messages of leads who become do-not-contact, and messages that come to such a lead.
        """
        leads = {change.id: change.after for change in changes if change.table is Table.LEADS}
        silenced = {change.id for change in changes if _silences(change)}
        messages = {change.id: change for change in changes if change.table is Table.MESSAGES}
        others = (one for one in (self.unsent() if silenced else ()) if one.id not in messages)
        found = [*messages.values(), *(Change(before=one, after=one) for one in others if one.lead in silenced)]

        def is_silent(lead_id: int) -> bool:
            lead = leads[lead_id] if lead_id in leads else self._book.store.lead(lead_id)
            return isinstance(lead, Lead) and lead.status is Status.DO_NOT_CONTACT

        gone = {change.id: change for change in found if (to := _waits_for(change)) is not None and is_silent(to)}
        kept = [change for change in changes if change.table is not Table.MESSAGES or change.id not in gone]
        dropped = [change.after for change in gone.values() if isinstance(change.after, Message)]
        return [*kept, *(Change(change.before, None) for change in gone.values() if change.before)], dropped


def _silences(change: Change) -> bool:
    """Return whether a change makes a lead do-not-contact."""
    is_silent = isinstance(change.after, Lead) and change.after.status is Status.DO_NOT_CONTACT
    return is_silent and change.before != change.after


def _waits_for(change: Change) -> int | None:
    """Return the lead for whom a message waits after a change; None where none does."""
    message = change.after
    return message.lead if isinstance(message, Message) and message.state.waits else None
