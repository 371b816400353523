"""Being at one lead at a time: nobody waits for an answer, and what is wanted last counts."""

from queue import Queue

import pytest

from fuyu.features.team.claiming import Claiming
from fuyu.features.team.link import AtLead, WorkerQuestion, WorkerReply, WorkerVerb
from tests.builders import NOON
from tests.features.team.servers import until
from tests.listening import PATIENCE

CLAIM, LET_GO = WorkerVerb.CLAIM, WorkerVerb.LET_GO


class Workers:
    """Answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[tuple[WorkerVerb, int]] = []
        self._answers: Queue[WorkerReply | None] = Queue()

    def ask(self, question: WorkerQuestion) -> WorkerReply | None:
        self.asked.append((question.verb, question.lead))
        return self._answers.get(timeout=PATIENCE)

    def answers(self, lead: int) -> None:
        self._answers.put(WorkerReply(ok=True, at=AtLead(lead, "Ana Ruiz", NOON, is_mine=True)))

    def is_silent(self) -> None:
        self._answers.put(None)


@pytest.fixture
def workers() -> Workers:
    return Workers()


def test_a_lead_is_asked_for_and_let_go(workers: Workers) -> None:
    heard: list[int | None] = []
    claiming = Claiming(workers.ask)
    claiming.heard = lambda: heard.append(claiming.lead)
    claiming.be_at(7)
    assert (claiming.lead, claiming.is_answered) == (7, False), "nobody waits"
    workers.answers(7)
    until(lambda: heard == [7])
    assert claiming.reply is not None
    assert claiming.held == {7}
    claiming.be_at(None)
    workers.is_silent()
    until(lambda: workers.asked == [(CLAIM, 7), (LET_GO, 7)])
    assert (claiming.held, heard) == (frozenset(), [7])


def test_whoever_goes_on_is_asked_for_before_the_last_is_let_go(workers: Workers) -> None:
    claiming = Claiming(workers.ask)
    claiming.be_at(7)
    workers.answers(7)
    until(lambda: claiming.is_answered)
    claiming.be_at(8)
    assert claiming.reply is None, "what was said of the other holds no more"
    workers.answers(8)
    workers.is_silent()
    until(lambda: workers.asked == [(CLAIM, 7), (CLAIM, 8), (LET_GO, 7)])


def test_who_hurries_past_many_asks_for_the_last_alone(workers: Workers) -> None:
    claiming = Claiming(workers.ask)
    claiming.be_at(1)
    until(lambda: workers.asked)
    for lead in range(2, 9):
        claiming.be_at(lead)
    workers.answers(1)
    workers.answers(8)
    workers.is_silent()
    until(lambda: workers.asked == [(CLAIM, 1), (CLAIM, 8), (LET_GO, 1)])
    assert claiming.reply is not None
    assert claiming.reply.at is not None
    assert claiming.reply.at.lead == 8


def test_until_it_is_renewed_the_last_answer_holds(workers: Workers) -> None:
    claiming = Claiming(workers.ask)
    claiming.renew()
    assert workers.asked == [], "one is nowhere"
    claiming.be_at(7)
    workers.answers(7)
    until(lambda: claiming.is_answered)
    claiming.renew()
    assert claiming.is_answered
    workers.is_silent()
    until(lambda: claiming.reply is None)
    assert claiming.is_answered, "there will be no answer"
