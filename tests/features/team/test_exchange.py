"""What is done in one book is in the others; what the team does not take holds nothing up."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from fuyu.errors import ServerError
from fuyu.features.team.aside import RefusedActions
from fuyu.features.team.erasing import erase
from fuyu.features.team.exchange import Exchange
from fuyu.features.team.trouble import UnwillingError
from tests.features.team.conftest import Connect
from tests.features.team.model import ModelBook
from tests.features.team.servers import TEAM

pytestmark = pytest.mark.slow
SILENT = '{"status":"do_not_contact"}'


class TeamMember:
    """Somebody with a book of their own, and what the team did not take of it."""

    def __init__(self, connect: Connect, login: str, folder: Path) -> None:
        self.book = ModelBook(device=login)
        self.remote = connect(login)
        self.aside = RefusedActions(folder / f"{login}.refused")
        self.exchange = Exchange(self.book, self.remote, self.aside, TEAM)
        self.exchange.begin()

    def exchanges(self) -> None:
        self.exchange.all()

    @property
    def refused(self) -> list[str]:
        return [one.action.uid for one in self.aside.all()]


@pytest.fixture
def two(connect: Connect, tmp_path: Path) -> tuple[TeamMember, TeamMember]:
    return TeamMember(connect, "ana", tmp_path), TeamMember(connect, "bo", tmp_path)


def test_two_books_are_the_same_in_the_end(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    ana.book.write((1, "a"), (2, "b"))
    bo.book.write((3, "c"))
    for member in (ana, bo, ana):
        member.exchanges()
    assert ana.book.bodies == bo.book.bodies == {("leads", 1): "a", ("leads", 2): "b", ("leads", 3): "c"}
    assert not ana.book.waiting()
    bo.book.write((1, None))
    bo.exchanges()
    ana.exchanges()
    assert ana.book.lead(1) is None


def test_what_was_written_on_something_old_is_brought_up_to_date_and_sent(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    ana.book.write((1, "a"))
    bo.book.write((1, "b"))
    ana.exchanges()
    bo.exchange.push()  # without taking first: somebody was quicker
    ana.exchanges()
    assert ana.book.lead(1) == bo.book.lead(1) == "b"


def test_what_the_team_has_is_not_sent_twice_where_nobody_said_so(two: tuple[TeamMember, TeamMember]) -> None:
    ana, _ = two
    ana.book.write((1, "a"))
    waiting = ana.book.waiting()
    ana.remote.push(TEAM, ana.book.number, list(waiting.values()))  # and then the machine was switched off
    ana.book.write((1, "b"))
    ana.exchanges()
    assert (ana.book.lead(1), ana.remote.news(TEAM).seq, ana.book.cursor) == ("b", 2, 2)


def test_a_restored_book_knows_what_it_sent_under_another_number(two: tuple[TeamMember, TeamMember]) -> None:
    ana, _ = two
    uid = ana.book.write((1, "a"))
    ana.exchanges()
    restored = ModelBook("restored")
    restored.write((1, "a"), uid=uid)
    exchange = Exchange(restored, ana.remote, ana.aside, TEAM)
    restored.numbered(ana.book.number)
    assert exchange.begin().number != ana.book.number
    exchange.all()
    assert (restored.waiting(), restored.lead(1), ana.remote.news(TEAM).seq) == ({}, "a", 1)


def test_a_book_is_told_who_is_in_the_team_and_hears_of_who_is_new(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    assert (bo.book.person, ana.book.person) == ("Bo Diaz", "Ana Ruiz")
    ana.remote.invite(TEAM, "eve", "Eve Park", "caller")
    bo.exchanges()
    assert "Eve Park" not in {one.person for one in bo.book.colleagues}, "it is not asked each time"
    bo.exchange.ask_again()
    bo.exchanges()
    assert "Eve Park" in {one.person for one in bo.book.colleagues}


def test_a_backlog_goes_in_few_sets(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    for number in range(450):
        ana.book.write((1 + number % 7, f"{number}"))
    ana.exchanges()
    assert ana.remote.news(TEAM).seq == 5, "20, 40, 80, 160 and the rest"
    bo.exchanges()
    assert bo.book.bodies == ana.book.bodies


def test_what_no_server_keeps_is_put_aside_and_all_else_is_shared(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    ana.book.write((1, "a"))
    uid = ana.book.write((10**19, "b"))
    ana.book.write((3, "c"))
    ana.exchanges()
    bo.exchanges()
    assert (ana.refused, [*bo.book.bodies.values()]) == ([uid], ["a", "c"])
    assert not ana.book.waiting()


def test_who_may_not_lift_a_do_not_contact_has_it_again(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    ana.book.write((1, SILENT))
    ana.exchanges()
    bo.exchanges()
    bo.book.write((2, "b"))
    uid = bo.book.write((1, "{}"))
    bo.book.write((3, "c"))
    bo.exchanges()
    ana.exchanges()
    assert bo.refused == [uid]
    assert ana.book.bodies == bo.book.bodies
    assert ana.book.lead(1) == SILENT
    assert "only an owner changes that" in bo.aside.all()[0].why


def test_an_old_laptop_does_not_bring_back_who_was_erased(two: tuple[TeamMember, TeamMember]) -> None:
    ana, bo = two
    ana.book.write((1, "a"))
    ana.exchanges()
    bo.exchanges()
    bo.book.write((1, "called them"))
    erase(ana.remote, TEAM, 1, [])
    for member in (bo, ana):
        member.exchanges()
        assert member.book.bodies == {}
        assert not member.book.waiting()


def test_what_a_reader_writes_waits(connect: Connect, tmp_path: Path) -> None:
    ana, rita = TeamMember(connect, "ana", tmp_path), TeamMember(connect, "rita", tmp_path)
    ana.book.write((1, "a"))
    ana.exchanges()
    rita.book.write((2, "b"))
    rita.exchanges()
    assert rita.book.lead(1) == "a"
    assert len(rita.book.waiting()) == 1
    ana.remote.invite(TEAM, "rita", "Rita Sand", "caller")
    rita.exchange.begin()
    rita.exchanges()
    ana.exchanges()
    assert ana.book.lead(2) == "b"


def test_a_server_that_breaks_off_leaves_what_waits(two: tuple[TeamMember, TeamMember], connect: Connect) -> None:
    ana, bo = two
    ana.book.write((1, "a"))
    others = (
        b"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ana' AND datname = current_database()"
    )
    connect("postgres")._there.execute(others)
    with pytest.raises(ServerError):
        ana.exchanges()
    assert ana.book.waiting()
    ana.remote.close()
    ana.remote.open()
    ana.exchanges()
    bo.exchanges()
    assert bo.book.lead(1) == "a"


def test_what_never_fits_is_put_aside(two: tuple[TeamMember, TeamMember], monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN a document that the book cannot bring up to date THEN what was done to it holds nothing up."""
    ana, _ = two
    uid = ana.book.write((1, "a"))
    stuck = ana.book.waiting()
    ana.exchanges()
    ana.book.write((2, "b"))
    monkeypatch.setattr(ModelBook, "take", lambda *_given: None)
    for number, action in stuck.items():
        ana.book._outbox[number] = replace(action, uid=f"{uid} again")
    ana.exchange.push()
    assert ana.refused == [f"{uid} again"]
    assert not ana.book.waiting()


def test_a_server_that_has_less_than_a_book_is_told_of(two: tuple[TeamMember, TeamMember]) -> None:
    ana, _ = two
    ana.book.write((1, "a"))
    ana.book.cursor = 5
    with pytest.raises(UnwillingError, match="it has another team, or a very old backup"):
        ana.exchanges()
    assert ana.book.waiting()


def test_what_was_put_aside_is_kept_in_a_private_file(two: tuple[TeamMember, TeamMember], tmp_path: Path) -> None:
    ana, _ = two
    ana.book.write((1, "a"))
    for action in ana.book.waiting().values():
        ana.aside.keep(action, "why")
    file = tmp_path / "ana.refused"
    assert file.stat().st_mode & 0o777 == 0o600
    with file.open("ab") as torn:
        torn.write(b'{"why":"tor')
    ana.aside.keep(next(iter(ana.book.waiting().values())), "again")
    assert [one.why for one in ana.aside.all()] == ["why", "again"]
