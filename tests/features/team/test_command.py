"""`fuyu team`, on the books of several people and one server: what is done in one is in the others."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from fuyu.care import open_book
from fuyu.domain.action import Action, Change, Verb
from fuyu.domain.text import shortened
from fuyu.errors import ServerError
from fuyu.features.team import link, service
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import Remote
from fuyu.locks import is_held
from fuyu.storage.port import Edit, Theirs, Waiting
from tests.cli.conftest import MORNING
from tests.features.team import servers
from tests.features.team.conftest import People
from tests.features.team.servers import TEAM, until
from tests.listening import PATIENCE

pytestmark = pytest.mark.slow


def test_two_books_are_one_team(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    joined = people.ok("ana", "team", "join", "--service", "ana")
    assert joined.lines == [
        "this book belongs to the team acme on this machine, as Ana Ruiz (owner)",
        "0 records taken, 1 action sent",
    ]
    assert people.ok("bo", "team", "join", "--service", "bo").lines[1] == "1 record taken, 0 actions sent"
    assert people.names("bo") == ["Ann Lee"]
    people.ok("bo", "log", "ann", "talked", "--next", "today")
    people.ok("bo", "add", "Bea Roe", "--next", "today")
    people.ok("ana", "note", "ann", "likes tea")
    for who in ("bo", "ana", "bo"):
        assert people.ok(who, "team", "sync").out == "all is exchanged\n"
    shown = [people.ok(who, "show", "ann", "--json").json["lead"] for who in ("ana", "bo")]
    assert shown[0] == shown[1]
    histories = [people.ok(who, "show", "ann", "--json").json["history"] for who in ("ana", "bo")]
    assert histories[0] == histories[1]
    assert {entry["kind"] for entry in histories[0]} == {"touch", "note"}
    assert sorted(people.names("ana")) == sorted(people.names("bo")) == ["Ann Lee", "Bea Roe"]
    people.ok("bo", "undo")
    people.ok("bo", "team", "sync")
    people.ok("ana", "team", "sync")
    assert people.names("ana") == ["Ann Lee"]
    for who in ("ana", "bo"):
        assert people.ok(who, "check").out.endswith("everything is as it should be\n")


def test_what_is_written_while_a_colleague_is_offline_is_agreed_on(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today", "--phone", "+44 20 7946 0001")
    people.joins("ana", "bo")
    people.ok("bo", "log", "ann", "no_answer")
    people.ok("ana", "log", "ann", "no_answer")
    people.ok("bo", "edit", "ann", "--phone", "+44 20 7946 0002")
    people.ok("ana", "log", "ann", "do_not_contact")
    for who in ("ana", "bo", "ana"):
        people.ok(who, "team", "sync")
    for who in ("ana", "bo"):
        lead = people.ok(who, "show", "ann", "--json").json["lead"]
        assert (lead["status"], lead["touches"]) == ("do_not_contact", 3)
        assert "+44 20 7946 0002" in lead["phones"]


def test_a_book_that_leaves_and_joins_again_doubles_nothing(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("bo", "log", "ann", "talked", "--next", "today")
    said = people("bo", "team", "leave")
    assert (said.code, said.err) == (
        2,
        (
            "fuyu: 1 action waits that the team does not have; `fuyu team sync` sends what waits; "
            "--anyway leaves it to this book alone\n"
        ),
    )
    people.ok("bo", "team", "sync")
    people.ok("bo", "team", "leave")
    assert people.ok("bo", "team", "status").out == "this book belongs to no team\n"
    people.ok("bo", "add", "Bea Roe", "--next", "today")
    people.joins("bo")
    people.ok("ana", "team", "sync")
    assert sorted(people.names("ana")) == sorted(people.names("bo")) == ["Ann Lee", "Bea Roe"]
    assert people.ok("ana", "show", "ann", "--json").json["lead"]["touches"] == 1


def test_two_books_that_join_with_leads_of_the_same_ids(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("bo", "add", "Bea Roe", "--next", "today")
    people.ok("bo", "note", "bea", "of Bea")
    people.joins("ana", "bo")
    people.ok("ana", "team", "sync")
    assert sorted(people.names("ana")) == sorted(people.names("bo")) == ["Ann Lee", "Bea Roe"]
    assert [entry["note"] for entry in people.ok("ana", "show", "bea", "--json").json["history"]] == ["of Bea"]


def test_a_book_without_leads_begins_with_all_that_the_team_has(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIVEN a server that breaks off THEN the book is as before, and joins when it is told to again."""
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "add", "Bea Roe", "--next", "today")
    people.joins("ana")
    monkeypatch.setattr("fuyu.features.team.remote._LARGE_PAGE", 1)
    whole = Remote.documents

    def half(remote: Remote, team: int, kind: str) -> Iterator[Theirs]:
        yield next(whole(remote, team, kind))
        raise ServerError("this machine does not answer")

    with monkeypatch.context() as broken:
        broken.setattr(Remote, "documents", half)
        assert people("bo", "team", "join", "--service", "bo").err == "fuyu: this machine does not answer\n"
    assert people.ok("bo", "team", "status").out == "this book belongs to no team\n"
    assert people.ok("bo", "team", "join", "--service", "bo").lines[1] == "2 records taken, 0 actions sent"
    assert people.book("bo").read_text().count("Ann Lee") == 1
    assert people.names("bo") == ["Ann Lee", "Bea Roe"]


class Backup:
    """What the server had at one moment, as its administrator saves it and brings it back."""

    def __init__(self, server: OwnServer, database: str, folder: Path) -> None:
        self._programs, self._file = Path((server.folder / "programs").read_text()), folder / "fuyu.dump"
        self._there = f"--dbname={server.conninfo(database)}"
        self._run("pg_dump", "--format=custom", f"--file={self._file}")

    def bring_back(self) -> None:
        self._run("pg_restore", "--clean", "--if-exists", str(self._file))

    def _run(self, program: str, *words: str) -> None:
        subprocess.run([self._programs / program, self._there, *words], check=True)


@pytest.fixture
def back_up(server: OwnServer, database: str, tmp_path: Path) -> Callable[[], Backup]:
    return lambda: Backup(server, database, tmp_path)


BROUGHT_BACK = "the server was brought back from a backup: what it lacked was sent again"


@pytest.mark.parametrize("order", ["ana bo cy", "cy ana bo", "bo cy ana", "cy cy cy bo ana"])
def test_a_server_that_is_brought_back_from_a_backup_gets_what_it_lacks(
    people: People, back_up: Callable[[], Backup], order: str
) -> None:
    """GIVEN books that had more than the backup, or less, and whoever is first WHEN all sync THEN nothing is lost."""
    people.ok("ana", "add", "Ann Lee", "--next", "today", "--phone", "+44 20 7946 0001")
    people.joins("ana", "bo", "cy")
    backup = back_up()
    for words in (
        ("note", "ann", "likes tea"),
        ("log", "ann", "no_answer"),
        ("edit", "ann", "--company", "Acme", "--name", "Ann Roe"),
        ("add", "Bea Roe", "--next", "today"),
    ):
        people.later()
        people.ok("bo", *words)
    for who in ("bo", "ana"):
        people.ok(who, "team", "sync")
    people.later()
    people.ok("ana", "log", "ann", "talked", "--next", "today")
    backup.bring_back()
    people.ok("ana", "team", "status")
    heard = set()
    for who in [*order.split(), "ana", "bo", "cy", "ana", "bo"]:
        people.later()
        people.ok(who, "note", "ann", f"of {who}") if who == "cy" else None
        if BROUGHT_BACK in people.ok(who, "team", "sync").lines:
            heard.add(who)
    assert heard == {"ana", "bo"}, "cy had no more than the backup"
    leads = [people.ok(who, "show", "ann", "--json").json["lead"] for who in ("ana", "bo", "cy")]
    assert leads[0] == leads[1] == leads[2]
    assert (leads[0]["name"], leads[0]["company"], leads[0]["touches"]) == ("Ann Roe", "Acme", 2)
    for who in ("ana", "bo", "cy"):
        history = people.ok(who, "show", "ann", "--json").json["history"]
        assert sorted({entry["note"] for entry in history} - {""})[-2:] == ["likes tea", "of cy"]
        assert [entry["note"] for entry in history].count("likes tea") == 1
        assert sorted(people.names(who)) == ["Ann Roe", "Bea Roe"]
        assert people.ok(who, "check").out.endswith("everything is as it should be\n")
    assert any(line.startswith(f"{BROUGHT_BACK}, on ") for line in people.ok("bo", "team", "status").lines)
    assert people.ok("bo", "team", "sync").out == "all is exchanged\n"


def test_a_server_of_another_team_gets_nothing(
    people: People, server: OwnServer, database: str, tmp_path: Path
) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("bo", "note", "ann", "likes tea")
    people.ok("bo", "team", "sync")
    other = servers.new_database(server)
    services = tmp_path / "services.conf"
    services.write_text(services.read_text().replace(database, other))
    people.ok("cy", "add", "Cat Moe", "--next", "today")
    for _ in range(4):
        people.ok("cy", "note", "cat", "more than the other team has")
    people.joins("cy")
    said = people("bo", "team", "sync")
    assert (said.code, said.err) == (
        3,
        (
            "fuyu: the server knows nothing of what this book had from its team: it has another team, or a very old "
            "backup; correct where the team is in the service file; or `fuyu team leave --anyway`, then `fuyu team "
            "join`; all that is in this book goes to that team then\n"
        ),
    )
    assert people.names("bo") == ["Ann Lee"]
    with service.connected("cy") as remote:
        assert remote.count(TEAM) == 5


@pytest.mark.parametrize(
    ("kind", "number", "body"),
    [
        ("leads", 77, "no JSON"),
        ("leads", 77, "[" * 100_000),
        ("leads", 77, '{"id":78,"name":"Zed"}'),
        ("leads", 77, r'{"id":77,"name":"\u0000\ud800\u001b[31m","created":"2026-03-18T09:30:00Z"}'),
        ("leads", 2**62, '{"id":4611686018427387904,"name":"Huge","created":"2026-03-18T09:30:00Z"}'),
        ("leads", -1, '{"id":-1}'),
        ("notes", 77, f'{{"id":77,"lead":1,"at":"2026-03-18T09:30:00Z","note":"{"x" * 10_000_000}"}}'),
        ("surprises", 77, "{}"),
    ],
)
def test_what_an_odd_member_sends_holds_nothing_up(people: People, kind: str, number: int, body: str) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    with service.connected("bo") as remote:
        odd = Waiting(uid="odd", at=MORNING, verb="edit", title="odd", changes=[Edit(kind, number, None, body)])
        assert remote.push(TEAM, remote.hello(TEAM, 0, "odd").number, [odd]).outcome == "ok"
    people.ok("bo", "note", "ann", "likes tea")
    people.ok("bo", "team", "sync")
    people.ok("ana", "team", "sync")
    assert "likes tea" in people.ok("ana", "show", "ann").out
    for words in (("today",), ("find", "a"), ("log", "ann", "talked"), ("team", "sync"), ("team", "status")):
        people.ok("ana", *words)
    assert people("ana", "check").code in {0, 3}, "it may say that a record cannot be read"


def test_a_copy_of_a_book_is_another_book(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana")
    people.book("copy").write_bytes(people.book("ana").read_bytes())
    people.ok("copy", "add", "Bea Roe", "--next", "today")
    people.ok("ana", "add", "Cy Okafor", "--next", "today")
    for who in ("ana", "copy", "ana"):
        people.ok(who, "team", "sync")
    assert sorted(people.names("ana")) == sorted(people.names("copy")) == ["Ann Lee", "Bea Roe", "Cy Okafor"]
    assert people.ok("ana", "team", "members", "--json").json["members"][0]["books"] == 2


def test_a_command_tells_the_worker_or_sends_by_itself(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    assert people.begun == [], "a book of no team"
    people.joins("ana")
    people.ok("ana", "today")
    assert people.begun == [], "nothing was done"
    people.ok("ana", "note", "ann", "likes tea")
    assert people.begun == [("team", "sync")]


def test_status_says_how_it_stands(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana")
    people.ok("ana", "note", "ann", "likes tea")
    said = people.ok("ana", "team")
    assert said.lines == [
        "team on this machine: nothing is exchanged now; the dashboard does, and `fuyu team sync`",
        "1 action not sent yet",
    ]
    found = people.ok("ana", "team", "status", "--json").json
    assert (found["service"], found["host"], found["standing"], found["waiting"]) == ("ana", "this machine", "alone", 1)
    monkeypatch.setenv("PGSERVICEFILE", str(people.folder / "services.conf"))
    (people.folder / "services.conf").write_text("[ana]\nhost=127.0.0.1\nport=1\ndbname=x\n")
    gone = people("ana", "team", "sync")
    assert gone.code == 3
    assert gone.err == "fuyu: 127.0.0.1 does not answer: Connection refused\n"


def test_sending_again_where_nothing_was_refused_says_so(people: People) -> None:
    people.joins("ana")
    assert people.ok("ana", "team", "refused", "--resend").out == "the team took everything\n"


def test_status_counts_what_waits_though_the_worker_has_not_seen_it_yet(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana")
    people.ok("ana", "note", "ann", "likes tea")
    book = people.book("ana")
    with service.alone(book), closing(link.Link(book)) as worker:
        worker.tell(link.TeamState(standing=link.TeamStanding.OFFLINE, why="it does not answer", waiting=0))
        said = people.ok("ana", "team", "status").lines
    assert said == ["team on this machine: offline: it does not answer", "1 action not sent yet"]


def test_who_is_in_the_team(people: People) -> None:
    people.joins("ana")
    said = people.ok("ana", "team", "invite", "eve", "--person", "Eve Park", "--role", "reader")
    assert (said.out, said.err) == ("eve is in the team as reader\n", "then, on their machine: fuyu team join\n")
    assert "Eve Park (eve), reader, 0 books\n" in people.ok("ana", "team", "members").out
    unknown = people.ok("ana", "team", "invite", "zoe")
    assert unknown.err.startswith("you may make no logins there; let an administrator of the server do it: CREATE ROLE")
    assert people.ok("ana", "team", "remove", "zoe").out.startswith("zoe is in the team no more")
    gone = people("ana", "team", "remove", "zoe")
    assert (gone.code, gone.err) == (1, "fuyu: zoe is not in the team; `fuyu team members` lists who is\n")
    people.joins("bo")
    for words in (("invite", "zoe"), ("remove", "ana")):
        refused = people("bo", "team", *words)
        assert (refused.code, refused.err) == (
            3,
            "fuyu: your role in the team does not allow that; ask an owner of the team\n",
        )


@pytest.mark.parametrize("login", ["", " ", "bo diaz", "bo'; drop table x", "b\\o", "b\x1bo", "z" * 64])
def test_what_no_login_is_called_lets_nobody_in(people: People, login: str) -> None:
    people.joins("ana")
    before = people.ok("ana", "team", "members").out
    said = people("ana", "team", "invite", login)
    assert (said.code, said.err) == (
        2,
        f"fuyu: “{shortened(login)}” is no login: it has at most 63 letters, no blanks and no quotes\n",
    )
    assert people.ok("ana", "team", "members").out == before


def test_a_member_who_is_given_another_role_keeps_their_name_and_who_another_name_their_role(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("ana", "team", "hand", "ann", "bo")
    said = people.ok("ana", "team", "invite", "bo", "--role", "owner")
    assert (said.out, said.err) == ("bo is in the team as owner\n", "")
    assert "Bo Diaz (bo), owner, 1 book" in people.ok("ana", "team", "members").out
    said = people.ok("ana", "team", "invite", "bo", "--person", "Bo Rey")
    assert said.lines == ["bo is in the team as owner", "1 lead of Bo Diaz is everyone's now"]
    assert "fuyu find 'owner:\"Bo Diaz\"' --plain | cut -f1 | fuyu bulk - --hand WHO" in said.err
    assert "Bo Rey (bo), owner, 1 book" in people.ok("ana", "team", "members").out


def test_who_may_make_logins_lets_others_in_at_once(people: People, server: OwnServer, database: str) -> None:
    login = f"zed_{database}"
    people.joins("postgres")
    try:
        said = people.ok("postgres", "team", "invite", login)
        assert said.err.splitlines() == [
            f"their login is new and has no password yet: psql service=postgres -c '\\password {login}'",
            "then, on their machine: fuyu team join",
        ]
    finally:
        with closing(psycopg.connect(server.conninfo(), autocommit=True)) as admin:
            admin.execute(f"DROP ROLE {login}".encode())


def test_a_team_is_made_where_there_is_none(people: People, server: OwnServer, database: str) -> None:
    with closing(psycopg.connect(server.conninfo(database), autocommit=True)) as admin:
        admin.execute("DROP SCHEMA fuyu CASCADE")
    people.ok("postgres", "add", "Ann Lee", "--next", "today")
    made = people.ok("postgres", "team", "create", "globex", "--person", "Root", "--service", "postgres")
    assert made.lines == [
        "the team globex is made on this machine; this book is its first",
        "0 records taken, 1 action sent",
    ]
    nameless = people("other", "team", "create", " ", "--service", "postgres")
    assert (nameless.code, nameless.err) == (2, "fuyu: a team needs a name; write it like acme\n")
    again = people("other", "team", "create", "globex", "--service", "postgres")
    assert (again.code, again.err) == (
        3,
        "fuyu: a team of that name is on this machine already; choose another, or: fuyu team join\n",
    )
    second = people("postgres", "team", "join", "--service", "postgres")
    assert (second.code, second.err) == (2, "fuyu: this book belongs to a team already; `fuyu team leave` first\n")
    stranger = people("bo", "team", "join", "--service", "bo")
    none_there = "fuyu: bo is in no team there; ask an owner of one: `fuyu team invite bo`\n"
    assert (stranger.code, stranger.err) == (1, none_there)
    people.ok("postgres", "team", "invite", "bo")
    named = people("bo", "team", "join", "acme", "--service", "bo")
    assert (named.code, named.err) == (1, "fuyu: bo is in no team acme there; name one of them: globex\n")
    people.joins("bo")
    assert people.names("bo") == ["Ann Lee"]


def test_a_reader_is_told_that_what_they_do_waits(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "rita")
    people.ok("rita", "note", "ann", "likes tea")
    assert people.ok("rita", "team", "sync").out == "1 action not sent: you only read in this team\n"
    assert people.names("rita") == ["Ann Lee"]


def test_what_the_team_does_not_take_is_told(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "log", "ann", "do_not_contact")
    people.joins("ana", "bo")
    with closing(open_book(people.book("bo"))) as book:
        gone = Change(before=book.lead(1), after=None)
        book.apply(Action(uid="x", at=MORNING, verb=Verb.DELETE, title="deleted, Ann Lee", changes=(gone,)))
    people.ok("bo", "team", "sync")
    assert people.ok("bo", "team", "status").lines[1:] == [
        (
            "not shared: deleted, Ann Lee: somebody asked not to be contacted: only an owner changes that, "
            "or who noted it"
        )
    ]
    assert people.ok("bo", "show", "ann", "--json").json["lead"]["status"] == "do_not_contact"
    assert len(people.ok("bo", "team", "status", "--json").json["not_shared"]) == 1


def delete_ann(people: People, who: str, uid: str = "x") -> None:
    """Delete Ann, who is do-not-contact, as only an owner may."""
    with closing(open_book(people.book(who))) as book:
        gone = Change(before=book.lead(1), after=None)
        book.apply(Action(uid=uid, at=MORNING, verb=Verb.DELETE, title="deleted, Ann Lee", changes=(gone,)))
    people.ok(who, "team", "sync")


def test_what_the_team_did_not_take_is_sent_again_or_let_go(people: People, connect: Callable[[str], Remote]) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "log", "ann", "do_not_contact")
    people.joins("ana", "bo")
    why = "somebody asked not to be contacted: only an owner changes that, or who noted it"
    delete_ann(people, "bo")
    listed = people.ok("bo", "team", "refused")
    assert listed.out == f"1  deleted, Ann Lee, {MORNING:%a} {MORNING.day} {MORNING:%b}, {MORNING:%H:%M}: {why}\n"
    assert listed.err == "`fuyu team refused --resend N` sends one again, --drop N lets it go for good\n"
    found = people.ok("bo", "team", "refused", "--json").json["refused"]
    assert [(one["number"], one["title"], one["why"], one["leads"]) for one in found] == [
        (1, "deleted, Ann Lee", why, [1])
    ]
    again = people("bo", "team", "refused", "--resend", "1")
    assert (again.code, again.out) == (3, f"refused again: deleted, Ann Lee: {why}\n")
    assert len(people.ok("bo", "team", "refused", "--json").json["refused"]) == 1, "it is kept once"
    connect("ana").invite(TEAM, "bo", "Bo Diaz", "owner")
    people.ok("ana", "edit", "ann", "--company", "Acme")
    people.ok("ana", "team", "sync")
    assert people.ok("bo", "team", "refused", "--resend").out == "sent: deleted, Ann Lee\n"
    assert people.ok("bo", "team", "refused").out == "the team took everything\n"
    people.ok("ana", "team", "sync")
    assert people.ok("ana", "show", "ann", "--json").json["lead"]["company"] == "Acme", "who was changed since stays"


def test_where_nothing_was_refused_nothing_is_sent_again(people: People) -> None:
    people.joins("ana")
    assert people.ok("ana", "team", "refused", "--resend").out == "the team took everything\n"
    said = people("ana", "team", "refused", "--resend", "0")
    assert (said.code, said.err) == (
        1,
        "fuyu: the team refused nothing under number 0; `fuyu team refused` lists it\n",
    )


def test_what_is_let_go_is_gone_for_good(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "log", "ann", "do_not_contact")
    people.joins("ana", "bo")
    for uid in ("x", "y"):
        delete_ann(people, "bo", uid)
    assert people.ok("bo", "team", "refused", "--drop", "2").out == "let go: deleted, Ann Lee\n"
    wrong = people("bo", "team", "refused", "--drop", "2")
    assert (wrong.code, wrong.err) == (
        1,
        "fuyu: the team refused nothing under number 2; `fuyu team refused` lists it\n",
    )
    people.ok("bo", "team", "refused", "--drop", "1")
    assert people.ok("bo", "team", "refused", "--json").json["refused"] == []


def test_what_is_sent_again_waits_where_the_server_is_gone(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.ok("ana", "log", "ann", "do_not_contact")
    people.joins("ana", "bo")
    delete_ann(people, "bo")
    monkeypatch.setenv("PGSERVICEFILE", str(people.folder / "gone.conf"))
    (people.folder / "gone.conf").write_text("[bo]\nhost=127.0.0.1\nport=1\ndbname=x\n")
    again = people.ok("bo", "team", "refused", "--resend", "1")
    assert again.out == "waiting for the server: deleted, Ann Lee\n"
    assert people.ok("bo", "team", "status", "--json").json["waiting"] == 1


def test_who_is_at_which_lead_is_listed(people: People, connect: Callable[[str], Remote]) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    assert people.ok("bo", "team", "claims").out == "nobody is at a lead now\n"
    ana = connect("ana")
    number = ana.hello(TEAM, 0, "another").number
    claimed = ana.claim(TEAM, number, 1, 120)
    listed = people.ok("bo", "team", "claims").out
    assert listed.startswith("Ann Lee (1): Ana Ruiz since ")
    (found,) = people.ok("bo", "team", "claims", "--json").json["claims"]
    assert (found["lead"], found["name"], found["person"], found["is_mine"]) == (1, "Ann Lee", "Ana Ruiz", False)
    assert found["since"].startswith(f"{claimed.since:%Y-%m-%dT%H}")


@contextmanager
def staying(book: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run the worker of a book as a dashboard does."""
    words = [sys.executable, "-m", "fuyu", "team", "sync", "--stay", "--db", str(book)]
    with subprocess.Popen(words, stdin=subprocess.PIPE, env={**os.environ}) as worker:
        try:
            yield worker
        finally:
            worker.kill()


def test_the_worker_of_a_book_is_alone_and_ends_with_its_input(people: People) -> None:
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    with staying(people.book("ana")) as worker, staying(people.book("bo")):
        until(lambda: all(people.is_live(who) for who in ("ana", "bo")))
        with staying(people.book("ana")) as second:
            assert second.wait(PATIENCE) == 0
        people.ok("bo", "note", "ann", "likes tea")
        until(lambda: "likes tea" in people.ok("ana", "show", "ann").out)
        assert people.ok("ana", "team", "status").out.startswith("team on this machine: live since ")
        assert people.ok("ana", "team", "sync").out == "all is exchanged\n"
        assert worker.stdin is not None
        worker.stdin.close()
        assert worker.wait(PATIENCE) == 0
    assert not is_held(link.lock_of(people.book("ana")))
    assert people.begun == []


def test_the_worker_of_a_book_that_leaves_ends_and_another_team_can_be_joined_at_once(people: People) -> None:
    people.joins("ana")
    with staying(people.book("ana")) as worker:
        until(lambda: people.is_live("ana"))
        people.ok("ana", "team", "leave")
        people.joins("ana")
        assert worker.wait(PATIENCE) == 0


def test_workers_that_are_killed_lose_and_double_nothing(people: People) -> None:
    """GIVEN workers that are killed again and again WHEN people work THEN all books have all of it once."""
    people.joins("ana", "bo")
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    for number in range(6):
        with staying(people.book("ana")), staying(people.book("bo")):
            for who in ("ana", "bo"):
                people(who, "note", "ann", f"{who} {number}")
    for who in ("ana", "bo", "ana"):
        people.ok(who, "team", "sync")
    notes = [
        sorted(entry["note"] for entry in people.ok(who, "show", "ann", "--json").json["history"])
        for who in ("ana", "bo")
    ]
    assert notes[0] == notes[1]
    assert [note for note in notes[0] if note.startswith("ana")] == [f"ana {number}" for number in range(6)]
    assert len(notes[0]) == len({*notes[0]})


def test_the_files_of_a_team_are_private(people: People) -> None:
    people.joins("ana")
    with staying(people.book("ana")):
        until(lambda: people.is_live("ana"))
        for path in (link.lock_of(people.book("ana")), link._place(people.book("ana"), "json")):
            assert path.stat().st_mode & 0o777 == 0o600
        socket = Path(link.state_of(people.book("ana")).socket)
        assert socket.parent.stat().st_mode & 0o777 == 0o700


def test_no_password_is_in_a_book_or_an_answer(people: People, server: OwnServer, database: str) -> None:
    services = Path(os.environ["PGSERVICEFILE"])
    services.write_text(f"[bo]\nhost=127.0.0.1\nport={server.port}\nuser=bo\ndbname={database}\n")
    passwords = Path(os.environ["PGPASSFILE"])
    passwords.touch(mode=0o600)
    passwords.write_text("*:*:*:bo:bo-secret\n")
    people.joins("bo")
    told = [people.ok("bo", "team", *words).out for words in (("status", "--json"), ("members", "--json"), ("sync",))]
    files = [path.read_bytes() for path in people.folder.rglob("*") if path.is_file() and path != passwords]
    assert not [text for text in told if "bo-secret" in text]
    assert not [content for content in files if b"bo-secret" in content]
    assert json.loads(told[0])["host"] == "127.0.0.1"
