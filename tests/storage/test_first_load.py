"""The first load of an empty book: the file is written at once, or the book is as it was."""

import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import pytest

from fuyu.care import Book, open_book
from fuyu.care.check import check
from fuyu.domain.action import Table
from fuyu.errors import ServerError
from fuyu.storage.port import Theirs
from tests.builders import NOON, a_draft, a_lead, adding, changing
from tests.storage.team import Server, exchange, has, share_of, tables, written

Found = Mapping[Table, Iterable[Theirs]]


@pytest.fixture
def server(tmp_path: Path) -> Server:
    """Return a server of a team that has 1,200 leads, and one who was deleted."""
    server = Server()
    (tmp_path / "ana").mkdir()
    with closing(open_book(tmp_path / "ana" / "fuyu.json")) as ana:
        ana.apply(adding(*(a_lead(number, f"Ann {number}") for number in range(1, 1201))))
        ana.share("test", 1, NOON)
        exchange(ana, server)
    server.seq += 1
    server.documents["leads", 1300] = server.seq, Theirs("leads", 1300, NOON, None)
    return server


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    with closing(open_book(tmp_path / "fuyu.json")) as book:
        yield book


def breaking_off(server: Server) -> Found:
    """Return what a server has that breaks off amid the leads."""

    def leads() -> Iterator[Theirs]:
        for number, their in enumerate(tables(server)[Table.LEADS]):
            if number == 700:
                raise ServerError("it does not answer")
            yield their

    return {**tables(server), Table.LEADS: leads()}


def test_an_empty_book_has_all_that_the_team_has_without_its_journal(book: Book, server: Server) -> None:
    book.keep_draft(a_draft(7, "what is being typed stays"))
    assert book.load("test", 1, server.seq, tables(server))
    assert written(book) == has(server)
    assert (share_of(book).cursor, share_of(book).waiting()) == (server.seq, {})
    assert book._storage.files.journal is not None
    assert not [*book._storage.files.journal.all_lines()]
    assert [draft.id for draft in book.drafts()] == [7]
    assert check(book._storage.path).book.findings == ()
    lead = book.lead(5)
    assert lead is not None
    book.apply(changing(lead, company="Acme"))
    exchange(book, server)
    assert written(book) == has(server)


def test_what_is_done_on_the_server_meanwhile_is_taken_afterwards(book: Book, server: Server, tmp_path: Path) -> None:
    def later() -> Iterator[Theirs]:
        for number, their in enumerate(tables(server)[Table.LEADS]):
            if number == 700:
                with closing(open_book(tmp_path / "ana" / "fuyu.json")) as ana:
                    ana.apply(adding(a_lead(ana.next_id(Table.LEADS), "New")))
                    lead = ana.lead(2)
                    assert lead is not None
                    ana.apply(changing(lead, company="Acme"))
                    exchange(ana, server)
            yield their

    assert book.load("test", 1, server.seq, {**tables(server), Table.LEADS: later()})
    exchange(book, server)
    assert written(book) == has(server)


def test_a_load_that_is_broken_off_leaves_the_book_as_it_was(book: Book, server: Server) -> None:
    book.keep_draft(a_draft(7, "typed"))
    book.compact()
    before = {path.name: path.read_bytes() for path in book._storage.path.parent.iterdir() if path.is_file()}
    with pytest.raises(ServerError):
        book.load("test", 1, server.seq, breaking_off(server))
    assert {path.name: path.read_bytes() for path in book._storage.path.parent.iterdir() if path.is_file()} == before
    assert book.team is None
    assert book.load("test", 1, server.seq, tables(server))
    assert written(book) == has(server)


@pytest.mark.slow
def test_a_load_that_is_killed_can_be_begun_again(server: Server, tmp_path: Path) -> None:
    def killed() -> Iterator[Theirs]:
        for number, their in enumerate(tables(server)[Table.LEADS]):
            if number == 700:
                os.kill(os.getpid(), signal.SIGKILL)
            yield their

    path = tmp_path / "fuyu.json"
    if not (child := os.fork()):
        open_book(path).load("test", 1, server.seq, {**tables(server), Table.LEADS: killed()})
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    with closing(open_book(path)) as book:
        assert (book.team, [*book.rows]) == (None, [])
        assert book.load("test", 1, server.seq, tables(server))
        assert written(book) == has(server)
    assert not [*tmp_path.glob("*.tmp")]


def test_a_book_with_leads_of_its_own_is_not_written_over(book: Book, server: Server) -> None:
    book.apply(adding(a_lead(1, "Zed")))
    assert not book.load("test", 1, server.seq, tables(server))
    assert (book.team, [row.name for row in book.rows]) == (None, ["Zed"])


def test_who_is_added_while_it_is_loaded_is_not_written_over(book: Book, server: Server) -> None:
    def meanwhile() -> Iterator[Theirs]:
        with closing(open_book(book._storage.path)) as other:
            other.apply(adding(a_lead(1, "Zed")))
        yield from tables(server)[Table.LEADS]

    assert not book.load("test", 1, server.seq, {**tables(server), Table.LEADS: meanwhile()})
    book.refresh()
    assert (book.team, [row.name for row in book.rows]) == (None, ["Zed"])


def test_what_no_book_can_hold_is_left_out(book: Book, server: Server) -> None:
    odd = {1400: "no JSON", 1401: "[]", 10**17: "{}", 1402: '{"id":1402,\n"name":"On two lines"}'}
    for number, body in odd.items():
        server.documents["leads", number] = server.seq, Theirs("leads", number, NOON, body)
    assert book.load("test", 1, server.seq, tables(server))
    assert [number for _, number in written(book) if number > 1200] == [1402]
    assert [row.name for row in book.rows if row.id == 1402] == ["On two lines"]
