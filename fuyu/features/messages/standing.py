"""How messages stand that are not sent."""

from collections.abc import Callable, Sequence

from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead
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
