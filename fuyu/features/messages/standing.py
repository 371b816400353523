"""How messages stand that are not sent, and which are dropped because nothing goes to a lead any more."""

from collections.abc import Callable, Sequence

from fuyu.desk.messages import WithoutMail
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import silences
from fuyu.domain.action import Change, Table
from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead, Status
from fuyu.domain.message import Message, MessageLine, State
from fuyu.features.messages.rules import Unsent, seen_state, unsent


class MessageStandings:
    """What the desk asks of the messages of one book: its `MessageRules`."""

    def __init__(self, book: OpenBook, terms: Terms, is_sending: Callable[[], bool]) -> None:
        """Make it; `is_sending` says whether somebody is handing messages in at this moment."""
        self._book = book
        self._terms = terms
        self._is_sending = is_sending

    def line(self, message: Message, lead: Lead, history: Sequence[Entry]) -> MessageLine:
        """Return how a message stands now, as the day shows it."""
        return self._stands(message, lead, history).line

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

    def without_mail_to_silent(self, changes: Sequence[Change], unsent: Sequence[Message]) -> WithoutMail:
        """Return the changes so that no message they leave waits for a do-not-contact lead, and what they drop.

        Those are messages of leads who become do-not-contact, and messages that come to such a lead.
        """
        leads = {change.id: change.after for change in changes if change.table is Table.LEADS}
        silenced = {change.id for change in changes if silences(change)}
        messages = {change.id: change for change in changes if change.table is Table.MESSAGES}
        others = (one for one in unsent if one.id not in messages and one.lead in silenced)
        found = [*messages.values(), *(Change(before=one, after=one) for one in others)]

        def is_silent(lead_id: int) -> bool:
            lead = leads[lead_id] if lead_id in leads else self._book.store.lead(lead_id)
            return isinstance(lead, Lead) and lead.status is Status.DO_NOT_CONTACT

        gone = {change.id: change for change in found if (to := _waits_for(change)) is not None and is_silent(to)}
        kept = [change for change in changes if change.table is not Table.MESSAGES or change.id not in gone]
        dropped = [change.after for change in gone.values() if isinstance(change.after, Message)]
        taken_away = (Change(change.before, None) for change in gone.values() if change.before)
        return WithoutMail([*kept, *taken_away], dropped)


def _waits_for(change: Change) -> int | None:
    """Return the lead for whom a message waits after a change; None where none does."""
    message = change.after
    return message.lead if isinstance(message, Message) and message.state.waits else None
