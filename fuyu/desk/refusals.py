"""What is refused of a lead, whatever is to be done: the same words wherever it is asked."""

from fuyu.domain.lead import Lead, Status
from fuyu.domain.snooze import movable, moved_name
from fuyu.errors import NotFoundError, UsageError


def refuse_do_not_contact(lead: Lead) -> None:
    """Raise a `UsageError` where a lead is do-not-contact."""
    if lead.status is Status.DO_NOT_CONTACT:
        raise UsageError(f"{lead.name} is do not contact: that is absolute")


def refuse_ended(lead: Lead) -> None:
    """Raise a `UsageError` where a lead can have no date."""
    if not lead.status.may_have_a_date:
        raise UsageError(f"{lead.name} is no longer followed up: {lead.status.words}")


def refuse_gone(lead: Lead, only: str | None, here: str) -> None:
    """Raise a `NotFoundError` where the one thing that is to be moved is owed no longer; None is not one thing."""
    if only is not None and only not in map(moved_name, movable(lead, here)):
        raise NotFoundError(f"{lead.name} is no longer owed that", hint=f"`fuyu show {lead.id}` says what there is")


def refuse_as_referrer(giver: Lead) -> None:
    """Raise a `UsageError` where a lead is not to be named to anybody."""
    if giver.status is Status.DO_NOT_CONTACT:
        raise UsageError(f"{giver.name} wants to hear nothing, so is named to nobody")
