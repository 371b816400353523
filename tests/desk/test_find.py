"""Finding people as one remembers them: a part of a name, a typo, a word of a note, a number."""

from datetime import date
from itertools import pairwise

import pytest

from fuyu.desk import Desk, TouchMade
from fuyu.domain.find import Names
from fuyu.domain.lead import About, Outcome, Row
from fuyu.domain.step import Plan
from fuyu.errors import NotFoundError
from tests.desk.conftest import Office, a_lead_on, put_unscheduled


@pytest.fixture
def known(office: Office) -> Desk:
    """Six people; the book is read from the file again, but for the last of them."""
    desk = office.open()
    step = Plan(day=date(2026, 4, 1), why="offer", quote="after the Budget")
    a_lead_on(desk, "Sakura Tanaka", company="Acme")
    a_lead_on(desk, "Zoë O'Neil", company="Ünal GmbH", phones=("+44 20 7946 0958",), emails=("zoe@unal.example",))
    a_lead_on(desk, "Dana Whitfield", company="Northwind", phones=("(555) 010-9999",), place="Zagreb, Croatia")
    a_lead_on(desk, "Dan Brown", company="Acme", about=(About("daughter's exam"),), tags=("conference",))
    a_lead_on(desk, "Al", role="head of printing", next_step=step)
    desk = office.reopened(desk)
    a_lead_on(desk, "李 小龙")
    desk.commands.log(1, TouchMade(outcome=Outcome.TALKED, note="Spoke about the Façade\nand the price"))
    desk.commands.keep_note(3, "knows Sakura from school")
    return desk


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("sakura", [1, 3]),  # who is called so comes before those of whom it was written
        ("SAKURA", [1, 3]),
        ("tanaka sak", [1]),
        ("zoe", [2]),
        ("Zoé", [2]),
        ("unal", [2]),
        ("acme", [1, 4]),
        ("dan", [3, 4]),
        ("小龙", [6]),
        ("sakua", [1]),
        ("whitfeild", [3]),
        ("facade", [1]),
        ("FAÇADE PRICE", [1]),
        ("price facade", [1]),
        ("daughter", [4]),
        ("conference", [4]),
        ("zagreb", [3]),
        ("printing", [5]),
        ("offer", [5]),
        ("budget", [5]),
        ("zoe@unal", [2]),
        ("20 7946", [2]),
        ("2079460958", [2]),
        ("+442079460958", [2]),
        ("5550109999", [3]),
        ("020 7946 0958", [2]),
        ("0044 (0)20-7946 0958", [2]),
        ("(020) 7946-0958 x12", [2]),
        ("call 020 7946 0958", [2]),  # what a number is, as it is copied with it
        ("dinner 020 7946 0958", []),  # words beside a number
        ("+1 555 010 9999", [3]),
        ("555-010 9999", [3]),
        ("7946 0958", [2]),
        ("李小龙", [6]),
        ("小龙 李", [6]),
        ("010-9999", [3]),
        ("salvador", []),  # no typo of Al
        ("xyzzy", []),
    ],
)
def test_people_are_found_as_one_remembers_them(known: Desk, words: str, ids: list[int]) -> None:
    assert [row.id for row in known.leads.find(words)] == ids


@pytest.mark.parametrize("words", ["", "  ", "\t\n"])
def test_no_words_find_everyone_by_name_and_nobody_by_what_was_written(known: Desk, words: str) -> None:
    assert sorted(known.leads.find_names(words)) == [1, 2, 3, 4, 5, 6]
    assert list(known.leads.find_mentions(words)) == []


def test_what_was_deleted_is_not_found(known: Desk) -> None:
    known.commands.delete(3)
    assert [row.id for row in known.leads.find("sakura")] == [1]
    known.undo.last()
    assert [row.id for row in known.leads.find("sakura")] == [1, 3]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("1", 1),
        (" 3 ", 3),
        ("sakura", 1),
        ("Sakura Tanaka", 1),
        ("ÜNAL", 2),
        ("dana", 3),
        ("al", 5),  # wholly called so, though others have it in their names
        ("小", 6),
    ],
)
def test_one_lead_is_meant(known: Desk, words: str, found: int) -> None:
    assert known.leads.lookup(words).id == found


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("7", "no lead has the id 7"),
        ("0", "no lead has the id 0"),
        ("da", "several leads are called “da”; near: Dana Whitfield (3), Dan Brown (4)"),
        ("acme", "several leads are called “acme”; near: Sakura Tanaka (1), Dan Brown (4)"),
        ("sakuar", "no lead is called “sakuar”; near: Sakura Tanaka (1)"),
        ("sakura x", "no lead is called “sakura x”; near: Sakura Tanaka (1)"),
        ("xyzzy", "no lead is called “xyzzy”"),
        ("9" * 19, f"no lead is called “{'9' * 19}”"),
    ],
)
def test_nobody_or_several_are_meant_and_it_is_said_who_is_near(known: Desk, words: str, sentence: str) -> None:
    with pytest.raises(NotFoundError) as error:
        known.leads.lookup(words)
    assert str(error.value) == sentence


def test_a_number_of_five_thousand_digits_is_nobody(known: Desk) -> None:
    with pytest.raises(NotFoundError, match="no lead is called"):
        known.leads.lookup("1" * 5_000)


def test_people_of_one_name_keep_their_order_whoever_was_changed_last(office: Office) -> None:
    desk = office.open()
    for _ in range(3):
        a_lead_on(desk)
    desk = office.reopened(desk)
    desk.commands.edit(1, role="CTO")
    desk = office.reopened(desk)
    assert desk.leads.find_names("sakura") == [1, 2, 3]
    assert desk.leads.find_names("sakua") == [1, 2, 3]


def test_those_whose_name_begins_so_come_first() -> None:
    rows = [Row(id=number, name=name) for number, name in enumerate(["Johanna", "Mohan", "Hanna", "Ko Han"], 1)]
    names = Names(rows)
    assert names.containing("han") == [3, 4, 1, 2]
    assert names.containing("hann") == [3, 1]


@pytest.mark.parametrize("name", ["Sakura Tanaka", "Christopher Berg", "Dana Whitfield"])
def test_a_letter_too_many_too_few_or_two_exchanged_are_forgiven(name: str) -> None:
    names = Names([Row(id=1, name=name), Row(id=2, name="Olu Edwin")])
    typos = {name[:at] + name[at + 1 :] for at in range(len(name))}
    typos |= {name[:at] + "x" + name[at:] for at in range(len(name))}
    typos |= {name[:at] + b + a + name[at + 2 :] for at, (a, b) in enumerate(pairwise(name))}
    missed = {typo for typo in typos if 1 not in (names.containing(typo) or names.near(typo))}
    assert missed == set()
    assert all(2 not in names.near(typo) for typo in typos)


def test_names_that_are_changed_while_they_are_read_are_read_anew(desk: Desk) -> None:
    put_unscheduled(desk, *(f"Lead {number}" for number in range(300)))
    learning = desk.leads.names.learn()
    next(learning)
    desk.commands.edit(1, name="Zoe")
    assert list(learning) == []
    assert not desk.leads.names.are_known
    assert desk.leads.find_names("zoe") == [1]
    assert desk.leads.names.are_known


def test_a_whole_word_of_a_name_means_that_lead(known: Desk) -> None:
    assert known.leads.lookup("dan").name == "Dan Brown", "though Dana has it, too"
    assert known.leads.lookup("dana").name == "Dana Whitfield"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        *(("yildiz", [1]), ("ışık", [1]), ("isik", [1]), ("thora", [3]), ("Þóra", [3]), ("gudmundsdottir", [3])),
        *(("dordje", [2]), ("djordje", [2]), ("dokovic", [2]), ("soren", [4]), ("lukasz", [4]), ("grosse", [5])),
        *(("aether", [5]), ("山田太郎", [6]), ("太郎 山田", [6]), ("김민수", [7])),
    ],
)
def test_letters_are_found_without_their_marks(office: Office, words: str, ids: list[int]) -> None:
    desk = office.open()
    for name in (
        "IŞIK Yıldız",
        "Đorđe Đoković",
        "Þóra Guðmundsdóttir",
        "Søren Łukasz",
        "Große Æther",
        "山田 太郎",
        "김 민수",
    ):
        a_lead_on(desk, name)
    assert [row.id for row in desk.leads.find(words)] == ids


def test_a_caller_is_looked_up_by_the_number(office: Office) -> None:
    desk = office.open()
    a_lead_on(desk, "Ann Lee", phones=("0170 1234567",))
    a_lead_on(desk, "Bo Diaz", phones=("0161 496 0000",))
    a_lead_on(desk, "Cy Diaz", phones=("+44 161 496 0000",))
    assert desk.leads.lookup("+491701234567").id == 1
    assert desk.leads.lookup("01701234567").id == 1, "so many digits are no id of anybody"
    assert desk.leads.lookup("1").id == 1
    with pytest.raises(NotFoundError, match=r"several leads have the number .*: Bo Diaz \(2\), Cy Diaz \(3\)"):
        desk.leads.lookup("0161-4960000")
    with pytest.raises(NotFoundError):
        desk.leads.lookup("+49 30 999999")


def test_a_caller_who_asked_not_to_be_contacted_is_known_only_where_asked(office: Office) -> None:
    desk = office.open()
    a_lead_on(desk, "Ann Lee", phones=("0170 1234567",))
    desk.commands.log(1, TouchMade(outcome=Outcome.DO_NOT_CONTACT))
    assert desk.leads.find("+491701234567") == []
    assert [row.id for row in desk.leads.find("+491701234567", silent=True)] == [1]
    assert desk.leads.lookup("+491701234567").id == 1
