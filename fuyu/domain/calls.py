"""The calls of a day, one after the other, without going back to the list in between."""

from collections.abc import Iterator
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from fuyu.domain.agenda import Agenda, owed
from fuyu.domain.cadence import Cadence
from fuyu.domain.lead import Row
from fuyu.domain.manners import Hours, welcome_for
from fuyu.domain.order import Place, Turn, other_place, round_place


class Round(Struct, frozen=True):
    """Whose turn it is today, in order, and how many had theirs."""

    leads: tuple[int, ...] = ()
    done: int = 0
    near: int = 0
    """How many of them, the first, have a time that is now."""
    owed: int = 0
    """How many, the first, come before any plan: those whose time is now, and what was promised."""
    passed: frozenset[int] = frozenset()
    """Those who were passed over: their turn comes once more at the end."""

    def place(self, lead_id: int) -> tuple[int, int] | None:
        """Return the number of a call and of how many; None for somebody whose turn it is not."""
        if lead_id not in self.leads:
            return None
        return self.done + self.leads.index(lead_id) + 1, self.done + len(self.leads)

    def following(self, lead_id: int | None) -> int | None:
        """Return who comes next where a lead is passed over; None where nobody is left.

        It is whose time is now, from wherever one is, unless they were passed over; else who stands behind the lead.
        """
        passed = self.passing(lead_id).passed
        return next((lead for lead in self.leads if lead not in passed), None)

    def before(self, lead_id: int | None) -> int | None:
        """Return who stands before a lead; the last before somebody whose turn it is not, None before the first."""
        ahead = self.leads[: self.leads.index(lead_id)] if lead_id in self.leads else self.leads
        return ahead[-1] if ahead else None

    def passing(self, lead_id: int | None) -> "Round":
        """Return the round once a lead, and with them who stands before, is passed over.

        Whose time is now, and who was promised something, is only passed over by name.
        """
        if lead_id not in self.leads:
            return self
        place = self.leads.index(lead_id)
        return replace(self, passed=self.passed | {*self.leads[self.owed : place], lead_id})

    def back_at(self, lead_id: int) -> "Round":
        """Return the round with neither a lead nor who stands behind them passed over."""
        behind = self.leads[self.leads.index(lead_id) :] if lead_id in self.leads else ()
        return replace(self, passed=self.passed.difference(behind))

    def after(self, lead_id: int | None, now: "Round") -> int | None:
        """Return whom to call once a lead was dealt with: whose time is now, else who comes behind.

        Args:
            lead_id: the lead dealt with; they are not called again at once, even if they still stand in the list.
            now: the round as it is since.
        """
        passed = self.passing(lead_id).passed
        behind = (lead for lead in now.leads if lead not in passed)
        return next((lead for lead in (*now.leads[: now.near], *behind, *now.leads) if lead != lead_id), None)

    def renewed(self, now: "Round", dealt_with: int | None = None) -> "Round":
        """Return the round as it is now, with those passed over so far, also before a lead who was dealt with."""
        passed = self.passing(dealt_with).passed if dealt_with is not None else self.passed
        return replace(now, passed=passed.intersection(now.leads))


def calls(agenda: Agenda, now: datetime, cadence: Cadence, call_hours: Hours, *, unscheduled: bool = False) -> Round:
    """Return the round of a day.

    Args:
        agenda: the day.
        now: the time.
        cadence: gives the rhythm of those who have none of their own.
        call_hours: when a call is welcome, on their clocks.
        unscheduled: whether those without a date stand in for today's, but for those whose time is now; whoever walks
            them goes on with them.
    """
    places = sorted(_places(agenda, now, cadence, call_hours))
    near = sum(place[0] == Turn.NEAR for place, _ in places)
    promised = {lead for place, lead in places if place[0] < (Turn.LAST_HOUR if unscheduled else Turn.PLAN)}
    shown = {
        row.id for row in (*agenda.overdue, *(agenda.unscheduled if unscheduled else (*agenda.today, *agenda.check_in)))
    }
    turns = [lead for number, (_, lead) in enumerate(places) if number < near or lead in shown]
    return Round(tuple(turns), len(agenda.done), near, sum(lead in promised for lead in turns))


def _is_left_with_tasks(row: Row, today: date) -> bool:
    """Return whether somebody was contacted today, and all that is still due to them is tasks: no call is left."""
    was_contacted = row.last_touch is not None and row.last_touch.at.date() == today
    return was_contacted and bool(row.promises) and not any(step.calls for step in row.steps if step.day <= today)


def _places(agenda: Agenda, now: datetime, cadence: Cadence, call_hours: Hours) -> Iterator[tuple[Place, int]]:
    """Yield the place in the round of each lead of a day."""
    for row in (*agenda.overdue, *agenda.today):
        if _is_left_with_tasks(row, agenda.day):
            continue
        welcome = welcome_for(row, now, call_hours)
        due = (each for each in owed(row, agenda.day, cadence, now.tzinfo) if each.day <= agenda.day)
        yield min(round_place(each, now, welcome) for each in due), row.id
    for number, row in enumerate((*agenda.check_in, *agenda.unscheduled)):
        yield other_place(number, welcome_for(row, now, call_hours)), row.id
