"""What a team did not take is sent again: done upon what the book has by now, and nothing of either is lost."""

from pathlib import Path

from fuyu.care import Book
from fuyu.domain.action import Action, Change
from fuyu.domain.step import Plan
from fuyu.storage.port import Theirs, Waiting
from fuyu.storage.team.shared import Shared
from tests.builders import TODAY, a_lead, an_action
from tests.storage.team import Server, exchange, share_of, written
from tests.storage.test_shared import all_have_the_same, edited, lead_in, opened, server, touched, two

__all__ = ("opened", "server", "two")  # fixtures


def shared(book: Book) -> Shared:
    share = share_of(book)
    assert isinstance(share, Shared)
    return share


def refused(book: Book, server: Server, action: Action) -> Waiting:
    """Have the team not take the last action of a book: it has what the team has instead, and waits for nothing."""
    share = shared(book)
    (number, waits) = next((number, one) for number, one in share.waiting().items() if one.uid == action.uid)
    share.sent([number], None)
    there = [server.documents.get((edit.kind, edit.id)) for edit in waits.changes]
    none = [Theirs(edit.kind, edit.id, waits.at, None) for edit in waits.changes]
    share.take([one[1] if one else nothing for one, nothing in zip(there, none, strict=True)], None)
    return waits


def test_it_is_sent_as_it_was_where_nothing_else_was_done(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    waits = refused(ana, server, touched(ana, "t", note="likes tea"))
    assert ([*ana.history(1)], share_of(ana).unsent) == ([], 0)
    assert shared(ana).wait_again(waits)
    assert [entry.note for entry in ana.history(1)] == ["likes tea"]
    all_have_the_same(server, ana, bo)
    assert [entry.note for entry in bo.history(1)] == ["likes tea"]
    assert lead_in(bo).touches == 1


def test_what_was_done_with_the_lead_since_stays(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    waits = refused(ana, server, edited(ana, company="Acme", hours=1))
    touched(bo, "t", hours=2)
    edited(bo, company="Globex", hours=3)
    exchange(bo, server)
    exchange(ana, server)
    edited(ana, name="Ann Lee", hours=4)
    assert shared(ana).wait_again(waits)
    all_have_the_same(server, ana, bo)
    for book in two:
        assert (lead_in(book).name, lead_in(book).company, lead_in(book).touches) == ("Ann Lee", "Acme", 1)
        assert any("Globex" in entry.note for entry in book.history(1)), "of two wordings one becomes a note"


def test_a_lead_that_was_deleted_since_comes_back_with_it(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    waits = refused(ana, server, edited(ana, company="Acme"))
    bo.apply(an_action(Change(lead_in(bo), None)))
    exchange(bo, server)
    exchange(ana, server)
    assert ana.lead(1) is None
    assert shared(ana).wait_again(waits)
    all_have_the_same(server, ana, bo)
    assert lead_in(bo).company == "Acme"


def test_what_the_book_has_already_is_sent_as_the_team_does_not_have_it(two: tuple[Book, Book], server: Server) -> None:
    """GIVEN an action that no server could keep: the book has it all the same."""
    ana, bo = two
    edited(ana, company="Acme")
    share = shared(ana)
    ((number, waits),) = share.waiting().items()
    share.sent([number], None)
    assert share.wait_again(waits)
    all_have_the_same(server, ana, bo)
    assert lead_in(bo).company == "Acme"


def test_nothing_is_sent_where_the_team_has_come_to_the_same(two: tuple[Book, Book], server: Server) -> None:
    ana, bo = two
    waits = refused(ana, server, edited(ana, company="Acme"))
    edited(bo, company="Acme", name="Ann Lee")
    exchange(bo, server)
    exchange(ana, server)
    before = written(ana)
    assert not shared(ana).wait_again(waits)
    assert (written(ana), share_of(ana).unsent) == (before, 0)


def test_what_was_made_under_an_id_that_somebody_has_by_now_gets_another(
    two: tuple[Book, Book], server: Server
) -> None:
    ana, bo = two
    born = an_action(Change(None, a_lead(50, "Cy", next_step=Plan(day=TODAY))))
    ana.apply(born)
    waits = refused(ana, server, born)
    bo.apply(an_action(Change(None, a_lead(50, "Bea", next_step=Plan(day=TODAY)))))
    exchange(bo, server)
    exchange(ana, server)
    assert shared(ana).wait_again(waits)
    all_have_the_same(server, ana, bo)
    assert sorted(row.name for row in bo.rows) == ["Ann", "Bea", "Cy"]
    assert lead_in(bo, 50).name == "Bea"


def test_a_crash_loses_nothing_of_it(two: tuple[Book, Book], server: Server, tmp_path: Path) -> None:
    """What is done again, and that it waits, are one line of the journal."""
    ana, _ = two
    waits = refused(ana, server, edited(ana, company="Acme"))
    journal = tmp_path / "ana" / "fuyu.json.journal"
    before = journal.read_bytes().count(b"\n")
    shared(ana).wait_again(waits)
    assert journal.read_bytes().count(b"\n") == before + 1
