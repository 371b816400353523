"""How a follow-up ends: what cannot be said together, and what is asked of an early end."""

from msgspec import Struct

from fuyu.domain.lead import Outcome, Status

BETTER_TIME = "is it a better time now?"
"""What a lead who was lost is asked when they are back."""


class Saying(Struct, frozen=True, kw_only=True):
    """What a person says of a touch, as far as parts of it can contradict each other."""

    outcome: Outcome
    lost: bool = False
    """It is lost."""
    check_in: bool = False
    """It was a check-in."""
    dated: bool = False
    """They say something of the next step."""
    undated: bool = False
    """They say that there is no next step."""


def contradiction(said: Saying, status: Status) -> str:  # noqa: PLR0911 - a table
    """Return what is wrong with a touch as it is said, and what to say instead; empty where nothing is.

    Args:
        said: what the person says.
        status: of the lead before the touch.
    """
    if said.lost and said.outcome is Outcome.WON:
        return "won and lost: say one of the two"
    if said.lost and said.outcome.is_the_end:
        return f"{said.outcome.words} ends it already, for good: leave “lost” out"
    if said.check_in and said.outcome.sells:
        return f"a check-in sells nothing, so that it cannot be “{said.outcome.words}”: log it as a touch"
    if said.lost and said.check_in:
        return "a check-in ends nothing: log it without that, or log the touch that ended it"
    if said.lost and said.dated:
        return "a lost lead has no next step: leave the date out, or log not_now with the date to park them"
    end = said.outcome if said.outcome.is_the_end else status
    if said.dated and (said.outcome.is_the_end or status is Status.DO_NOT_CONTACT):
        return f"{end.words} is absolute: there is no next step; leave the date out"
    if said.dated and said.check_in:
        return "a check-in leaves the next step as it is: leave the date out, or log a touch"
    if said.dated and said.undated:
        return "a date and no date: say one of the two"
    if said.undated and Status.WON not in {said.outcome.ends, status}:
        return "only a customer may be without a next step: an open lead needs a date"
    return ""


def early_end_words(touches: int, early_end: int, yes_takes: int) -> str:
    """Return what speaks against an end after so many touches; empty where enough was tried."""
    if touches >= early_end:
        return ""
    return f"lost at touch {touches}; most yeses come at touch {early_end} to {yes_takes}"
