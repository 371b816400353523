"""What can be done with promises beside logging touches: made, done, withdrawn, each by its uid."""

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from fuyu.desk.actions import Actions, Built
from fuyu.desk.opened import OpenBook
from fuyu.desk.proposals import Proposals
from fuyu.desk.refusals import refuse_do_not_contact, refuse_ended, refuse_gone
from fuyu.desk.terms import Terms
from fuyu.domain.action import Action, Verb, changed
from fuyu.domain.cadence import propose
from fuyu.domain.cleaning import cleaned
from fuyu.domain.ending import BETTER_TIME
from fuyu.domain.lead import Lead, Outcome, Status
from fuyu.domain.manners import first_way
from fuyu.domain.promise import Promise, PromiseKind
from fuyu.domain.settling import agreed_anew, done, waits, withdrawn
from fuyu.domain.snooze import agree
from fuyu.domain.step import Plan, Step
from fuyu.domain.when import When
from fuyu.errors import NotFoundError, UsageError


class Promising:
    """The promises of one book."""

    def __init__(self, book: OpenBook, actions: Actions, proposals: Proposals, terms: Terms) -> None:
        self._book = book
        self._actions = actions
        self._proposals = proposals
        self._terms = terms

    def add(
        self, lead_id: int, step: Step, kind: PromiseKind = PromiseKind.CONTACT, replaces: Promise | None = None
    ) -> Action:
        """Make a promise to a lead, in place of another or beside those there are.

        Args:
            lead_id: the lead.
            step: the day and all that was said of it.
            kind: what was promised.
            replaces: the promise whose place it takes, with their consent.
        """

        def build(lead: Lead) -> tuple[str, Lead]:
            refuse_ended(lead)
            now = self._terms.now()
            new = cleaned(self._proposals.promised(step, now, kind))
            if any(_is_same(one, new) for one in lead.open_promises):
                raise UsageError(f"{lead.name} is promised that already: {self._day(new)}")
            before = agreed_anew(lead.promises, replaces.uid if replaces else "", now)
            what = "a task by " if new.is_task else ""
            return f"promised {lead.name} {what}{self._day(new)}", replace(lead, promises=(*before, new))

        return self._act(lead_id, build)

    def agree(
        self, lead_id: int, when: When, why: str = "", *, reopens: bool = False, only: str | None = None
    ) -> Action:
        """Note the day they agreed to, in place of what a snooze to it would move.

        Args:
            lead_id: the lead.
            when: the day.
            why: what it is for; empty is for what it was for before.
            reopens: whether a lost lead, or a customer, is an open lead again.
            only: what alone gives way to it, as `moved_name` calls it; None is what a snooze would move.
        """

        def build(lead: Lead) -> tuple[str, Lead]:
            if not reopens:
                refuse_ended(lead)
            asks = BETTER_TIME if lead.status is Status.LOST else ""
            refuse_gone(lead, only, self._terms.here)
            step = Plan(day=when.day, time=when.time, zone=when.zone, why=why or asks)
            now = self._terms.now()
            new = cleaned(self._proposals.promised(step, now))
            plan, promises = agree(lead, new, now, self._terms.here, only)
            if any(_is_same(one, promises[-1]) for one in lead.open_promises):
                raise UsageError(f"{lead.name} is promised that already: {self._day(promises[-1])}")
            status = Status.OPEN if reopens else lead.status
            return f"agreed with {lead.name}", replace(lead, status=status, plan=plan, promises=promises)

        return self._act(lead_id, build)

    def done(self, lead_id: int, task: Promise) -> Action:
        """Say that a task is done; an open lead whom nothing else is planned for gets a plan, as after a talk."""

        def build(lead: Lead) -> tuple[str, Lead]:
            now = self._terms.now()
            kept = tuple(
                done(one, now, self._terms.manners.around) if one.uid == task.uid else one for one in lead.promises
            )
            after = replace(lead, promises=kept)
            if after.is_unscheduled:
                today = now.date()
                day = propose(lead, Outcome.TALKED, today, self._terms.diary) or today
                after = replace(after, plan=Plan(day=day, channel=first_way(lead)))
            what = f"{task.why}, " if task.why else ""
            return f"done: {what}{lead.name}", after

        return self._act(lead_id, build)

    def withdraw(self, lead_id: int, promise: Promise) -> Action:
        """Say that a promise need not be kept any more; an open lead without any other date is due today."""

        def build(lead: Lead) -> tuple[str, Lead]:
            after = replace(lead, promises=withdrawn(lead.promises, {promise.uid}, self._terms.now()))
            if after.is_unscheduled:
                after = replace(after, plan=Plan(day=self._terms.today(), channel=first_way(lead)))
            return f"withdrew the promise of {self._day(promise)} to {lead.name}", after

        return self._act(lead_id, build)

    def tasks(self, lead_id: int) -> list[Promise]:
        """Return the tasks of a lead that are not done, the nearest first."""
        tasks = (one for one in self._book.lead(lead_id).promises if one.is_task and waits(one, self._terms.now()))
        return sorted(tasks, key=lambda one: one.waits_until or one.day)

    def task(self, lead_id: int, uid: str = "") -> Promise:
        """Return the task of a lead that is not done, by the first letters of its uid, or the only one there is."""
        return self._one(lead_id, uid, "task", lambda promise: promise.is_task)

    def waiting(self, lead_id: int, uid: str = "") -> Promise:
        """Return the open promise to a lead, by the first letters of its uid, or the only one there is."""
        return self._one(lead_id, uid, "promise", lambda _promise: True)

    def _one(self, lead_id: int, uid: str, called: str, counts: Callable[[Promise], bool]) -> Promise:
        lead = self._book.lead(lead_id)
        found = [one for one in lead.promises if waits(one, self._terms.now()) and counts(one)]
        chosen = [one for one in found if one.uid.startswith(uid)]
        if len(chosen) == 1:
            return chosen[0]
        if not found:
            raise NotFoundError(f"{lead.name} has no open {called}", hint=f"`fuyu show {lead_id}` says what there is")
        wrong = f"has no open {called} “{uid}”" if uid and not chosen else f"has several open {called}s"
        raise UsageError(f"{lead.name} {wrong}: name one of {self._listed(found)}")

    def _listed(self, promises: Iterable[Promise]) -> str:
        return ", ".join(f"{one.uid[:8]} ({' '.join(filter(None, (self._day(one), one.why)))})" for one in promises)

    def _day(self, promise: Promise) -> str:
        seen = promise.seen_from(self._terms.here)
        return When(seen.day, seen.time).words(self._terms.today())

    def _act(self, lead_id: int, build: Callable[[Lead], tuple[str, Lead]]) -> Action:
        def change() -> Built:
            lead = self._book.lead(lead_id)
            refuse_do_not_contact(lead)
            title, after = build(lead)
            return title, changed(lead, after)

        return self._actions.act(Verb.PROMISE, change)


def _is_same(one: Promise, other: Promise) -> bool:
    """Return whether two promises are one and the same thing on one day."""
    return all(getattr(one, name) == getattr(other, name) for name in ("day", "time", "kind", "channel", "why"))
