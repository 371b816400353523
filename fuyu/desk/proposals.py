"""What comes next with a lead: what stands first, what is proposed after a touch, and what was agreed in it."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import uuid4

from msgspec.structs import replace

from fuyu.desk.messages import Messages
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.desk.values import TouchMade
from fuyu.domain.action import Table
from fuyu.domain.agenda import foremost
from fuyu.domain.cadence import kind_from, propose
from fuyu.domain.cleaning import cleaned
from fuyu.domain.history import Touch
from fuyu.domain.late import since
from fuyu.domain.lead import Lead, Outcome, Row, Status
from fuyu.domain.manners import channel_of, first_way
from fuyu.domain.promise import Promise, PromiseKind, promise_of
from fuyu.domain.proposal import proposal
from fuyu.domain.settling import agreed_anew, overtaken, promises_after, replaced_by, unsettled
from fuyu.domain.step import Channel, Plan, Step
from fuyu.domain.text import clean


class Proposals:
    """What is proposed and agreed with the leads of one book."""

    def __init__(self, book: OpenBook, messages: Messages, terms: Terms) -> None:
        self._book = book
        self._messages = messages
        self._terms = terms

    # What stands now

    def foremost(self, row: Row) -> Step | None:
        """Return what stands first of all that is to be done with a lead, as the clocks here show it."""
        now = self._terms.now()
        return foremost(row.seen_from(self._terms.here), now.date(), now)

    def day_after(self, row: Row) -> date:
        """Return the working day after today, or after the day that what stands first is for, where that is later."""
        today, step = self._terms.today(), self.foremost(row)
        return self._terms.calendar.next_working(max(step.day if step else today, today) + timedelta(days=1))

    def kind_from(self, row: Row) -> date | None:
        """Return the earliest day on which one more touch is no pestering; None where the last one was answered."""
        return kind_from(row, self._terms.cadence, self._terms.calendar)

    def channel_for(self, row: Row, outcome: Outcome = Outcome.TALKED) -> Channel:
        """Return how a touch is made, where nobody says it: as what is due says, else the plan, else by a call."""
        lead = self._as_meant(self._book.lead(row.id))
        step = self.foremost(lead)
        due = step if step is not None and step.day <= self._terms.today() and step.calls else lead.plan
        return channel_of(outcome, due.channel if due else Channel.CALL, lead)

    def _as_meant(self, lead: Lead) -> Lead:
        """Return a lead with the plan for what it was before a message that waits took its place."""
        plan = lead.plan
        waiting = (one for one in self._messages.unsent() if one.lead == lead.id and plan and plan.why == one.reason)
        message = next(waiting, None)
        if message is None or plan is None:
            return lead
        before = message.before or Plan(day=plan.day, why=message.why)
        return replace(lead, plan=replace(plan, why=before.why, channel=before.channel))

    # What would come after a touch

    def propose(
        self,
        lead_id: int,
        outcome: Outcome,
        channel: Channel,
        *,
        check_in: bool = False,
        at: datetime | None = None,
        kept: tuple[str, ...] = (),
    ) -> Plan | None:
        """Return the plan that is proposed after a touch at a time, or now; None where none is.

        Args:
            lead_id: the lead.
            outcome: what came of the touch.
            channel: how it was made.
            check_in: whether it was a check-in.
            at: when it was; None is now.
            kept: the uids of promises that it kept before their day.
        """
        lead, touch = self._book.lead(lead_id), self._touch(lead_id, outcome, channel, check_in=check_in, at=at)
        return self.proposed(lead, touch, promises_after(lead.promises, touch, self._terms.manners.around, kept=kept))

    def still_promised(
        self, lead_id: int, outcome: Outcome, channel: Channel, *, check_in: bool = False, at: datetime | None = None
    ) -> list[Promise]:
        """Return the promises to contact a lead that a touch would leave to be kept, the nearest first.

        After a yes the tasks are among them: which of all that was promised stays?
        """
        touch = self._touch(lead_id, outcome, channel, check_in=check_in, at=at)
        after = promises_after(self._book.lead(lead_id).promises, touch, self._terms.manners.around)
        left = [one for one in unsettled(after, touch.at) if outcome is Outcome.WON or not one.is_task]
        return sorted(left, key=lambda one: one.nearness)

    def _touch(self, lead_id: int, outcome: Outcome, channel: Channel, *, check_in: bool, at: datetime | None) -> Touch:
        """Return a touch that may be logged."""
        at = at or self._terms.now()
        return Touch(id=0, uid="", lead=lead_id, at=at, channel=channel, outcome=outcome, check_in=check_in)

    def proposed(self, lead: Lead, touch: Touch, promises: Sequence[Promise] | None = None) -> Plan | None:
        """Return the plan after a touch: never a day that is past, however long ago the touch took place.

        What was planned since by a later touch stands.

        Args:
            lead: as it was before.
            touch: what took place.
            promises: what became of their promises by it; None is what becomes of them unasked.
        """
        history = self._book.store.history(lead.id)
        if touch.outcome.ends is None and lead.next_step and since(history, touch):
            return lead.plan
        if promises is None:
            promises = promises_after(lead.promises, touch, self._terms.manners.around)
        meant, today = lead if touch.check_in else self._as_meant(lead), self._terms.today()
        plan = proposal(meant, history, touch, self._terms.diary, self._terms.manners, promises=promises)
        if plan is None or plan is lead.plan or plan.day >= today:
            return plan
        return replace(plan, day=self._terms.calendar.next_working(today))

    # What a person says of a touch

    def touch_of(self, lead: Lead, made: TouchMade, uid: str, above: str = "") -> Touch:
        """Return a touch as it was made.

        Args:
            lead: as it was before.
            made: what came of the touch, how, and its note.
            uid: tells it apart in any copy of the book.
            above: stands above the note.
        """
        return Touch(
            id=self._book.next_id(Table.TOUCHES),
            uid=uid,
            lead=lead.id,
            at=made.at or self._terms.now(),
            channel=made.channel or (Channel.CALL if made.check_in else self.channel_for(lead, made.outcome)),
            outcome=made.outcome,
            note=clean("\n".join(part for part in (above, made.note) if part)).strip(),
            check_in=made.check_in,
            by=self._book.me,
        )

    def promised(self, step: Step, at: datetime, kind: PromiseKind = PromiseKind.CONTACT) -> Promise:
        """Return the promise of a step that was agreed with them at that time."""
        return promise_of(step, uuid4().hex, at, self._terms.here, kind)

    def agreed_after(self, lead: Lead, touch: Touch, made: TouchMade) -> tuple[Plan | None, tuple[Promise, ...]]:
        """Return the plan and the promises after a touch, as a person says them.

        A date that was agreed is a promise; so is one they named with a *not now*, where a promise stood. It takes the
        place of the one it replaces, with its channel and its reason; what the touch settled stays settled. The same
        day agreed once more is no other promise.

        Args:
            lead: as it was before.
            touch: what took place.
            made: what a person says of it.
        """
        promises = promises_after(
            lead.promises,
            touch,
            self._terms.manners.around,
            kept=made.kept,
            given_up=None if made.lost or touch.outcome.is_the_end else made.withdrawn,
        )
        if made.next_step is None:
            return None if made.undated else self.proposed(lead, touch, promises), promises
        step = cleaned(made.next_step)
        new = self.promised(step, touch.at)
        old = replaced_by(new, promises, touch.at, made.replaces, before=lead.promises)
        if not (made.agreed or (touch.outcome is Outcome.NOT_NOW and old)):
            return step, promises
        if made.replaces is None and old is None:
            new = overtaken(new, promises, touch.at)
        if old is not None:
            new = replace(new, channel=old.channel, why=old.why)
        if old is not None and (old.day, old.time, old.zone) == (new.day, new.time, new.zone):
            return None, promises
        return None, (*agreed_anew(promises, old.uid if old else "", touch.at, touch.uid), new)

    # What a lead is reopened with

    def day_back(self, lead_id: int) -> date:
        """Return the day that is proposed for a lead who is reopened: of what they have, or as after a *not now*."""
        lead, today = self._book.lead(lead_id), self._terms.today()
        step = self.plan_again(lead) or lead.next_step
        return max(step.day, today) if step is not None else today

    def plan_again(self, lead: Lead) -> Plan | None:
        """Return the plan of a lead who is reopened: what a customer has, else as after a *not now* or a talk."""
        if lead.next_step is not None:
            return lead.plan
        outcome = Outcome.NOT_NOW if lead.status is Status.LOST else Outcome.TALKED
        today = self._terms.today()
        return Plan(day=propose(lead, outcome, today, self._terms.diary) or today, channel=first_way(lead))
