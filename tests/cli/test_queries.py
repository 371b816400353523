"""Words and operators on the command line: find, and today; and saved views."""

from pathlib import Path

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def fair(morning: Shell) -> Shell:
    """Run commands on a book with two leads from a fair, one of them overdue."""
    for lead in ("sakura", "li wei"):
        morning.ok("edit", lead, "--tag", "fair", "--value", "5k")
    return morning


def names(fuyu: Shell, *words: str) -> list[str]:
    """Return whom a query finds."""
    return [lead["name"] for lead in fuyu.ok("find", *words, "--json").json["leads"]]


def test_find_takes_operators(fair: Shell) -> None:
    assert names(fair, "tag:fair") == ["Sakura Tanaka", "Li Wei"]
    assert names(fair, "tag:fair", "hot", "value:>1000") == ["Sakura Tanaka"]
    assert names(fair, "tag:fair hot") == ["Sakura Tanaka"], "quoted for the shell as one"
    assert names(fair, "last:never", "due:today") == ["Ann Lee", "Zoë O'Brien"]
    assert names(fair, "-tag:fair", "due:any") == ["Ann Lee", "Zoë O'Brien"], "a dash negates, and is no option"
    assert names(fair, "lee", "company:acme") == ["Ann Lee"]


def test_do_not_contact_leads_are_found_only_where_they_are_asked_for(fair: Shell) -> None:
    fair.ok("log", "sakura", "do_not_contact")
    assert names(fair, "tag:fair") == ["Li Wei"]
    assert names(fair, "tag:fair", "--all") == ["Li Wei", "Sakura Tanaka"]


def test_today_is_narrowed_and_keeps_its_shape(fair: Shell) -> None:
    said = fair.ok("today", "tag:fair", "--json").json
    whole = fair.ok("today", "--json").json
    assert [*said] == [*whole]
    lists = ("overdue", "today", "done", "unscheduled")
    assert [[lead["id"] for lead in said[name]] for name in lists] == [[1], [], [4], []]
    assert fair.ok("today", "tag:fair").lines[0].endswith("1 overdue, 0 today, 1 done, 0 unscheduled")
    assert "nothing is due today to the leads you asked for" in fair.ok("today", "tag:gone").out


def test_a_view_is_saved_listed_used_and_forgotten(fair: Shell) -> None:
    assert fair.ok("view").err.startswith("no saved views")
    assert fair.ok("view", "The Fair", "tag:fair", "hot").out == "saved view The Fair\n"
    assert fair.ok("view", "--json").json["views"] == [{"name": "The Fair", "query": "tag:fair hot", "leads": 1}]
    assert names(fair, 'view:"the fair"') == ["Sakura Tanaka"]
    assert "Sakura" in fair.ok("today", 'view:"the fair"').out
    assert fair.ok("view", "the fair", "tag:fair").out == "changed view the fair\n"
    assert fair.ok("view", "--plain").out == "the fair\t2\ttag:fair\n"
    assert fair.ok("view", "--forget", "THE FAIR").out == "forgot view the fair\n"
    assert fair.ok("undo").out == "undone: forgot view the fair\n"
    assert fair.ok("undo").out == "undone: changed view the fair\n"
    assert fair.ok("view", "--plain").out == "The Fair\t1\ttag:fair hot\n"


def test_a_view_of_what_is_gone_or_unknown_is_no_error(fair: Shell) -> None:
    fair.ok("view", "fair", "tag:fair")
    text = fair.book.read_text("utf-8")
    assert text.count('"query":"tag:fair"') == 1
    fair.book.write_text(text.replace('"query":"tag:fair"', '"query":"tag:fair mood:good"'), "utf-8")
    said = fair.ok("today", "view:fair")
    assert "Sakura" in said.out
    assert 'view “fair”: unknown operator “mood:”. In quotes it is a word: "mood:good"' in said.err
    fair.ok("view", "gone", "tag:gone")
    listed = fair.ok("view")
    assert [line.split() for line in listed.lines] == [
        ["2", "fair", "tag:fair", "mood:good"],
        ["0", "gone", "tag:gone"],
    ]
    assert "mood:" in listed.err
    found = fair("find", "view:gone")
    assert (found.code, found.err.startswith("fuyu: no lead meets “tag:gone”")) == (1, True)


def test_two_copies_of_a_book_bring_their_views_together(fair: Shell, tmp_path: Path) -> None:
    fair.ok("view", "fair", "tag:fair")
    other = Shell(tmp_path / "other.json", fair._capsys)
    other.ok("view", "fair", "tag:other")
    other.ok("view", "hot ones", "hot")
    fair.ok("merge", str(other.book))
    assert fair.ok("view", "--plain").lines == ["fair\t2\ttag:fair", "hot ones\t1\thot"]
