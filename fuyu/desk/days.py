"""A day at its beginning and at its end: what the desk's book says of them."""

from datetime import datetime, timedelta

from msgspec.structs import replace

from fuyu.desk.reading import Reading
from fuyu.domain import day
from fuyu.domain.agenda import Agenda
from fuyu.domain.lead import Row


def morning(desk: Reading, agenda: Agenda | None = None) -> day.DayPlan:
    """Return how today begins, and whether the pace is enough for the book, for which every row is read."""
    plan = due(desk, agenda)
    return replace(plan, pace=desk.pace(behind=plan.is_behind))


def due(desk: Reading, agenda: Agenda | None = None) -> day.DayPlan:
    """Return how today begins, but for the pace; an agenda that was read already is not read again."""
    agenda = agenda or desk.today()
    first = desk.round_of(agenda).following(None)
    mail = [one for one in map(desk.as_it_stands, desk.unsent()) if one.needs_you]
    mail.sort(key=lambda one: not one.doubt)  # nobody finds out but by looking: these come first
    per_day, above = desk.cadence.per_day, desk.manners.reschedule_above
    return day.plan(agenda, per_day, above, desk.calendar, drafted(desk), mail=mail, first=first)


def evening(desk: Reading) -> day.Evening:
    """Return how today ends."""
    today = desk.now().date()
    following = desk.agenda_of(desk.calendar.next_working(today + timedelta(days=1)))
    begins = datetime.combine(following.day, desk.manners.call_hours.first, desk.now().tzinfo)
    turns = desk.round_of(following, begins).leads
    return day.evening(today, desk.touches_of(today), desk.promises(), drafted(desk), following, turns=turns)


def drafted(desk: Reading) -> tuple[Row, ...]:
    """Return those about whom something is typed and not yet kept as a note."""
    return tuple(row for row in (desk.row(draft.id) for draft in desk.drafts() if draft.text.strip()) if row)
