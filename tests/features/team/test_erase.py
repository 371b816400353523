"""`fuyu team erase`: a person goes from the server and from every book, and every machine says when it is clean."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from fuyu import paths
from fuyu.care import open_book
from fuyu.features.team.making import step
from fuyu.features.team.own_server import OwnServer
from fuyu.features.team.remote import SCHEMA
from tests.features.team.conftest import People
from tests.features.team.servers import TEAM

pytestmark = pytest.mark.slow
WORDS = ("sakura", "tanaka", "nihon.example", "violin")
SAKURA = ("add", "Sakura Tanaka", "--email", "st@nihon.example", "--about", "plays the violin", "--next", "today")


def left(people: People, who: str = "") -> list[str]:
    """Return the files of a book, or of all, their state and their cache that hold a word of her."""
    folders = (people.folder, paths.state(), (paths.cache(people.book("ana")) or Path()).parent)
    files = {path for folder in folders for path in folder.rglob("*") if path.is_file()}
    said = {path: path.read_bytes().decode("utf-8", "replace").casefold() for path in files}
    found = ["/".join(path.parts[-2:]) for path, text in said.items() if any(word in text for word in WORDS)]
    return sorted(path for path in found if who in path)


@pytest.fixture
def shared(people: People) -> People:
    """Return Ana and Bo, in whose books she is, and was used by both."""
    people.ok("ana", *SAKURA)
    people.ok("ana", "add", "Ann Lee", "--next", "today")
    people.joins("ana", "bo")
    people.ok("ana", "note", "ann", "knows Sakura Tanaka from school")
    people.ok("bo", "log", "sakura", "talked", "--note", "sells a violin")
    for who in ("bo", "ana", "bo"):
        people.ok(who, "team", "sync")
        people.ok(who, "backup")
    return people


@pytest.fixture
def on_server(server: OwnServer, database: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(server.conninfo(database), autocommit=True)) as admin:
        yield admin


def test_who_is_erased_is_gone_from_the_server_and_from_every_machine(
    shared: People, on_server: psycopg.Connection
) -> None:
    said = shared.ok("ana", "team", "erase", "sakura", "--yes")
    assert said.lines[0].startswith("erased: lead 1, with 1 touch, 0 notes; ")
    assert said.lines[1].startswith("not erased yet: book 2 of Bo Diaz, last here ")
    stored = on_server.execute(
        "SELECT body, '' FROM fuyu.document UNION ALL SELECT title, '' FROM fuyu.action"
    ).fetchall()
    assert not [word for word in WORDS if word in repr(stored).casefold()]
    assert shared("ana", "show", "sakura").code == 1
    assert shared.ok("ana", "show", "ann", "--json").json["history"][0]["note"] == "knows somebody from school"
    assert left(shared, "ana") == []
    assert left(shared, "bo")
    shared.ok("bo", "team", "sync")
    assert left(shared) == []
    status = shared.ok("bo", "team", "status")
    assert "lead 1 was erased from the team" in status.out
    assert "all machines have erased them: 2 books" in status.out
    assert [one["erased"] for one in shared.ok("ana", "team", "status", "--json").json["machines"]] == [True, True]
    for who in ("ana", "bo"):
        for _ in range(9):
            shared(who, "undo")
        shared.ok(who, "team", "sync")
    assert left(shared) == []


def test_what_an_old_laptop_did_to_her_comes_to_nothing_and_that_is_said(
    shared: People, on_server: psycopg.Connection
) -> None:
    shared.ok("bo", "log", "sakura", "no_answer", "--note", "the violin again")
    shared.ok("bo", "note", "ann", "likes tea")
    shared.ok("ana", "team", "erase", "1", "--yes")
    said = shared.ok("bo", "team", "sync")
    assert said.out == "all is exchanged\n"
    status = shared.ok("bo", "team", "status")
    assert "lead 1 was erased from the team; 1 thing that was done about them here came to nothing" in status.out
    shared.ok("ana", "team", "sync")
    assert left(shared) == []
    assert shared.ok("ana", "show", "ann", "--json").json["history"][0]["note"] == "likes tea"
    stored = on_server.execute("SELECT title FROM fuyu.action").fetchall()
    assert not [word for word in WORDS if word in repr(stored).casefold()]


def test_what_was_put_aside_names_her_no_more(shared: People) -> None:
    shared.ok("ana", "log", "sakura", "do_not_contact")
    shared.ok("ana", "team", "sync")
    shared.ok("bo", "team", "sync")
    shared.ok("bo", "edit", "sakura", "--status", "open")
    shared.ok("bo", "team", "sync")
    assert "not shared: changed Sakura Tanaka" in shared.ok("bo", "team", "status").out
    shared.ok("ana", "team", "erase", "1", "--yes")
    shared.ok("bo", "team", "sync")
    assert left(shared) == []
    said = shared("bo", "add", "S. Tan", "--email", "st@nihon.example")
    assert (said.code, "asked not to be contacted, and was forgotten" in said.err) == (2, True)


def test_only_owners_erase(shared: People) -> None:
    said = shared("bo", "team", "erase", "1", "--yes")
    assert (said.code, said.err) == (
        3,
        "fuyu: only owners erase somebody from the team; `fuyu team members` says who is one\n",
    )
    said = shared("ana", "forget", "1", "--yes")
    assert (said.code, "`fuyu team erase 1` forgets them everywhere" in said.err) == (2, True)
    said = shared("ana", "team", "erase", "1")
    assert (said.code, said.err) == (2, "fuyu: Sakura Tanaka (1) would be gone for good; --yes says that it is meant\n")
    assert shared("ana", "show", "1").code == 0


def test_who_joins_later_has_nothing_to_erase(shared: People) -> None:
    shared.ok("ana", "team", "erase", "1", "--yes")
    shared.joins("cy")
    machines = shared.ok("ana", "team", "status", "--json").json["machines"]
    assert [one["erased"] for one in machines] == [True, False, True]
    assert left(shared, "cy") == []


# Versions


@pytest.fixture
def older(shared: People, on_server: psycopg.Connection) -> People:
    """Return the same with a server that has run the first file of `sql` alone."""
    on_server.execute(OLDER)
    return shared


OLDER = b"""
SET search_path = fuyu;
DROP FUNCTION cleaned, books, erase(bigint, bigint, text[]);
ALTER TABLE book DROP COLUMN clean;
UPDATE about SET schema = 1;
ALTER SCHEMA fuyu OWNER TO ana;
DO $$
DECLARE
    name text;
BEGIN
    FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'fuyu' LOOP
        EXECUTE format('ALTER TABLE %I OWNER TO ana', name);
    END LOOP;
    FOR name IN SELECT oid::regprocedure FROM pg_proc WHERE pronamespace = 'fuyu'::regnamespace LOOP
        EXECUTE 'ALTER FUNCTION ' || name || ' OWNER TO ana';
    END LOOP;
END $$;
"""
"""What makes a server that Ana has made by the first file of `sql` alone."""


def test_an_older_server_works_and_is_upgraded_in_one_go(older: People, on_server: psycopg.Connection) -> None:
    older.ok("bo", "note", "ann", "likes tea")
    older.ok("bo", "team", "sync")
    older.ok("ana", "team", "sync")
    assert older.ok("ana", "show", "ann", "--json").json["history"][0]["note"] == "likes tea"
    said = older("ana", "team", "erase", "1", "--yes")
    assert (said.code, "first: fuyu team upgrade" in said.err) == (3, True)
    assert "belong to ana" in older("bo", "team", "upgrade").err
    assert older.ok("ana", "team", "upgrade").out == f"added: {step(2).splitlines()[0].removeprefix('-- ')}\n"
    assert older.ok("ana", "team", "upgrade").out == "the team's server is up to date\n"
    assert on_server.execute("SELECT schema FROM fuyu.about").fetchone() == (SCHEMA,)
    older.ok("ana", "team", "erase", "1", "--yes")
    older.ok("bo", "team", "sync")
    assert left(older) == []


def test_a_server_that_needs_a_newer_fuyu_leaves_what_waits(shared: People, on_server: psycopg.Connection) -> None:
    on_server.execute("UPDATE fuyu.about SET schema = 9, oldest_client = 9")
    shared.ok("bo", "note", "ann", "likes tea")
    said = shared("bo", "team", "sync")
    assert (said.code, said.err) == (
        3,
        "fuyu: the team needs a newer fuyu; update fuyu; what you do here waits until then\n",
    )
    assert "1 action not sent yet" in shared.ok("bo", "team", "status").out
    assert "of a newer fuyu" in shared("bo", "team", "upgrade").err
    on_server.execute("UPDATE fuyu.about SET oldest_client = 1")
    shared.ok("bo", "team", "sync")
    assert "1 action not sent yet" not in shared.ok("bo", "team", "status").out
    assert TEAM == 1


def test_a_server_that_has_them_again_gives_them_to_nobody_and_they_can_be_erased_again(
    shared: People, on_server: psycopg.Connection
) -> None:
    """GIVEN a server that was brought back from a backup THEN no book takes whom the team had erased."""
    shared.ok("ana", "team", "erase", "1", "--yes")
    shared.ok("bo", "team", "sync")
    on_server.execute(
        "UPDATE fuyu.team SET seq = seq + 1; "
        'UPDATE fuyu.document SET body = \'{"id":1,"name":"Sakura Tanaka"}\', erased = false, '
        "seq = (SELECT max(seq) FROM fuyu.team) WHERE kind = 'leads' AND id = 1"
    )
    for who in ("ana", "bo"):
        shared.ok(who, "team", "sync")
        assert shared(who, "show", "1").code == 1
    shared.ok("ana", "team", "erase", "1", "--yes")
    assert on_server.execute("SELECT body, erased FROM fuyu.document WHERE kind = 'leads' AND id = 1").fetchall() == [
        (None, True)
    ]
    assert left(shared) == []


def test_a_dashboard_says_whom_the_team_erased(shared: People) -> None:
    with closing(open_book(shared.book("bo"))) as book:
        shared.ok("bo", "log", "sakura", "no_answer")
        shared.ok("ana", "team", "erase", "1", "--yes")
        book.refresh()
        assert book.care.news() == []
        shared.ok("bo", "team", "sync")
        book.refresh()
        assert book.care.news() == [
            "lead 1 was erased from the team; 1 thing that was done about them here came to nothing"
        ]
        book.refresh()
        assert book.care.news() == []
