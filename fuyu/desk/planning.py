"""Days that are given, moved and kept free: whoever has no day, what is overdue, and days away."""

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from fuyu.desk.actions import Actions, Built
from fuyu.desk.agendas import Agendas
from fuyu.desk.away import DaysAway
from fuyu.desk.opened import OpenBook
from fuyu.desk.terms import Terms
from fuyu.domain.action import Action, Change, Table, Verb, changed
from fuyu.domain.history import Away
from fuyu.domain.reschedule import Replan, clear, replan
from fuyu.domain.spread import WEEK, planned, spread
from fuyu.domain.text import clean_line
from fuyu.domain.when import Range
from fuyu.errors import NotFoundError, UsageError


class Planning:
    """The plans of one book, many at a time."""

    def __init__(self, book: OpenBook, actions: Actions, agendas: Agendas, away: DaysAway, terms: Terms) -> None:
        self._book = book
        self._actions = actions
        self._agendas = agendas
        self._away = away
        self._terms = terms

    def spread_unscheduled(self) -> dict[int, date]:
        """Return a day for each lead unscheduled, over the coming working days, the warmest soonest."""
        today, per_day = self._agendas.today(), self._terms.cadence.per_day
        return spread(today.unscheduled, today.day, self._terms.calendar, self._agendas.load, per_day)

    def plan(self, days: Mapping[int, date]) -> Action:
        """Give leads unscheduled a day each, in one action; those who have a next step keep it."""

        def build() -> Built:
            today = self._terms.today()
            leads = [self._book.lead(lead_id) for lead_id in days]
            changes = [
                Change(before=lead, after=replace(lead, plan=planned(lead, days[lead.id], today)))
                for lead in leads
                if lead.is_unscheduled
            ]
            return f"gave {len(changes)} leads a day", changes

        return self._actions.act(Verb.PLAN, build)

    def overdue(self) -> Replan:
        """Return a new day for each overdue plan, and the promises that stay."""
        today = self._agendas.today()
        week = self._agendas.rows(self._terms.calendar.add_working(today.day, WEEK))
        coming = [row for row in week if row.plan and row.plan.day >= today.day]
        return replan(today.overdue, today.day, self._terms.diary, coming)

    def replan(self, days: Mapping[int, date]) -> Action:
        """Give plans other days, in one action; promises stay, the day first agreed is kept, and none was snoozed."""

        def build() -> Built:
            changes = self._moved(days)
            return f"rescheduled {len(changes)} leads", changes

        return self._actions.act(Verb.PLAN, build)

    def away(self) -> Sequence[Away]:
        """Return the days away, also those that are past, the first of them first."""
        return self._away.all()

    def clearing(self, away: Away) -> Replan:
        """Return a new day for each plan on days away, and the promises of those days."""
        rows = self._agendas.rows(away.last)
        return clear(rows, away, self._terms.today(), self._terms.diary_with(away))

    def go_away(self, away: Away, days: Mapping[int, date]) -> Action:
        """Keep days free, and move the plans that fall on them; the id of `away` does not matter."""
        if not away.is_sensible:
            raise UsageError("days away end after they begin, and within a year", hint="write them like 3-10 aug")

        def build() -> Built:
            new = replace(away, id=self._book.next_id(Table.AWAY), reason=clean_line(away.reason))
            return f"away {self._days_words(away)}", [Change(before=None, after=new), *self._moved(days)]

        return self._actions.act(Verb.AWAY, build)

    def come_back(self, away_id: int) -> Action:
        """Forget days away; what was moved for them stays where it is."""

        def build() -> Built:
            away = self._book.document(Table.AWAY, away_id)
            if not isinstance(away, Away):
                raise NotFoundError(f"no days away have the number {away_id}", hint="`fuyu away` lists them")
            return f"no longer away {self._days_words(away)}", [Change(before=away, after=None)]

        return self._actions.act(Verb.AWAY, build)

    def _days_words(self, away: Away) -> str:
        return Range(away.first, away.last).words(self._terms.today())

    def _moved(self, days: Mapping[int, date]) -> list[Change]:
        """Return the changes that move plans to other days; whoever has none by now stays."""
        leads = [self._book.lead(lead_id) for lead_id in days]
        return [
            change
            for lead in leads
            if lead.is_followed and lead.plan
            for change in changed(lead, replace(lead, plan=lead.plan.moved_to(days[lead.id])))
        ]
