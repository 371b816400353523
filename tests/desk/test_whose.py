"""Whose leads the days of a desk show, in a team and without one."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from fuyu.care import Book, open_book
from fuyu.clock import StoppedClock
from fuyu.desk import Desk
from fuyu.desk.ahead import due_on
from fuyu.domain.colleagues import Colleague
from fuyu.errors import NotFoundError, UsageError
from fuyu.storage.port import Share
from tests.builders import a_lead, a_promise, adding
from tests.desk.conftest import NOW, TODAY, TOMORROW
from tests.storage.team import share_of

OWNERS = ("", "Ana Ruiz", "Bo Diaz", "Zoe Gone")
"""Everyone, oneself, a colleague, and somebody who was in the team once."""


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A lead of each owner that is overdue, and another for tomorrow."""
    late = [a_lead(at, owner or "Everyone", TODAY.replace(day=10), owner=owner) for at, owner in enumerate(OWNERS, 1)]
    soon = [
        a_lead(at, f"{owner} tomorrow", owner=owner, next_step=a_promise(TOMORROW))
        for at, owner in enumerate(OWNERS, 11)
    ]
    with closing(open_book(tmp_path / "fuyu.json")) as book:
        book.apply(adding(*late, *soon))
        yield book


@pytest.fixture
def team(book: Book) -> Share:
    """Let the book be Ana's, in a team with Bo."""
    book.share("test", 1, NOW)
    share_of(book).know("Ana Ruiz", (Colleague("ana", "Ana Ruiz"), Colleague("bo", "Bo Diaz")))
    return share_of(book)


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book, StoppedClock(NOW))


def overdue(desk: Desk) -> list[int]:
    return sorted(row.id for row in desk.agenda.today().overdue)


def test_without_a_team_all_leads_are_shown(desk: Desk) -> None:
    assert overdue(desk) == [1, 2, 3, 4]
    assert desk.agenda.load(TOMORROW).count == 4


@pytest.mark.usefixtures("team")
def test_in_a_team_a_day_shows_mine_and_those_that_no_colleague_looks_after(desk: Desk) -> None:
    assert overdue(desk) == [1, 2, 4]
    assert desk.agenda.load(TOMORROW).promised == desk.terms.booked(TOMORROW) == 3
    assert {row.id for row in due_on(desk, TOMORROW)} == {11, 12, 14}
    assert desk.whose.is_by_me("ana ruiz")
    assert not desk.whose.is_by_me("Bo Diaz")


def test_until_the_team_says_who_one_is_all_leads_are_shown(desk: Desk, team: Share) -> None:
    team.know("", team.colleagues)
    assert overdue(desk) == [1, 2, 3, 4]


@pytest.mark.usefixtures("team")
def test_everyone_is_shown_when_asked_for_and_nothing_of_others_is_planned(desk: Desk) -> None:
    desk.whose.is_everyone = True
    assert overdue(desk) == [1, 2, 3, 4]
    assert desk.agenda.load(TOMORROW).count == 4
    assert desk.whose.is_by_me("Bo Diaz")
    assert sorted(desk.planning.overdue().days) == [1, 2, 4], "who reschedules moves no plans of colleagues"
    assert desk.terms.booked(TOMORROW) == 3, "their leads fill nobody else's days"
    assert {row.id for row in desk.whose.mine.all()} == {1, 2, 4, 11, 12, 14}


@pytest.mark.usefixtures("team")
def test_who_somebody_is_called(desk: Desk) -> None:
    assert [desk.whose.called(words) for words in ("bo", "me", "everyone")] == ["Bo Diaz", "Ana Ruiz", ""]
    with pytest.raises(NotFoundError, match="nobody in the team is called “bi”; choose Ana Ruiz"):
        desk.whose.called("bi")


def test_without_a_team_nobody_is_called_anything(desk: Desk) -> None:
    with pytest.raises(UsageError, match="belongs to no team"):
        desk.whose.called("bo")


@pytest.mark.usefixtures("team")
def test_a_query_asks_for_owners(desk: Desk) -> None:
    def found(line: str) -> set[int]:
        return desk.leads.found(desk.leads.queries.read(line))

    assert found("owner:me") == {2, 12}
    assert found("owner:diaz") == {3, 13}
    assert found("owner:none") == {1, 11}
    assert found("-owner:any due:late") == {1}
    assert desk.leads.queries.completed("owner:").choices == (
        'owner:"ana ruiz"',
        'owner:"bo diaz"',
        "owner:me",
        "owner:none",
        'owner:"zoe gone"',
    )


def test_a_query_for_me_without_a_team_says_what_is_wrong(desk: Desk) -> None:
    (problem,) = desk.leads.queries.read("owner:me").problems
    assert problem.sentence == "owner: “me” means nobody: this book belongs to no team"
