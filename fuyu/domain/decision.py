"""What can be done with someone who was snoozed again and again, instead of moving the step once more."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal, NamedTuple

from fuyu.domain.history import Entry
from fuyu.domain.lead import Lead
from fuyu.domain.manners import PERMISSION, another_channel, wanted_way
from fuyu.domain.step import Channel


class Decision(StrEnum):
    """What becomes of a lead."""

    CALL = "call"
    CHANNEL = "channel"
    PERMISSION = "permission"
    PARK = "park"
    LOST = "lost"
    PUT_OFF = "put_off"
    """Snooze once more; it can be said once."""


TakingUp = Literal[Decision.CALL, Decision.CHANNEL, Decision.PERMISSION]
"""The decisions after which a lead is gone about today."""


class Approach(NamedTuple):
    """How a lead is gone about."""

    channel: Channel
    why: str = ""
    """Empty where the reason is the one before."""


def approach(decision: TakingUp, lead: Lead, history: Sequence[Entry]) -> Approach:
    """Return how a lead is gone about today, as was decided."""
    if decision is Decision.CALL:
        return Approach(wanted_way(lead, Channel.CALL))
    return Approach(another_channel(lead, history), PERMISSION if decision is Decision.PERMISSION else "")
