"""Messages: written, due on a day, sent exactly as they were seen, never twice, and never to who wants silence."""

import re
from collections.abc import Sequence
from datetime import date
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fuyu.desk.desk import Desk
from fuyu.desk.values import TouchMade
from fuyu.domain.action import Action, Change, Table, Verb
from fuyu.domain.address import unfit, unwritable
from fuyu.domain.history import after_touch
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import Message, State, missing
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean, clean_line
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError

_MESSAGE_ID = re.compile(r"<[!-=?-~]{1,200}>")
"""Of RFC 5322, 3.6.4, as much as matters: a word in angle brackets."""


class Written(Struct, frozen=True, kw_only=True):
    """A message as it is typed."""

    to: str
    subject: str
    text: str
    day: date
    reviewed: bool
    """Whether the person had the whole of it before their eyes."""


class Post:
    """What can be done with the messages of one book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def messages(self) -> list[Message]:
        """Return every message, by id."""
        found = self._desk.documents(Table.MESSAGES)
        return [message for message in found if isinstance(message, Message)]

    def waiting(self, lead_id: int) -> Message | None:
        """Return the message that waits for its day with a lead; None where there is none."""
        return next((m for m in self.messages() if m.lead == lead_id and m.state.waits), None)

    def begun(self, lead: Lead) -> Written:
        """Return the message that waits with a lead, or what a new one begins with."""
        found = self.waiting(lead.id)
        if found is None:
            to = lead.emails[0] if lead.emails else ""
            return Written(to=to, subject="", text="", day=self._desk.now().date(), reviewed=False)
        return Written(
            to=found.to, subject=found.subject, text=found.text, day=found.day, reviewed=found.state is State.QUEUED
        )

    def due(self) -> list[Message]:
        """Return the messages whose day has come, as they were written."""
        today = self._desk.now().date()
        return [m for m in self.messages() if m.state.waits and m.day <= today]

    def why_not(self, message: Message) -> str:
        """Return why a message must not be sent, as a sentence; empty where it may."""
        lead = self._desk.card(message.lead).lead
        if lead.status is Status.DO_NOT_CONTACT:
            return f"{lead.name} wants to hear nothing"
        if message.state is State.NEEDS_REVIEW:
            return f"nobody has seen it: look at it first, m in the dashboard or fuyu message {lead.id} --show"
        if left := missing(message.subject, message.text):
            return f"these are not filled in: {', '.join(f'{{{field}}}' for field in left)}"
        if not message.text.strip():
            return "there is nothing in it"
        return unfit(message.to)

    def write(self, lead_id: int, written: Written) -> Action:
        """Keep a message for its day, in place of one that waits; without a promise, the lead is due that day.

        One that is not finished, and so was not seen whole, leaves the next step as it is.

        Raises:
            UsageError: the lead wants to hear nothing; or it could not go to that address, and is otherwise finished.
        """
        to = clean_line(written.to)
        if written.reviewed and (reason := unwritable(to)):
            raise UsageError(reason)

        def build() -> tuple[str, Sequence[Change]]:
            lead, waiting = self._desk.card(lead_id).lead, self.waiting(lead_id)
            if lead.status is Status.DO_NOT_CONTACT:
                raise UsageError(f"{lead.name} wants to hear nothing")
            message = Message(
                id=waiting.id if waiting else self._desk.next_id(Table.MESSAGES),
                lead=lead_id,
                at=self._desk.now(),
                day=written.day,
                to=to,
                subject=clean_line(written.subject),
                text=clean(written.text).strip(),
                state=State.QUEUED if written.reviewed else State.NEEDS_REVIEW,
            )
            plan = lead.plan
            why = plan.why if plan else ""
            message = replace(message, why=waiting.why if waiting and why == _reason(waiting) else why)
            if lead.is_followed and written.reviewed and not lead.open_promises:
                reason = _reason(message)
                moved = replace(plan.moved_to(written.day) if plan else Plan(day=written.day), why=reason)
                plan = replace(moved, channel=Channel.EMAIL)
            after = replace(lead, plan=plan)
            changes = [Change(before=waiting, after=message), *([Change(lead, after)] if after != lead else [])]
            day = When(written.day).words(self._desk.now().date())
            words = (
                f"wrote to {lead.name} for {day}" if written.reviewed else f"kept an unfinished message to {lead.name}"
            )
            return words, changes

        return self._desk.act(Verb.WRITE, build)

    def drop(self, message_id: int) -> Action:
        """Take a message away that was not sent."""

        def build() -> tuple[str, Sequence[Change]]:
            message = self._message(message_id, State.NEEDS_REVIEW, State.QUEUED, State.UNKNOWN, State.SENDING)
            return f"took the message to {message.to} away", [Change(before=message, after=None)]

        return self._desk.act(Verb.WRITE, build)

    @staticmethod
    def named(message: Message, domain: str) -> Message:
        """Return a message with a Message-ID: the one it has where it was tried before, unless a mail cannot have it.

        Args:
            message: the message.
            domain: of the sender's address, in ASCII; a Message-ID ends with it.
        """
        if _MESSAGE_ID.fullmatch(message.message_id):
            return message
        return replace(message, message_id=f"<{uuid4().hex}@{domain}>")

    def begin(self, named: Message) -> None:
        """Note, durably, that a message is handed to the server now; whoever comes second finds it no longer ready.

        Raises:
            UsageError: it is not the message any more that was offered to the server, or must not go any more.
        """

        def build() -> tuple[str, Sequence[Change]]:
            message = self._message(named.id, State.QUEUED)
            if replace(message, message_id=named.message_id) != named:
                raise UsageError("it was changed just now; it goes the next time")
            if reason := self.why_not(message):
                raise UsageError(reason)
            return f"sending to {message.to}", [Change(message, replace(named, state=State.SENDING))]

        self._desk.act(Verb.SEND, build)

    def refused(self, message_id: int) -> Message:
        """Note that the server did not take a message: it is ready as before."""
        return self._turned(message_id, State.QUEUED, "not taken")

    def unsure(self, message_id: int) -> Message:
        """Note that nobody knows whether the server took a message."""
        return self._turned(message_id, State.UNKNOWN, "maybe taken")

    def sent(self, message_id: int) -> Action:
        """Note that the server took a message: a touch took place, and the next step is proposed.

        An undo takes the touch back; the message stays sent.
        """

        def build() -> tuple[str, Sequence[Change]]:
            message = self._message(message_id, State.SENDING, State.UNKNOWN)
            lead = self._desk.card(message.lead).lead
            check_in = not lead.is_followed  # an end stays an end, whatever is written to them
            made = TouchMade(outcome=Outcome.SENT, channel=Channel.EMAIL, note=message.text, check_in=check_in)
            touch = self._desk.touch_of(lead, made, message.message_id, above=message.subject)
            plan, promises = self._desk.agreed_after(lead, touch, made)
            if plan and lead.plan and lead.plan.why == _reason(message):
                plan = replace(plan, why=message.why)
            after = after_touch(lead, touch, plan, promises=promises)
            changes = [Change(message, replace(message, state=State.SENT)), Change(None, touch)]
            return f"sent to {lead.name}", [*changes, *([Change(lead, after)] if after != lead else [])]

        return self._desk.act(Verb.LOG, build)

    def recover(self) -> list[Message]:
        """Return the messages whose sending ended without an answer, a killed process's among them, all now unsure."""
        lost = [m for m in self.messages() if m.state is State.SENDING]
        return [m for m in self.messages() if m.state is State.UNKNOWN] + [self.unsure(m.id) for m in lost]

    def again(self, message_id: int) -> Message:
        """Make a message ready that may have been sent: a person has looked and found that it was not."""
        return self._turned(message_id, State.QUEUED, "to be sent again", State.UNKNOWN)

    def _turned(self, message_id: int, state: State, words: str, *of: State) -> Message:
        def build() -> tuple[str, Sequence[Change]]:
            message = self._message(message_id, *(of or (State.SENDING, State.UNKNOWN)))
            return f"{words}: {message.to}", [Change(message, replace(message, state=state))]

        return self._after(self._desk.act(Verb.SEND, build))

    def _message(self, message_id: int, *states: State) -> Message:
        found = self._desk.document(Table.MESSAGES, message_id)
        if not isinstance(found, Message):
            raise NotFoundError(f"no message has the number {message_id}")
        if found.state not in states:
            raise UsageError(f"that message is {found.state.words} already")
        return found

    @staticmethod
    def _after(action: Action) -> Message:
        message = action.changes[0].after
        if not isinstance(message, Message):
            raise NotFoundError("that message is gone")
        return message


def _reason(message: Message) -> str:
    """Return what a next step is for while a message waits for its day."""
    return f"send: {message.subject}" if message.subject else "send what is written"
