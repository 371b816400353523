"""After the yes: what is next with a customer, and what is due to whoever referred them."""

from datetime import date

from msgspec.structs import replace

from fuyu.domain.lead import About, Lead, Outcome, Status

ALL_WELL = "is all well?"
"""What the first call after a yes asks."""


def stays_undated(lead: Lead, outcome: Outcome) -> bool:
    """Return whether no date is proposed after a touch: the person decided that this customer needs none."""
    return lead.status is Status.WON and lead.next_step is None and not outcome.meaning.dates_customers


def told_of_the_yes(referrer: Lead, customer: Lead, day: date) -> Lead:
    """Return a referrer with a check-in for that day: the lead they referred said yes, and they want to know.

    It is there once, however often that customer says yes; a do-not-contact referrer stays as they were.
    """
    news = f"{customer.name} said yes: thank them"
    if referrer.status is Status.DO_NOT_CONTACT or any(about.fact == news for about in referrer.about):
        return referrer
    return replace(referrer, about=(*referrer.about, About(fact=news, day=day)))
