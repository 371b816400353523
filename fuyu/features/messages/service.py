"""Messages: written, due on a day, sent exactly as they were seen, never twice, and never to who wants silence."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import replace

from fuyu.desk.actions import Built
from fuyu.desk.desk import Desk
from fuyu.desk.refusals import refuse_do_not_contact
from fuyu.desk.values import TouchMade, dropped_words
from fuyu.domain.action import Action, Change, Table, Verb, changed
from fuyu.domain.history import after_touch
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.message import Message, State
from fuyu.domain.step import Channel, Plan
from fuyu.domain.text import clean, clean_line
from fuyu.domain.unwanted import refusal, wants
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError
from fuyu.features.messages.channels import addresses, trouble_with, way_to_write
from fuyu.features.messages.rules import Unsent, confirmed, is_due
from fuyu.features.messages.standing import MessageStandings

_MESSAGE_ID = re.compile(r"<[!-=?-~]{1,200}>")
"""Of RFC 5322, 3.6.4, as much as matters: a word in angle brackets."""
_BEING_TRIED = frozenset({State.QUEUED, State.SENDING})
"""The states in which a server may say no to a message."""


class Written(Struct, frozen=True, kw_only=True):
    """A message as it is typed."""

    to: str
    subject: str
    text: str
    when: When
    """The day it goes, and maybe the time before which it does not."""
    reviewed: bool
    """Whether the person had the whole of it before their eyes."""
    channel: Channel = Channel.EMAIL
    """How it reaches them."""


class Post:
    """What can be done with the messages of one book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._standings = MessageStandings(desk.book, desk.terms, desk.messages.is_sending)

    def messages(self) -> list[Message]:
        """Return every message, by id."""
        return list(self._desk.book.messages())

    def waiting(self, lead_id: int) -> Message | None:
        """Return the message that waits for its time with a lead; None where there is none."""
        return next((m for m in self._desk.messages.unsent() if m.lead == lead_id and m.state.waits), None)

    def left(self, lead_id: int) -> Unsent | None:
        """Return the message to a lead that waits, or else the one that may have gone; None where there is none."""
        waiting = self.waiting(lead_id)
        return self.stands(waiting) if waiting else self.doubtful(lead_id)

    def doubtful(self, lead_id: int) -> Unsent | None:
        """Return the message to a lead of which nobody knows whether it went; None where there is none."""
        return next((one for one in self._of(lead_id) if one.doubt), None)

    def to_settle(self, lead: Lead) -> Unsent | None:
        """Return the message to a lead that is to be settled before another one is written; None where there is none.

        That is one that may have gone, and any that is left to a do-not-contact lead.
        """
        return self.doubtful(lead.id) or (self.left(lead.id) if lead.status is Status.DO_NOT_CONTACT else None)

    def under_way(self, lead_id: int) -> Unsent | None:
        """Return the message to a lead that is being handed in at this moment; None where there is none."""
        return next((one for one in self._of(lead_id) if one.state is State.SENDING), None)

    def _of(self, lead_id: int) -> Iterator[Unsent]:
        return (self.stands(one) for one in self._desk.messages.unsent() if one.lead == lead_id)

    def begun(self, lead: Lead, by: Channel | None = None) -> Written:
        """Return the message that waits with a lead, or what a new one begins with.

        Args:
            lead: whom it is to.
            by: how it is to reach them; None is as the one that waits does, or as the next step says.
        """
        found = self.waiting(lead.id)
        if found is None:
            day = When(self._desk.now().date())
            channel = way_to_write(lead) if by is None else by
            return Written(to=_first(lead, channel), subject="", text="", when=day, reviewed=False, channel=channel)
        return as_written(found) if by in {None, found.channel} else by_another(as_written(found), lead, by)

    def due(self) -> list[Message]:
        """Return the e-mails whose time has come, as they were written; all else a person sends."""
        now, morning = self._desk.now(), self._desk.calendar.morning
        mails = (one for one in self._desk.messages.unsent() if one.state.waits and not one.is_yours)
        return [one for one in mails if is_due(one, now, morning)]

    def stands(self, message: Message) -> Unsent:
        """Return how a message stands: when it goes, and why it would not."""
        return self._standings.as_it_stands(message)

    def why_not(self, message: Message) -> str:
        """Return why a message must not be sent, as a sentence; empty where it may."""
        return self.stands(message).reason

    def write(self, lead_id: int, written: Written) -> Action:
        """Keep a message for its day, in place of one that waits; without a promise, the lead is due that day.

        One that is not finished, and so was not seen whole, leaves the next step as it was without a message.

        Raises:
            UsageError: the lead wants to hear nothing, or nothing this way; or it could not go to that address, and
                is otherwise finished.
        """
        return self.write_all({lead_id: written})

    def write_all(self, letters: Mapping[int, Written]) -> Action:
        """Keep messages for their days, by one action; the letters are by the id of their lead.

        Raises:
            UsageError: as `write` says; a lead who was deleted meanwhile is left out, unless nobody is left.
        """
        for written in letters.values():
            if written.reviewed and (reason := trouble_with(written.channel, clean_line(written.to))):
                raise UsageError(reason)

        def build() -> Built:
            leads = [lead for lead_id in letters if (lead := self._desk.book.store.lead(lead_id)) is not None]
            if not leads:
                self._desk.book.lead(next(iter(letters)))  # which says that there is none
            first = self._desk.book.next_id(Table.MESSAGES)
            built = [
                _kept(self, lead, letters[lead.id], number, self._desk.now())
                for number, lead in enumerate(leads, first)
            ]
            words = built[0][0] if len(built) == 1 else _queued_words([*letters.values()])
            gone = len(letters) - len(leads)
            left = f"; {gone} deleted meanwhile" if gone else ""
            return f"{words}{left}", [change for _, changes in built for change in changes]

        return self._desk.actions.act(Verb.WRITE, build)

    def drop(self, message_id: int) -> Action:
        """Take a message away that was not sent; the next step is for what it was for before."""

        def build() -> Built:
            message = self._message(message_id, State.NEEDS_REVIEW, State.QUEUED, State.UNKNOWN)
            lead = self._desk.book.lead(message.lead)
            after = replace(lead, plan=_without(lead.plan, message))
            return dropped_words([message]), [Change(before=message, after=None), *changed(lead, after)]

        return self._desk.actions.act(Verb.WRITE, build)

    def drop_waiting(self, lead_id: int) -> Action:
        """Take the message away that waits with a lead."""
        waiting = self.waiting(lead_id)
        if waiting is None:
            raise NotFoundError("no message waits any more")
        return self.drop(waiting.id)

    def confirm(self, message_id: int) -> Action:
        """Let a message go that is held, whatever took place since it was written; its time stays.

        Raises:
            UsageError: it would not go for another reason.
        """

        def build() -> Built:
            message = self._message(message_id, State.NEEDS_REVIEW, State.QUEUED)
            lead = self._desk.book.lead(message.lead)
            after = confirmed(message, lead, self._desk.now())
            if reason := self.why_not(after):
                raise UsageError(reason)
            return f"the message to {lead.name} goes all the same, {self.stands(after).goes}", [Change(message, after)]

        return self._desk.actions.act(Verb.WRITE, build)

    def begin(self, named: Message) -> None:
        """Note, durably, that a message is handed to the server now; whoever comes second finds it no longer ready.

        Raises:
            UsageError: it is not the message any more that was offered to the server, or must not go any more.
        """

        def build() -> Built:
            message = self._message(named.id, State.QUEUED)
            if replace(message, message_id=named.message_id) != named:
                raise UsageError("it was changed just now; it goes the next time")
            if reason := self.why_not(message):
                raise UsageError(reason)
            handed_in = replace(named, state=State.SENDING, tries=named.tries + 1, tried=self._desk.now())
            return f"sending to {message.to}", [Change(message, handed_in)]

        self._desk.book.refresh()  # an answer that was logged elsewhere this minute holds it
        self._desk.actions.act(Verb.SEND, build)

    def refused(self, tried: Message, why: str) -> None:
        """Note that the server did not take a message, and why: it is queued as before.

        One that somebody has changed meanwhile is another message, and stays as it is.
        """

        def build() -> Built:
            found = self._desk.book.document(Table.MESSAGES, tried.id)
            if not isinstance(found, Message) or found.at != tried.at or found.state not in _BEING_TRIED:
                return f"not taken: {tried.to}", []
            return f"not taken: {tried.to}", [Change(found, replace(found, state=State.QUEUED, refused=why))]

        if tried.refused != why or self._desk.book.document(Table.MESSAGES, tried.id) != tried:
            self._desk.actions.act(Verb.SEND, build)

    def unsure(self, message_id: int) -> Message:
        """Note that nobody knows whether the server took a message."""

        def build() -> Built:
            message = self.message(message_id)
            if message.state is not State.SENDING:
                return f"maybe taken: {message.to}", []
            return f"maybe taken: {message.to}", [Change(message, replace(message, state=State.UNKNOWN))]

        self._desk.actions.act(Verb.SEND, build)
        return self.message(message_id)

    def sent(self, message_id: int) -> Action:
        """Note that the server took a message: a touch took place, and the next step is proposed.

        An undo takes the touch back; the message stays sent.
        """
        return self._went(message_id, State.SENDING)

    def mark_sent(self, message_id: int) -> Action:
        """Note that a message went: one of which nobody knew it, or one that a person sends, or says, themselves.

        An undo takes all of that back.
        """
        if (found := self.message(message_id)).is_yours and found.state.waits:
            return self._went(message_id, found.state)
        self._give_up_waiting(message_id)
        return self._went(message_id, State.UNKNOWN)

    def done(self, lead_id: int, written: Written) -> Action:
        """Log a message that a person has just sent, or said, themselves, in place of one that waits."""

        def build() -> Built:
            lead, waiting = self._desk.book.lead(lead_id), self.waiting(lead_id)
            refuse_do_not_contact(lead)
            number = waiting.id if waiting else self._desk.book.next_id(Table.MESSAGES)
            return self._logged(waiting, _new(lead, written, number, waiting, self._desk.now()))

        return self._desk.actions.act(Verb.LOG, build)

    def _give_up_waiting(self, message_id: int) -> None:
        """Note of a message whose sending was cut short that nobody knows whether it went, for an undo to go back to.

        Raises:
            UsageError: it is known, or is being handed in at this moment.
        """
        if self._message(message_id, State.UNKNOWN).state is State.SENDING:
            self.unsure(message_id)

    def _went(self, message_id: int, state: State) -> Action:
        def build() -> Built:
            message = self.message(message_id)
            if message.state is not state:
                raise UsageError(_other_words(self._standings.state_of(message)))
            return self._logged(message, message)

        return self._desk.actions.act(Verb.LOG, build)

    def _logged(self, before: Message | None, message: Message) -> Built:
        """Return the touch that a message was, and what that changes.

        Args:
            before: the message as it is kept; None where it is not.
            message: as it was sent, or said.
        """
        lead = self._desk.book.lead(message.lead)
        check_in = not lead.is_followed  # an end stays an end, whatever is written to them
        outcome = message.outcome
        made = TouchMade(outcome=outcome, channel=message.channel, note=message.text, check_in=check_in)
        touch = self._desk.proposals.touch_of(lead, made, message.message_id, above=message.subject)
        planned = _without(lead.plan, before or message)
        plan, promises = self._desk.proposals.agreed_after(replace(lead, plan=planned), touch, made)
        stays = _stays(planned, lead, self._desk.now(), self._desk.here)
        after = after_touch(lead, touch, planned if stays else plan, promises=promises)
        sent = Change(before, replace(message, state=State.SENT, refused=""))
        words = "left a message for" if outcome is Outcome.LEFT_MESSAGE else "sent to"
        return f"{words} {lead.name}", [sent, Change(None, touch), *changed(lead, after)]

    def recover(self) -> list[Message]:
        """Return the messages whose sending ended without an answer, a killed process's among them, all now unsure."""
        lost = [m for m in self.messages() if m.state is State.SENDING]
        return [m for m in self.messages() if m.state is State.UNKNOWN] + [self.unsure(m.id) for m in lost]

    def again(self, message_id: int) -> Action:
        """Queue a message again that may have been sent: a person has looked and found that it was not."""
        self._give_up_waiting(message_id)

        def build() -> Built:
            message = self._message(message_id, State.UNKNOWN)
            if self._desk.book.lead(message.lead).status is Status.DO_NOT_CONTACT:
                raise UsageError(
                    f"not queued: {self._desk.leads.silence_words(message.lead)}; drop it, or mark it as sent"
                )
            words = f"the message to {message.to} is queued again"
            return words, [Change(message, replace(message, state=State.QUEUED))]

        return self._desk.actions.act(Verb.WRITE, build)

    def _message(self, message_id: int, *states: State) -> Message:
        """Return a message that is read to be in one of these states."""
        found = self.message(message_id)
        if (state := self._standings.state_of(found)) not in states:
            raise UsageError(_other_words(state))
        return found

    def message(self, message_id: int) -> Message:
        """Return a message, or raise a `NotFoundError`."""
        found = self._desk.book.document(Table.MESSAGES, message_id)
        if not isinstance(found, Message):
            raise NotFoundError(f"no message has the number {message_id}", hint="`fuyu messages --all` lists them")
        return found


def as_written(found: Message) -> Written:
    """Return a message as it was typed."""
    return Written(
        to=found.to,
        subject=found.subject,
        text=found.text,
        when=When(found.day, found.time, found.zone),
        reviewed=found.state is State.QUEUED,
        channel=found.channel,
    )


def with_message_id(message: Message, domain: str) -> Message:
    """Return a message with a Message-ID: the one it has where it was tried before, unless a mail cannot have it.

    Args:
        message: the message.
        domain: of the sender's address, in ASCII; a Message-ID ends with it.
    """
    if _MESSAGE_ID.fullmatch(message.message_id):
        return message
    return replace(message, message_id=f"<{uuid4().hex}@{domain}>")


def _waiting_for(message: Message) -> Plan:
    """Return the plan to send a message at its time, in place of the one before it."""
    moved = message.before.moved_to(message.day) if message.before else Plan(day=message.day)
    return replace(moved, time=message.time, zone=message.zone, channel=message.channel, why=message.reason)


def _without(plan: Plan | None, message: Message) -> Plan | None:
    """Return a plan once its message waits no more: the one before it, but on no earlier day than it has now."""
    if plan is None or plan.why != message.reason:
        return plan
    before = message.before
    if before is None:
        return replace(plan, why=message.why)
    if before.day >= plan.day:
        return before
    is_moved = (plan.day, plan.time, plan.zone) != (message.day, message.time, message.zone)
    time, zone = (plan.time, plan.zone) if is_moved else (None, "")
    return replace(plan, time=time, zone=zone, why=before.why, channel=before.channel)


def _stays(planned: Plan | None, lead: Lead, now: datetime, here: str) -> bool:
    """Return whether a plan stays once a message is sent: one for later, or one for today that is not its own."""
    if planned is None:
        return False
    day, at = planned.seen_from(here).day, planned.moment(now.tzinfo)
    is_later = day > now.date() or (at is not None and at > now)
    return is_later or (day == now.date() and planned == lead.plan)


def _other_words(state: State) -> str:
    """Return that a message is in another state than it would have to be."""
    return f"that message is {'being sent at this moment' if state is State.SENDING else f'{state.words} already'}"


def _new(lead: Lead, written: Written, message_id: int, waiting: Message | None, now: datetime) -> Message:
    """Return a message as it is kept, in place of one that waits."""
    if not wants(lead, written.channel):
        raise UsageError(refusal(lead.name, written.channel))
    return Message(
        id=message_id,
        lead=lead.id,
        at=now,
        day=written.when.day,
        time=written.when.time,
        zone=written.when.zone,
        channel=written.channel,
        to=clean_line(written.to),
        subject=clean_line(written.subject),
        text=clean(written.text).strip(),
        state=State.QUEUED if written.reviewed else State.NEEDS_REVIEW,
        status=lead.status,
        tries=waiting.tries if waiting else 0,
    )


def by_another(written: Written, lead: Lead, channel: Channel) -> Written:
    """Return a message that is to reach a lead by another channel: what it says stays."""
    subject = written.subject if channel is Channel.EMAIL else ""
    return replace(written, channel=channel, to=_first(lead, channel), subject=subject)


def _first(lead: Lead, channel: Channel) -> str:
    return next(iter(addresses(lead, channel)), "")


def _queued_words(letters: Sequence[Written]) -> str:
    """Return that several messages are queued, and who sends them."""
    is_yours = any(written.channel is not Channel.EMAIL for written in letters)
    return f"queued {len(letters)} messages: {'they are yours to send' if is_yours else 'fuyu send sends them'}"


def _kept(post: Post, lead: Lead, written: Written, message_id: int, now: datetime) -> Built:
    """Return what is said of a message to a lead that is kept, and what that changes; a new one gets the id."""
    waiting = post.waiting(lead.id)
    refuse_do_not_contact(lead)
    message = _new(lead, written, waiting.id if waiting else message_id, waiting, now)
    without = _without(lead.plan, waiting) if waiting else lead.plan
    after, words = lead, f"kept an unfinished message to {lead.name}"
    if written.reviewed:
        words = f"queued for {lead.name}: {post.stands(message).who_sends}"
        if lead.is_followed and (not lead.open_promises or without != lead.plan):
            is_as_it_was = waiting is not None and lead.plan == _waiting_for(waiting)
            message = replace(message, before=waiting.before if waiting and is_as_it_was else without)
            after = replace(lead, plan=_waiting_for(message))
    elif without != lead.plan:
        after = replace(lead, plan=without)
    return words, [Change(before=waiting, after=message), *changed(lead, after)]


def writable(desk: Desk, ids: Iterable[int]) -> list[Lead]:
    """Return those who are there, have an address, want e-mail, and have no message that waits or is unsettled."""
    post, found = Post(desk), (desk.book.store.lead(lead_id) for lead_id in ids)
    return [
        lead
        for lead in found
        if lead is not None and lead.emails and lead.status is not Status.DO_NOT_CONTACT and wants(lead, Channel.EMAIL)
        if post.left(lead.id) is None and post.under_way(lead.id) is None
    ]
