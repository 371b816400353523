"""A day at its beginning and at its end, and the weeks before it: what the desk's book says of them."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from fuyu.desk.desk import Desk
from fuyu.domain import day
from fuyu.domain.agenda import Agenda
from fuyu.domain.lead import Row


def morning(desk: Desk, agenda: Agenda | None = None) -> day.DayPlan:
    """Return how today begins, and whether the pace is enough for the book, for which every row is read."""
    plan = due(desk, agenda)
    return replace(plan, pace=desk.agenda.pace(behind=plan.is_behind))


def due(desk: Desk, agenda: Agenda | None = None) -> day.DayPlan:
    """Return how today begins, but for the pace; an agenda that was read already is not read again."""
    agenda = agenda or desk.agenda.today()
    first = desk.agenda.round(agenda).following(None)
    per_day, above = desk.cadence.per_day, desk.manners.reschedule_above
    mail = desk.messages.needing_you()
    return day.plan(agenda, per_day, above, desk.calendar, drafted(desk), mail=mail, first=first)


def evening(desk: Desk) -> day.Evening:
    """Return how today ends."""
    today = desk.now().date()
    following = desk.agenda.of(desk.calendar.next_working(today + timedelta(days=1)))
    begins = datetime.combine(following.day, desk.manners.call_hours.first, desk.now().tzinfo)
    turns = desk.agenda.round(following, begins).leads
    return day.evening(today, desk.agenda.touches(today), desk.agenda.score(), drafted(desk), following, turns=turns)


def drafted(desk: Desk) -> tuple[Row, ...]:
    """Return those about whom something is typed and not yet kept as a note."""
    return tuple(row for row in (desk.leads.row(draft.id) for draft in desk.drafts.all() if draft.text.strip()) if row)
