"""A decision instead of one more snooze: who is taken up today is gone about as was decided."""

import pytest

from fuyu.domain.decision import Approach, Decision, TakingUp, approach
from fuyu.domain.lead import Lead
from fuyu.domain.manners import PERMISSION
from fuyu.domain.step import Channel, Plan
from tests.builders import TODAY


@pytest.mark.parametrize(
    ("decision", "found"),
    [
        (Decision.CALL, Approach(Channel.CALL)),
        (Decision.CHANNEL, Approach(Channel.TEXT)),
        (Decision.PERMISSION, Approach(Channel.TEXT, PERMISSION)),
    ],
)
def test_the_other_channel_is_not_the_one_that_was_put_off(decision: TakingUp, found: Approach) -> None:
    step = Plan(day=TODAY, channel=Channel.EMAIL, why="the offer", snoozed=2)
    lead = Lead(id=1, name="Dana Reyes", emails=("dana@reyes.example",), phones=("+15550100",), plan=step)
    assert approach(decision, lead, []) == found
