"""Names as files have them: turned round, in parts, twice, before an address."""

from pathlib import Path

import pytest

from fuyu.features.contacts.reading.contact import Contact
from fuyu.features.contacts.reading.contacts import read_contacts
from fuyu.features.contacts.reading.names import beside_address, in_order, is_title, says_the_same, without_title


@pytest.mark.parametrize(
    ("written", "name"),
    [
        *(("Lee, Ann", "Ann Lee"), ("Garcia Marquez, Gabriel", "Gabriel Garcia Marquez"), ("LEE, ANN", "ANN LEE")),
        *(("van der Berg, Jan Willem", "Jan Willem van der Berg"), ("King, Martin Luther", "Martin Luther King")),
        *(("Müller-Lüdenscheid, Hans-Peter", "Hans-Peter Müller-Lüdenscheid"), ("Smith, J.", "J. Smith")),
        *(
            ("O'Brien,Zoë", "Zoë O'Brien"),
            ("山田, 太郎", "山田 太郎"),
            ("山田、太郎", "山田 太郎"),
            ("Dr. Ott, Uwe", "Dr. Uwe Ott"),
        ),
    ],
)
def test_the_last_name_may_stand_first(written: str, name: str) -> None:
    assert in_order(written) == name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "Zoë O'Brien, MBA",
            "Acme, Inc.",
            "Adriatic Foods, d.o.o.",
            "Smith, John Jr.",
            "Ann Lee, Acme Foods",
            "Ann Lee, CEO",
        ),
        *(
            "Ott & Sohn, Berlin",
            "Lee, 42",
            ", Ann",
            "Lee,",
            "Ann Lee",
            "",
            ",",
            "Lee, Ann, Bo",
            "Ann Lee, Ph.D.",
            "Ann Lee, Sales",
        ),
    ],
)
def test_what_stands_behind_a_comma_may_be_something_else(name: str) -> None:
    assert in_order(name) == name


@pytest.mark.parametrize("title", ["Mr", "Mrs.", "Frau Dr.", "M.", "Señora", "Prof. Dr.", "様", "先生"])
def test_a_title_is_no_job(title: str) -> None:
    assert is_title(title)


@pytest.mark.parametrize("job", ["CEO", "Dr. of Purchasing", "Mr Fixit", "Director", ""])
def test_a_job_is_no_title(job: str) -> None:
    assert not is_title(job)


def test_names_that_say_the_same() -> None:
    assert says_the_same("张三", ("三", "", "张"))
    assert says_the_same("Ann M. Lee", ("Lee", "Ann"))
    assert says_the_same("Zoe O'Brien", ("Zoë", "O’Brien"))
    assert not says_the_same("Mum", ("Ana", "Horvat"))


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        *(("Ann Lee <ann@x.example>", "Ann Lee"), ('"Ann Lee" <ann@x.example>', "Ann Lee"), ("ann@x.example", "")),
        *(
            ("Ann <a@x.example>, Bo <b@x.example>", ""),
            ("<ann@x.example>", ""),
            ("Zoë  O'Brien <z@x.example>", "Zoë O'Brien"),
        ),
        *(("Lee, Ann <ann@x.example>", "Lee, Ann"), ('"Lee, Ann" <ann@x.example>', "Lee, Ann")),
        *(("ann@x.example (Ann Lee)", "Ann Lee"), ("Ann Lee [mailto:ann@x.example]", "Ann Lee")),
        *(("ann@x.example (work)", ""), ("ann@x.example (do not use)", ""), ("Work Email (ann@x.example)", "")),
        *(
            ("ann@x.example (Room 12)", ""),
            ("山田 太郎 <y@x.example>", "山田 太郎"),
            ("<a@x.example> <b@x.example>", ""),
        ),
    ],
)
def test_a_name_before_an_address(cell: str, name: str) -> None:
    assert beside_address(cell) == name


@pytest.mark.parametrize(
    ("written", "name", "title"),
    [
        *(("Mr John Ott", "John Ott", "Mr"), ("Mrs. Mary Ann Ott", "Mary Ann Ott", "Mrs.")),
        *(("Herr Uwe Ott", "Uwe Ott", "Herr"), ("Frau Dr. Ute Ott", "Ute Ott", "Frau Dr.")),
        *(("Dr Ann Lee, MBA", "Ann Lee, MBA", "Dr"), ("Prof. Dr. Max Mann", "Max Mann", "Prof. Dr.")),
        *(("MR JOHN OTT", "JOHN OTT", "MR"), ("Mme Marie Curie", "Marie Curie", "Mme")),
        *(("Sr. Juan Perez", "Juan Perez", "Sr."), ("Señora Ana Díaz", "Ana Díaz", "Señora")),
        *(("Mr Ott", "Mr Ott", ""), ("Frau Dr. Ott", "Frau Dr. Ott", ""), ("Mr", "Mr", ""), ("", "", "")),
        *(("Sig Hansen Berg", "Sig Hansen Berg", ""), ("Don van Vliet", "Don van Vliet", "")),
        *(("M. Night Shyamalan", "M. Night Shyamalan", ""), ("Dr. Oetker & Co. KG", "Dr. Oetker & Co. KG", "")),
        *(("Mr & Mrs Ott", "Mr & Mrs Ott", ""), ("Herr Uwe und Frau Ott", "Herr Uwe und Frau Ott", "")),
        *(("Drew Barry More", "Drew Barry More", ""), ("Fra Angelico Rossi", "Fra Angelico Rossi", "")),
    ],
)
def test_how_somebody_is_addressed_is_no_part_of_their_name(written: str, name: str, title: str) -> None:
    assert without_title(written) == (name, title)


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("Name,Email\nMr John Ott,j@x.example\n", "John Ott", "Title: Mr"),
        ("Name,Email\n,Mr John Ott <j@x.example>\n", "John Ott", "Title: Mr"),
        ('Name,Email\n,"""Ott, John"" <j@x.example>"\n', "John Ott", ""),
        ("Name,Email\nJohn Ott,j@x.example (John Ott)\n", "John Ott", ""),
        ("Name,Title,Email\nMr John Ott,Mr,j@x.example\n", "John Ott", "Title: Mr"),
        ("First Name,Last Name,Email\nMr John,Ott,j@x.example\n", "John Ott", "Title: Mr"),
        ("BEGIN:VCARD\nFN:Frau Dr. Ute Ott\nN:Ott;Ute;;Frau Dr.;\nEND:VCARD\n", "Ute Ott", "Title: Frau Dr."),
    ],
)
def test_a_title_is_kept_once_and_in_no_name(tmp_path: Path, text: str, name: str, note: str) -> None:
    contact = only(tmp_path, text)
    assert (contact.name, contact.role, contact.note) == (name, "", note)


def only(tmp_path: Path, text: str) -> Contact:
    """Return the only person in a file."""
    path = tmp_path / ("ann.vcf" if text.startswith("BEGIN") else "ann.csv")
    path.write_text(text, "utf-8")
    (contact,) = read_contacts(path).contacts
    return contact


@pytest.mark.parametrize(
    ("text", "name", "note"),
    [
        ("Name,Given Name,Family Name\n张三,三,张\n", "张三", ""),
        ("Name,Given Name,Family Name\n山田 太郎,太郎,山田\n", "山田 太郎", ""),
        ("Name,Given Name,Family Name\n김민수,민수,김\n", "김민수", ""),
        ('Display Name,First Name,Last Name\n"Lee, Ann",Ann,Lee\n', "Ann Lee", ""),
        ('Name,File As,Email\nAnn Lee,"Lee, Ann",ann@x.example\n', "Ann Lee", ""),
        ("Name,Email\n,Ann Lee <ann@x.example>\n", "Ann Lee", ""),
        ("Name,Email\nAnn Lee,Ann Lee <ann@x.example>\n", "Ann Lee", ""),
        ("Name,Email\nAnn Lee,her desk <ann@x.example>\n", "Ann Lee", "Email: her desk <ann@x.example>"),
    ],
)
def test_nothing_is_noted_that_the_name_says(tmp_path: Path, text: str, name: str, note: str) -> None:
    contact = only(tmp_path, text)
    assert (contact.name, contact.note) == (name, note)


@pytest.mark.parametrize(
    ("lines", "name", "note"),
    [
        (("FN:张三", "N:张;三;;;"), "张三", ""),
        (("FN:Lee\\, Ann", "N:Lee;Ann;;;"), "Ann Lee", ""),
        (("FN:ann@x.example", "N:Lee;Ann;;;", "EMAIL:ann@x.example"), "Ann Lee", ""),
        (("FN:+44 20 7946 0000", "N:Lee;Ann;;;"), "Ann Lee", ""),
        (("FN:Ann Lee", "N:Lee;Ann;;;", "N;LANGUAGE=ja:リー;アン;;;"), "Ann Lee", "Name: リー アン"),
        (("N:Lee;Ann;Marie,Jo;;", "N:Other;Bo;;;"), "Ann Marie Jo Lee", "Name: Bo Other"),
        (("N:Lee;Ann;;;", "N;ALTID=1:Lee;Ann;;;"), "Ann Lee", ""),
        (("FN:Mum", "N:Lee;Ann;;;"), "Mum", "Name: Ann Lee"),
        (("EMAIL:Ann Lee <ann@x.example>",), "Ann Lee", ""),
    ],
)
def test_the_name_of_a_card(tmp_path: Path, lines: tuple[str, ...], name: str, note: str) -> None:
    contact = only(tmp_path, "\r\n".join(["BEGIN:VCARD", "VERSION:3.0", *lines, "END:VCARD", ""]))
    assert (contact.name, contact.note) == (name, note)


@pytest.mark.parametrize(
    ("titles", "cells", "role", "note"),
    [
        ("Title,First Name,Job Title", "Mr,Bo,CEO", "CEO", "Title: Mr"),
        ("Job Title,First Name,Title", "CEO,Bo,Dr.", "CEO", "Title: Dr."),
        ("Title,First Name", "Frau,Bo", "", "Title: Frau"),
        ("Title,First Name", "Director,Bo", "Director", ""),
    ],
)
def test_how_one_is_addressed_is_no_role(tmp_path: Path, titles: str, cells: str, role: str, note: str) -> None:
    contact = only(tmp_path, f"{titles}\n{cells}\n")
    assert (contact.role, contact.note) == (role, note)
