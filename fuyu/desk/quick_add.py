"""From one line, taken apart, to the lead it is about."""

from datetime import date

from msgspec.structs import replace

from fuyu.desk.values import NewLead
from fuyu.domain.lead import Temperature
from fuyu.domain.manners import first_way
from fuyu.domain.quick_add import QuickAdd
from fuyu.domain.step import Plan


def new_lead(quick: QuickAdd, today: date) -> NewLead:
    """Return the lead that a line tells of, all but the note; without a day in it they are due today."""
    when = quick.when
    new = NewLead(
        name=quick.name,
        company=quick.company,
        phones=quick.phones,
        emails=quick.emails,
        links=quick.links,
        tags=quick.tags,
        value=quick.value,
        temperature=quick.temperature or Temperature.WARM,
        agreed=quick.promised,
    )
    step = Plan(
        day=when.day if when else today,
        time=when.time if when else None,
        zone=when.zone if when else "",
        channel=quick.channel or first_way(new),
        why=quick.why,
    )
    return replace(new, next_step=step)
