"""Many leads changed at once, by one action: one line in the journal, one undo.

A lead who was deleted meanwhile is left out and counted in what is said; the rest is done.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from datetime import date

from msgspec.structs import replace

from fuyu.desk import Desk
from fuyu.desk.actions import Built
from fuyu.domain.action import Action, Change, Document, Table, Verb, changed
from fuyu.domain.lead import Lead
from fuyu.domain.promise import Promise
from fuyu.domain.snooze import put_off_by, snooze
from fuyu.domain.when import When
from fuyu.errors import UsageError
from fuyu.features.bulk.rules import MoreOfMany, counted, only_plan


class Many:
    """What can be done with many leads of one book."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def leads(self, ids: Sequence[int]) -> list[Lead]:
        """Return the leads by these ids, without those that are gone."""
        found = (self._desk.book.document(Table.LEADS, lead_id) for lead_id in ids)
        return [lead for lead in found if isinstance(lead, Lead)]

    def promised(self, ids: Sequence[int], when: When | None) -> list[tuple[Lead, Promise]]:
        """Return the promises that a snooze puts off, each with its lead; None is to each one's next working day."""
        today, here = self._desk.now().date(), self._desk.here
        return [
            (lead, promise.seen_from(here))
            for lead in self.leads(ids)
            if lead.promises and lead.status.may_have_a_date
            for promise in put_off_by(lead, when or self._day_after(lead), today, here)
        ]

    def snooze(self, ids: Sequence[int], when: When | None, put_off: Collection[str] = ()) -> Action:
        """Move the next steps of leads to a day; a promise stays, unless it is named.

        Args:
            ids: the leads.
            when: the day they sleep until; None is for each the working day after their own.
            put_off: the uids of the promises that are put off by it.
        """
        day = f"to {self._words(when)}" if when else "a working day on"
        asked = frozenset(put_off)

        def build() -> Built:
            now, here = self._desk.now(), self._desk.here

            def moved(lead: Lead) -> Lead:
                until = when or self._day_after(lead)
                if not lead.status.may_have_a_date:
                    return lead
                if not lead.promises:
                    return replace(lead, plan=snooze(lead, until, now, here).plan)
                return only_plan(lead, until, now, here, asked)

            leads = self.leads(ids)
            often = sum(map(self._desk.manners.asks_decision, leads))
            title, changes = _built(len(ids), leads, moved, lambda words: f"snoozed {words} {day}")
            return f"{title}; {often} of them too often: decide" if often else title, changes

        return self._desk.actions.act(Verb.SNOOZE, build)

    def change(self, ids: Sequence[int], more: MoreOfMany) -> Action:
        """Change tags, temperature and cadence of leads."""

        def build() -> Built:
            return _built(len(ids), self.leads(ids), more.on, lambda words: f"{more.words} for {words}")

        return self._desk.actions.act(Verb.EDIT, build)

    def delete(self, ids: Sequence[int]) -> Action:
        """Delete leads with everything written about them."""

        def build() -> Built:
            beside = self._beside(frozenset(ids))
            leads = self.leads(ids)
            changes = [Change(before=one, after=None) for lead in leads for one in (*beside[lead.id], lead)]
            if not changes:
                raise UsageError("nobody is left to delete: they are gone already")
            return f"deleted {counted(len(leads))}{_gone_words(len(ids) - len(leads))}", changes

        return self._desk.actions.act(Verb.DELETE, build)

    def _beside(self, ids: Collection[int]) -> dict[int, list[Document]]:
        """Return all that is kept about leads beside themselves, in one walk through what is not kept by lead."""
        found: dict[int, list[Document]] = defaultdict(list)
        for of_lead in (self._desk.book.messages(), self._desk.book.typed()):
            for one in of_lead:
                if one.lead in ids:
                    found[one.lead].append(one)
        store = self._desk.book.store
        for lead_id in ids:
            draft = store.draft(lead_id)
            found[lead_id] += [*([draft] if draft else ()), *store.history(lead_id)]
        return found

    def _day_after(self, lead: Lead) -> When:
        return When(self._desk.proposals.day_after(lead))

    def _words(self, when: When) -> str:
        return when.words(self._today)

    @property
    def _today(self) -> date:
        return self._desk.now().date()


def _built(asked: int, leads: Sequence[Lead], change: Callable[[Lead], Lead], title: Callable[[str], str]) -> Built:
    """Return the title, made of how many it was done for, and the changes.

    Args:
        asked: how many leads were asked for; of those that are missing it is said that they are gone.
        leads: those there are.
        change: returns a lead as it is afterwards.
        title: returns what is done with `12 leads`.
    """
    changes = [one for lead in leads for one in changed(lead, change(lead))]
    gone = _gone_words(asked - len(leads))
    if not changes:
        raise UsageError(f"nothing changes for {counted(len(leads))}{gone}")
    same = len(leads) - len(changes)
    rest = f"; {counted(same)} as before" if same else ""
    return f"{title(counted(len(changes)))}{rest}{gone}", changes


def _gone_words(gone: int) -> str:
    """Return that some leads were deleted meanwhile; empty where none was."""
    return f"; {counted(gone)} deleted meanwhile" if gone else ""
