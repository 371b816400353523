"""What is done with leads, one action each: added, changed, touched, moved, referred, noted and deleted."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from msgspec.structs import asdict, replace

from fuyu.desk.actions import Actions, Built
from fuyu.desk.leads import Leads
from fuyu.desk.opened import OpenBook
from fuyu.desk.proposals import Proposals
from fuyu.desk.refusals import refuse_as_referrer, refuse_do_not_contact, refuse_ended, refuse_gone
from fuyu.desk.terms import Terms
from fuyu.desk.values import NewLead, TouchMade
from fuyu.domain.action import Action, Change, Table, Verb, changed
from fuyu.domain.cleaning import cleaned
from fuyu.domain.customer import told_of_the_yes
from fuyu.domain.decision import TakingUp, approach
from fuyu.domain.ending import BETTER_TIME, contradiction
from fuyu.domain.history import Entry, Note, Touch, after_touch, corrected
from fuyu.domain.identity import Verdict
from fuyu.domain.kindness import wished
from fuyu.domain.late import since
from fuyu.domain.lead import About, Lead, Outcome, Status
from fuyu.domain.manners import as_wanted, first_way
from fuyu.domain.settling import withdrawn
from fuyu.domain.snooze import snooze
from fuyu.domain.step import Plan
from fuyu.domain.text import clean, shortened
from fuyu.domain.when import When
from fuyu.domain.worries import Worry, ticked
from fuyu.domain.zones import zone_of
from fuyu.errors import NotFoundError, UsageError


class Commands:
    """The commands on the leads of one book."""

    def __init__(self, book: OpenBook, actions: Actions, leads: Leads, proposals: Proposals, terms: Terms) -> None:
        self._book = book
        self._store = book.store
        self._actions = actions
        self._leads = leads
        self._proposals = proposals
        self._terms = terms

    def add(self, new: NewLead, note: str = "") -> Action:
        """Add a lead, whose id the action's first change has; without a next step they are due today."""
        return self.add_all([(new, note)])

    def add_all(self, news: Sequence[tuple[NewLead, str]]) -> Action:
        """Add leads, each with a note that may be empty, in one action, whose first changes are the leads."""

        def build() -> Built:
            first_lead = self._book.next_id(Table.LEADS)
            leads = [self._new(lead_id, new) for lead_id, (new, _) in enumerate(news, first_lead)]
            title = f"added {leads[0].name}" if len(leads) == 1 else f"added {len(leads)} leads"
            notes = self._noted([(lead, note) for lead, (_, note) in zip(leads, news, strict=True)])
            return title, [*(Change(before=None, after=lead) for lead in leads), *notes]

        return self._actions.act(Verb.ADD, build)

    def edit(self, lead_id: int, **fields: Any) -> Action:
        """Change fields of a lead; one that is open again without a next step is due today."""

        def build() -> Built:
            lead = self._book.lead(lead_id)
            edited = _named(replace(lead, **fields))
            if not edited.zone and {"phones", "zone"} & fields.keys():
                edited = replace(edited, zone=zone_of(edited.phones))
            if edited.is_unscheduled and not lead.is_unscheduled:
                edited = replace(edited, plan=Plan(day=self._terms.today(), channel=first_way(edited)))
            if not edited.status.may_have_a_date:
                gone = withdrawn(edited.promises, {one.uid for one in edited.promises}, self._terms.now())
                edited = replace(edited, plan=None, promises=gone)
            return f"changed {edited.name}", changed(lead, as_wanted(edited).silenced_since(lead))

        return self._actions.act(Verb.EDIT, build)

    def log(self, lead_id: int, made: TouchMade) -> Action:
        """Log a touch: the touch, the next step and the draft that became its note, all or nothing."""

        def build() -> Built:
            lead, draft = self._book.lead(lead_id), self._store.draft(lead_id)
            if wrong := contradiction(made.saying, lead.status) or _not_yet(made, self._terms.now()):
                raise UsageError(wrong)
            touch = self._proposals.touch_of(lead, made, uuid4().hex, above=draft.text if draft else "")
            later = since(self._store.history(lead_id), touch)
            plan, promises = self._proposals.agreed_after(lead, touch, made)
            after = after_touch(lead, touch, plan, promises=promises, lost=made.lost, later=later)
            changes = [*changed(lead, after), Change(before=None, after=touch)]
            is_check_in = made.check_in and made.outcome is not Outcome.DO_NOT_CONTACT
            words = "a check-in" if is_check_in else made.outcome.words
            again = ", open again" if lead.status is Status.LOST and after.is_open else ""
            return f"{words}, {lead.name}{again}", [*changes, *self._news_of_a_yes(lead, after), *changed(draft, None)]

        return self._actions.act(Verb.LOG, build)

    def _news_of_a_yes(self, before: Lead, after: Lead) -> list[Change]:
        """Return what a yes changes for whoever referred the customer: a check-in on the next working day."""
        referrer = self._store.lead(after.referred_by) if after.referred_by is not None else None
        if referrer is None or before.status is Status.WON or after.status is not Status.WON:
            return []
        tomorrow = self._terms.calendar.next_working(self._terms.today() + timedelta(days=1))
        return changed(referrer, told_of_the_yes(referrer, after, tomorrow))

    def reopen(self, lead_id: int, when: When | None = None, why: str = "") -> Action:
        """Make a lost lead or a customer an open lead again, with a date.

        Args:
            lead_id: the lead.
            when: the day of the next step; None keeps what a customer has, and else is as after a *not now*.
            why: what the next step is for; where it is empty, a lost lead is asked whether it is a better time.
        """

        def build() -> Built:
            lead = self._book.lead(lead_id)
            if lead.is_open:
                raise UsageError(
                    f"{lead.name} is open already", hint=f"`fuyu snooze {lead.id} PHRASE` sets another day"
                )
            refuse_do_not_contact(lead)
            step = self._proposals.plan_again(lead)
            if when is not None:
                step = Plan(day=when.day, time=when.time, zone=when.zone, channel=first_way(lead))
            asks = BETTER_TIME if lead.status is Status.LOST else ""
            step = step and cleaned(replace(step, why=why or step.why or asks))
            return f"reopened {lead.name}", changed(lead, replace(lead, status=Status.OPEN, plan=step))

        return self._actions.act(Verb.EDIT, build)

    def snooze(
        self, lead_id: int, when: When, why: str = "", *, put_off: bool = False, only: str | None = None
    ) -> Action:
        """Move what is to be done with a lead to another day: the plan, and promises that are put off by it.

        Args:
            lead_id: the lead.
            when: the day they sleep until.
            why: the reason, where there is another than before.
            put_off: the decision that one more snooze asks for was put off.
            only: what alone is moved, as `moved_name` calls it; None is all that is due.
        """

        def build() -> Built:
            lead = self._book.lead(lead_id)
            refuse_ended(lead)
            refuse_gone(lead, only, self._terms.here)
            snoozed = snooze(lead, when, self._terms.now(), self._terms.here, only)
            plan = snoozed.plan
            if plan is not None:
                plan = cleaned(replace(plan, why=why or plan.why, put_off=put_off or plan.put_off))
            is_later = lead.next_step is None or snoozed.promises != lead.promises or _times(plan) > _times(lead.plan)
            seen = Plan(day=when.day, time=when.time, zone=when.zone).seen_from(self._terms.here)
            until = f" to {When(seen.day, seen.time).words(self._terms.today())}"
            after = replace(lead, plan=plan, promises=snoozed.promises)
            if plan is not None and all(step.day != when.day for step in after.steps):
                until = f"; plan {When(plan.seen_from(self._terms.here).day).words(self._terms.today())} stays"
            return f"{'snoozed' if is_later else 'moved'} {lead.name}{until}", changed(lead, after)

        return self._actions.act(Verb.SNOOZE, build)

    def take_up(self, lead_id: int, decision: TakingUp) -> Action:
        """Go about a lead today as was decided: the snoozes before are forgotten, the promised day is not."""

        def build() -> Built:
            lead = self._book.lead(lead_id)
            if lead.next_step is None:
                raise UsageError(f"{lead.name} has no next step")
            channel, why = approach(decision, lead, self._store.history(lead_id))
            today = self._terms.today()
            plan = lead.plan.moved_to(today) if lead.plan else Plan(day=today, why=lead.next_step.why)
            plan = replace(plan, channel=channel, why=why or plan.why, snoozed=0, put_off=False)
            return f"{channel} to {lead.name} today", changed(lead, replace(lead, plan=plan))

        return self._actions.act(Verb.EDIT, build)

    def refer(self, by: int, new: NewLead, note: str = "") -> Action:
        """Add a lead whom another one named; that one is owed a thank-you."""

        def build() -> Built:
            giver = self._book.lead(by)
            refuse_as_referrer(giver)
            opening = f"{giver.name} suggested I call"
            step = new.next_step or Plan(day=self._terms.today(), channel=first_way(new))
            told = replace(new, next_step=replace(step, why=step.why or opening))
            lead = replace(self._new(self._book.next_id(Table.LEADS), told), referred_by=by)
            changes = [Change(before=None, after=lead), *self._thanked(giver, lead), *self._noted([(lead, note)])]
            return f"added {lead.name}, referred by {giver.name}", changes

        return self._actions.act(Verb.ADD, build)

    def refer_known(self, by: int, lead_id: int, note: str = "") -> Action:
        """Keep that a lead who is here already, and whom nobody named so far, was named by another one; with a note."""

        def build() -> Built:
            giver, lead = self._book.lead(by), self._book.lead(lead_id)
            refuse_as_referrer(giver)
            if lead.referred_by is not None or by == lead_id:
                raise UsageError(f"{lead.name} was referred by {self._book.lead(lead.referred_by or by).name}")
            changes = [*changed(lead, replace(lead, referred_by=by)), *self._thanked(giver, lead)]
            return f"{lead.name}, already here, is referred by {giver.name}", [*changes, *self._noted([(lead, note)])]

        return self._actions.act(Verb.EDIT, build)

    def _thanked(self, giver: Lead, lead: Lead) -> list[Change]:
        """Return what naming a lead changes for whoever named them: a thank-you on the next working day."""
        tomorrow = self._terms.calendar.next_working(self._terms.today() + timedelta(days=1))
        thanks = About(fact=f"thank them for {lead.name}", day=tomorrow)
        return changed(giver, replace(giver, referred=(*giver.referred, lead.id), about=(*giver.about, thanks)))

    def let_pass(self, lead_id: int) -> Action:
        """Say no check-in for what is near; a day that returns comes again next year."""

        def build() -> Built:
            lead = self._book.lead(lead_id)
            passed = replace(lead, about=wished(lead.about, self._terms.today()))
            if passed == lead:
                raise UsageError(f"nothing of {lead.name}'s is near")
            return f"let pass what is near for {lead.name}", changed(lead, passed)

        return self._actions.act(Verb.EDIT, build)

    def keep_note(self, lead_id: int, text: str = "") -> Action:
        """Keep the draft, and any text given, as a note without a touch."""

        def build() -> Built:
            lead, draft = self._book.lead(lead_id), self._store.draft(lead_id)
            written = clean("\n".join(part for part in (draft.text if draft else "", text) if part)).strip()
            if not written:
                raise UsageError(
                    "there is nothing written to keep",
                    hint="write the text behind the lead: fuyu note LEAD “likes tea”",
                )
            note_id, now, me = self._book.next_id(Table.NOTES), self._terms.now(), self._book.me
            note = Note(id=note_id, lead=lead_id, at=now, note=written, by=me)
            return f"saved a note on {lead.name}", [Change(before=None, after=note), *changed(draft, None)]

        return self._actions.act(Verb.NOTE, build)

    def correct(self, entry: Entry, text: str) -> Action:
        """Change what a past touch or note says; what it said stays in its history."""
        table = Table.TOUCHES if isinstance(entry, Touch) else Table.NOTES

        def build() -> Built:
            current = self._book.document(table, entry.id)
            if not isinstance(current, (Touch, Note)):
                raise NotFoundError("that note is gone")
            lead = self._book.lead(current.lead)
            after = corrected(current, clean(text).strip(), self._terms.now())
            return f"corrected a note on {lead.name}", changed(current, after)

        return self._actions.act(Verb.CORRECT, build)

    def tick(self, worry: Worry) -> Action:
        """Tick a line of a past touch or note; what it said stays in its history."""
        table = Table.TOUCHES if isinstance(worry.entry, Touch) else Table.NOTES

        def build() -> Built:
            current = self._book.document(table, worry.entry.id)
            if not isinstance(current, (Touch, Note)) or worry.line not in current.note.split("\n"):
                raise NotFoundError("that line is gone, or ticked already")
            lead = self._book.lead(current.lead)
            after = corrected(current, ticked(current.note, worry.line), self._terms.now())
            return f"ticked “{shortened(worry.text)}”, {lead.name}", changed(current, after)

        return self._actions.act(Verb.CORRECT, build)

    def delete(self, lead_id: int) -> Action:
        """Delete a lead with everything written about them."""

        def build() -> Built:
            lead = self._book.lead(lead_id)
            gone = [self._store.draft(lead_id), *self._book.beside(lead_id), *self._store.history(lead_id), lead]
            return f"deleted {lead.name}", [change for document in gone for change in changed(document, None)]

        return self._actions.act(Verb.DELETE, build)

    def _new(self, lead_id: int, new: NewLead) -> Lead:
        """Return a new lead; who is surely a do-not-contact one is refused."""
        self._leads.refuse_silent(lead for lead, verdict in self._leads.alike(new) if verdict is Verdict.SURE)
        fields = asdict(new)
        today = Plan(day=self._terms.today(), channel=first_way(new))
        step, agreed = fields.pop("next_step") or today, fields.pop("agreed")
        lead = Lead(id=lead_id, created=self._terms.now(), **fields | {"zone": new.zone or zone_of(new.phones)})
        return _named(lead.with_step(self._proposals.promised(step, self._terms.now()) if agreed else step))

    def _noted(self, told: Sequence[tuple[Lead, str]]) -> list[Change]:
        """Return the notes on leads that are being added; empty ones are none."""
        texts = [(lead, text) for lead, note in told if (text := clean(note).strip())]
        first = self._book.next_id(Table.NOTES)
        notes = (
            Note(id=note_id, lead=lead.id, at=self._terms.now(), note=text, by=self._book.me)
            for note_id, (lead, text) in enumerate(texts, first)
        )
        return [Change(before=None, after=note) for note in notes]


def _named(lead: Lead) -> Lead:
    named = cleaned(lead)
    if not named.name:
        raise UsageError("a lead needs a name", hint="write it like “Ann Lee”")
    return named


def _times(plan: Plan | None) -> int:
    """Return how often a plan was snoozed."""
    return plan.snoozed if plan else 0


def _not_yet(made: TouchMade, now: datetime) -> str:
    """Return why a touch cannot have taken place when it is said to; empty where it can."""
    is_ahead = made.at is not None and made.at > now
    return "a touch is logged once it took place: that time is still to come" if is_ahead else ""
