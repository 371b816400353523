"""Every kind of text that once was read wrongly, through the commands: what is kept, and what is said."""

import io

import pytest
from wcwidth import wcswidth

from fuyu.cli.leads import fit
from tests.cli.conftest import Shell, everyone


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """Let a command read this from standard input."""
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_the_same_person_added_again_is_said_and_stays_one(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    ann = ("Ann Lee", "--email", "ann@x.example", "--phone")
    fuyu.ok("add", *ann, "0161 496 0000")
    said = fuyu.ok("add", *ann, "01614960000")
    assert "already here: Ann Lee (1)" in said.err
    typed(monkeypatch, "Ann Lee ann@x.example 0161 496 0000\n")
    assert "already here: Ann Lee (1)" in fuyu.ok("add", "-").err
    assert [one["name"] for one in everyone(fuyu)] == ["Ann Lee"]


@pytest.mark.parametrize(
    ("number", "name"),
    [
        ("+491701234567", "Andreas Groß"),
        ("0170-123 45 67", "Andreas Groß"),
        ("(020) 7946-0000", "Zoë O'Brien"),
        ("+44 20 7946 0000", "Zoë O'Brien"),
        ("0034600123456", "Álvaro"),
        ("+79123456789", "Olga"),
    ],
)
def test_a_number_in_another_format_finds_its_person(fuyu: Shell, number: str, name: str) -> None:
    numbers = ("0170 1234567", "020 7946 0000", "+34 600 123 456", "8 (912) 345-67-89")
    for one, phone in zip(("Andreas Groß", "Zoë O'Brien", "Álvaro", "Olga"), numbers, strict=True):
        fuyu.ok("add", one, "--phone", phone)
    assert [lead["name"] for lead in fuyu.ok("find", number, "--json").json["leads"]] == [name]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("yildiz", "IŞIK Yıldız"),
        ("ışık", "IŞIK Yıldız"),
        ("dordje", "Đorđe Đoković"),
        ("djordje", "Đorđe Đoković"),
        ("thora", "Þóra Guðmundsdóttir"),
    ],
)
def test_letters_without_their_marks_find_their_person(fuyu: Shell, words: str, name: str) -> None:
    for one in ("IŞIK Yıldız", "Đorđe Đoković", "Þóra Guðmundsdóttir"):
        fuyu.ok("add", one)
    assert [lead["name"] for lead in fuyu.ok("find", words, "--json").json["leads"]] == [name]


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("0930", "2026-03-19T09:30"),
        ("2026-03-27T14:00:00Z", "2026-03-27T14:00"),
        ("2026-07-27T14:00:00Z", "2026-07-27T15:00"),
        ("2026-03-27T14:00:00+05:30", "2026-03-27T08:30"),
        ("2026-W14-3", "2026-04-01"),
    ],
)
def test_days_as_programs_write_them(fuyu: Shell, phrase: str, day: str) -> None:
    assert fuyu.ok("when", phrase).lines == [day]


def test_an_hour_that_may_be_a_length_of_time_is_asked(fuyu: Shell) -> None:
    said = fuyu("when", "17h")
    assert said.code == 2
    assert "17:00, or in 17 hours?" in said.err


def test_figures_that_may_be_two_days_are_said_to_be_none(fuyu: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "Ann Lee, Acme 5/6 call\n")
    said = fuyu.ok("add", "-")
    assert "“5/6” is not read as a day" in said.err
    assert "5/6" in everyone(fuyu)[0]["note"]


def test_columns_stay_in_line_below_marks_of_thai(fuyu: Shell) -> None:
    fuyu.ok("add", "สมชาย ใจดี", "--company", "บริษัท")
    fuyu.ok("add", "Bo Diaz", "--company", "Acme")
    lines = fuyu.ok("today").lines
    places = {wcswidth(line[: line.index(word)]) for line in lines for word in ("บริษัท", "Acme") if word in line}
    assert len(places) == 1


def test_latin_letters_take_a_cell_each_so_that_nothing_has_to_be_asked() -> None:
    latin = [chr(code) for code in range(0x20, 0x300) if chr(code).isprintable()]
    assert all(wcswidth(letter) == 1 for letter in latin)
    assert all(fit(letter, 3) == f"{letter}  " for letter in latin if not letter.isspace())


@pytest.mark.parametrize("name", ["Zoe Miller", "Zoë Müller", "山田太郎のとても長い", "שָׁלוֹם חֶבְרָה"])
def test_a_name_that_is_cut_shows_it_and_takes_no_more_cells(name: str) -> None:
    cut = fit(name, 6)
    assert wcswidth(cut) == 6
    assert cut.rstrip().endswith("…")
    assert fit(name, 40).rstrip() == name, "a name that has room is whole"
