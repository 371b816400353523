"""What the dashboard is told of colleagues: by the file of a worker, and not what lasts a moment only."""

from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu.care import open_book
from fuyu.clock import StoppedClock
from fuyu.colleagues import NoColleagues, Remark
from fuyu.desk import Desk, NewLead
from fuyu.domain.colleagues import Colleague
from fuyu.features.team.aside import aside_of
from fuyu.features.team.colleagues import TeamColleagues
from fuyu.features.team.link import READER, AtLead, Link, TeamStanding, TeamState, WorkerQuestion, WorkerReply
from fuyu.features.team.service import alone
from fuyu.storage.port import Edit, Waiting
from tests.builders import NOON
from tests.features.team.servers import until

pytestmark = pytest.mark.slow
LIVE = TeamState(standing=TeamStanding.LIVE, since=NOON, person="Bo Diaz", role="caller")
OFFLINE = TeamState(standing=TeamStanding.OFFLINE, since=NOON, why="it does not answer")
ANA = AtLead(7, "Ana Ruiz", NOON)


class Watching:
    """A book of a team, its worker's side of the link, and a dashboard that looks each second."""

    def __init__(self, stack: ExitStack, path: Path) -> None:
        self.path = path
        stack.enter_context(alone(path))
        self.link = stack.enter_context(closing(Link(path)))
        self.desk = Desk(stack.enter_context(closing(open_book(path))), StoppedClock(NOON))
        self.seconds = 0.0
        self.colleagues = TeamColleagues(self.desk, path, lambda: self.seconds)

    def joins(self) -> None:
        with closing(open_book(self.path)) as book:
            book.share("bo", 1, NOON)
            assert book.team is not None
            book.team.sent([*book.team.uids_waiting()], None)
            book.team.know("Bo Diaz", [Colleague("ana", "Ana Ruiz"), Colleague("bo", "Bo Diaz")])
        self.desk.book.catch_up()

    def a_second(self) -> bool:
        self.seconds += 1
        return self.colleagues.look()

    def headline(self, state: TeamState, seconds: int = 1) -> list[str]:
        self.link.tell(state)
        for _ in range(seconds):
            self.a_second()
        return [*self.colleagues.standing.ways][:1]

    def who(self, lead: int = 7) -> list[str]:
        return [*self.colleagues.who_calls(lead, (), NOON).ways]

    def answers(self, *replies: WorkerReply) -> list[WorkerQuestion]:
        """Answer as the worker does, so many questions; return them."""
        left, asked = [*replies], list[WorkerQuestion]()

        def reply(question: WorkerQuestion) -> WorkerReply:
            asked.append(question)
            return left.pop(0)

        def all_are() -> bool:
            self.link.answer(reply)
            return not left

        until(all_are)
        return asked


@pytest.fixture
def watching(tmp_path: Path) -> Iterator[Watching]:
    with ExitStack() as stack:
        found = Watching(stack, tmp_path / "book.json")
        found.joins()
        yield found


def test_a_save_on_a_live_line_is_not_said_and_one_that_waits_is(watching: Watching) -> None:
    assert watching.headline(LIVE) == []
    watching.desk.commands.add(NewLead(name="Ann Lee"))
    assert watching.headline(LIVE, 3) == [], "that was a moment"
    assert watching.headline(LIVE) == ["1 waiting"]
    share = watching.desk.book.store.team
    assert share is not None
    share.sent([*share.uids_waiting()], None)
    assert watching.headline(LIVE) == []


def test_a_line_that_is_lost_for_a_moment_is_not_said(watching: Watching) -> None:
    watching.headline(LIVE)
    assert watching.headline(OFFLINE, 2) == []
    assert watching.headline(LIVE) == []
    assert watching.headline(OFFLINE, 4) == ["offline since 12:00"]


def test_what_somebody_has_to_see_to_is_said_at_once(watching: Watching) -> None:
    assert watching.headline(replace(LIVE, refused=1)) == ["1 not shared"]
    stopped = TeamState(standing=TeamStanding.UNWILLING, why="bo is no member of the team", hint="ask an owner")
    assert watching.headline(stopped) == ["stopped: bo is no member of the team"]
    assert "ask an owner" in watching.colleagues.told(NOON)


def test_a_worker_that_does_not_come_is_said_after_a_while(watching: Watching) -> None:
    watching.headline(LIVE)
    alone_now = TeamState(standing=TeamStanding.ALONE)
    assert watching.headline(alone_now, 15) == []
    assert watching.headline(alone_now, 2) == ["not exchanged"]
    assert watching.colleagues.told(NOON)[0] == "nothing is exchanged now; `fuyu team sync` says why"


def test_nothing_is_new_while_nothing_changes(watching: Watching) -> None:
    watching.link.tell(replace(LIVE, at_leads=[ANA]))
    assert watching.a_second()
    for _ in range(5):
        watching.link.tell(replace(LIVE, at_leads=[ANA]))  # says each few seconds that it is there
        assert not watching.a_second()
    assert watching.colleagues.at_leads == {7: "Ana Ruiz"}


def test_who_calls_is_asked_and_known_once_the_worker_says_it(watching: Watching) -> None:
    watching.headline(LIVE)
    watching.colleagues.be_at(7)
    assert watching.who() == ["asking"]
    watching.answers(WorkerReply(ok=True, at=replace(ANA, is_mine=True)))
    until(lambda: watching.who() == ["yours"])


def test_where_somebody_leaves_it_is_asked_again(watching: Watching) -> None:
    watching.headline(replace(LIVE, at_leads=[ANA]))
    watching.colleagues.be_at(7)
    watching.answers(WorkerReply(ok=True, at=ANA))
    until(lambda: watching.who() == ["Ana Ruiz since 12:00"])
    watching.headline(LIVE)
    watching.answers(WorkerReply(ok=True, at=replace(ANA, person="Bo Diaz", is_mine=True)))
    until(lambda: watching.who() == ["yours"])
    watching.headline(replace(LIVE, at_leads=[replace(ANA, person="Bo Diaz", is_mine=True)]))
    assert not watching.a_second(), "one's own claim is no news"


def test_a_lead_is_renewed_while_one_is_at_it(watching: Watching) -> None:
    watching.headline(LIVE)
    watching.colleagues.be_at(7)
    mine = WorkerReply(ok=True, at=replace(ANA, is_mine=True))
    watching.answers(mine)
    until(lambda: watching.who() == ["yours"])
    watching.seconds += 41
    watching.a_second()
    assert [question.lead for question in watching.answers(mine)] == [7]
    watching.colleagues.leave()
    assert [question.verb for question in watching.answers(mine)] == ["let_go"]


def test_offline_nobody_can_say_who_calls(watching: Watching) -> None:
    watching.headline(OFFLINE, 4)
    watching.colleagues.be_at(7)
    assert watching.who() == ["offline: nobody can say who else calls"]
    watching.answers(WorkerReply(ok=False, why="it does not answer"))
    watching.headline(LIVE)
    watching.answers(WorkerReply(ok=True, at=replace(ANA, is_mine=True)))
    until(lambda: watching.who() == ["yours"])


def test_who_only_reads_asks_for_nobody_and_sees_who_is_there(watching: Watching) -> None:
    watching.headline(replace(LIVE, role=READER, at_leads=[ANA]))
    watching.colleagues.be_at(7)
    assert watching.who() == ["Ana Ruiz since 12:00"]
    assert watching.who(8) == []


def test_all_there_is_to_say_stands_on_the_page(watching: Watching) -> None:
    action = Waiting(uid="x", at=NOON, verb="edit", title="edited, Ann Lee", changes=[Edit("leads", 1, "{}", "{}")])
    aside_of(watching.path).keep(action, "somebody asked not to be contacted")
    watching.headline(replace(LIVE, at_leads=[ANA], refused=1))
    assert watching.colleagues.told(NOON) == [
        "live since Wed 18 Mar, 12:00, as Bo Diaz (caller)",
        "in the team: Ana Ruiz, Bo Diaz",
        "",
        "at a lead now:",
        "lead 7: Ana Ruiz since 12:00",
        "",
        "not shared, `fuyu team refused` goes about it:",
        "edited, Ann Lee: somebody asked not to be contacted",
    ]


def test_without_a_team_nobody_is_asked(watching: Watching) -> None:
    watching.headline(replace(LIVE, at_leads=[ANA]))
    with closing(open_book(watching.path)) as book:
        book.share_no_more()
    watching.desk.book.catch_up()
    assert watching.a_second()
    watching.colleagues.be_at(7)
    assert (watching.colleagues.standing, watching.colleagues.at_leads, watching.who()) == (Remark(), {}, [])
    assert watching.colleagues.told(NOON) == ("this book belongs to no team: `fuyu team join` lets it belong to one",)
    assert NoColleagues().who_calls(7, (), NOON) == Remark()
